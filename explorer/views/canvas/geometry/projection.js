// From a board's mm to the stage's px. On the screen, right is towards the rear (y_mm) and down is across (x_mm).

import {clamp} from "../../kit/draw.js";

const MARGIN = {left: 40, right: 58, top: 12, bottom: 34};
const FARTHEST = 12;                               // most times that the board is enlarged
const LEAST_PX_PER_MM = 0.05;

export class Projection {
  constructor() {
    this.k = 0;                                    // px per mm
    this.ox = this.oy = 0;                         // px of the board's front left corner
    this.room = {x: 0, y: 0, w: 0, h: 0};          // what of the stage the board may take
    this.board = {w: 0, h: 0};                     // px that it has
    this.whole();
  }

  whole() {
    this.zoom = 1;
    this.x = this.y = 0;                           // px by which the middle of the board is off the middle of the room
  }

  pan(dx, dy) {
    this.x += dx;
    this.y += dy;
  }

  // Enlarged by a factor about a point of the stage, which stays where it is.
  enlarge(factor, sx, sy) {
    const zoom = clamp(this.zoom * factor, 1, FARTHEST), by = zoom / this.zoom, {room} = this;
    const [mx, my] = [room.x + room.w / 2, room.y + room.h / 2];
    Object.assign(this, {zoom, x: sx - mx - (sx - mx - this.x) * by, y: sy - my - (sy - my - this.y) * by});
  }

  // A board on a stage of w by h px: as large as it can be, times the zoom, and never off its room.
  fit({width_mm, depth_mm}, w, h) {
    const room = {x: MARGIN.left, y: MARGIN.top, w: w - MARGIN.left - MARGIN.right, h: h - MARGIN.top - MARGIN.bottom};
    const k = Math.max(LEAST_PX_PER_MM, Math.min(room.w / depth_mm, room.h / width_mm)) * this.zoom;
    const board = {w: depth_mm * k, h: width_mm * k};
    const most = {x: Math.max(0, (board.w - room.w) / 2), y: Math.max(0, (board.h - room.h) / 2)};
    this.x = clamp(this.x, -most.x, most.x);
    this.y = clamp(this.y, -most.y, most.y);
    this.ox = Math.round(room.x + (room.w - board.w) / 2 + this.x);
    this.oy = Math.round(room.y + (room.h - board.h) / 2 + this.y);
    Object.assign(this, {k, room, board});
  }

  // What of the board is seen: as much as its room has.
  seen() {
    const {room, ox, oy, board} = this;
    const [x, y] = [Math.max(ox, room.x), Math.max(oy, room.y)];
    return {x, y, w: Math.min(ox + board.w, room.x + room.w) - x, h: Math.min(oy + board.h, room.y + room.h) - y};
  }

  // What of it is not: px from its upper, right, lower and left edge.
  hidden() {
    const {ox, oy, board} = this, {x, y, w, h} = this.seen();
    return [y - oy, ox + board.w - x - w, oy + board.h - y - h, x - ox];
  }

  corner({x, y}) { return [this.ox + y * this.k, this.oy + x * this.k]; }

  middle({x, y, outline}) { return this.corner({x: x + outline.width_mm / 2, y: y + outline.depth_mm / 2}); }

  // The box of a part, [left, top, right, bottom].
  box(part) {
    const [left, top] = this.corner(part), {outline} = part;
    return [left, top, left + outline.depth_mm * this.k, top + outline.width_mm * this.k];
  }

  // The place [x_mm, y_mm] below a point of the stage.
  place(sx, sy) { return [(sy - this.oy) / this.k, (sx - this.ox) / this.k]; }
}
