// SVG of a tray's board and its parts. On the screen, front to rear points right and across points down.

import {clamp, set, svg} from "../../kit/draw.js";

// The board's outline, scales in mm, front and rear, and the airflow's direction; a zoomed board is clipped to its
// room.
export function board_frame({width_mm, depth_mm, air}, projection) {
  const {ox, oy, k} = projection, {x: left, y: top, w, h} = projection.seen();
  const right = left + w, bottom = top + h, base = bottom + 29;
  const axis = svg("g", {class: "axis"});
  const every = [10, 20, 50, 100, 200].find(step => step * k >= 60) || 500;
  for (let mm = 0; mm <= depth_mm; mm += every) {
    const x = ox + mm * k;
    if (x < left - 1 || x > right + 1) continue;
    axis.append(svg("line", {x1: x, x2: x, y1: bottom + 2, y2: bottom + 5}));
    axis.append(svg("text", {x, y: bottom + 15, "text-anchor": "middle"}, String(mm)));
  }
  for (let mm = 0; mm <= width_mm; mm += every) {
    const y = oy + mm * k;
    if (y < top - 1 || y > bottom + 1) continue;
    axis.append(svg("line", {x1: left - 5, x2: left - 2, y1: y, y2: y}));
    axis.append(svg("text", {x: left - 8, y: y + 3.5, "text-anchor": "end"}, String(mm)));
  }
  const frame = [
    svg("rect", {class: "outline", x: left - 0.5, y: top - 0.5, width: w + 1, height: h + 1, rx: 3}), axis,
    svg("text", {class: "edge", x: left, y: base}, "front"),
    svg("text", {class: "edge", x: right, y: base, "text-anchor": "end"}, "rear"),
    svg("text", {class: "air-label", x: left - 8, y: base, "text-anchor": "end"}, "mm"),
  ];
  if (air) {
    const x = left + w / 2;
    frame.push(svg("text", {class: "air-label", x: x - 8, y: base, "text-anchor": "end"}, "airflow"));
    frame.push(svg("path", {class: "air", d: `M${x} ${base - 3.5}h44m-5 -4l5 4l-5 4`}));
  }
  return frame;
}

const LOCK = "M2 5.5h8v6.5h-8zM3.75 5.5v-2a2.25 2.25 0 0 1 4.5 0v2";   // 12 by 12 px

// The SVG elements of a part; `look` has the colors of its kind.
export function part_glyph(outline, look) {
  const glyph = svg("g", {class: `part kind-${outline.kind}`, tabindex: 0, role: "button", "data-id": outline.id});
  glyph.style.setProperty("--outline", look.outline);
  glyph.style.setProperty("--outline-px", String(look.outline_px));
  const drawn = {glyph, ring: svg("rect", {class: "ring"}), halo: svg("rect", {class: "halo"}), body: svg("rect", {class: "body"}),
                 die: outline.die ? svg("rect", {class: "die"}) : null, label: svg("text", {class: "label"}),
                 lock: outline.locked ? svg("path", {class: "lock", d: LOCK}) : null};
  glyph.append(...Object.values(drawn).filter(node => node && node !== glyph));
  return drawn;
}

// Sizes a part's glyph at `k` px per mm, and writes the longest name that fits on it.
export function part_shape({outline, ring, halo, body, die, label, lock}, k) {
  const w = outline.depth_mm * k, h = outline.width_mm * k;
  set(ring, {x: -3.5, y: -3.5, width: w + 7, height: h + 7, rx: 4});
  for (const box of [halo, body]) set(box, {width: w, height: h, rx: Math.min(2, w / 4)});
  let middle = h / 2;
  const size = clamp(Math.min(h * 0.5, w * 0.3), 0, 12);
  if (die) {
    const [across, deep] = outline.die.map(mm => mm * k);
    set(die, {x: (w - deep) / 2, y: (h - across) / 2, width: deep, height: across});
    if ((h - across) / 4 > size * 0.6) middle = (h - across) / 4;
  }
  const names = [outline.label, outline.short];
  label.textContent = size < 7.5 ? "" : names.find(name => name && name.length * size * 0.56 < w - 4) || "";
  set(label, {x: w / 2, y: middle, "font-size": size});
  if (lock) set(lock, {transform: `translate(${w - 15},3)`});
}

export function hot_mark() {
  const mark = svg("g", {class: "hot-mark"});
  mark.append(svg("rect", {x: -26, y: -9, width: 52, height: 18, rx: 9}), svg("text"));
  return mark;
}
