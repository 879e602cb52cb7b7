// Racks from the front. U counts from 1 at the bottom; a tray stands on the lowest U that it takes.

import {at_rest, clamp, html, set, svg} from "../kit/draw.js";
import {Additions} from "./additions.js";
import {Cables} from "./cables.js";
import {rack_places, tray_glyph, tray_px, tray_shape} from "./racks.js";
import {rear_rows} from "./rear.js";
import {ink_on, shade} from "./shades.js";
import {Surface} from "./surface.js";
import {amount, known, number, step} from "../kit/numbers.js";

class Elevation extends Surface {
  constructor(model, el) {
    super(model, el, "elevation", {label: "Racks, front view", layers: ["racks", "cables", "trays", "ghost"], things: "trays"});
    this.title.textContent = "Racks";
    this.scale = html("div", "scale");
    this.scale.append(html("span", "scale-name"), html("span", "low"), html("i"), html("span", "high"));
    this.head.after(this.scale);
    this.racks = [];
    this.rows = [];
    this.cables = new Cables(this.layers.cables, row => this.end(row), id => this.choose_link(id));
    this.additions = new Additions(this, "Add", what => this.ghost(what), (tray, event) => this.carry(tray, event));
    model.on("dark", () => { if (this.frame_now) this.take_frame(this.frame_now); });
  }

  // -- drawing -------------------------------------------------------------------------------------

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

  size() {
    const {clientWidth: w, clientHeight: h} = this.stage;
    if (!this.racks.length || w < 60 || h < 60) return;
    const {places, frames} = rack_places(this.racks, w, h, this.cables.all.length > 0);
    this.places = places;
    this.layers.racks.replaceChildren(...frames);
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

  // Where a tray's cables leave the rack.
  end(row) {
    const tray = this.rows[row], place = this.places?.get(tray?.rack);
    if (!place) return null;
    const {x, wide, pitch, high, top} = place;
    return {x: x - 5, right: x + wide + 5, y: top + high - (tray.u - 1 + tray.outline.height_u / 2) * pitch, high, rack: tray.rack};
  }

  choose_link(id) { this.model.send_msg({type: "link", id: id === this.frame_now?.link ? "" : id}); }

  // Where the tray is drawn; while it is dragged it follows the pointer between the positions.
  put(tray, right = 0, down = 0) {
    const place = this.places?.get(tray.rack);
    if (!place) return;
    const [x, y] = [place.x + right, this.top(tray, place) + down];
    tray.glyph.style.transform = `translate(${x}px,${y}px)`;
    this.cables.route_of(tray.row);
    if (tray.outline.id === this.frame_now?.tray) {
      set(this.mark, {width: place.wide + 5, height: tray_px(tray, place) + 5});
      this.mark.style.transform = `translate(${x - 2.5}px,${y - 2.5}px)`;
      this.mark.style.display = "";
    }
  }

  top(tray, {top, high, pitch}) { return top + high - (tray.u - 1 + tray.outline.height_u) * pitch + 0.5; }

  take_frame(frame) {
    this.frame_now = frame;
    this.table = frame.values;
    const [label, unit, higher] = frame.scale;
    const found = frame.values.filter(known);
    const [low, high] = [Math.min(...found), Math.max(...found)];
    if (frame.metric !== this.metric || !(frame.live || this.group.length)) [this.low, this.high] = [low, high];
    else [this.low, this.high] = [Math.min(this.low, low), Math.max(this.high, high)];
    Object.assign(this, {metric: frame.metric, unit, higher});
    // one unit for all trays and the scale, that of the largest
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

  hover(event) {
    const tray = this.under(event), cable = tray ? null : this.cables.under(event);
    if (tray) this.show_tip(tray, event.clientX, event.clientY);
    else this.leave();
    if (cable) {
      const ends = [cable.a, cable.b].map(row => row < 0 ? "outside" : this.rows[row].outline.label);
      this.tip.show(event.clientX, event.clientY, cable.group.label, [["From", ends[0]], ["To", ends[1]], [this.margin[0], amount(cable.margin, this.margin[1])]]);
    }
  }

  // -- moving --------------------------------------------------------------------------------------

  under(event) {
    const glyph = event.target.closest?.(".tray");
    return glyph ? this.things.get(glyph.dataset.id) || null : null;
  }

  click(tray, event) {
    // a click on a cable selects its link group, and is none on the empty rack
    if (!tray && this.cables.under(event)) return;
    super.click(tray, event);
  }

  box(tray) {
    const place = this.places.get(tray.rack), y = this.top(tray, place);
    return [place.x, y, place.x + place.wide, y + tray_px(tray, place)];
  }

  place(tray) { return {rack: tray.rack, u: tray.u}; }

  keep(tray) { tray.from = {rack: tray.rack, u: tray.u}; }

  back(tray) { Object.assign(tray, tray.from); }

  carry_over(old, tray) { Object.assign(tray, {rack: old.rack, u: old.u, from: old.from, reason: ""}); this.shape(tray); }

  hold(group, lead) {
    super.hold(group, lead);
    group.forEach(tray => this.layers.trays.append(tray.glyph));
  }

  // The rack below the pointer, else the one that the tray is in.
  rack_at(x, otherwise) {
    const found = [...this.places.values()].find(place => x >= place.x - 6 && x <= place.x + place.wide + 6);
    return found || this.places.get(otherwise);
  }

  shift(dx, dy, event) {
    const {lead} = this, [x] = this.spot.of(event), begun = this.places.get(lead.from.rack);
    const target = this.rack_at(x, lead.rack), start = this.top({...lead, ...lead.from}, begun);
    // the U whose top edge is nearest to where the pointer has the tray's
    const u = (target.top + target.high + 0.5 - start - dy) / target.pitch + 1 - lead.outline.height_u;
    this.put_group(target.rack.id, Math.round(u) - lead.from.u);
    for (const tray of this.group) {
      this.put(tray, clamp(begun.x + dx - target.x, -40, 40) * (this.racks.length > 1), clamp((tray.u - tray.from.u - (u - lead.from.u)) * target.pitch, -target.pitch, target.pitch));
      tray.off = true;
    }
  }

  nudge(right, down, step) {
    const {lead} = this, order = [...this.places.keys()];
    const rack = order[clamp(order.indexOf(lead.rack) + right, 0, order.length - 1)];
    this.put_group(rack, lead.u - lead.from.u - down * step);
    this.group.forEach(tray => this.put(tray));
  }

  // The group in a rack, `by` U from where it was, as far as the rack reaches.
  put_group(rack_id, by) {
    const {rack} = this.places.get(rack_id);
    const lowest = Math.min(...this.group.map(tray => tray.from.u));
    const room = Math.min(...this.group.map(tray => rack.height_u - tray.outline.height_u + 1 - tray.from.u));
    by = Math.max(Math.min(by, room), 1 - lowest);
    for (const tray of this.group) {
      const elsewhere = tray.rack !== rack_id;
      Object.assign(tray, {rack: rack_id, u: tray.from.u + by});
      if (elsewhere) this.shape(tray);
    }
    this.ghost_of(this.lead);
  }

  judge() {
    for (const tray of this.group) {
      const top = tray.u + tray.outline.height_u - 1;
      const other = [...this.things.values()].find(other => !this.group.includes(other) && other.glyph.style.display !== "none" &&
        other.rack === tray.rack && other.u <= top && tray.u <= other.u + other.outline.height_u - 1);
      tray.reason = other ? `${this.describe_place(tray)} taken by ${other.outline.label}` : "";
      tray.glyph.classList.toggle("wrong", Boolean(other));
    }
    if (this.lead) this.ghost_box.classList.toggle("wrong", this.group.some(tray => tray.reason));
  }

  // The position that the tray would take if it were dropped now.
  ghost_of(tray) {
    const place = this.places.get(tray.rack);
    set(this.ghost_box, {x: place.x - 1.5, y: this.top(tray, place) - 1.5, width: place.wide + 3, height: tray_px(tray, place) + 3});
    this.ghost_box.style.display = "";
  }

  let_go() {
    for (const tray of this.group) {
      tray.reason = "";
      tray.glyph.classList.remove("wrong");
    }
    super.let_go();
    if (this.ghost_box) this.ghost_box.style.display = "none";
  }

  // -- adding --------------------------------------------------------------------------------------

  ghost(design) {
    const tray = this.tray({...this.designs.get(design), id: ""}, -1);
    tray.rack = this.racks[0]?.id || "";
    return tray;
  }

  carry(tray, event) {
    const [x, y] = this.spot.of(event);
    const place = [...(this.places?.values() || [])].find(each => x >= each.x - 6 && x <= each.x + each.wide + 6 && y >= each.top && y <= each.top + each.high);
    if (!place) { this.ghost_box.style.display = "none"; return false; }
    const u = (place.top + place.high - y) / place.pitch + 1 - tray.outline.height_u / 2;
    tray.rack = place.rack.id;
    tray.u = clamp(Math.round(u), 1, place.rack.height_u - tray.outline.height_u + 1);
    this.shape(tray);
    this.put(tray);
    this.ghost_of(tray);
    return true;
  }
}

export function render({model, el}) {
  new Elevation(model, el);
}
