// One value as one color, for things that are too small for a map.

import {clamp} from "../kit/draw.js";

// Weak to strong. On a dark page the strong end is the bright one, so that the same trays stand out.
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

// `higher` says whether more of it is "worse", "better" or just "more"; what is worse is stronger.
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
