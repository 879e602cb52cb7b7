// A scalar field as colors: board seen from above, front edge at the left, rear at the right.

import {clamp} from "../kit/draw.js";

// The color table comes from the server as "#rrggbb" strings, coldest first.
export function ramp(colors) {
  const table = new Uint32Array(colors.length);
  colors.forEach((color, i) => {
    const rgb = parseInt(color.slice(1), 16);
    table[i] = 0xff000000 | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16);
  });
  return table;
}

// The smallest of 1, 2, 5 times a power of ten that is not below `least`.
function round_step(least) {
  if (!(least > 0)) return 1;
  const decade = 10 ** Math.floor(Math.log10(least));
  return decade * [1, 2, 5, 10].find(digit => digit * decade >= least * (1 - 1e-9));
}

// Round limits that hold the values, `finest` apart at least. While `hold`, the range may widen and never jumps back.
export class Range {
  constructor() { Object.assign(this, {low: 0, high: 1, step: 1, fresh: true, finest: 1, fixed: false}); }

  fit(low, high, hold) {
    const step = Math.max(round_step((high - low) / 8), this.finest);
    const down = Math.floor(low / step + 0.02) * step, up = Math.ceil(high / step - 0.02) * step;
    if (hold && !this.fresh && !this.fixed) {
      this.low = Math.min(this.low, down);
      this.high = Math.max(this.high, up);
    } else {
      this.low = down;
      this.high = Math.max(up, down + step);
      this.step = step;
    }
    this.fresh = this.fixed = false;
  }

  // Exactly these limits, whatever the values are.
  fix(low, high) { Object.assign(this, {low, high, step: round_step((high - low) / 8), fixed: true}); }

  ticks() {
    const step = this.step * ((this.high - this.low) / this.step > 8 ? 2 : 1), out = [];
    for (let n = Math.ceil(this.low / step - 1e-6); n * step <= this.high + 1e-6 * step; n++) out.push(n * step);
    return out;
  }

  part(value) { return clamp((value - this.low) / (this.high - this.low), 0, 1); }
}

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

// The canvas has one pixel for each cell; the browser smooths it to its size on the screen.
export class HeatMap {
  constructor(canvas) {
    this.canvas = canvas;
    canvas.classList.add("heat");
    this.range = new Range();
    this.table = new Uint32Array([0xff201510]);
    this.nx = this.ny = 0;
    this.values = null;
    this.reversed = false;
  }

  // values[row * nx + column]: row counts from the front, column from the left
  // `limits` are those of a whole history, so that its moments share their colors, or `fixed` by the user
  take(values, nx, ny, hold, limits = null, fixed = false) {
    this.values = values;
    if (nx !== this.nx || ny !== this.ny) {
      this.canvas.width = ny;
      this.canvas.height = nx;
      this.pixels = new ImageData(ny, nx);
      this.words = new Uint32Array(this.pixels.data.buffer);
    }
    this.nx = nx;
    this.ny = ny;
    this.measure();
    const [low, high] = limits || [this.lowest, this.highest];
    if (fixed) this.range.fix(low, high);
    else if (Number.isFinite(low)) this.range.fit(low, high, hold);
    this.paint();
  }

  // The least and the largest value that is known, and the cells that have them.
  measure() {
    const {values} = this;
    let low = Infinity, high = -Infinity, low_at = -1, high_at = -1;
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value < low) { low = value; low_at = i; }
      if (value > high) { high = value; high_at = i; }
    }
    Object.assign(this, {lowest: low, highest: high, lowest_at: low_at, highest_at: high_at});
  }

  paint() {
    const {values, nx, ny, words, table} = this;
    if (!values) return;
    const {low, high} = this.range, top = table.length - 1, scale = top / (high - low);
    for (let row = 0; row < ny; row++) {
      for (let column = 0; column < nx; column++) {
        const value = values[row * nx + column];
        let shade = (value - low) * scale;
        if (this.reversed) shade = top - shade;
        // where nothing is known the canvas is transparent: what lies below it is no color of the table
        words[column * ny + row] = value === value ? table[shade > 0 ? (shade < top ? (shade + 0.5) | 0 : top) : 0] : 0;
      }
    }
    this.context ??= this.canvas.getContext("2d", {willReadFrequently: true});
    this.context.putImageData(this.pixels, 0, 0);
  }

  place(left, top, width, height) {
    Object.assign(this.canvas.style, {left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px`});
  }

  // The value at fractions of the board: `deep` from front to rear, `across` from left to right.
  at(deep, across) {
    if (!this.values || deep < 0 || deep >= 1 || across < 0 || across >= 1) return NaN;
    return this.values[Math.floor(deep * this.ny) * this.nx + Math.floor(across * this.nx)];
  }
}
