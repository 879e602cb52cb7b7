// Small drawing vocabulary of the views: elements, numbers, tooltip. All text enters by textContent.

const SVG = "http://www.w3.org/2000/svg";

function html(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function svg(tag, attributes = {}, text = "") {
  const element = document.createElementNS(SVG, tag);
  set(element, attributes);
  if (text) element.textContent = text;
  return element;
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

const known = value => value !== null && value !== undefined && Number.isFinite(value);

// A number of about `digits` significant digits with a true minus sign; a dash where there is none.
function number(value, digits = 3) {
  if (!known(value)) return "–";
  const size = Math.abs(value);
  const decimals = size === 0 ? 0 : clamp(digits - 1 - Math.floor(Math.log10(size)), 0, 6);
  const text = value.toLocaleString("en-US", {
    minimumFractionDigits: Math.min(decimals, size < 1000 ? decimals : 0),
    maximumFractionDigits: decimals,
  });
  return text.replace("-", "\u2212");
}

function signed(value, digits = 3) {
  return (value > 0 ? "+" : "") + number(value, digits);
}

// A number without idle zeros, for scales and sizes.
const tidy = value => String(Math.round(value * 1000) / 1000).replace("-", "\u2212");

// A float32 array as sent by the server, as a plain one (bokeh's own subclass cannot be cut).
const floats = data => new Float32Array(data.buffer, data.byteOffset, data.length);

// Watts in the unit that a person would say.
function watts(value) {
  return Math.abs(value) >= 10000 ? `${number(value / 1000)} kW` : `${number(value)} W`;
}

// The frame that every view shares: root with theme class, header with title, note and right-hand slot.
function card(model, el, kind) {
  const root = html("section", `canvas-root ${kind}`);
  const head = html("header", "head");
  const title = html("h2", "title");
  const note = html("span", "note");
  const slot = html("div", "slot");
  head.append(title, note, slot);
  root.append(head);
  const theme = () => root.classList.toggle("dark", Boolean(model.dark));
  model.on("dark", theme);
  theme();
  el.classList.add("canvas-host");
  el.append(root);
  return {root, head, title, note, slot};
}

// A line that only screen readers hear.
function spoken(root) {
  const line = html("div", "spoken");
  line.setAttribute("role", "status");
  line.setAttribute("aria-live", "polite");
  root.append(line);
  return text => { if (line.textContent !== text) line.textContent = text; };
}

// The card beside the pointer. `rows` are [label, value, tone] and `warning` is a sentence or "".
class Tooltip {
  constructor(stage) {
    this.stage = stage;
    this.box = html("div", "tooltip");
    this.box.hidden = true;
    stage.append(this.box);
  }

  show(x, y, name, rows = [], warning = "") {
    const parts = [];
    if (name) parts.push(html("div", "tip-name", name));
    if (rows.length) {
      const table = html("dl", "tip-rows");
      for (const [label, value, tone] of rows) {
        table.append(html("dt", "", label), html("dd", tone || "", value));
      }
      parts.push(table);
    }
    if (warning) parts.push(html("div", "tip-warning", warning));
    this.box.replaceChildren(...parts);
    this.box.hidden = false;
    this.place(x, y);
  }

  place(x, y) {
    const {clientWidth: width, clientHeight: height} = this.stage;
    const {offsetWidth: w, offsetHeight: h} = this.box;
    const left = x + 18 + w > width ? x - 18 - w : x + 18;
    const top = y + 18 + h > height ? y - 12 - h : y + 18;
    this.box.style.transform = `translate(${clamp(left, 0, Math.max(0, width - w))}px,${clamp(top, 0, Math.max(0, height - h))}px)`;
  }

  hide() { this.box.hidden = true; }
}

// Calls `draw` whenever the element's box changes, at most once a frame.
function whenSized(element, draw) {
  let waiting = false;
  const observer = new ResizeObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; draw(); });
  });
  observer.observe(element);
  return observer;
}

// Tells the server that this view is there, and asks again until the first picture has come.
function introduce(model) {
  let heard = false, tries = 0;
  const ask = () => {
    if (heard || tries++ > 20) return;
    model.send_msg({type: "ready"});
    setTimeout(ask, 1500);
  };
  setTimeout(ask, 0);
  return () => { heard = true; };
}
