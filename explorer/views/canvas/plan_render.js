// Plan of one tray, drawing: the board on the stage, each frame of the server, and the marks on the map.

import {at_rest, conceal, set, write} from "../kit/draw.js";
import {amount, known, number} from "../kit/numbers.js";
import {board_frame, part_shape} from "./drawn/board.js";
import {apart, unpacked} from "./geometry/cells.js";
import {PlanBuild} from "./plan_build.js";

const FIELDS = 6;                                  // x_mm, y_mm, power_w, t_c, t_limit_c, headroom_k

export class PlanRender extends PlanBuild {
  // -- the board on the stage ------------------------------------------------------------------------

  size() {
    const {clientWidth: w, clientHeight: h} = this.stage, {board} = this;
    if (!this.scene || w < 80 || h < 80) return;
    board.fit(this.scene, w, h);
    this.heat.place(board.ox, board.oy, board.board.w, board.board.h);
    this.clip(w, h);
    const seen = board.seen();
    this.legend.place(seen.x + seen.w + 16, Math.max(board.oy, board.room.y), Math.min(board.board.h, board.room.h));
    this.layers.frame.replaceChildren(...board_frame(this.scene, board));
    this.zoomed.textContent = board.zoom > 1 ? `${Math.round(100 * board.zoom)} %` : "";
    at_rest(this.root);
    const grasped = this.hand.held.length > 0;
    if (grasped) this.hand.put_back();
    for (const part of [...this.things.values(), ...this.group]) {
      part_shape(part, board.k);
      this.put(part);
    }
    if (grasped) this.grasp();
    this.mark_hottest();
    this.draw_map_marks(false);
    this.draw_traces();
  }

  // Clips a zoomed board to its room on a stage of w by h px.
  clip(w, h) {
    const {room, zoom} = this.board, zoomed = zoom > 1;
    this.canvas.style.clipPath = zoomed ? `inset(${this.board.hidden().map(px => `${px}px`).join(" ")})` : "";
    set(this.world.firstElementChild, {x: room.x, y: room.y, width: room.w, height: room.h});
    this.hand.clip(zoomed ? [room.y, w - room.x - room.w, h - room.y - room.h, room.x] : null);
    for (const name of ["isolines", "parts", "marks"]) {
      if (zoomed) this.layers[name].setAttribute("clip-path", "url(#world)");
      else this.layers[name].removeAttribute("clip-path");
    }
  }

  put(part) {
    const {held} = this.hand, [x, y] = this.board.corner(part);
    if (!held.some(each => each.glyph === part.glyph)) part.glyph.style.transform = `translate(${x}px,${y}px)`;
    else if (held[0].glyph === part.glyph) this.hand.move(x - held[0].place[0], y - held[0].place[1]);
  }

  grasp() { this.hand.take(this.group.map(part => part.glyph), this.group.map(part => this.board.corner(part))); }

  box(part) { return this.board.box(part); }

  // -- a frame -------------------------------------------------------------------------------------

  /** @param {import("../wire/protocol").PlanFrame} frame */
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
    write(this.hot.lastChild, amount(this.value(part, 3), this.scene.figures[1][1]));
    const [left, top, right, bottom] = this.box(part), x = (left + right) / 2, inside = bottom - top > 52;
    const y = Math.max(inside ? bottom - 13 : top - 13, 10);
    this.hot.style.transform = `translate(${x}px,${y}px)`;
    this.hot_box = [x - 28, y - 9, x + 28, y + 9];
  }

  draw_map_marks(live) {
    const {ox, oy, board} = this.board;
    this.map_marks.draw(this.heat, {x: ox, y: oy, ...board}, {unit: this.unit, isolines: this.isolines, live, hidden: this.canvas.hidden, taken: this.hot_box});
    this.make_way(this.map_marks.at);
  }

  // Hides the names of the parts under the mark of the hottest point.
  make_way(at) {
    const parts = at ? [...this.things.values()].filter(part => { const [l, t, r, b] = this.box(part); return at[0] >= l && at[0] <= r && at[1] >= t && at[1] <= b; }) : [];
    for (const part of this.unnamed || []) if (!parts.includes(part)) part.label.style.visibility = "";
    this.unnamed = parts;
    for (const part of parts) part.label.style.visibility = "hidden";
  }

  // Draws lines from processors to the ports they drive, for the parts that are dragged or selected.
  draw_traces() {
    const centers = new Set(this.group.length ? this.group : this.chosen());
    let lines = "";
    for (const part of centers.size ? this.things.values() : []) {
      const host = this.things.get(part.outline.host);
      if (host && (centers.has(part) || centers.has(host))) lines += `M${this.board.middle(host).join(" ")}L${this.board.middle(part).join(" ")}`;
    }
    this.hand.draw("trace", lines);
  }

  paint_selection() {
    super.paint_selection();
    if (this.board.k) this.draw_traces();
  }

  draw_guides(guides) {
    const {k, ox, oy} = this.board;
    const lines = guides.map(({axis, at, from, to}) => axis === 0
      ? `M${ox + from * k - 8} ${oy + at * k}H${ox + to * k + 8}` : `M${ox + at * k} ${oy + from * k - 8}V${oy + to * k + 8}`);
    this.hand.draw("guide", lines.join(""));
  }
}

// The text on how the map's temperatures were solved, and their error.
function state_words({lost, live, solution, error_k}) {
  if (lost) return "no steady state";
  const error = !known(error_k) ? "" : error_k < 0.01 ? ", ±0.01 K or less" : `, ±${number(error_k, 1)} K`;
  if (!live) return `settled${error}`;
  return {response: `live by response${error}`, live: `live${error}`, settled: "live, this tray unchanged"}[solution];
}
