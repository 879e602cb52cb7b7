// Converts a board's mm to the stage's px. On the screen, y_mm (front to rear) points right and x_mm (across) down.

import {clamp} from "../../kit/draw.js";

const MARGIN = {left: 40, right: 58, top: 12, bottom: 34};
const FARTHEST = 12;                               // largest zoom factor
const LEAST_PX_PER_MM = 0.05;

export class Projection {
  constructor() {
    this.k = 0;                                    // px per mm
    this.ox = this.oy = 0;                         // px of the board's front left corner
    this.room = {x: 0, y: 0, w: 0, h: 0};          // px of the stage in which the board may be seen
    this.board = {w: 0, h: 0};                     // px of the board at this zoom
    this.whole();
  }

  whole() {
    this.zoom = 1;
    this.x = this.y = 0;                           // px from the room's center to the board's center
  }

  pan(dx, dy) {
    this.x += dx;
    this.y += dy;
  }

  // Zooms by a factor about a point of the stage, which stays where it is.
  enlarge(factor, sx, sy) {
    const zoom = clamp(this.zoom * factor, 1, FARTHEST), by = zoom / this.zoom, {room} = this;
    const [mx, my] = [room.x + room.w / 2, room.y + room.h / 2];
    Object.assign(this, {zoom, x: sx - mx - (sx - mx - this.x) * by, y: sy - my - (sy - my - this.y) * by});
  }

  // Fits a board on a stage of w by h px: as large as the room allows, times the zoom, with no gap to the room's edges
  // once it is larger than the room.
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

  // The visible part of the board, in px of the stage.
  seen() {
    const {room, ox, oy, board} = this;
    const [x, y] = [Math.max(ox, room.x), Math.max(oy, room.y)];
    return {x, y, w: Math.min(ox + board.w, room.x + room.w) - x, h: Math.min(oy + board.h, room.y + room.h) - y};
  }

  // The hidden px at the board's upper, right, lower and left edge.
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

  // The position [x_mm, y_mm] at a point of the stage.
  place(sx, sy) { return [(sy - this.oy) / this.k, (sx - this.ox) / this.k]; }
}
