// Names and where they have room.

const APART_PX = 46;                               // between the names of two lines, if there is room
const SAMPLES = 24;                                // places on a line of which the freest has its name

// A name in a room of so many letters; what tells it from its like, the number at its end, stays.
export function cut(label, room) {
  if (label.length <= room) return label;
  const [end] = /\d+$/.exec(label) || [""], left = room - 1 - end.length;
  return left >= 1 ? `${label.slice(0, left)}…${end}` : `${label.slice(0, Math.max(room - 1, 1))}…`;
}

// How long a line [x, y, x, y, ...] is, along the axes: enough to find the longest.
export function length_of(line) {
  let total = 0;
  for (let i = 2; i < line.length; i += 2) total += Math.abs(line[i] - line[i - 2]) + Math.abs(line[i + 1] - line[i - 1]);
  return total;
}

// The place on a line that is farthest from the names that stand already, well inside the board; null if all are too near.
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
