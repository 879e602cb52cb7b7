// SVG of racks and trays.

import {clamp, set, svg} from "../../kit/draw.js";
import {cut} from "../geometry/names.js";
import {tray_px} from "../geometry/racks.js";
import {rear_glyph, rear_shape} from "./rear.js";

export function rack_frame({x, wide, pitch, high, top, rack, named, counted}) {
  const out = [svg("rect", {class: "rack", x: x - 4.5, y: top - 4.5, width: wide + 9, height: high + 9, rx: 6})];
  const every = pitch >= 12 ? 2 : 5;
  for (let u = 1; u <= rack.height_u; u++) {
    const y = top + high - u * pitch;
    out.push(svg("rect", {class: "slot-u", x, y: y + 0.5, width: wide, height: Math.max(pitch - 1, 1), rx: 1.5}));
    if (counted && (u % every === 0 || u === 1)) out.push(svg("text", {class: "u", x: x - 10, y: y + pitch / 2 + 3.5}, String(u)));
  }
  if (named) out.push(svg("text", {class: "rack-name", x: x + wide / 2, y: top + high + 20}, rack.label));
  return out;
}

export function tray_glyph(outline) {
  const glyph = svg("g", {class: `tray kind-${outline.kind}`, tabindex: 0, role: "button", "data-id": outline.id});
  const drawn = {ring: svg("rect", {class: "ring"}), body: svg("rect", {class: "body"}), name: svg("text", {class: "name"}),
                 figure: svg("text", {class: "figure"}), lock: outline.locked ? svg("path", {class: "lock", d: TRAY_LOCK}) : null};
  const behind = rear_glyph(outline);
  glyph.append(...[...Object.values(drawn), behind.rear_group].filter(Boolean));
  return {glyph, ...drawn, ...behind};
}

const TRAY_LOCK = "M1 4h7v5.5h-7zM2.5 4v-1.5a2 2 0 0 1 4 0v1.5";   // 9 by 10 px

// Sizes a tray's glyph in a rack, and shortens its name to the room beside its figure.
export function tray_shape(tray, place) {
  const {ring, body, name, figure, lock, outline} = tray, h = tray_px(tray, place), w = place.wide;
  set(body, {width: w, height: h, rx: Math.min(3, h / 4)});
  set(ring, {x: -2.5, y: -2.5, width: w + 5, height: h + 5, rx: 4});
  const size = clamp(h - 3, 0, 11.5), figured = size >= 6.5 && w >= 110, left = (w < 80 ? 5 : 8) + (lock ? 12 : 0);
  const ends = Math.min(rear_shape(tray, w, h, figured), w - (figured ? 56 : 4));
  const room = Math.floor((ends - left) / (size * 0.54)), {label} = outline;
  name.textContent = size < 6.5 ? "" : cut(label, room);
  set(name, {x: left, y: h / 2, "font-size": size});
  set(figure, {x: w - 8, y: h / 2, "font-size": size});
  figure.style.display = figured ? "" : "none";
  if (lock) set(lock, {transform: `translate(5,${h / 2 - 5})`});
}
