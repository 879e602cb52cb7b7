// Moves, adds and edits things by pointer and keyboard. Dragged things are drawn where the pointer has them, whatever
// the server sends; the server solves during the drag, and accepts or refuses on release.

import {Surface} from "./surface.js";

const SILENT = "The server does not answer: this edit was not kept.";

export class InteractiveSurface extends Surface {
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

  // Called after the group has moved: checks the positions, and sends them to the server if they have changed.
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
    // what was refused has gone back by now, and lines that end at it follow
    this.paint_selection();
    this.judge();
    this.refresh_tip();
    if (reason) this.refusal.show(reason);
    this.speak(reason || (thing && !thing.add ? this.describe(thing) : "Done"));
  }

  // A new scene arrived during a drag: continue it with the new things if all of them still exist, else end it.
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

  // -- keyboard ------------------------------------------------------------------------------------

  act(keys) {
    const ids = this.chosen().map(thing => thing.outline.id);
    if (!ids.length) return;
    this.steps.flush();
    this.courier.finish({type: "act", keys, ids}, () => this.unanswered());
  }

  // Runs a key's action, and stops the event if it has one.
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
    } else return this.own_key(name);
    return true;
  }
}

// The pressed keys in the notation of the acts: "Ctrl D", "Delete", "R".
function keys_of(event) {
  const {key} = event, is_letter = key.toLowerCase() !== key.toUpperCase();
  const held = [["Ctrl", event.ctrlKey || event.metaKey], ["Alt", event.altKey], ["Shift", event.shiftKey && is_letter]];
  return [...held.filter(([, is_held]) => is_held).map(([word]) => word), key.length === 1 ? key.toUpperCase() : key].join(" ");
}
