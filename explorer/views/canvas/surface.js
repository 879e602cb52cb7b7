// What the plan and the elevation have in common: a paper with things on it that can be selected. The browser draws at
// once; the server solves, and decides on release.
//
// A thing is {outline: {id, label, locked, ...}, glyph, row, ...}.

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
    this.act_keys = new Set();                     // keys that do something to what is selected, as the server says
    this.group = [];                               // what is held: the browser decides where it stands
    this.lead = null;                              // the one of it that the pointer has
    this.courier = new Courier(message => model.send_msg(message));
    this.steps = new KeySteps(() => this.drop());
    this.gesture = gestures(this.paper, event => this.under(event), this);
    this.paper.addEventListener("keydown", event => this.key(event));
    // not on the paper: Chromium lets Tab stop at an SVG element that listens for the focus
    this.stage.addEventListener("focusout", () => this.steps.flush());
    this.heard = introduce(model);
    this.observer = whenSized(this.stage, () => this.size());
    model.on("msg:custom", message => { this.heard(); this.hear(message); });
    model.on("remove", () => { this.observer.disconnect(); this.gesture.stop(); });
  }

  // -- what a surface of one sort does for itself ----------------------------------------------------

  // The thing below the pointer, or null.
  under(_event) { return null; }

  // A scene has other things on it, a frame other figures of the same things.
  take_scene(_scene) {}

  take_frame(_frame) {}

  // After the stage has another size.
  size() {}

  // Puts the glyph of a thing on the paper; draws it where it stands; where the last frame has it.
  draw(_thing) {}

  put(_thing) {}

  settle(_thing) {}

  // Its box on the stage in px, [left, top, right, bottom].
  box(_thing) { return [0, 0, 0, 0]; }

  // What is said of it, of its place, and beside the pointer.
  describe(_thing) { return ""; }

  describe_place(_thing) { return ""; }

  show_tip(_thing, _x, _y) {}

  // Where it stands, as the server takes it; what remembers that place, restores it, and hands it to the same thing
  // of a new scene.
  place(_thing) { return {}; }

  keep(_thing) {}

  back(_thing) {}

  carry_over(_old, _thing) {}

  // Moves what is held by px from where it was kept; by the keyboard; says what is wrong with where it is then.
  shift(_dx, _dy, _event) {}

  nudge(_right, _down, _step) {}

  judge() {}

  // Whether a key of its sort of surface was meant.
  own_key(_name) { return false; }

  // -- hearing -------------------------------------------------------------------------------------

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
