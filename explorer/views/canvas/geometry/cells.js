// Decodes the maps of the server.

// Values of a quantized map (`packed` in maps.py): value = low + step * cell; 65535 means NaN.
export function unpacked({field, low, step}) {
  const cells = new Uint16Array(field.buffer, field.byteOffset, field.length), values = new Float32Array(cells.length);
  for (let i = 0; i < cells.length; i++) values[i] = cells[i] === 65535 ? NaN : low + cells[i] * step;
  return values;
}

// Splits a uint16 array: `n` float32 numbers, then the remaining uint16 cells.
export function apart(data, n) {
  // Copy an array that begins at no multiple of four bytes: a Float32Array cannot.
  const {buffer, byteOffset, length} = data.byteOffset % 4 ? new Uint16Array(data) : data;
  return [new Float32Array(buffer, byteOffset, n), new Uint16Array(buffer, byteOffset + 4 * n, length - 2 * n)];
}

// The lowest and the highest value, ignoring NaN, and the cells that have them.
export function extremes(values) {
  let lowest = Infinity, highest = -Infinity, lowest_at = -1, highest_at = -1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < lowest) { lowest = value; lowest_at = i; }
    if (value > highest) { highest = value; highest_at = i; }
  }
  return {lowest, highest, lowest_at, highest_at};
}
