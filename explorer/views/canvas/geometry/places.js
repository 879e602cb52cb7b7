// Checks positions while something is moved, for drawing only: the server decides on release, by the same rules
// (model/placement.py).

const TOUCH_MM = 1e-3;                             // positions on the page are rounded to thousandths

// Returns why a part cannot be where it is, or "". `parts` are those on the board; the part may be among them.
export function place_fault(part, parts, {width_mm, depth_mm}) {
  const {x, y, outline} = part;
  if (x < 0 || y < 0 || x + outline.width_mm > width_mm + TOUCH_MM || y + outline.depth_mm > depth_mm + TOUCH_MM) return "Outside the board";
  for (const other of parts) {
    if (other === part) continue;
    const deep = overlap_mm(part, other);
    if (deep > TOUCH_MM) return `Overlaps ${other.outline.label} by ${deep.toFixed(1)} mm`;
  }
  return "";
}

// How deep two parts overlap in mm, below 0 if they do not. An engine may be on its host's package, but not on the die.
export function overlap_mm(a, b) {
  const on = (part, host) => part.outline.on_package && part.outline.host === host.outline.id && host.outline.die;
  const box = ({x, y, outline: o}, inner) => {
    const dx = inner ? (o.width_mm - inner[0]) / 2 : 0, dy = inner ? (o.depth_mm - inner[1]) / 2 : 0;
    return [x + dx, y + dy, x + o.width_mm - dx, y + o.depth_mm - dy];
  };
  const p = box(a, on(b, a)), q = box(b, on(a, b));
  return Math.min(Math.min(p[2], q[2]) - Math.max(p[0], q[0]), Math.min(p[3], q[3]) - Math.max(p[1], q[1]));
}

// Limits a shift of a box [left, front, right, rear] so that it leaves the board by its own size at most.
export function on_reach(box, [dx, dy], {width_mm, depth_mm}) {
  const [left, front, right, rear] = box;
  return [Math.min(Math.max(dx, -right), width_mm - left), Math.min(Math.max(dy, -rear), depth_mm - front)];
}

// The tray that already occupies one of a tray's positions, or undefined.
export function taken_by(tray, others) {
  const top = tray.u + tray.outline.height_u - 1;
  return others.find(other => other.rack === tray.rack && other.u <= top && tray.u <= other.u + other.outline.height_u - 1);
}

// Limits a rise by `by` positions so that all trays stay within a rack of `height_u`.
export function rise_in_rack(trays, by, height_u) {
  const lowest = Math.min(...trays.map(tray => tray.from.u));
  const room = Math.min(...trays.map(tray => height_u - tray.outline.height_u + 1 - tray.from.u));
  return Math.max(Math.min(by, room), 1 - lowest);
}
