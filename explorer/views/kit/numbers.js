// Formats numbers for people: the first part of explorer/quantities/numbers.py under the same names, for numbers that
// the browser computes itself. A test compares both on random numbers.

const MINUS = "\u2212", NONE = "\u2013";
const SPACE = "\u202f", WIDE = "\u00a0";           // no-break spaces between a number and its unit
const TENS = Array.from({length: 22}, (_, i) => Number(`1e${i - 6}`));

// By unit: [least size, divisor, unit shown], the largest first.
const LADDERS = {
  W: [[1e7, 1e6, "MW"], [1e4, 1e3, "kW"], [0, 1, "W"]],
  kW: [[1e4, 1e3, "MW"], [1, 1, "kW"], [0, 1e-3, "W"]],
  $: [[1e6, 1e6, "M$"], [1e4, 1e3, "k$"], [0, 1, "$"]],
  "$/yr": [[1e6, 1e6, "M$/yr"], [1e4, 1e3, "k$/yr"], [0, 1, "$/yr"]],
  kg: [[1e7, 1e6, "kt"], [1e4, 1e3, "t"], [0, 1, "kg"]],
  "kg/yr": [[1e7, 1e6, "kt/yr"], [1e4, 1e3, "t/yr"], [0, 1, "kg/yr"]],
  "Gb/s": [[1e4, 1e3, "Tb/s"], [0, 1, "Gb/s"]],
  "Tb/s": [[1e4, 1e3, "Pb/s"], [0, 1, "Tb/s"]],
};
export const WRITTEN = {"1/yr": "per year"};

export const known = value => value !== null && value !== undefined && Number.isFinite(value);

// Formats a number with that many decimals. (toLocaleString costs a hundred times as much, in the middle of a drag.)
export function fixed(value, decimals, none = "") {
  if (value === null || value === undefined || Number.isNaN(value)) return none;
  if (!Number.isFinite(value)) return `${value < 0 ? MINUS : ""}\u221e`;
  const [whole, part] = halved(Math.abs(value), decimals).split(".");
  const text = (whole.length > 3 ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole) + (part ? `.${part}` : "");
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

// Rounds ties to even as Python does; toFixed rounds them up.
function halved(size, decimals) {
  const tens = size * 10 ** decimals;
  const is_between = tens % 1 === 0.5 && Number.isInteger(size * 2 ** (decimals + 1));
  return (is_between && Math.floor(tens) % 2 === 0 ? Math.floor(tens) / 10 ** decimals : size).toFixed(decimals);
}

// Number of decimals with which the largest of some numbers has that many digits.
export function decimals(values, digits = 4) {
  const most = Math.max(0, ...values.filter(known).map(Math.abs));
  return most ? Math.min(6, Math.max(0, digits - 1 - decade(most))) : 1;
}

function decade(size) {
  let n = 0;
  while (n < TENS.length && size >= TENS[n]) n++;
  return n - 7;
}

export function number(value, digits = 3) {
  if (!known(value)) return NONE;
  return fixed(value, value ? Math.min(6, Math.max(0, digits - 1 - decade(Math.abs(value)))) : 0);
}

export const signed = (value, digits = 3) => (value > 0 && known(value) ? "+" : "") + number(value, digits);

// A number without trailing zeros, for scales and sizes.
export const tidy = value => fixed(value, 3).replace(/\.?0+$/, "");

// [divisor, unit] in which values up to a size are shown.
export function step(size, unit) {
  if (known(size) && size) {
    for (const [least, per, shown] of LADDERS[unit] ?? []) if (Math.abs(size) >= least) return [per, shown];
  }
  return [1, unit];
}

// [number, unit] as two texts, for callers that place them separately.
export function number_and_unit(value, unit) {
  if (!unit && Number.isInteger(value)) return [fixed(value, 0), ""];
  const [per, shown] = step(value, unit), digits = per === 1 && Math.abs(value) >= 100 ? 4 : 3;
  return [number(known(value) ? value / per : value, digits), WRITTEN[shown] ?? shown];
}

export function amount(value, unit) {
  const [text, shown] = number_and_unit(value, unit);
  // Use the wide space before a unit of several words: it is also between the words.
  return shown ? text + (shown.includes(" ") ? WIDE : SPACE) + shown.replaceAll(" ", WIDE) : text;
}

export const gain = (value, unit) => (value > 0 && known(value) ? "+" : "") + amount(value, unit);

export const unit_of_change = unit => (unit === "°C" ? "K" : unit);

// A change in percent; from 200 % on as a multiple, and "" for no change.
export function relative(percent) {
  if (known(percent) && percent >= 200) {
    const times = 1 + percent / 100;
    return `x ${fixed(times, decimals([times], times < 20 ? 3 : 2))}`;
  }
  const told = shift(percent, 1);
  return told && `${told} %`;
}

export function shift(value, decimals) {
  const text = known(value) ? fixed(value, decimals) : "";
  if (!/[1-9]/.test(text)) return "";
  return value < 0 ? text : `+${text}`;
}

// Percent of a whole, with more decimals if needed to show 100 only for all of it.
export function part_of_whole(percent, decimals) {
  for (let n = decimals; n < 4; n++) {
    const text = fixed(percent, n);
    if (!(percent < 100 && text.startsWith("100"))) return text;
  }
  return "> 99.9";
}

export function percent(share) {
  const hundred = 100 * share;
  const text = hundred > 0 && hundred < 0.1 ? "< 0.1" : part_of_whole(hundred, hundred < 9.95 ? 1 : 0);
  return `${text}${SPACE}%`;
}
