// Plan of one tray, construction: the layers of its drawing, and the parts of a scene.

import {html, svg} from "../kit/draw.js";
import {tidy} from "../kit/numbers.js";
import {Additions} from "./additions.js";
import {hot_mark, part_glyph, part_shape} from "./drawn/board.js";
import {Hand} from "./drawn/hand.js";
import {HeatMap} from "./drawn/heat.js";
import {Legend} from "./drawn/legend.js";
import {MapMarks} from "./drawn/map_marks.js";
import {ramp} from "./geometry/colors.js";
import {Projection} from "./geometry/projection.js";
import {PlanTip} from "./plan_tip.js";
import {InteractiveSurface} from "./surface_interact.js";

export class PlanBuild extends InteractiveSurface {
  /** @param {import("../wire/protocol").PlanViewModel} model */
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
    this.quantity = this.unit = "";
    this.isolines = false;
    this.board = new Projection();
    this.tips = new PlanTip(this);
    this.additions = new Additions(this, "Add", what => this.ghost(what), (part, event) => this.carry(part, event));
  }

  // Subclasses override these. `whole` shows the whole board; `carry` puts a new part under the pointer and returns
  // whether it can be dropped there.
  whole() {}

  carry(_part, _event) { return false; }

  hear(message) {
    if (message.type === "crosstalk") this.tips.take_crosstalk(message);
    else super.hear(message);
  }

  /** @param {import("../wire/protocol").PlanScene} scene */
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
    if (!same) this.board.whole();
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
    if (this.board.k) part_shape(part, this.board.k);
  }

  // A new part, drawn while it is dragged in from the palette.
  ghost(kind) {
    return this.part({...this.kinds.get(kind), id: "", host: "", on_package: false, modules: 1}, -1);
  }

  describe(part) { return this.tips.describe(part); }

  describe_place(part) { return `x ${part.x.toFixed(0)}, y ${part.y.toFixed(0)} millimeters`; }
}
