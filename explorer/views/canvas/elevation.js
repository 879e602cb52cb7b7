// Elevation of the racks, interaction: trays are moved and added, and a click on a cable selects its link group.

import {clamp} from "../kit/draw.js";
import {amount} from "../kit/numbers.js";
import {ElevationRender} from "./elevation_render.js";
import {rise_in_rack, taken_by} from "./geometry/places.js";
import {rack_at, tray_top, u_of_middle, u_of_top} from "./geometry/racks.js";

class Elevation extends ElevationRender {
  choose_link(id) { this.model.send_msg({type: "link", id: id === this.frame_now?.link ? "" : id}); }

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
    // A click on a cable selects its link group, and must not clear the selection as one on the empty rack does.
    if (!tray && this.cables.under(event)) return;
    super.click(tray, event);
  }

  place(tray) { return {rack: tray.rack, u: tray.u}; }

  keep(tray) { tray.from = {rack: tray.rack, u: tray.u}; }

  back(tray) { Object.assign(tray, tray.from); }

  carry_over(old, tray) { Object.assign(tray, {rack: old.rack, u: old.u, from: old.from, reason: ""}); this.shape(tray); }

  hold(group, lead) {
    super.hold(group, lead);
    group.forEach(tray => this.layers.trays.append(tray.glyph));
  }

  shift(dx, dy, event) {
    const {lead} = this, [x] = this.spot.of(event), begun = this.places.get(lead.from.rack);
    const target = rack_at(this.places, x) || this.places.get(lead.rack), start = tray_top({...lead, ...lead.from}, begun);
    // The U at which the tray's top edge is nearest to where the pointer has dragged it.
    const u = u_of_top(start + dy, lead, target), across = this.racks.length > 1 ? clamp(begun.x + dx - target.x, -40, 40) : 0;
    this.put_group(target.rack.id, Math.round(u) - lead.from.u);
    for (const tray of this.group) {
      const off_u = tray.u - tray.from.u - (u - lead.from.u);
      this.put(tray, across, clamp(off_u * target.pitch, -target.pitch, target.pitch));
      tray.off = true;
    }
  }

  nudge(right, down, step) {
    const {lead} = this, order = [...this.places.keys()];
    const rack = order[clamp(order.indexOf(lead.rack) + right, 0, order.length - 1)];
    this.put_group(rack, lead.u - lead.from.u - down * step);
    this.group.forEach(tray => this.put(tray));
  }

  // Moves the group into a rack, up by `by` U from where the drag began, within the rack's height.
  put_group(rack_id, by) {
    const up = rise_in_rack(this.group, by, this.places.get(rack_id).rack.height_u);
    for (const tray of this.group) {
      const elsewhere = tray.rack !== rack_id;
      Object.assign(tray, {rack: rack_id, u: tray.from.u + up});
      if (elsewhere) this.shape(tray);
    }
    this.ghost_of(this.lead);
  }

  judge() {
    const others = [...this.things.values()].filter(each => !this.group.includes(each) && each.glyph.style.display !== "none");
    for (const tray of this.group) {
      const other = taken_by(tray, others);
      tray.reason = other ? `${this.describe_place(tray)} taken by ${other.outline.label}` : "";
      tray.glyph.classList.toggle("wrong", Boolean(other));
    }
    if (this.lead) this.ghost_box.classList.toggle("wrong", this.group.some(tray => tray.reason));
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

  carry(tray, event) {
    const [x, y] = this.spot.of(event);
    const place = this.places && rack_at(this.places, x, y);
    if (!place) { this.ghost_box.style.display = "none"; return false; }
    tray.rack = place.rack.id;
    tray.u = clamp(Math.round(u_of_middle(y, tray, place)), 1, place.rack.height_u - tray.outline.height_u + 1);
    this.shape(tray);
    this.put(tray);
    this.ghost_of(tray);
    return true;
  }
}

export function render({model, el}) {
  new Elevation(model, el);
}
