// The plan of one tray. On the screen, right is towards the rear (y_mm) and down is across (x_mm).

import {at_rest, clamp, conceal, html, set, svg, write} from "../kit/draw.js";
import {Additions} from "./additions.js";
import {board_frame, hot_mark, part_glyph, part_shape, place_fault} from "./board.js";
import {Hand} from "./hand.js";
import {apart, HeatMap, ramp, unpacked} from "./heat.js";
import {Legend} from "./legend.js";
import {MapMarks} from "./map_marks.js";
import {PlanTip} from "./plan_tip.js";
import {around, box_mm, GRID_MM, Snap, SNAP_PX} from "./snap.js";
import {Surface} from "./surface.js";
import {known, number, tidy} from "../kit/numbers.js";

const FIELDS = 6;                                  // x_mm, y_mm, power_w, t_c, t_limit_c, headroom_k
const MARGIN = {left: 40, right: 58, top: 12, bottom: 34};
const FARTHEST = 12;                               // most times that the board is enlarged

class Plan extends Surface {
  constructor(model, el) {
    super(model, el, "plan", {label: "Plan of the selected tray", layers: ["frame", "isolines", "parts", "marks"], things: "parts"});
    this.state = html("span", "state");
    this.hint = html("span", "hint");
    this.zoomed = html("button", "zoomed");
    this.zoomed.type = "button";
    this.zoomed.title = "Show the whole board (F)";
    this.zoomed.addEventListener("click", () => this.whole());
    this.slot.append(this.hint, this.zoomed, this.state);
    this.canvas = html("canvas");
    this.heat = new HeatMap(this.canvas);
    this.stage.prepend(this.canvas);
    this.legend = new Legend(this.stage, message => model.send_msg(message));
    this.map_marks = new MapMarks(this.layers.isolines, this.layers.marks);
    this.world = svg("clipPath", {id: "world"});
    this.world.append(svg("rect"));
    this.paper.append(this.world);
    this.hand = new Hand(this.stage, this.paper, ["trace", "guide"]);
    this.empty = html("div", "empty-note", "Select a tray to see its board");
    this.lost = html("div", "empty-note lost");
    this.lost.hidden = true;
    this.stage.append(this.empty, this.lost);
    this.scene = null;
    this.view = {zoom: 1, x: 0, y: 0};             // px by which the middle of the board is off the middle of the room
    this.tips = new PlanTip(this);
    this.additions = new Additions(this, "Add", what => this.ghost(what), (part, event) => this.carry(part, event));
  }

  hear(message) {
    if (message.type === "crosstalk") this.tips.take_crosstalk(message);
    else super.hear(message);
  }

  // -- drawing -------------------------------------------------------------------------------------

  take_scene(scene) {
    const same = this.scene?.tray === scene.tray;
    const focused = this.layers.parts.contains(this.root.getRootNode().activeElement);
    this.scene = scene.tray ? scene : null;
    this.empty.hidden = Boolean(this.scene);
    this.root.classList.toggle("blank", !this.scene);
    this.things = new Map();
    this.tips.sources = [];
    this.layers.parts.replaceChildren();
    this.hand.clear();
    this.hot?.remove();
    if (!this.scene) {
      this.gesture.cancel();
      this.title.textContent = "Tray";
      this.note.textContent = "";
      return;
    }
    if (!same) this.view = {zoom: 1, x: 0, y: 0};
    this.title.textContent = scene.label;
    const shared = scene.others > 0 ? ` · shared with ${scene.others} other tray${scene.others > 1 ? "s" : ""}` : "";
    const named = scene.design === scene.label ? "" : `${scene.design} · `;
    this.note.textContent = `${named}${tidy(scene.width_mm)} × ${tidy(scene.depth_mm)} mm${shared}`;
    this.heat.table = ramp(scene.colors);
    if (!same) this.heat.range.fresh = true;
    this.legend.paint(scene.colors, this.heat.reversed);
    this.kinds = new Map(scene.kinds.map(each => [each.kind, each]));
    const rows = new Map(scene.parts.map((outline, row) => [outline.id, row]));
    const big = [...scene.parts].sort((a, b) => b.width_mm * b.depth_mm - a.width_mm * a.depth_mm);
    for (const outline of big) {
      const row = rows.get(outline.id), [x, y] = scene.places[row];
      this.draw(Object.assign(this.part(outline, row), {x, y}));
    }
    this.hot = hot_mark();
    this.layers.marks.append(this.hot);
    this.additions.offer(scene.kinds.map(({kind, label, look}) => [kind, label, kind, look.mark]));
    this.size();
    this.rebind(scene.fresh);
    this.select(scene.selected);
    if (focused) this.chosen()[0]?.glyph.focus({preventScroll: true});
  }

  part(outline, row) { return {outline, row, x: 0, y: 0, ...part_glyph(outline, this.kinds.get(outline.kind).look)}; }

  draw(part) {
    if (!part.add) this.things.set(part.outline.id, part);
    this.layers.parts.append(part.glyph);
    if (this.k) part_shape(part, this.k);
  }

  size() {
    const {clientWidth: w, clientHeight: h} = this.stage;
    if (!this.scene || w < 80 || h < 80) return;
    const {width_mm, depth_mm} = this.scene, {view} = this;
    const room = {x: MARGIN.left, y: MARGIN.top, w: w - MARGIN.left - MARGIN.right, h: h - MARGIN.top - MARGIN.bottom};
    this.k = Math.max(0.05, Math.min(room.w / depth_mm, room.h / width_mm)) * view.zoom;
    const board = {w: depth_mm * this.k, h: width_mm * this.k};
    const most = {x: Math.max(0, (board.w - room.w) / 2), y: Math.max(0, (board.h - room.h) / 2)};
    Object.assign(view, {x: clamp(view.x, -most.x, most.x), y: clamp(view.y, -most.y, most.y)});
    this.ox = Math.round(room.x + (room.w - board.w) / 2 + view.x);
    this.oy = Math.round(room.y + (room.h - board.h) / 2 + view.y);
    this.room = room;
    this.heat.place(this.ox, this.oy, board.w, board.h);
    this.clip(board);
    const high = Math.min(board.h, room.h);
    this.legend.place(Math.min(this.ox + board.w, room.x + room.w) + 16, Math.max(this.oy, room.y), high);
    this.layers.frame.replaceChildren(...board_frame(this.scene, this.ox, this.oy, this.k, room));
    this.zoomed.textContent = view.zoom > 1 ? `${Math.round(100 * view.zoom)} %` : "";
    at_rest(this.root);
    const grasped = this.hand.held.length > 0;
    if (grasped) this.hand.put_back();
    for (const part of [...this.things.values(), ...this.group]) {
      part_shape(part, this.k);
      this.put(part);
    }
    if (grasped) this.grasp();
    this.mark_hottest();
    this.draw_map_marks(false);
    this.draw_traces();
  }

  // Enlarged, the board ends where its room does.
  clip(board) {
    const {room, ox, oy} = this, zoomed = this.view.zoom > 1;
    const [left, top] = [Math.max(room.x - ox, 0), Math.max(room.y - oy, 0)];
    const [right, bottom] = [Math.max(ox + board.w - room.x - room.w, 0), Math.max(oy + board.h - room.y - room.h, 0)];
    this.canvas.style.clipPath = zoomed ? `inset(${top}px ${right}px ${bottom}px ${left}px)` : "";
    set(this.world.firstChild, {x: room.x, y: room.y, width: room.w, height: room.h});
    const {clientWidth: w, clientHeight: h} = this.stage;
    this.hand.clip(zoomed ? [room.y, w - room.x - room.w, h - room.y - room.h, room.x] : null);
    for (const name of ["isolines", "parts", "marks"]) {
      if (zoomed) this.layers[name].setAttribute("clip-path", "url(#world)");
      else this.layers[name].removeAttribute("clip-path");
    }
  }

  put(part) {
    const {held} = this.hand, [x, y] = this.corner(part);
    if (!held.some(each => each.glyph === part.glyph)) part.glyph.style.transform = `translate(${x}px,${y}px)`;
    else if (held[0].glyph === part.glyph) this.hand.move(x - held[0].place[0], y - held[0].place[1]);
  }

  corner({x, y}) { return [this.ox + y * this.k, this.oy + x * this.k]; }

  grasp() { this.hand.take(this.group.map(part => part.glyph), this.group.map(part => this.corner(part))); }

  take_frame(frame) {
    if (!this.scene) return;
    const [table, field] = apart(frame.data, FIELDS * this.scene.parts.length);
    this.table = table;
    this.wrong = frame.wrong;
    this.hottest = frame.hottest;
    conceal(this.lost, !frame.lost);
    write(this.lost, frame.lost);
    for (const each of [this.canvas, this.legend.box]) conceal(each, Boolean(frame.lost));
    if (frame.quantity !== this.quantity) this.heat.range.fresh = true;
    if (frame.reversed !== this.heat.reversed) this.legend.paint(this.scene.colors, frame.reversed);
    Object.assign(this, {quantity: frame.quantity, unit: frame.unit, isolines: frame.isolines, air_c: frame.air_c});
    this.heat.reversed = frame.reversed;
    this.heat.range.finest = frame.finest;
    const values = unpacked({field, low: frame.low, step: frame.step});
    this.heat.take(values, frame.nx, frame.ny, this.group.length > 0 || frame.live, frame.range, frame.fixed);
    this.canvas.dataset.shown = frame.seq;
    this.legend.scale(this.heat, frame.unit, frame.isolines);
    for (const part of this.things.values()) {
      if (!part.held) this.settle(part);
      if (!frame.live && !frame.moment) part.glyph.setAttribute("aria-label", this.describe(part));
    }
    this.state.classList.toggle("live", frame.live);
    this.state.classList.toggle("moment", Boolean(frame.moment));
    write(this.state, frame.moment || state_words(frame));
    write(this.hint, frame.hint);
    this.mark_hottest();
    this.draw_map_marks(frame.live);
    this.draw_traces();
    this.refresh_tip();
  }

  settle(part) {
    if (!this.table) return;
    const [x, y] = [0, 1].map(column => Math.round(this.value(part, column) * 1000) / 1000);
    if (x !== part.x || y !== part.y) {
      Object.assign(part, {x, y});
      this.put(part);
    }
    this.flag(part, this.wrong[part.outline.id] || "");
  }

  flag(part, reason) {
    if (part.reason === reason) return;
    part.reason = reason;
    part.glyph.classList.toggle("wrong", Boolean(reason));
  }

  value(part, column) { return this.table && part.row >= 0 ? this.table[part.row * FIELDS + column] : NaN; }

  mark_hottest() {
    const part = this.things.get(this.hottest);
    const shown = part && this.table && known(this.value(part, 3)) && this.quantity === "temperature";
    this.hot.style.display = shown ? "" : "none";
    this.hot_box = null;
    if (!shown) return;
    write(this.hot.lastChild, `${number(this.value(part, 3))} °C`);
    const x = this.ox + (part.y + part.outline.depth_mm / 2) * this.k;
    const h = part.outline.width_mm * this.k, inside = h > 52;
    const y = this.oy + part.x * this.k + (inside ? h - 13 : -13);
    this.hot.style.transform = `translate(${x}px,${Math.max(y, 10)}px)`;
    this.hot_box = [x - 28, Math.max(y, 10) - 9, x + 28, Math.max(y, 10) + 9];
  }

  draw_map_marks(live) {
    const board = {x: this.ox, y: this.oy, w: this.scene.depth_mm * this.k, h: this.scene.width_mm * this.k};
    this.map_marks.draw(this.heat, board, {unit: this.unit, isolines: this.isolines, live, hidden: this.canvas.hidden, taken: this.hot_box});
    this.make_way(this.map_marks.at);
  }

  // The name of the part that has the hottest point gives way to how hot that is.
  make_way(at) {
    const parts = at ? [...this.things.values()].filter(part => { const [l, t, r, b] = this.box(part); return at[0] >= l && at[0] <= r && at[1] >= t && at[1] <= b; }) : [];
    for (const part of this.unnamed || []) if (!parts.includes(part)) part.label.style.visibility = "";
    this.unnamed = parts;
    for (const part of parts) part.label.style.visibility = "hidden";
  }

  // Lines from the processors to the ports that they drive, of what is selected.
  draw_traces() {
    const centers = new Set(this.group.length ? this.group : this.chosen());
    let lines = "";
    for (const part of centers.size ? this.things.values() : []) {
      const host = this.things.get(part.outline.host);
      if (host && (centers.has(part) || centers.has(host))) lines += `M${this.middle(host)}L${this.middle(part)}`;
    }
    this.hand.draw("trace", lines);
  }

  middle({x, y, outline}) {
    return `${this.ox + (y + outline.depth_mm / 2) * this.k} ${this.oy + (x + outline.width_mm / 2) * this.k}`;
  }

  paint_selection() {
    super.paint_selection();
    if (this.k) this.draw_traces();
  }

  // -- moving --------------------------------------------------------------------------------------

  under(event) {
    const glyph = event.target.closest?.(".part");
    return glyph ? this.things.get(glyph.dataset.id) || null : null;
  }

  box({x, y, outline}) {
    const left = this.ox + y * this.k, top = this.oy + x * this.k;
    return [left, top, left + outline.depth_mm * this.k, top + outline.width_mm * this.k];
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
    const by = [dy / this.k, dx / this.k], free = event.altKey;
    const {shift, guides} = this.snap.fit(this.reach, by, free ? 0 : SNAP_PX / this.k, free ? 0.1 : GRID_MM);
    this.put_group(...shift);
    this.draw_guides(guides);
  }

  nudge(right, down, step) {
    const {x, y, from} = this.group[0];
    this.put_group(x - from.x + down * step, y - from.y + right * step);
  }

  // Nothing leaves the board by more than its own size.
  put_group(dx, dy) {
    const {width_mm, depth_mm} = this.scene, [left, front, right, rear] = this.reach;
    dx = clamp(dx, -right, width_mm - left);
    dy = clamp(dy, -rear, depth_mm - front);
    for (const part of this.group) {
      part.x = Math.round((part.from.x + dx) * 1000) / 1000;
      part.y = Math.round((part.from.y + dy) * 1000) / 1000;
      this.put(part);
    }
    this.draw_traces();
    if (this.group.some(part => part.outline.id === this.hottest)) this.mark_hottest();
  }

  draw_guides(guides) {
    const {k, ox, oy} = this;
    const lines = guides.map(({axis, at, from, to}) => axis === 0
      ? `M${ox + from * k - 8} ${oy + at * k}H${ox + to * k + 8}` : `M${ox + at * k} ${oy + from * k - 8}V${oy + to * k + 8}`);
    this.hand.draw("guide", lines.join(""));
  }

  judge() {
    for (const part of this.group) this.flag(part, place_fault(part, this.things.values(), this.scene));
  }

  rebind(fresh) {
    super.rebind(fresh);
    if (this.gesture.active && this.group.length) this.grasp();
  }

  let_go() {
    this.hand.put_back();
    super.let_go();
    this.hand.draw("guide", "");
    if (this.k) this.draw_traces();
  }

  // -- adding --------------------------------------------------------------------------------------

  ghost(kind) {
    return this.part({...this.kinds.get(kind), id: "", host: "", on_package: false, modules: 1}, -1);
  }

  carry(part, event) {
    if (!this.scene) return false;
    const [x, y] = this.spot.of(event), {outline} = part;
    const at = [(y - this.oy) / this.k, (x - this.ox) / this.k];
    if (at[0] < 0 || at[1] < 0 || at[0] > this.scene.width_mm || at[1] > this.scene.depth_mm) return false;
    part.from = {x: at[0] - outline.width_mm / 2, y: at[1] - outline.depth_mm / 2};
    this.reach = [part.from.x, part.from.y, part.from.x + outline.width_mm, part.from.y + outline.depth_mm];
    this.shift(0, 0, event);
    return true;
  }

  // -- looking -------------------------------------------------------------------------------------

  zoom(factor, x, y) {
    const zoom = clamp(this.view.zoom * factor, 1, FARTHEST), by = zoom / this.view.zoom;
    this.spot.box = null;
    const [sx, sy] = this.spot.of({clientX: x, clientY: y}), {room, view} = this;
    const [mx, my] = [room.x + room.w / 2, room.y + room.h / 2];
    // the point below the pointer stays below it
    Object.assign(view, {zoom, x: sx - mx - (sx - mx - view.x) * by, y: sy - my - (sy - my - view.y) * by});
    this.size();
  }

  pan(dx, dy) {
    this.view.x += dx;
    this.view.y += dy;
    this.size();
  }

  whole() {
    Object.assign(this.view, {zoom: 1, x: 0, y: 0});
    this.size();
  }

  own_key(name) {
    const {left, top, width, height} = this.stage.getBoundingClientRect(), middle = [left + width / 2, top + height / 2];
    if (name === "+" || name === "=") this.zoom(1.25, ...middle);
    else if (name === "-") this.zoom(0.8, ...middle);
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

  describe(part) { return this.tips.describe(part); }

  describe_place(part) { return `x ${part.x.toFixed(0)}, y ${part.y.toFixed(0)} millimeters`; }
}

// How the temperatures on the map were found, and how far they may be off.
function state_words({lost, live, solution, error_k}) {
  if (lost) return "no steady state";
  const error = !known(error_k) ? "" : error_k < 0.01 ? ", ±0.01 K or less" : `, ±${number(error_k, 1)} K`;
  if (!live) return `settled${error}`;
  return {response: `live by response${error}`, live: `live${error}`, settled: "live, this tray unchanged"}[solution];
}

export function render({model, el}) {
  new Plan(model, el);
}
