// Elevation of the racks, drawing: the trays at their positions, each frame of the server, labels and tooltips.

import {at_rest, set} from "../kit/draw.js";
import {amount, known, number, step} from "../kit/numbers.js";
import {rack_frame, tray_shape} from "./drawn/racks.js";
import {rear_rows} from "./drawn/rear.js";
import {ElevationBuild} from "./elevation_build.js";
import {ink_on, shade} from "./geometry/colors.js";
import {cable_end, rack_places, tray_px, tray_top} from "./geometry/racks.js";

export class ElevationRender extends ElevationBuild {
  // -- places --------------------------------------------------------------------------------------

  size() {
    const {clientWidth: w, clientHeight: h} = this.stage;
    if (!this.racks.length || w < 60 || h < 60) return;
    this.places = rack_places(this.racks, w, h, this.cables.all.length > 0);
    this.layers.racks.replaceChildren(...[...this.places.values()].flatMap(rack_frame));
    at_rest(this.root);
    for (const tray of [...this.things.values(), ...this.group]) {
      this.shape(tray);
      this.put(tray);
    }
    this.cables.route_all();
  }

  shape(tray) {
    const place = this.places?.get(tray.rack);
    if (place) tray_shape(tray, place);
  }

  // Where a tray's cables leave its rack, or null if it is in no rack.
  end(row) {
    const tray = this.rows[row], place = this.places?.get(tray?.rack);
    return place ? cable_end(tray, place) : null;
  }

  // Draws a tray at its position. While dragged it follows the pointer, `right` and `down` px off the position.
  put(tray, right = 0, down = 0) {
    const place = this.places?.get(tray.rack);
    if (!place) return;
    const [x, y] = [place.x + right, tray_top(tray, place) + down];
    tray.glyph.style.transform = `translate(${x}px,${y}px)`;
    this.cables.route_of(tray.row);
    if (tray.outline.id === this.frame_now?.tray) {
      set(this.mark, {width: place.wide + 5, height: tray_px(tray, place) + 5});
      this.mark.style.transform = `translate(${x - 2.5}px,${y - 2.5}px)`;
      this.mark.style.display = "";
    }
  }

  box(tray) {
    const place = this.places.get(tray.rack), y = tray_top(tray, place);
    return [place.x, y, place.x + place.wide, y + tray_px(tray, place)];
  }

  // Outlines the position that the tray would take if it were dropped now.
  ghost_of(tray) {
    const place = this.places.get(tray.rack);
    set(this.ghost_box, {x: place.x - 1.5, y: tray_top(tray, place) - 1.5, width: place.wide + 3, height: tray_px(tray, place) + 3});
    this.ghost_box.style.display = "";
  }

  // -- a frame -------------------------------------------------------------------------------------

  /** @param {import("../wire/protocol").ElevationFrame} frame */
  take_frame(frame) {
    this.frame_now = frame;
    this.table = frame.values;
    const [label, unit, higher] = frame.scale;
    const found = frame.values.filter(known);
    const [low, high] = [Math.min(...found), Math.max(...found)];
    if (frame.metric !== this.metric || !(frame.live || this.group.length)) [this.low, this.high] = [low, high];
    else [this.low, this.high] = [Math.min(this.low, low), Math.max(this.high, high)];
    Object.assign(this, {metric: frame.metric, unit, higher});
    // Show all trays and the scale in one unit, the one that fits the largest value.
    [this.per, this.shown_unit] = step(Math.max(Math.abs(this.low), Math.abs(this.high)), unit);
    this.legend(label, found.length);
    for (const tray of this.things.values()) {
      if (!tray.held) this.settle(tray);
      this.paint(tray, frame.values[tray.row]);
      if (!frame.live) tray.glyph.setAttribute("aria-label", this.describe(tray));
    }
    const shown = this.things.get(frame.tray);
    if (!shown) this.mark.style.display = "none";
    else if (!shown.held) this.put(shown);
    this.cables.paint(frame.margins, frame.link, this.model.dark);
    this.refresh_tip();
  }

  settle(tray) {
    const {u, rack} = this.frame_now;
    if (tray.u === u[tray.row] && tray.rack === rack[tray.row] && !tray.off) return;
    const elsewhere = tray.rack !== rack[tray.row];
    Object.assign(tray, {u: u[tray.row], rack: rack[tray.row], off: false});
    if (elsewhere) this.shape(tray);
    this.put(tray);
  }

  legend(label, any) {
    const [name, low, bar, high] = this.scale.children;
    name.textContent = label;
    low.textContent = any ? number(this.low / this.per) : "";
    high.textContent = any ? `${number(this.high / this.per)} ${this.shown_unit}` : "no value";
    bar.style.visibility = any ? "" : "hidden";
    const colors = [0, 0.25, 0.5, 0.75, 1].map(t => `rgb(${this.color(this.low + t * (this.high - this.low))})`);
    bar.style.background = `linear-gradient(to right, ${colors.join(",")})`;
  }

  color(value) { return shade(value, this.low, this.high, this.higher, this.model.dark); }

  paint(tray, value) {
    const rgb = known(value) ? this.color(value) : null, fill = rgb ? `rgb(${rgb})` : "";
    if (fill !== tray.fill) {
      tray.fill = tray.body.style.fill = fill;
      tray.glyph.style.setProperty("--on", rgb ? ink_on(rgb) : "var(--ink-2)");
    }
    const text = known(value) ? number(value / this.per) : "";
    if (text !== tray.text) tray.figure.textContent = tray.text = text;
  }

  // -- words ---------------------------------------------------------------------------------------

  describe(tray) {
    const value = this.table?.[tray.row];
    return `${tray.outline.label}, ${this.describe_place(tray)}` + (known(value) ? `, ${amount(value, this.unit)}` : "") +
      (tray.outline.locked ? ", locked" : "");
  }

  describe_place(tray) {
    const place = this.places?.get(tray.rack), pitch = place?.rack.pitch || "U", top = tray.u + tray.outline.height_u - 1;
    const where = tray.outline.height_u > 1 ? `${pitch}${tray.u} to ${top}` : `${pitch}${tray.u}`;
    return this.racks.length > 1 && place ? `${where}, ${place.rack.label}` : where;
  }

  show_tip(tray, x, y) {
    const value = this.table?.[tray.row], where = this.describe_place(tray);
    const rows = [["Position", tray.held && !tray.reason ? `${where} free` : where]];
    if (tray.held && this.group.length > 1) rows.push(["Moved together", `${this.group.length} trays`]);
    if (known(value)) rows.push([this.frame_now.scale[0], amount(value, this.unit)]);
    else if (this.metric === "weight") rows.push([this.frame_now.scale[0], "unknown"]);
    if (!tray.held) rows.push(...rear_rows(tray.outline));
    const locked = tray === this.lead && tray.outline.locked ? "Locked: press L to unlock" : "";
    this.tip.show(x, y, tray.outline.label, rows, tray.reason || locked);
    this.tipped = [tray, x, y];
  }
}
