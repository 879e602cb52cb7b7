// Shortens labels, and places them on lines.

const APART_PX = 46;                               // least distance between the labels of two lines
const SAMPLES = 24;                                // places on a line that are tried for its label

// Shortens a label to `room` letters, and keeps the number at its end, which distinguishes it from others.
export function cut(label, room) {
  if (label.length <= room) return label;
  const [end] = /\d+$/.exec(label) || [""], left = room - 1 - end.length;
  return left >= 1 ? `${label.slice(0, left)}…${end}` : `${label.slice(0, Math.max(room - 1, 1))}…`;
}

// Length of a line [x, y, x, y, ...] measured along the axes: good enough to find the longest line.
export function length_of(line) {
  let total = 0;
  for (let i = 2; i < line.length; i += 2) total += Math.abs(line[i] - line[i - 2]) + Math.abs(line[i + 1] - line[i - 1]);
  return total;
}

// The point of a line farthest from the labels in `placed` and well inside the board; null if all are too near.
export function free_place(line, placed, {x, y, w, h}) {
  const every = 2 * Math.max(1, Math.floor(line.length / 2 / SAMPLES));
  let best = null, most = APART_PX;
  for (let i = 0; i < line.length; i += every) {
    const at = [line[i], line[i + 1]];
    if (at[0] < x + 16 || at[0] > x + w - 16 || at[1] < y + 10 || at[1] > y + h - 10) continue;
    let free = Infinity;
    for (const other of placed) free = Math.min(free, Math.hypot(at[0] - other[0], 2 * (at[1] - other[1])));
    if (free > most) { most = free; best = at; }
  }
  return best;
}
