// A board of A, the one of B, and what lies between them, on panes that are looked at as one.
// Places are [deep, across] in mm: right is towards the rear, down is across, and the front left corners meet.

import {HeatMap} from "../canvas/drawn/heat.js";
import {unpacked} from "../canvas/geometry/cells.js";
import {ramp} from "../canvas/geometry/colors.js";
import {Range} from "../canvas/geometry/range.js";
import {clamp, svg} from "../kit/draw.js";
import {known, number, signed, unit_of_change} from "../kit/numbers.js";

export class BoardPanes {
  constructor(panes, bars) {
    this.panes = panes;
    this.bars = bars;
    for (const pane of panes) pane.heat = new HeatMap(pane.canvas);
  }

  // True if there is something to show.
  take(boards, change_colors) {
    this.boards = boards;
    if (!boards) return false;
    const {a, b, unit, colors, limits, finest, least} = boards, [of_a, of_b, of_change] = this.panes;
    this.fields = [unpacked(a), unpacked(b)];
    this.maps = [a, b];
    this.change = change_of(this.fields, a, b);
    this.change_unit = unit_of_change(unit);
    const range = new Range();
    range.finest = finest;
    const [low, high] = extremes(this.fields[0], extremes(this.fields[1]));
    if (limits) range.fix(...limits);
    else if (low <= high) range.fit(low, high, false);
    this.panes.forEach(pane => { pane.heat.table = ramp(pane === of_change ? change_colors : colors); pane.least = least; });
    of_a.heat.take(this.fields[0], a.nx, a.ny, false, [range.low, range.high], true);
    of_b.heat.take(this.fields[1], b.nx, b.ny, false, [range.low, range.high], true);
    const most = most_of(this.change, finest / 10);
    of_change.heat.take(this.change, a.nx, a.ny, false, [-most, most], true);
    this.bars[0].paint(`${boards.label}, ${unit}`, colors, range.low, range.high, range.ticks());
    this.bars[1].paint(`A − B, ${this.change_unit}`, change_colors, -most, most, [-most, 0, most], value => signed(value, 2));
    return true;
  }

  get size_mm() {
    const {a, b} = this.boards;
    return [Math.max(a.size[1], b.size[1]), Math.max(a.size[0], b.size[0])];
  }

  draw({k, ox, oy}) {
    const {a, b} = this.boards;
    [a, b, a].forEach((board, i) => {
      const pane = this.panes[i], [across, deep] = board.size, at = {x: ox, y: oy, w: deep * k, h: across * k};
      pane.canvas.hidden = false;
      pane.heat.place(at.x, at.y, at.w, at.h);
      const drawn = [svg("rect", {class: "edge-line", x: at.x - .5, y: at.y - .5, width: at.w + 1, height: at.h + 1, rx: 2})];
      // what stands elsewhere in B is dashed on the difference
      if (i === 2) drawn.push(...b.parts.filter(part => !a.parts.some(other => same_place(part, other))).map(part => box_of(part, ox, oy, k, "part was")));
      for (const part of board.parts) drawn.push(box_of(part, ox, oy, k, i === 2 && !b.parts.some(other => same_place(part, other)) ? "part is" : "part"));
      const {mark, place} = this.peak(pane, i === 2, at);
      // the name of what is hottest gives way to how hot it is
      for (const part of board.parts) {
        const name = place && inside(part, (place[0] - ox) / k, (place[1] - oy) / k) ? null : name_of(part, ox, oy, k);
        if (name) drawn.push(name);
      }
      pane.ground.replaceChildren(...drawn);
      pane.marks.replaceChildren(...(mark ? [mark] : []));
    });
  }

  // The hottest place, or where A and B are farthest apart.
  peak({heat, least}, is_change, {x, y, w, h}) {
    const farther = Math.abs(heat.lowest) > Math.abs(heat.highest);
    const low = is_change ? farther : least, at = low ? heat.lowest_at : heat.highest_at, value = low ? heat.lowest : heat.highest;
    if (at < 0 || !known(value) || (is_change && Math.abs(value) < 1e-3)) return {};
    const px = x + (Math.floor(at / heat.nx) + .5) / heat.ny * w, py = y + (at % heat.nx + .5) / heat.nx * h;
    const words = is_change ? `${signed(value)} ${this.change_unit}` : `${number(value)} ${this.boards.unit}`, half = words.length * 3.1 + 3;
    const mark = svg("g", {class: "peak", transform: `translate(${px.toFixed(1)},${py.toFixed(1)})`});
    const shift = Math.max(x + half - px, 0) - Math.max(px + half - x - w, 0);
    mark.append(svg("path", {class: "peak-halo", d: PEAK}), svg("path", {d: PEAK}), svg("text", {x: shift, y: py < y + 22 ? 14 : -13}, words));
    return {mark, place: [px, py]};
  }

  // What is at a place: its name, and the values of A, of B and of their difference.
  tell([deep, across]) {
    const {a, b, unit} = this.boards;
    const values = [a, b].map((board, i) => value_at(this.fields[i], board, deep, across));
    if (!values.some(known)) return null;
    const names = [a, b].map(board => board.parts.findLast(part => inside(part, deep, across))?.[0] || "");
    const name = names[0] === names[1] ? names[0] : [names[0] && `${names[0]} in A`, names[1] && `${names[1]} in B`].filter(Boolean).join(", ");
    return {name: name || `${number(deep)}, ${number(across)} mm`, values, change: values[0] - values[1], unit, change_unit: this.change_unit};
  }

  press() { /* a board has nothing to go on to */ }
}

const PEAK = "M-5.5 0H-1.5M1.5 0H5.5M0 -5.5V-1.5M0 1.5V5.5";

const inside = ([, x, y, w, h], deep, across) => deep >= y && deep <= y + h && across >= x && across <= x + w;
const same_place = (one, other) => [0, 1, 2, 3, 4].every(i => one[i] === other[i]);

function box_of([, x, y, w, h, kind], ox, oy, k, sort) {
  return svg("rect", {class: `${sort} kind-${kind}`, x: ox + y * k, y: oy + x * k, width: h * k, height: w * k, rx: 1.5});
}

function name_of([label, x, y, w, h], ox, oy, k) {
  const size = Math.min(w * k * .5, h * k * .3, 12);
  if (size < 7.5 || label.length * size * .56 > h * k - 4) return null;
  return svg("text", {class: "part-name", x: ox + (y + h / 2) * k, y: oy + (x + w / 2) * k, "font-size": size}, label);
}

function extremes(values, known_span = [Infinity, -Infinity]) {
  let [low, high] = known_span;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

// Half of a range around zero that holds the values, rounded up.
function most_of(values, least) {
  const [low, high] = extremes(values);
  return rounded_up(Math.max(Math.abs(low), Math.abs(high), least, 1e-6));
}

export function rounded_up(value) {
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade * [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find(digit => digit * decade >= value * (1 - 1e-9));
}

// A − B in the cells of A: between the cells of B where its grid or its board is another.
function change_of(fields, a, b) {
  const [a_values, b_values] = fields;
  const out = new Float32Array(a_values.length);
  const same = a.nx === b.nx && a.ny === b.ny && a.size[0] === b.size[0] && a.size[1] === b.size[1];
  for (let row = 0; row < a.ny; row++) {
    for (let column = 0; column < a.nx; column++) {
      const i = row * a.nx + column;
      out[i] = a_values[i] - (same ? b_values[i] : between(b_values, b, (row + .5) / a.ny * a.size[1], (column + .5) / a.nx * a.size[0]));
    }
  }
  return out;
}

// The value at a place, weighted by distance from the middles of the four cells around; NaN beyond the board.
function between(values, {nx, ny, size}, deep, across) {
  if (deep < 0 || across < 0 || deep > size[1] || across > size[0]) return NaN;
  const y = clamp(deep / size[1] * ny - .5, 0, ny - 1), x = clamp(across / size[0] * nx - .5, 0, nx - 1);
  const y0 = Math.floor(y), x0 = Math.floor(x), y1 = Math.min(y0 + 1, ny - 1), x1 = Math.min(x0 + 1, nx - 1), v = y - y0, u = x - x0;
  const whole = (1 - v) * ((1 - u) * values[y0 * nx + x0] + u * values[y0 * nx + x1]) + v * ((1 - u) * values[y1 * nx + x0] + u * values[y1 * nx + x1]);
  return Number.isFinite(whole) ? whole : values[Math.round(y) * nx + Math.round(x)];
}

function value_at(values, {nx, ny, size}, deep, across) {
  const row = Math.floor(deep / size[1] * ny), column = Math.floor(across / size[0] * nx);
  return row < 0 || column < 0 || row >= ny || column >= nx ? NaN : values[row * nx + column];
}
