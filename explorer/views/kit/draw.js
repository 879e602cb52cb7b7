// Drawing helpers of the views: elements, tooltip, card. All text is set by textContent, so none is parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";

export function html(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

export function svg(tag, attributes = {}, text = "") {
  const element = document.createElementNS(SVG, tag);
  set(element, attributes);
  if (text) element.textContent = text;
  return element;
}

// Skip writes that change nothing, here and below: browsers recompute layout for them too.
export function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    const text = String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
  return element;
}

export function write(element, text) {
  const {firstChild, lastChild} = element;
  // Changing the data of the existing text node is cheaper than replacing the node.
  if (firstChild && firstChild === lastChild && firstChild.nodeType === Node.TEXT_NODE && text) {
    if (firstChild.data !== text) firstChild.data = text;
  } else if (element.textContent !== text) element.textContent = text;
}

export function conceal(element, hidden) {
  if (element.hidden !== hidden) element.hidden = hidden;
}

export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

// A plain Float32Array over an array sent by the server: Bokeh's subclass of it cannot be sliced.
export const floats = data => new Float32Array(data.buffer, data.byteOffset, data.length);

// Creates the root element of a view in its host; it follows the page's theme.
export function rooted(model, el, kind, tag = "section") {
  const root = html(tag, `canvas-root ${kind}`);
  const theme = () => root.classList.toggle("dark", Boolean(model.dark));
  model.on("dark", theme);
  theme();
  el.classList.add("canvas-host");
  el.append(root);
  return root;
}

// The frame of every view: a header with title, note and a slot at the right.
export class Card {
  constructor(model, el, kind) {
    this.root = rooted(model, el, kind);
    this.head = html("header", "head");
    this.title = html("h2", "title");
    this.note = html("span", "note");
    this.slot = html("div", "slot");
    this.head.append(this.title, this.note, this.slot);
    this.root.append(this.head);
  }
}

// Returns a function that announces a text to screen readers.
export function spoken(root) {
  const line = html("div", "spoken");
  line.setAttribute("role", "status");
  line.setAttribute("aria-live", "polite");
  root.append(line);
  return text => write(line, text);
}

// Moves an element many times a second, by changing the keyframes of a paused animation: the browser then updates only
// the compositor, whereas a changed style made Chromium sort all layers of the page at each move.
export class Mover {
  constructor(element) { this.element = element; }

  to(x, y) {
    const ends = Array(2).fill({transform: `translate(${x}px,${y}px)`});
    if (this.animation) this.animation.effect.setKeyframes(ends);
    else {
      this.animation = this.element.animate(ends, {duration: 1000, fill: "both"});
      this.animation.pause();
    }
  }
}

const TIP_ROOM = {w: 260, h: 190};                // px that a tooltip may need to the right of and below the pointer

// The tooltip beside the pointer, in window coordinates. `rows` are [label, value, tone]; `warning` is a sentence or
// "". It is a popover, so that no box clips it. Its anchor contains size and layout, so that new text lays out the
// tooltip only.
export class Tooltip {
  constructor(stage) {
    this.point = html("div", "tip-point");
    this.point.popover = "manual";
    this.box = html("div", "tooltip");
    this.point.append(this.box);
    this.mover = new Mover(this.point);
    this.shown = false;
    stage.append(this.point);
  }

  show(x, y, name, rows = [], warning = "") {
    const key = `${name}\n${warning}\n${rows.map(row => row[0]).join()}`;
    if (key !== this.key) {
      this.key = key;
      this.build(name, rows, warning);
    }
    rows.forEach(([, value, tone], i) => {
      write(this.cells[i], value);
      if (this.cells[i].className !== (tone || "")) this.cells[i].className = tone || "";
    });
    if (!this.shown) this.appear();
    this.place(x, y);
  }

  build(name, rows, warning) {
    const table = html("dl", "tip-rows");
    this.cells = rows.map(([label]) => {
      const cell = html("dd");
      table.append(html("dt", "", label), cell);
      return cell;
    });
    const parts = [html("div", "tip-name", name)];
    if (rows.length) parts.push(table);
    if (warning) parts.push(html("div", "tip-warning", warning));
    this.box.replaceChildren(...parts);
  }

  appear() {
    if (!this.point.isConnected) return;
    this.point.showPopover();
    this.shown = true;
  }

  // Measure nothing here: reading a size forces a layout of the page at every move.
  place(x, y) {
    const left = x + TIP_ROOM.w > window.innerWidth, up = y + TIP_ROOM.h > window.innerHeight;
    this.mover.to(left ? x - 16 : x + 18, up ? y - 12 : y + 18);
    if (left !== this.left) this.point.classList.toggle("left", this.left = left);
    if (up !== this.up) this.point.classList.toggle("up", this.up = up);
  }

  hide() {
    if (this.shown && this.point.isConnected) this.point.hidePopover();
    this.shown = false;
  }
}

// Shows the reason of a refusal at the bottom of the stage for some seconds.
export class Refusal {
  constructor(stage) {
    this.box = html("div", "refusal");
    stage.append(this.box);
  }

  show(text) {
    clearTimeout(this.timer);
    this.box.textContent = text;
    this.box.classList.add("shown");
    this.timer = setTimeout(() => this.hide(), 6000);
    // where it happened is the place to say it: nobody else on the page need
    window.dispatchEvent(new CustomEvent("explorer-said", {detail: text}));
  }

  hide() {
    clearTimeout(this.timer);
    this.box.classList.remove("shown");
    this.timer = setTimeout(() => { this.box.textContent = ""; }, 250);
  }
}

// Position of the pointer on the stage. The stage's box is measured once per gesture or hover, not per move.
export class Spot {
  constructor(stage) {
    this.stage = stage;
    stage.addEventListener("pointerenter", () => { this.box = null; });
    stage.addEventListener("pointerdown", () => { this.box = null; }, true);
  }

  of(event) {
    this.box ??= this.stage.getBoundingClientRect();
    return [event.clientX - this.box.left, event.clientY - this.box.top];
  }
}

// Switches off transitions for what is drawn now, until a frame with it has been shown.
export function at_rest(root) {
  root.classList.add("still");
  requestAnimationFrame(() => requestAnimationFrame(() => root.classList.remove("still")));
}

// Returns the focus to `button()` when a popover closes, before it is hidden: else a key pressed right then would go to
// the hidden popover.
export function gives_focus_back(box, button) {
  box.addEventListener("beforetoggle", event => {
    if (event.newState === "closed" && box.contains(box.getRootNode().activeElement)) button()?.focus();
  });
}

// Calls `draw` whenever the element's box changes, at most once a frame.
export function whenSized(element, draw) {
  let waiting = false;
  const observer = new ResizeObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; draw(); });
  });
  observer.observe(element);
  return observer;
}

// Tells the server that this view is ready, again every 1.5 s until the caller reports the first drawing. Returns the
// function to call then.
export function introduce(model) {
  let heard = false, tries = 0;
  const ask = () => {
    if (heard || tries++ > 20) return;
    model.send_msg({type: "ready"});
    setTimeout(ask, 1500);
  };
  setTimeout(ask, 0);
  return () => { heard = true; };
}
