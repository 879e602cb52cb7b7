// Positions of racks on a stage, and of trays in them. U counts from 1 at the bottom; a tray's `u` is the lowest one
// that it occupies. A place of a rack is {x, wide, pitch, high, top, rack} in px.

const GUTTER = 30;                                 // px for the numbers of the positions
const CABLE_ROOM = 34;                             // px to the right of each rack if there are cables
const REACH = 6;                                   // px beside a rack that still count as the rack

// Places by rack id on a stage of w by h px. If all racks are alike, only the first has numbered positions.
export function rack_places(racks, w, h, cabled) {
  const n = racks.length, room = cabled ? CABLE_ROOM : 0, gap = n > 1 && room ? 26 : 12;
  const [first] = racks, alike = racks.every(rack => rack.height_u === first.height_u && rack.pitch === first.pitch);
  const gutter = i => (alike && i > 0 ? 0 : GUTTER);
  const wide = (w - 20 - room - GUTTER * (alike ? 1 : n) - gap * (n - 1)) / n;
  const foot = n > 1 ? 24 : 12;
  const px_per_mm = (h - foot - 16) / Math.max(...racks.map(rack => rack.height_u * rack.pitch_mm));
  const places = new Map();
  let left = 8;
  racks.forEach((rack, i) => {
    const pitch = rack.pitch_mm * px_per_mm, high = pitch * rack.height_u;
    const place = {x: left + gutter(i), wide, pitch, high, top: h - foot - 4 - high, rack, named: n > 1, counted: gutter(i) > 0};
    places.set(rack.id, place);
    left = place.x + wide + gap;
  });
  return places;
}

export const tray_px = (tray, {pitch}) => Math.max(pitch * tray.outline.height_u - 1, 2);

// The top edge of a tray in its rack.
export const tray_top = (tray, {top, high, pitch}) => top + high - (tray.u - 1 + tray.outline.height_u) * pitch + 0.5;

// The U, not rounded, of a tray whose top edge is at `y`.
export const u_of_top = (y, {outline}, {top, high, pitch}) => (top + high + 0.5 - y) / pitch + 1 - outline.height_u;

// The U, not rounded, of a tray whose center is at `y`.
export const u_of_middle = (y, {outline}, {top, high, pitch}) => (top + high - y) / pitch + 1 - outline.height_u / 2;

// Where a tray's cables leave the rack.
export function cable_end(tray, {x, wide, pitch, high, top}) {
  return {x: x - 5, right: x + wide + 5, y: top + high - (tray.u - 1 + tray.outline.height_u / 2) * pitch, high, rack: tray.rack};
}

const STUB = 12;

// The SVG path of a cable between two ends as of `cable_end`; a stub if it `leaves` the racks, "" if an end is missing.
export function cable_way(a, b, leaves) {
  if (!a || !b && !leaves) return "";
  if (!b) return `M${a.right} ${a.y}h${STUB}`;
  if (a.rack === b.rack) {
    const out = a.right + 8 + (CABLE_ROOM - 4) * Math.min(1, Math.abs(a.y - b.y) / a.high * 1.6);
    return `M${a.right} ${a.y}C${out} ${a.y} ${out} ${b.y} ${a.right} ${b.y}`;
  }
  const [from, to] = a.x < b.x ? [a, b] : [b, a], middle = (from.right + to.x) / 2;
  return `M${from.right} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
}

// The rack at a point of the stage; `y` may be left out.
export function rack_at(places, x, y) {
  return [...places.values()].find(place => x >= place.x - REACH && x <= place.x + place.wide + REACH &&
    (y === undefined || y >= place.top && y <= place.top + place.high));
}
