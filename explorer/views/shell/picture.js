// Draws a small picture of a layout: its racks from the front, and one board from above, its front edge at the left.

import {svg} from "../kit/draw.js";

const PICTURE = {width: 248, height: 108, rack: 36, gap: 6};

export function picture({racks, board}) {
  const {width, height, gap} = PICTURE;
  const drawn = svg("svg", {viewBox: `0 0 ${width} ${height}`, class: "picture", "aria-hidden": "true"});
  const tallest = Math.max(1, ...racks.map(rack => rack.height_u));
  const wide = Math.min(PICTURE.rack, (board ? 0.5 : 1) * width / Math.max(1, racks.length) - gap);
  racks.forEach((rack, i) => drawn.append(rack_picture(rack, i * (wide + gap) + 1, wide, (height - 2) / tallest)));
  if (board) {
    const left = racks.length * (wide + gap) + 12;
    const scale = Math.min((width - left - 1) / board.depth_mm, (height - 2) / board.width_mm);
    const x = left + (width - 1 - left - board.depth_mm * scale) / 2, y = (height - board.width_mm * scale) / 2;
    drawn.append(board_picture(board, x, y, scale));
  }
  return drawn;
}

function rack_picture({height_u, trays}, x, wide, unit) {
  const group = svg("g"), bottom = PICTURE.height - 1;
  group.append(svg("rect", {class: "frame", x, y: bottom - height_u * unit, width: wide, height: height_u * unit, rx: 2}));
  for (const [u, tall, kind, is_optical] of trays) {
    const y = bottom - (u - 1 + tall) * unit;
    group.append(svg("rect", {class: `tray kind-${kind}`, x: x + 2.5, y: y + 0.25, width: wide - 5, height: Math.max(1, tall * unit - 0.5), rx: 0.6}));
    if (is_optical) group.append(svg("rect", {class: "optical", x: x + wide - 7, y: y + 0.25, width: 3, height: Math.max(1, tall * unit - 0.5)}));
  }
  return group;
}

function board_picture({depth_mm, width_mm, parts}, x, y, scale) {
  const group = svg("g");
  group.append(svg("rect", {class: "board", x, y, width: depth_mm * scale, height: width_mm * scale, rx: 2}));
  for (const [px, py, w, h, kind, is_optical] of parts) {
    group.append(svg("rect", {class: is_optical ? "optical" : `part kind-${kind}`, x: x + px * scale, y: y + py * scale,
      width: Math.max(1, w * scale), height: Math.max(1, h * scale), rx: 0.6}));
  }
  return group;
}
