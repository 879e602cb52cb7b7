// Draws cables beside the racks, from tray to tray, colored by link margin. A click selects the link group.

import {set, svg} from "../../kit/draw.js";
import {cable_color} from "../geometry/colors.js";
import {cable_way} from "../geometry/racks.js";

export class Cables {
  // `place(row)` returns {x, right, y, high, rack} of a tray as it is drawn now, or null; `choose(id)` selects a group.
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
    const leaves = cable.b < 0;
    const way = cable_way(this.place(cable.a), leaves ? null : this.place(cable.b), leaves);
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
