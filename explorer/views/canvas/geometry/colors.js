// Colors for single values: of trays and cables, which have no map.

import {clamp} from "../../kit/draw.js";
import {known} from "../../kit/numbers.js";

// From weak to strong. On a dark page the strong end is the bright one, so that the same trays stand out.
const RAMPS = {
  light: {
    worse: [[255, 243, 216], [252, 207, 138], [240, 146, 84], [207, 78, 58], [134, 32, 46]],
    more: [[226, 240, 243], [165, 211, 219], [94, 167, 187], [40, 113, 146], [18, 64, 100]],
  },
  dark: {
    worse: [[58, 51, 53], [112, 66, 52], [176, 84, 52], [232, 126, 66], [255, 203, 128]],
    more: [[38, 52, 64], [34, 82, 104], [40, 122, 148], [86, 172, 192], [168, 224, 230]],
  },
};

// [r, g, b] of a value. `higher` tells whether higher values are "worse", "better" or just "more"; worse is stronger.
export function shade(value, low, high, higher, dark) {
  const stops = RAMPS[dark ? "dark" : "light"][higher === "more" ? "more" : "worse"];
  let t = high > low ? clamp((value - low) / (high - low), 0, 1) : 0.25;
  if (higher === "better") t = 1 - t;
  const at = t * (stops.length - 1), i = Math.min(Math.floor(at), stops.length - 2);
  return stops[i].map((c, k) => Math.round(c + (stops[i + 1][k] - c) * (at - i)));
}

// The darker or the lighter ink, whichever has more contrast (WCAG) on a color.
export function ink_on(rgb) {
  const [r, g, b] = rgb.map(c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.2 ? "#141b26" : "#ffffff";
}

// Converts the server's color table, "#rrggbb" strings with the coldest first, to pixels of a canvas.
export function ramp(colors) {
  const table = new Uint32Array(colors.length);
  colors.forEach((color, i) => {
    const rgb = parseInt(color.slice(1), 16);
    table[i] = 0xff000000 | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16);
  });
  return table;
}

const SOUND_DB = 4, STEP_DB = 0.5;
const CABLE_COLORS = {
  light: {none: [192, 54, 44], some: [222, 130, 40], sound: [31, 138, 91]},
  dark: {none: [255, 120, 105], some: [245, 170, 80], sound: [84, 200, 144]},
};

// Below 0 dB one conspicuous color; above it the calmer, the larger the margin. The color changes in steps: else a drag
// that changes margins by hundredths of a dB would redraw a hundred cables.
export function cable_color(margin, dark) {
  const {none, some, sound} = CABLE_COLORS[dark ? "dark" : "light"];
  if (!known(margin)) return "var(--ink-3)";
  if (margin < 0) return `rgb(${none})`;
  const t = clamp(Math.floor(margin / STEP_DB) * STEP_DB / SOUND_DB, 0, 1);
  return `rgb(${some.map((c, k) => Math.round(c + (sound[k] - c) * t))})`;
}
