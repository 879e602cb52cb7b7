// Maps as the server packs them.

// The values of a map as the server packs them: two bytes a cell over its range, the largest for what is not known.
export function unpacked({field, low, step}) {
  const cells = new Uint16Array(field.buffer, field.byteOffset, field.length), values = new Float32Array(cells.length);
  for (let i = 0; i < cells.length; i++) values[i] = cells[i] === 65535 ? NaN : low + cells[i] * step;
  return values;
}

// Out of one array of pairs of bytes: `n` numbers in single precision, and the pairs that follow them.
export function apart(data, n) {
  // pairs may begin where a number of four bytes cannot
  const {buffer, byteOffset, length} = data.byteOffset % 4 ? new Uint16Array(data) : data;
  return [new Float32Array(buffer, byteOffset, n), new Uint16Array(buffer, byteOffset + 4 * n, length - 2 * n)];
}

// The least and the largest value that is known, and the cells that have them.
export function extremes(values) {
  let lowest = Infinity, highest = -Infinity, lowest_at = -1, highest_at = -1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < lowest) { lowest = value; lowest_at = i; }
    if (value > highest) { highest = value; highest_at = i; }
  }
  return {lowest, highest, lowest_at, highest_at};
}
