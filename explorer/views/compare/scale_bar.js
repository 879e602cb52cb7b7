// A color scale that lies under what it is of, with ticks, and marks where the pointer's values are.

import {clamp, html} from "../kit/draw.js";
import {known, tidy} from "../kit/numbers.js";

export class ScaleBar {
  constructor(title) {
    this.box = html("div", "scale-bar");
    this.name = html("span", "scale-title", title);
    this.bar = html("div", "scale-ramp");
    this.ticks = html("div", "scale-ticks");
    this.low = 0;
    this.high = 1;
    this.marks = ["A", "B"].map(() => html("i", "scale-mark"));
    this.bar.append(...this.marks);
    const track = html("div", "scale-track");
    track.append(this.bar, this.ticks);
    this.box.append(this.name, track);
    this.point([]);
  }

  // `colors` from low to high; `ticks` are values, `show` writes one.
  paint(title, colors, low, high, ticks, show = tidy) {
    Object.assign(this, {low, high});
    if (this.name.textContent !== title) this.name.textContent = title;
    this.bar.style.background = `linear-gradient(to right, ${colors.filter((_, i) => i % Math.ceil(colors.length / 24) === 0 || i === colors.length - 1).join(",")})`;
    this.ticks.replaceChildren(...ticks.map(value => {
      const tick = html("span", "", show(value)), part = (value - low) / (high - low);
      tick.style.left = `${100 * part}%`;
      // the outermost stay within the bar
      tick.style.transform = `translateX(${part < 0.04 ? 0 : part > 0.96 ? -100 : -50}%)`;
      return tick;
    }));
  }

  // Marks the values that are known.
  point(values) {
    this.marks.forEach((mark, i) => {
      mark.hidden = !known(values[i]);
      if (!mark.hidden) mark.style.left = `${100 * clamp((values[i] - this.low) / (this.high - this.low), 0, 1)}%`;
    });
  }
}
