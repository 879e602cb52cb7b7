// Base of the plan and the elevation: an SVG (`paper`) with things on it that can be selected. The browser draws at
// once; the server solves, and accepts or refuses an edit on release.
//
// A thing is a part or a tray as drawn: {outline: {id, label, locked, ...}, glyph, row, ...}.

import {Courier, KeySteps} from "../kit/courier.js";
import {Card, html, introduce, Refusal, set, spoken, Spot, svg, Tooltip, whenSized} from "../kit/draw.js";
import {gestures} from "./gestures.js";

/** @import {FromElevationView, FromPlanView, Model, ToElevationView, ToPlanView} from "../wire/protocol" */

export class Surface extends Card {
  /** @param {Model<ToElevationView | ToPlanView, FromElevationView | FromPlanView>} model */
  constructor(model, el, kind, {label, layers, things}) {
    super(model, el, kind);
    this.model = model;
    this.words = things;
    this.stage = html("div", "stage");
    this.root.append(this.stage);
    this.paper = svg("svg", {role: "group", "aria-label": label});
    this.stage.append(this.paper);
    this.layers = {};
    for (const name of [...layers, "band"]) {
      this.layers[name] = svg("g", {class: name});
      this.paper.append(this.layers[name]);
    }
    this.band_box = svg("rect", {class: "band-box", rx: 2});
    this.refusal = new Refusal(this.stage);
    this.tip = new Tooltip(this.stage);
    this.spot = new Spot(this.stage);
    this.speak = spoken(this.root);
    this.things = new Map();
    this.selection = new Set();
    this.act_keys = new Set();                     // keys of acts on selected things, from the server
    this.group = [];                               // the things being moved: drawn where the pointer has them
    this.lead = null;                              // the one of the group under the pointer
    this.courier = new Courier(message => model.send_msg(message));
    this.steps = new KeySteps(() => this.drop());
    this.gesture = gestures(this.paper, event => this.under(event), this);
    this.paper.addEventListener("keydown", event => this.key(event));
    // Listen on the stage: Chromium makes an SVG element with a focus listener a Tab stop.
    this.stage.addEventListener("focusout", () => this.steps.flush());
    this.heard = introduce(model);
    this.observer = whenSized(this.stage, () => this.size());
    model.on("msg:custom", message => { this.heard(); this.hear(message); });
    model.on("remove", () => { this.observer.disconnect(); this.gesture.stop(); });
  }

  // -- what the plan and the elevation override ------------------------------------------------------

  // Returns the thing under the pointer, or null.
  under(_event) { return null; }

  // Handle messages: a scene replaces the things, a frame changes their positions and values.
  take_scene(_scene) {}

  take_frame(_frame) {}

  // Called after the stage's size has changed.
  size() {}

  // `draw` adds a thing's glyph to the paper, `put` moves it to the thing's position, `settle` to that of the last
  // frame.
  draw(_thing) {}

  put(_thing) {}

  settle(_thing) {}

  // Returns a thing's box on the stage in px, [left, top, right, bottom].
  box(_thing) { return [0, 0, 0, 0]; }

  // Texts on a thing and on its position for screen readers; its tooltip.
  describe(_thing) { return ""; }

  describe_place(_thing) { return ""; }

  show_tip(_thing, _x, _y) {}

  // `place` returns a thing's position as the server takes it; `keep` saves it at the start of a drag, `back` restores
  // it, `carry_over` passes it to the same thing of a new scene.
  place(_thing) { return {}; }

  keep(_thing) {}

  back(_thing) {}

  carry_over(_old, _thing) {}

  // `shift` moves the group by px from its saved position, `nudge` by arrow keys; `judge` marks what is misplaced then.
  shift(_dx, _dy, _event) {}

  nudge(_right, _down, _step) {}

  judge() {}

  // Handles a key that only this canvas has, and returns whether it did.
  own_key(_name) { return false; }

  // -- messages ------------------------------------------------------------------------------------

  hear(message) {
    if (message.type === "scene") this.take_scene(message);
    else if (message.type === "frame") this.take_frame(message);
    else if (message.type === "selected") this.select(message.ids);
    else if (message.type === "ack") this.courier.ack(message.seq);
    else if (message.type === "dropped") this.dropped(message);
    else if (message.type === "keys") this.act_keys = new Set(message.keys);
  }

  dropped(_message) {}

  drop() {}

  key(_event) {}

  // -- selecting -----------------------------------------------------------------------------------

  select(ids) {
    this.selection = new Set(ids);
    this.paint_selection();
  }

  choose(ids) {
    this.select(ids);
    this.model.send_msg({type: "select", ids: [...ids]});
  }

  paint_selection() {
    for (const [id, thing] of this.things) thing.glyph.classList.toggle("selected", this.selection.has(id));
  }

  chosen() { return [...this.selection].map(id => this.things.get(id)).filter(Boolean); }

  click(thing, event) {
    const id = thing?.outline.id;
    if (thing) thing.glyph.focus({preventScroll: true});
    if (event.shiftKey || event.ctrlKey || event.metaKey) {
      if (!thing) return;
      const others = [...this.selection].filter(other => other !== id && this.things.has(other));
      this.choose(this.selection.has(id) ? others : [...others, id]);
    } else this.choose(thing ? [id] : []);
  }

  band(x0, y0, x1, y1, event) {
    const [left, top] = this.spot.of({clientX: Math.min(x0, x1), clientY: Math.min(y0, y1)});
    const w = Math.abs(x1 - x0), h = Math.abs(y1 - y0);
    if (!this.before) {
      this.before = event.shiftKey ? [...this.selection] : [];
      this.layers.band.replaceChildren(this.band_box);
      this.leave();
    }
    set(this.band_box, {x: left, y: top, width: w, height: h});
    const met = [...this.things.values()].filter(thing => {
      const [l, t, r, b] = this.box(thing);
      return l < left + w && left < r && t < top + h && top < b;
    });
    this.select([...this.before, ...met.map(thing => thing.outline.id)]);
  }

  banded(_event, canceled) {
    const before = this.before || [];
    this.before = null;
    this.layers.band.replaceChildren();
    this.choose(canceled ? before : [...this.selection]);
    this.speak(`${this.selection.size} ${this.words} selected`);
  }

  // -- tooltip -------------------------------------------------------------------------------------

  refresh_tip() {
    if (!this.tipped) return;
    const [thing, x, y] = this.tipped;
    const now = thing.add ? thing : this.things.get(thing.outline.id);
    if (now) this.show_tip(now, x, y);
    else this.leave();
  }

  leave() {
    this.tipped = null;
    this.tip.hide();
  }
}
