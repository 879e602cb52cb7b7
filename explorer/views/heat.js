// A scalar field as colors: board seen from above, front edge at the left, rear at the right.

// The color table comes from the server as "#rrggbb" strings, coldest first.
function ramp(colors) {
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
class Range {
  constructor() { this.low = 0; this.high = 1; this.fresh = true; this.finest = 1; }

  fit(low, high, hold) {
    const step = Math.max(round_step((high - low) / 8), this.finest);
    const down = Math.floor(low / step + 0.02) * step, up = Math.ceil(high / step - 0.02) * step;
    if (hold && !this.fresh) {
      this.low = Math.min(this.low, down);
      this.high = Math.max(this.high, up);
    } else {
      this.low = down;
      this.high = Math.max(up, down + step);
      this.step = step;
    }
    this.fresh = false;
  }

  ticks() {
    const step = (this.step || 1) * ((this.high - this.low) / (this.step || 1) > 8 ? 2 : 1);
    const out = [];
    for (let t = this.low; t <= this.high + 1e-6; t += step) out.push(t);
    return out;
  }

  part(value) { return clamp((value - this.low) / (this.high - this.low), 0, 1); }
}

// The values of a map as the server packs them: two bytes a cell over its range, the largest for what is not known.
function unpacked({field, low, step}) {
  const cells = new Uint16Array(field.buffer, field.byteOffset, field.length), values = new Float32Array(cells.length);
  for (let i = 0; i < cells.length; i++) values[i] = cells[i] === 65535 ? NaN : low + cells[i] * step;
  return values;
}

const NOWHERE = 0xff3a332f;                        // a gray that is no color of the map

// The canvas has one pixel for each cell; the browser smooths it to its size on the screen.
class HeatMap {
  constructor(canvas) {
    this.canvas = canvas;
    this.range = new Range();
    this.table = new Uint32Array([0xff201510]);
    this.nx = this.ny = 0;
    this.values = null;
    this.reversed = false;
  }

  // values[row * nx + column]: row counts from the front, column from the left
  // `limits` are those of a whole history, so that its moments share their colors
  // `fixed` leaves the range as it is
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
    let [low, high] = limits || [Infinity, -Infinity];
    for (const value of limits ? [] : values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (!fixed && Number.isFinite(low)) this.range.fit(low, high, hold);
    this.paint();
  }

  paint() {
    const {values, nx, ny, words, table} = this;
    if (!values) return;
    const {low, high} = this.range, top = table.length - 1, scale = top / (high - low);
    for (let row = 0; row < ny; row++) {
      for (let column = 0; column < nx; column++) {
        let shade = (values[row * nx + column] - low) * scale;
        if (this.reversed) shade = top - shade;
        // what is not known has no place on the scale
        words[column * ny + row] = shade !== shade ? NOWHERE : table[shade > 0 ? (shade < top ? (shade + 0.5) | 0 : top) : 0];
      }
    }
    this.context ??= this.canvas.getContext("2d", {alpha: false, willReadFrequently: true});
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

// The color bar with its scale, and a mark at the value under the pointer.
class Legend {
  constructor(stage) {
    this.box = html("div", "legend");
    this.unit = html("span", "unit");
    this.mark = html("i");
    this.mark.hidden = true;
    stage.append(this.box);
    this.shown = "";
  }

  paint(colors, reversed) {
    const few = colors.filter((_, i) => i % 15 === 0);
    this.box.style.background = `linear-gradient(${reversed ? "to bottom" : "to top"}, ${few.join(",")})`;
  }

  scale(range, unit) {
    const key = `${range.low} ${range.high} ${unit}`;
    if (key === this.shown) return;
    this.shown = key;
    this.unit.textContent = unit;
    const ticks = range.ticks().map(value => {
      const tick = html("span", "", tidy(value));
      tick.style.top = `${100 - 100 * range.part(value)}%`;
      return tick;
    });
    this.box.replaceChildren(this.unit, this.mark, ...ticks);
  }

  point(range, value) {
    this.mark.hidden = !known(value);
    if (known(value)) this.mark.style.top = `${100 - 100 * range.part(value)}%`;
  }
}
