// The range of values of a color scale, with round limits and ticks.

import {clamp} from "../../kit/draw.js";

// The smallest of 1, 2, 5 times a power of ten that is not below `least`.
function round_step(least) {
  if (!(least > 0)) return 1;
  const decade = 10 ** Math.floor(Math.log10(least));
  return decade * [1, 2, 5, 10].find(digit => digit * decade >= least * (1 - 1e-9));
}

// Round limits around the values, at least `finest` apart. With `hold`, as in a drag, the range only widens, so that
// colors do not jump.
export class Range {
  constructor() {
    this.low = 0;
    this.high = 1;
    this.step = 1;
    this.fresh = true;
    this.finest = 1;
    this.fixed = false;
  }

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

  // Sets exactly these limits, whatever the values are.
  fix(low, high) { Object.assign(this, {low, high, step: round_step((high - low) / 8), fixed: true}); }

  ticks() {
    const step = this.step * ((this.high - this.low) / this.step > 8 ? 2 : 1), out = [];
    for (let n = Math.ceil(this.low / step - 1e-6); n * step <= this.high + 1e-6 * step; n++) out.push(n * step);
    return out;
  }

  part(value) { return clamp((value - this.low) / (this.high - this.low), 0, 1); }
}
