// Racks and trays as drawn things.

import {clamp, set, svg} from "../kit/draw.js";
import {CABLE_ROOM} from "./cables.js";
import {rear_glyph, rear_shape} from "./rear.js";

const GUTTER = 30;                                 // px for the numbers of the positions

// Where each rack stands on a stage of w by h px: {x, wide, pitch, high, top, rack} by id, and its frame.
export function rack_places(racks, w, h, cabled) {
  const n = racks.length, room = cabled ? CABLE_ROOM : 0, gap = n > 1 && room ? 26 : 12;
  const [first] = racks, alike = racks.every(rack => rack.height_u === first.height_u && rack.pitch === first.pitch);
  const gutter = i => (alike && i > 0 ? 0 : GUTTER);
  const wide = (w - 20 - room - GUTTER * (alike ? 1 : n) - gap * (n - 1)) / n;
  const foot = n > 1 ? 24 : 12;
  const px_per_mm = (h - foot - 16) / Math.max(...racks.map(rack => rack.height_u * rack.pitch_mm));
  const places = new Map(), frames = [];
  let left = 8;
  racks.forEach((rack, i) => {
    const pitch = rack.pitch_mm * px_per_mm, high = pitch * rack.height_u;
    const place = {x: left + gutter(i), wide, pitch, high, top: h - foot - 4 - high, rack};
    places.set(rack.id, place);
    frames.push(...rack_frame(place, n > 1, gutter(i) > 0));
    left = place.x + wide + gap;
  });
  return {places, frames};
}

function rack_frame({x, wide, pitch, high, top, rack}, named, counted) {
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

export const tray_px = (tray, {pitch}) => Math.max(pitch * tray.outline.height_u - 1, 2);

export function tray_glyph(outline) {
  const glyph = svg("g", {class: `tray kind-${outline.kind}`, tabindex: 0, role: "button", "data-id": outline.id});
  const drawn = {ring: svg("rect", {class: "ring"}), body: svg("rect", {class: "body"}), name: svg("text", {class: "name"}),
                 figure: svg("text", {class: "figure"}), lock: outline.locked ? svg("path", {class: "lock", d: TRAY_LOCK}) : null};
  const behind = rear_glyph(outline);
  glyph.append(...[...Object.values(drawn), behind.rear_group].filter(Boolean));
  return {glyph, ...drawn, ...behind};
}

const TRAY_LOCK = "M1 4h7v5.5h-7zM2.5 4v-1.5a2 2 0 0 1 4 0v1.5";   // 9 by 10 px

// A name in a room of so many letters; what tells it from its like, the number at its end, stays.
function cut(label, room) {
  if (label.length <= room) return label;
  const [end] = /\d+$/.exec(label) || [""], left = room - 1 - end.length;
  return left >= 1 ? `${label.slice(0, left)}…${end}` : `${label.slice(0, Math.max(room - 1, 1))}…`;
}

// Sizes of a tray's glyph in a rack; its name is cut to the room that its figure leaves.
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
