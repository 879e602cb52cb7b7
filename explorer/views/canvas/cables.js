// Cables beside the racks, from tray to tray, in the color of their margin. A click selects their link group.

import {clamp, set, svg} from "../kit/draw.js";
import {known} from "../kit/numbers.js";

export const CABLE_ROOM = 34, STUB = 12, SOUND_DB = 4, STEP_DB = 0.5;
const CABLE_COLORS = {
  light: {none: [192, 54, 44], some: [222, 130, 40], sound: [31, 138, 91]},
  dark: {none: [255, 120, 105], some: [245, 170, 80], sound: [84, 200, 144]},
};

// Below 0 dB one color that cannot be overlooked; above it the more, the calmer. In steps: a drag that warms a link by
// hundredths of a dB would else have a hundred cables drawn anew.
function cable_color(margin, dark) {
  const {none, some, sound} = CABLE_COLORS[dark ? "dark" : "light"];
  if (!known(margin)) return "var(--ink-3)";
  if (margin < 0) return `rgb(${none})`;
  const t = clamp(Math.floor(margin / STEP_DB) * STEP_DB / SOUND_DB, 0, 1);
  return `rgb(${some.map((c, k) => Math.round(c + (sound[k] - c) * t))})`;
}

export class Cables {
  // `place(row)` gives {x, right, y, high, rack} of a tray as it is drawn now, or null.
  constructor(layer, place, choose) {
    this.layer = layer;
    this.place = place;
    this.all = [];
    layer.addEventListener("click", event => {
      const cable = this.under(event);
      if (cable) choose(cable.group.id);
    });
  }

  take(groups, cables) {
    this.all = cables.map(([a, b, group]) => ({a, b, group: groups[group], path: svg("path", {class: "cable"})}));
    this.all.forEach((cable, i) => { cable.path.dataset.cable = i; });
    this.of_row = new Map();
    for (const cable of this.all) {
      for (const row of [cable.a, cable.b]) {
        if (row >= 0) (this.of_row.get(row) || this.of_row.set(row, []).get(row)).push(cable);
      }
    }
    this.layer.replaceChildren(...this.all.map(cable => cable.path));
  }

  route_all() { this.all.forEach(cable => this.route(cable)); }

  route_of(row) { this.of_row?.get(row)?.forEach(cable => this.route(cable)); }

  route(cable) {
    const a = this.place(cable.a), b = cable.b < 0 ? null : this.place(cable.b);
    let way = "";
    if (a && cable.b < 0) way = `M${a.right} ${a.y}h${STUB}`;
    else if (a && b && a.rack === b.rack) {
      const out = a.right + 8 + (CABLE_ROOM - 4) * Math.min(1, Math.abs(a.y - b.y) / a.high * 1.6);
      way = `M${a.right} ${a.y}C${out} ${a.y} ${out} ${b.y} ${a.right} ${b.y}`;
    } else if (a && b) {
      const [from, to] = a.x < b.x ? [a, b] : [b, a], middle = (from.right + to.x) / 2;
      way = `M${from.right} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
    }
    if (way !== cable.way) set(cable.path, {d: cable.way = way});
  }

  paint(margins, link, dark) {
    this.all.forEach((cable, i) => {
      cable.margin = margins[i];
      const color = cable_color(margins[i], dark);
      if (color !== cable.color) cable.path.style.stroke = cable.color = color;
      const kind = `cable${!link ? "" : cable.group.id === link ? " chosen" : " other"}${margins[i] < 0 ? " fails" : ""}`;
      if (kind !== cable.kind) cable.path.setAttribute("class", cable.kind = kind);
    });
  }

  under(event) { return this.all[event.target.dataset?.cable]; }
}
