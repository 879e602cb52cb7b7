// Draws marks over the plan's map: lines of equal value with labels, and the hottest point.

import {set, svg, write} from "../../kit/draw.js";
import {number, tidy} from "../../kit/numbers.js";
import {Contours} from "../geometry/isolines.js";
import {free_place, length_of} from "../geometry/names.js";

const NAMED_PX = 110;                              // shorter lines get no label
const LINES_MS = 80;                                // least time between two redraws of the lines in a drag

export class MapMarks {
  constructor(lines, marks) {
    // Paths are in tenths of a pixel: formatting integers takes half the time of decimal fractions.
    this.halo = svg("path", {class: "iso-halo", transform: "scale(.1)"});
    this.path = svg("path", {class: "iso", transform: "scale(.1)"});
    this.names = svg("g");
    lines.append(this.halo, this.path, this.names);
    this.peak = svg("g", {class: "peak"});
    this.peak.append(svg("path", {class: "peak-halo", d: CROSS}), svg("path", {d: CROSS}), svg("text"));
    marks.append(this.peak);
    this.peak.style.display = "none";
    this.contours = null;
    this.drawn_at = 0;
  }

  // `board` is the map's box on the stage, {x, y, w, h}; `taken` is a box in which nothing may be written.
  draw(map, board, {unit, isolines, live, hidden, taken}) {
    this.draw_peak(map, board, unit, hidden, taken);
    this.draw_lines(map, board, isolines && !hidden, live);
  }

  draw_lines(map, board, wanted, live) {
    clearTimeout(this.timer);
    if (!wanted || !map.values) {
      if (this.d) { this.set_path(""); this.names.replaceChildren(); }
      return;
    }
    const wait = live ? LINES_MS - (performance.now() - this.drawn_at) : 0;
    if (wait > 0) this.timer = setTimeout(() => this.trace(map, board), wait);
    else this.trace(map, board);
  }

  trace(map, board) {
    const {nx, ny, values, range} = map;
    this.drawn_at = performance.now();
    if (!this.contours || this.contours.nx !== nx || this.contours.ny !== ny) this.contours = new Contours(nx, ny);
    const levels = range.ticks(), placed = this.at ? [this.at] : [], names = [];
    const sx = board.w / ny, sy = board.h / nx, x0 = board.x + sx / 2, y0 = board.y + sy / 2;
    let d = "";
    this.contours.lines(values, levels).forEach((lines, i) => {
      let longest = null, most = NAMED_PX;
      for (const line of lines) {
        for (let at = 0; at < line.length; at += 2) {
          const x = line[at] = x0 + line[at] * sx, y = line[at + 1] = y0 + line[at + 1] * sy;
          d += (at ? "L" : "M") + (10 * x | 0) + " " + (10 * y | 0);
        }
        const size = length_of(line);
        if (size > most) { most = size; longest = line; }
      }
      const place = longest && free_place(longest, placed, board);
      if (place) {
        placed.push(place);
        names.push(svg("text", {class: "iso-name", x: place[0].toFixed(1), y: place[1].toFixed(1)}, tidy(levels[i])));
      }
    });
    this.set_path(d);
    this.names.replaceChildren(...names);
  }

  set_path(d) {
    this.d = d;
    this.halo.setAttribute("d", d);
    this.path.setAttribute("d", d);
  }

  draw_peak({values, nx, ny, reversed, lowest, highest, lowest_at, highest_at}, board, unit, hidden, taken) {
    const at = reversed ? lowest_at : highest_at, value = reversed ? lowest : highest;
    const shown = values && at >= 0 && !hidden;
    this.peak.style.display = shown ? "" : "none";
    this.at = null;
    if (!shown) return;
    const x = board.x + (Math.floor(at / nx) + 0.5) / ny * board.w, y = board.y + (at % nx + 0.5) / nx * board.h;
    this.at = [x, y];
    const text = this.peak.lastChild, words = `${number(value)} ${unit}`;
    this.move_peak(`translate(${x.toFixed(1)},${y.toFixed(1)})`);
    write(text, words);
    const half = words.length * 3.1 + 3, right = board.x + board.w;
    // Write above the cross, or below it at the board's edge and where `taken` is in the way.
    const meets = taken && x - half < taken[2] && x + half > taken[0] && y - 20 < taken[3] && y > taken[1];
    const shift = Math.max(board.x + half - x, 0) - Math.max(x + half - right, 0);
    set(text, {x: shift.toFixed(1), y: meets || y < board.y + 22 ? 14 : -13});
  }

  move_peak(place) {
    if (place === this.place) return;
    this.place = place;
    this.peak.setAttribute("transform", place);
  }
}

const CROSS = "M-5.5 0H-1.5M1.5 0H5.5M0 -5.5V-1.5M0 1.5V5.5";
