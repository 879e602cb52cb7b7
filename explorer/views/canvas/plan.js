// Plan of one tray, interaction: parts are moved and added; the board is zoomed and panned.

import {on_reach, place_fault} from "./geometry/places.js";
import {around, box_mm, GRID_MM, Snap, SNAP_PX} from "./geometry/snap.js";
import {PlanRender} from "./plan_render.js";

class Plan extends PlanRender {
  // -- moving --------------------------------------------------------------------------------------

  under(event) {
    const glyph = event.target.closest?.(".part");
    return glyph ? this.things.get(glyph.dataset.id) || null : null;
  }

  place(part) { return {x_mm: part.x, y_mm: part.y}; }

  keep(part) { part.from = {x: part.x, y: part.y}; }

  back(part) { Object.assign(part, part.from); }

  carry_over(old, part) { Object.assign(part, {x: old.x, y: old.y, from: old.from, reason: ""}); this.put(part); }

  hold(group, lead) {
    super.hold(group, lead);
    if (this.gesture.active) this.grasp();
    const still = [...this.things.values()].filter(part => !group.includes(part));
    this.snap = new Snap(still.map(box_mm));
    this.reach = around(group.length ? group.map(box_mm) : [[0, 0, 0, 0]]);
    this.draw_traces();
  }

  shift(dx, dy, event) {
    const {k} = this.board, by = [dy / k, dx / k], free = event.altKey;
    const {shift, guides} = this.snap.fit(this.reach, by, free ? 0 : SNAP_PX / k, free ? 0.1 : GRID_MM);
    this.put_group(...shift);
    this.draw_guides(guides);
  }

  nudge(right, down, step) {
    const {x, y, from} = this.group[0];
    this.put_group(x - from.x + down * step, y - from.y + right * step);
  }

  // The group may leave the board by its own size at most.
  put_group(across, deep) {
    const [dx, dy] = on_reach(this.reach, [across, deep], this.scene);
    for (const part of this.group) {
      part.x = Math.round((part.from.x + dx) * 1000) / 1000;
      part.y = Math.round((part.from.y + dy) * 1000) / 1000;
      this.put(part);
    }
    this.draw_traces();
    if (this.group.some(part => part.outline.id === this.hottest)) this.mark_hottest();
  }

  judge() {
    const there = [...this.things.values()].filter(part => part.glyph.style.display !== "none");
    for (const part of this.group) this.flag(part, place_fault(part, there, this.scene));
  }

  rebind(fresh) {
    super.rebind(fresh);
    if (this.gesture.active && this.group.length) this.grasp();
  }

  let_go() {
    this.hand.put_back();
    super.let_go();
    this.hand.draw("guide", "");
    if (this.board.k) this.draw_traces();
  }

  // -- adding --------------------------------------------------------------------------------------

  carry(part, event) {
    if (!this.scene) return false;
    const {outline} = part, at = this.board.place(...this.spot.of(event));
    if (at[0] < 0 || at[1] < 0 || at[0] > this.scene.width_mm || at[1] > this.scene.depth_mm) return false;
    part.from = {x: at[0] - outline.width_mm / 2, y: at[1] - outline.depth_mm / 2};
    this.reach = [part.from.x, part.from.y, part.from.x + outline.width_mm, part.from.y + outline.depth_mm];
    this.shift(0, 0, event);
    return true;
  }

  // -- looking -------------------------------------------------------------------------------------

  zoom(factor, x, y) {
    this.spot.box = null;
    this.board.enlarge(factor, ...this.spot.of({clientX: x, clientY: y}));
    this.size();
  }

  pan(dx, dy) {
    this.board.pan(dx, dy);
    this.size();
  }

  whole() {
    this.board.whole();
    this.size();
  }

  own_key(name) {
    const {left, top, width, height} = this.stage.getBoundingClientRect();
    const enlarge = factor => this.zoom(factor, left + width / 2, top + height / 2);
    if (name === "+" || name === "=") enlarge(1.25);
    else if (name === "-") enlarge(0.8);
    else if (name === "f" || name === "0") this.whole();
    else return false;
    return true;
  }

  hover(event) { this.tips.hover(event); }

  show_tip(part, x, y) { this.tips.show(part, x, y); }

  leave() {
    super.leave();
    this.legend.point(NaN);
  }
}

export function render({model, el}) {
  new Plan(model, el);
}
