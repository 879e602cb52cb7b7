// What the plan and the elevation have in common: things on a paper that are selected, dragged, added and
// edited by pointer and keyboard. The browser draws at once; the server solves, and decides on release.
//
// A thing is {outline: {id, label, locked, ...}, glyph, row, ...}. Subclasses have
//   under(event)            the thing below the pointer, or null
//   place(thing)            where it stands, as the server is told; keep(thing), back(thing) remember and restore it
//   shift(dx, dy, event)    move `group` by pixels from where it was kept;  nudge(right, down, step) by the keyboard
//   put(thing)              draw it where it stands;  settle(thing) where the last frame has it
//   judge()                 say what is wrong with the places of `group`
//   box(thing)              its box on the stage in px, [left, top, right, bottom]
//   show_tip(thing, x, y), describe(thing)

import {Courier, KeySteps} from "../kit/courier.js";
import {card, html, introduce, Refusal, set, spoken, Spot, svg, Tooltip, whenSized} from "../kit/draw.js";
import {gestures} from "./gestures.js";

const SILENT = "The server does not answer: this edit was not kept.";

export class Surface {
  constructor(model, el, kind, {label, layers, things}) {
    this.model = model;
    this.words = things;
    Object.assign(this, card(model, el, kind));
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

  hear(message) {
    if (message.type === "scene") this.take_scene(message);
    else if (message.type === "frame") this.take_frame(message);
    else if (message.type === "selected") this.select(message.ids);
    else if (message.type === "ack") this.courier.ack(message.seq);
    else if (message.type === "dropped") this.dropped(message);
    else if (message.type === "keys") this.act_keys = new Set(message.keys);
  }

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

  banded(event, canceled) {
    const before = this.before || [];
    this.before = null;
    this.layers.band.replaceChildren();
    this.choose(canceled ? before : [...this.selection]);
    this.speak(`${this.selection.size} ${this.words} selected`);
  }

  // -- dragging ------------------------------------------------------------------------------------

  hold(group, lead) {
    this.steps.flush();
    if (this.group.length) this.let_go();
    this.group = group;
    this.lead = lead;
    this.told = "";
    this.refusal.hide();
    for (const thing of group) {
      this.keep(thing);
      thing.held = true;
      thing.glyph.classList.add("held");
    }
    this.root.classList.toggle("dragging", group.length > 0);
  }

  start(thing) {
    if (!this.selection.has(thing.outline.id)) this.choose([thing.outline.id]);
    const free = this.chosen().filter(each => !each.outline.locked);
    this.hold(thing.outline.locked ? [] : free, thing);
  }

  move(dx, dy, event) {
    if (this.group.length) {
      this.shift(dx, dy, event);
      this.tell();
    }
    this.show_tip(this.lead, event.clientX, event.clientY);
  }

  // After the places of the group have changed: judge them, and let the server solve what is new.
  tell() {
    this.judge();
    const message = this.message("drag"), key = JSON.stringify(message);
    if (key === this.told) return;
    this.told = key;
    this.courier.post(message);
    this.root.dataset.asked = this.courier.asked;
  }

  message(type) {
    const places = Object.fromEntries(this.group.map(thing => [thing.outline.id, this.place(thing)]));
    const {add} = this.group[0];
    return add ? {type, places, add} : {type, places};
  }

  drop() {
    if (!this.group.length) return;
    this.group.forEach(thing => this.put(thing));
    this.courier.finish(this.message("drop"), () => this.unanswered());
  }

  cancel() {
    if (!this.group.length) return;
    this.group.forEach(thing => this.back(thing));
    const group = this.group;
    this.courier.finish({type: "cancel"}, () => {});
    this.let_go();
    group.forEach(thing => this.put(thing));
    this.speak("Move canceled");
  }

  let_go() {
    for (const thing of this.group) {
      thing.held = false;
      thing.glyph.classList.remove("held");
      if (thing.add) thing.glyph.remove();
    }
    this.group = [];
    this.lead = null;
    this.root.classList.remove("dragging");
  }

  unanswered() {
    this.group.forEach(thing => { this.back(thing); this.put(thing); });
    this.let_go();
    this.refusal.show(SILENT);
    this.speak(SILENT);
  }

  dropped({reason, seq}) {
    this.courier.ack(seq);
    if (!this.courier.closes(seq)) return;
    const [thing] = this.group;
    this.let_go();
    for (const each of this.things.values()) this.settle(each);
    this.judge();
    this.refresh_tip();
    if (reason) this.refusal.show(reason);
    this.speak(reason || (thing && !thing.add ? this.describe(thing) : "Done"));
  }

  // A new scene while something is held: the hand keeps what is still there, else it opens.
  rebind(fresh) {
    const again = this.group.map(old => old.add ? old : this.things.get(old.outline.id));
    if (again.some(thing => !thing)) {
      this.gesture.cancel();
      this.steps.drop();
      this.let_go();
      return;
    }
    this.group.forEach((old, i) => {
      if (old.add) this.draw(old);
      else { this.carry_over(old, again[i]); again[i].held = true; again[i].glyph.classList.add("held"); }
      if (old === this.lead) this.lead = again[i];
    });
    this.group = again;
    const twin = this.group.some(thing => thing.add) && this.things.get(fresh);
    if (twin) twin.glyph.style.display = "none";
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

  // -- keyboard ------------------------------------------------------------------------------------

  act(keys) {
    const ids = this.chosen().map(thing => thing.outline.id);
    if (!ids.length) return;
    this.steps.flush();
    this.courier.finish({type: "act", keys, ids}, () => this.unanswered());
  }

  // The key's doing, or false if it has none here.
  key(event) {
    if (this.gesture.active) return;
    const done = this.arrow(event) || this.command(event);
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
  }

  arrow(event) {
    const way = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1]}[event.key];
    const thing = this.under(event);
    if (!way || !thing || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (!this.group.includes(thing)) {
      this.start(thing);
      if (!this.group.length) { this.speak(`${thing.outline.label} is locked`); return true; }
    }
    this.nudge(...way, event.shiftKey ? 10 : 1);
    this.tell();
    this.steps.touch();
    this.speak(thing.reason || this.describe_place(thing));
    return true;
  }

  command(event) {
    const thing = this.under(event), name = event.key.toLowerCase(), keys = keys_of(event);
    if (this.act_keys.has(keys)) this.act(keys);
    else if (event.ctrlKey || event.metaKey) {
      if (name === "a") this.choose([...this.things.keys()]);
      else return false;
    } else if (name === "escape") {
      if (this.steps.pending) { this.steps.drop(); this.cancel(); }
      else if (this.selection.size) this.choose([]);
      else return false;
    } else if (name === "enter" || name === " ") {
      this.steps.flush();
      this.click(thing, event);
    } else return this.own_key?.(name) ?? false;
    return true;
  }
}

// What is pressed, as acts are declared with it: "Ctrl D", "Delete", "R".
function keys_of(event) {
  const {key} = event, is_letter = key.toLowerCase() !== key.toUpperCase();
  const held = [["Ctrl", event.ctrlKey || event.metaKey], ["Alt", event.altKey], ["Shift", event.shiftKey && is_letter]];
  return [...held.filter(([, is_held]) => is_held).map(([word]) => word), key.length === 1 ? key.toUpperCase() : key].join(" ");
}
