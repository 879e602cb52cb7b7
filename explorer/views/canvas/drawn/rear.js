// A small drawing of a tray's rear: its connectors to scale; symbols for busbar clip, cords and coolant.

import {clamp, set, svg} from "../../kit/draw.js";

const REAR_PX = {least: 26, most: 58, figure: 66};

// Returns {rear_group, strip, signs} of a tray seen from behind, {} of one seen from the front.
export function rear_glyph({rear}) {
  if (!rear) return {};
  const group = svg("g", {class: "rear"}), drawn = {rear_group: group, strip: svg("rect", {class: "strip"}), signs: []};
  group.append(drawn.strip);
  const sign = (name, at, wide, tall) => {
    const shape = svg("rect", {class: name});
    group.append(shape);
    drawn.signs.push({shape, at, wide, tall});
  };
  for (const [left, wide] of rear.connectors) sign("connector", left + wide / 2, wide, 0.55);
  if (rear.clip) sign("clip", 0.5, 0.05, 1);
  for (let i = 0; i < Math.min(rear.inlets, 8); i++) sign("inlet", 0.08 + 0.09 * i, 0.055, 0.5);
  if (rear.coolant_l_per_min > 0) { sign("cool", 1.1, 0, 0.55); sign("warm", 1.24, 0, 0.55); }
  return drawn;
}

// Sizes the strip in a tray of w by h px; returns the px that it leaves for the name.
export function rear_shape({rear_group, strip, signs}, w, h, figured) {
  if (!rear_group) return w;
  const wide = clamp(w * 0.38, REAR_PX.least, REAR_PX.most), right = w - (figured ? REAR_PX.figure : 14), left = right - wide;
  const high = Math.max(Math.min(h - 3, 16), 1), top = (h - high) / 2;
  set(strip, {x: left, y: top, width: wide, height: high, rx: 1.5});
  for (const {shape, at, wide: part, tall} of signs) {
    const sw = part ? Math.max(part * wide, 1) : high * tall, sh = high * tall;
    set(shape, {x: part ? clamp(left + at * wide - sw / 2, left, right - sw) : left + at * wide - sw / 2, y: top + (high - sh) / 2, width: sw, height: sh, rx: part ? 0.5 : sh / 2});
  }
  return left - 4;
}

// Rows of the tooltip.
export function rear_rows({rear}) {
  if (!rear) return [];
  const rows = [], n = rear.connectors.length;
  if (n) rows.push(["Rear connectors", String(n)]);
  if (rear.power) rows.push(["Power", rear.power]);
  rows.push(...rear.figures);
  return rows;
}
