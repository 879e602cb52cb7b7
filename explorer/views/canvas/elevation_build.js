// Elevation of the racks, construction: the layers of the drawing, and the trays of a scene.

import {html, svg} from "../kit/draw.js";
import {Additions} from "./additions.js";
import {Cables} from "./drawn/cables.js";
import {tray_glyph} from "./drawn/racks.js";
import {InteractiveSurface} from "./surface_interact.js";

export class ElevationBuild extends InteractiveSurface {
  /** @param {import("../wire/protocol").ElevationViewModel} model */
  constructor(model, el) {
    super(model, el, "elevation", {label: "Racks, front view", layers: ["racks", "cables", "trays", "ghost"], things: "trays"});
    this.title.textContent = "Racks";
    this.scale = html("div", "scale");
    this.scale.append(html("span", "scale-name"), html("span", "low"), html("i"), html("span", "high"));
    this.head.after(this.scale);
    this.racks = [];
    this.rows = [];
    this.frame_now = null;
    this.margin = ["", ""];                        // label and unit of the link margin
    this.metric = this.unit = this.shown_unit = "";
    this.per = 1;                                  // divisor from the values' unit to the scale's unit
    this.higher = "more";
    this.low = 0;                                  // ends of the color scale
    this.high = 1;
    this.cables = new Cables(this.layers.cables, row => this.end(row), id => this.choose_link(id));
    this.additions = new Additions(this, "Add", what => this.ghost(what), (tray, event) => this.carry(tray, event));
    model.on("dark", () => { if (this.frame_now) this.take_frame(this.frame_now); });
  }

  // Subclasses override these. `end` returns where a tray's cables leave its rack; `choose_link` selects a link group;
  // `carry` puts a new tray under the pointer and returns whether it can be dropped there.
  end(_row) { return null; }

  choose_link(_id) {}

  carry(_tray, _event) { return false; }

  /** @param {import("../wire/protocol").ElevationScene} scene */
  take_scene(scene) {
    const focused = this.layers.trays.contains(this.root.getRootNode().activeElement);
    this.racks = scene.racks;
    this.margin = scene.margin;
    this.title.textContent = scene.racks.length === 1 ? scene.racks[0].label : "Racks";
    const size = scene.racks.length === 1 ? `${scene.racks[0].height_u} ${scene.racks[0].pitch}` : "";
    this.note.textContent = [size, scene.face === "rear" ? "rear" : ""].filter(Boolean).join(" · ");
    this.paper.setAttribute("aria-label", `Racks, ${scene.face} view`);
    this.things = new Map();
    this.layers.trays.replaceChildren();
    this.rows = scene.trays.map((outline, row) => this.tray(outline, row));
    this.rows.forEach(tray => this.draw(tray));
    this.cables.take(scene.groups, scene.cables);
    this.ghost_box = svg("rect", {class: "ghost-box", rx: 4});
    this.mark = svg("rect", {class: "mark", rx: 4});
    this.layers.ghost.replaceChildren(this.ghost_box, this.mark);
    this.mark.style.display = this.ghost_box.style.display = "none";
    this.designs = new Map(scene.designs.map(each => [each.id, each]));
    this.additions.offer(scene.designs.map(({id, label, kind}) => [id, label, kind]));
    this.size();
    this.rebind(scene.fresh);
    this.select([...this.selection]);
    if (focused) this.chosen()[0]?.glyph.focus({preventScroll: true});
  }

  tray(outline, row) { return {outline, row, u: 1, rack: "", ...tray_glyph(outline)}; }

  draw(tray) {
    if (!tray.add) this.things.set(tray.outline.id, tray);
    this.layers.trays.append(tray.glyph);
  }

  ghost(design) {
    const tray = this.tray({...this.designs.get(design), id: ""}, -1);
    tray.rack = this.racks[0]?.id || "";
    return tray;
  }
}
