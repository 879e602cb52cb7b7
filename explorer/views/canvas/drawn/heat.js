// Draws a map as colors: the board seen from above, front edge at the left, rear at the right.

import {extremes} from "../geometry/cells.js";
import {Range} from "../geometry/range.js";

// The canvas has one pixel per cell; the browser scales it smoothly.
export class HeatMap {
  constructor(canvas) {
    this.canvas = canvas;
    canvas.classList.add("heat");
    this.range = new Range();
    this.table = new Uint32Array([0xff201510]);
    this.nx = this.ny = 0;
    this.values = null;
    this.lowest = this.highest = NaN;
    this.lowest_at = this.highest_at = -1;
    this.context = null;
    this.reversed = false;
  }

  // values[row * nx + column]: row counts from the front, column from the left. `limits` are the ends of the color
  // scale: of a whole scenario, so that its moments share their colors, or `fixed` by the user; null to fit the values.
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
    Object.assign(this, extremes(values));
    const [low, high] = limits || [this.lowest, this.highest];
    if (fixed) this.range.fix(low, high);
    else if (Number.isFinite(low)) this.range.fit(low, high, hold);
    this.paint();
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
        // Cells without a value are transparent and show the hatching of heat.css, which is no color of the table.
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
