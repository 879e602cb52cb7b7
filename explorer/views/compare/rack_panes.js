// The racks of A, of B, and what lies between them, tray by tray. Places are in mm from the upper left.

import {ink_on, shade} from "../canvas/geometry/colors.js";
import {Range} from "../canvas/geometry/range.js";
import {svg} from "../kit/draw.js";
import {known, number, signed, step, tidy, unit_of_change} from "../kit/numbers.js";
import {rounded_up} from "./board_panes.js";

const RACK_MM = 600, AISLE_MM = 90, NAME_MM = 90;

export class RackPanes {
  constructor(panes, bars, choose) {
    this.panes = panes;
    this.bars = bars;
    this.choose = choose;
    this.unit = this.change_unit = "";
    this.higher = "more";
    this.dark = false;
    this.change_colors = [];
    this.low = 0;
    this.high = 1;
  }

  take(racks, change_colors, dark) {
    const {a, b, scale: [label, unit, higher]} = racks;
    Object.assign(this, {unit, higher, dark, change_colors, change_unit: unit_of_change(unit)});
    this.sides = [a, b].map(side => standing(side, Math.max(...[a, b].map(height_mm))));
    const others = new Map(this.sides[1].trays.map(tray => [tray.id, tray]));
    this.pairs = new Map(this.sides[0].trays.map(tray => [tray.id, [tray, others.get(tray.id)]]));
    const values = this.sides.flatMap(side => side.trays.map(tray => tray.value)).filter(known);
    const range = new Range();
    range.finest = 0;
    if (values.length) range.fit(Math.min(...values), Math.max(...values), false);
    Object.assign(this, {low: range.low, high: range.high});
    const changes = [...this.pairs.values()].map(([x, y]) => Math.abs(x.value - y?.value)).filter(known);
    // what is small beside the values themselves is no change to be seen
    this.least = (this.high - this.low) / 2000;
    this.most = rounded_up(Math.max((this.high - this.low) / 100, ...changes));
    const shades = Array.from({length: 25}, (_, i) => `rgb(${this.shade(this.low + i / 24 * (this.high - this.low))})`);
    // one unit for all trays and the scale, that of the largest; another one for all changes
    const [per, shown_unit] = step(Math.max(Math.abs(this.low), Math.abs(this.high)), unit), [per_change, unit_by] = step(this.most, this.change_unit);
    this.written = value => number(value / per);
    this.written_change = value => signed(value / per_change);
    this.bars[0].paint(`${label}, ${shown_unit}`, shades, this.low, this.high, range.ticks(), value => tidy(value / per));
    this.bars[1].paint(`A − B, ${unit_by}`, change_colors, -this.most, this.most, [-this.most, 0, this.most], this.written_change);
    return true;
  }

  shade(value) { return shade(value, this.low, this.high, this.higher, this.dark); }

  get size_mm() { return [0, 1].map(i => Math.max(...this.sides.map(side => side.size[i]))); }

  draw({k, ox, oy}) {
    this.sides.forEach((side, i) => {
      const worst = extreme(side.trays, this.higher);
      this.pane(i, side, k, ox, oy, tray => {
        if (!known(tray.value)) return {};
        return {rgb: this.shade(tray.value), words: this.written(tray.value), most: tray === worst};
      });
    });
    const changed = [...this.pairs].map(([id, [x, y]]) => [id, x.value - y?.value]).filter(([, value]) => known(value));
    const farthest = Math.max(this.least, ...changed.map(([, value]) => Math.abs(value))), by_id = new Map(/** @type {[string, number][]} */ (changed));
    this.pane(2, this.sides[0], k, ox, oy, tray => {
      const change = by_id.get(tray.id), pair = this.pairs.get(tray.id)[1];
      if (!pair) return {words: "new"};
      const moved = pair.x !== tray.x || pair.y !== tray.y;
      if (!known(change)) return {moved};
      if (Math.abs(change) < this.least) return {words: "=", moved};
      const colors = this.change_colors, at = Math.round((change / this.most + 1) / 2 * (colors.length - 1));
      return {rgb: rgb_of(colors[at]), words: this.written_change(change), most: Math.abs(change) === farthest, moved};
    });
    this.gone(k, ox, oy);
  }

  pane(i, side, k, ox, oy, look) {
    const {canvas, ground, marks} = this.panes[i], drawn = [], over = [];
    canvas.hidden = true;
    for (const {x, y, high, label, trays_mm} of side.racks) {
      drawn.push(svg("rect", {class: "rack", x: ox + x * k - 3, y: oy + y * k - 3, width: trays_mm * k + 6, height: high * k + 6, rx: 4}));
      if (NAME_MM * k > 9) drawn.push(svg("text", {class: "rack-name", x: ox + (x + RACK_MM / 2) * k, y: oy + (y + high) * k + 18}, label));
    }
    for (const tray of side.trays) {
      const {rgb, words, most, moved} = look(tray), box = {x: ox + tray.x * k, y: oy + tray.y * k, width: RACK_MM * k, height: Math.max(tray.high * k - 1, 1)};
      const body = svg("rect", {class: rgb ? "tray" : "tray plain", ...box, rx: Math.min(3, box.height / 4)});
      if (rgb) body.style.fill = `rgb(${rgb})`;
      drawn.push(body, ...this.words(tray, words, box, rgb));
      if (most) over.push(svg("rect", {class: "most", x: box.x - 1.5, y: box.y - 1.5, width: box.width + 3, height: box.height + 3, rx: 4}));
      if (moved) over.push(svg("path", {class: "moved", d: `M${box.x - 7} ${box.y + box.height / 2 - 4}l5 4l-5 4z`}));
    }
    ground.replaceChildren(...drawn);
    marks.replaceChildren(...over);
  }

  words(tray, words, {x, y, width, height}, rgb) {
    const size = Math.min(height - 2, 12);
    if (size < 6.5) return [];
    const ink = rgb ? ink_on(rgb) : "", figure = words || "", room = (width - 14) / (size * .55) - figure.length - 2;
    const name = room < 3 ? "" : tray.label.length > room ? `${tray.label.slice(0, Math.max(1, room - 1))}…` : tray.label;
    const texts = [svg("text", {class: "tray-name", x: x + 5, y: y + height / 2, "font-size": size}, name), svg("text", {class: "tray-figure", x: x + width - 5, y: y + height / 2, "font-size": size}, figure)];
    for (const text of texts) if (ink) text.style.fill = ink;
    return texts;
  }

  // What stands in B alone, dashed on the difference.
  gone(k, ox, oy) {
    const gone = this.sides[1].trays.filter(tray => { const [now] = this.pairs.get(tray.id) || []; return !now || now.x !== tray.x || now.y !== tray.y; });
    this.panes[2].marks.append(...gone.map(tray => svg("rect", {class: "was", x: ox + tray.x * k + 1, y: oy + tray.y * k + 1, width: RACK_MM * k - 2, height: Math.max(tray.high * k - 3, 1), rx: 2})));
  }

  tray_at(side, [x, y]) { return this.sides[side].trays.find(tray => x >= tray.x && x <= tray.x + RACK_MM && y >= tray.y && y <= tray.y + tray.high); }

  // The tray of A at a place, or else the one of B; compared with itself wherever it stands in the other.
  tell(at) {
    const tray = this.tray_at(0, at) || this.tray_at(1, at);
    if (!tray) return null;
    const both = this.sides.map(side => side.trays.find(({id}) => id === tray.id)), values = both.map(each => each?.value ?? NaN);
    return {name: tray.label, places: both.map(each => each?.where), values, change: values[0] - values[1], unit: this.unit, change_unit: this.change_unit};
  }

  press(at) {
    const tray = this.tray_at(0, at);
    if (tray) this.choose(tray.id);
  }
}

const height_mm = side => Math.max(1, ...side.racks.map(([, , u, , mm]) => u * mm));

// Racks in a row on one floor, trays in them.
function standing({racks, trays}, floor) {
  const named = racks.length > 1 ? NAME_MM : 0, places = new Map();
  racks.forEach(([id, label, u, pitch, mm], i) => {
    const high = u * mm;
    places.set(id, {x: i * (RACK_MM + AISLE_MM), y: floor - high, high, label, pitch, mm, trays_mm: RACK_MM});
  });
  const stood = trays.filter(([, , , rack]) => places.has(rack)).map(([id, label, height_u, rack, u, value]) => {
    const {x, y, high, pitch, mm, label: in_rack} = places.get(rack);
    const where = `${pitch}${u}${racks.length > 1 ? `, ${in_rack}` : ""}`;
    return {id, label, value: value ?? NaN, where, x, y: y + high - (u - 1 + height_u) * mm, high: height_u * mm};
  });
  return {racks: [...places.values()], trays: stood, size: [Math.max(1, racks.length * (RACK_MM + AISLE_MM) - AISLE_MM), floor + named]};
}

// The tray that is worst, or has most where neither way is worse.
function extreme(trays, higher) {
  const found = trays.filter(tray => known(tray.value));
  return found.reduce((best, tray) => (higher === "better" ? tray.value < best.value : tray.value > best.value) ? tray : best, found[0]);
}

const rgb_of = color => [1, 3, 5].map(i => parseInt(color.slice(i, i + 2), 16));
