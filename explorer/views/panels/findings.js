// The list of findings, errors first, with the fixes of failing links.

import {Card, html, introduce, svg} from "../kit/draw.js";
import {known, number} from "../kit/numbers.js";

const SHAPES = {
  error: "M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5zM8 4.6v4.2M8 11.2v.2",
  warning: "M8 2l6.6 12H1.4zM8 6.4v3.6M8 12v.2",
  note: "M8 1.6a6.4 6.4 0 1 0 .01 0zM8 7.2v4.2M8 4.6v.2",
  none: "M8 1.6a6.4 6.4 0 1 0 .01 0zM5 8.2l2.2 2.2L11.2 6",
};
const PLURAL = {error: "errors", warning: "warnings", note: "notes"};

class Findings extends Card {
  /** @param {import("../wire/protocol").FindingsViewModel} model */
  constructor(model, el) {
    super(model, el, "findings");
    this.model = model;
    this.title.textContent = "Findings";
    this.list = html("ul", "list");
    this.root.append(this.list);
    const heard = introduce(model);
    model.on("msg:custom", message => {
      heard();
      if (message.type !== "findings") return;
      this.open = message.open;
      this.ways = message.ways;
      this.show(message.rows);
    });
  }

  show(rows) {
    this.slot.replaceChildren(...Object.keys(PLURAL).flatMap(severity => {
      const n = rows.filter(row => row.severity === severity).reduce((sum, row) => sum + 1 + row.more, 0);
      if (!n) return [];
      const count = html("span", `count is-${severity}`, `${number(n, 1)} ${n === 1 ? severity : PLURAL[severity]}`);
      return [count];
    }), ...(rows.some(row => row.mended) ? [this.mend()] : []));
    // Reuse the rows, so that a list that changes under the pointer does not flicker.
    while (this.list.children.length > Math.max(rows.length, 1)) this.list.lastChild.remove();
    if (!rows.length) {
      const item = html("li", "calm");
      item.append(icon("none"), html("span", "", "No rule is broken"));
      this.list.replaceChildren(item);
      return;
    }
    if (this.list.firstChild?.classList.contains("calm")) this.list.replaceChildren();
    rows.forEach((row, i) => this.fill(this.list.children[i] || this.list.appendChild(this.item()), row));
  }

  mend() {
    const all = html("button", "fix all", "Fix links");
    all.type = "button";
    all.title = "Apply the fixes that make every link pass with the least power";
    all.addEventListener("click", () => {
      all.textContent = "Searching…";
      all.disabled = true;
      this.model.send_msg({type: "mend"});
    });
    return all;
  }

  item() {
    const item = html("li");
    const button = html("button", "finding");
    button.type = "button";
    const words = html("span", "words");
    words.append(html("span", "message"), html("span", "figures"));
    button.append(html("span", "sign"), words);
    button.addEventListener("click", () => this.model.send_msg({type: "select", id: item.dataset.element}));
    const fix = html("button", "fix", "Fix");
    fix.type = "button";
    fix.addEventListener("click", () => this.model.send_msg({type: "fixes", id: item.dataset.element}));
    item.append(button, fix, html("div", "ways"));
    return item;
  }

  // Lists fixes, or that they are being searched for (`ways` is null).
  show_ways(box, ways) {
    const key = JSON.stringify(ways);
    if (key === box.dataset.key) return;
    box.dataset.key = key;
    box.hidden = ways !== null && !ways.length;
    if (ways === null) box.replaceChildren(html("span", "figures", "Searching for fixes…"));
    else box.replaceChildren(...ways.map((way, index) => this.way(way, index)));
  }

  way(way, index) {
    const line = html("div", `way${way.obstacle ? " hindered" : ""}`);
    const words = html("span", "words");
    words.append(html("span", "message", way.kind === "Move" ? way.label : `${way.kind}: ${way.label}`), html("span", "figures", way.changes.join("  ·  ")));
    if (way.obstacle) words.append(html("span", "figures obstacle", way.obstacle));
    const apply = html("button", "fix", "Apply");
    apply.type = "button";
    apply.setAttribute("aria-label", `Apply ${way.kind}: ${way.label}`);
    apply.addEventListener("click", () => this.model.send_msg({type: "apply", index}));
    line.append(words, apply);
    return line;
  }

  fill(item, row) {
    item.dataset.element = row.element;
    const button = item.firstChild;
    if (item.dataset.severity !== row.severity) {
      item.dataset.severity = row.severity;
      button.className = `finding is-${row.severity in PLURAL ? row.severity : "note"}`;
      button.firstChild.replaceChildren(icon(row.severity));
    }
    const [message, figures] = button.lastChild.children;
    if (message.textContent !== row.message) message.textContent = row.message;
    const value = known(row.value) && row.limit ? `${number(row.value)} against ${number(row.limit)}` : "";
    figures.textContent = [row.name, value].filter(Boolean).join("  ·  ");
    button.setAttribute("aria-label", `${row.severity}: ${row.message}. Show ${row.name}`);
    const [, fix, ways] = item.children, open = row.mended && row.element === this.open;
    fix.hidden = !row.mended;
    fix.classList.toggle("open", open);
    fix.setAttribute("aria-expanded", String(open));
    this.show_ways(ways, open ? this.ways : []);
  }
}

function icon(severity) {
  const drawing = svg("svg", {class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true"});
  drawing.append(svg("path", {d: SHAPES[severity] || SHAPES.note}));
  return drawing;
}

export function render({model, el}) {
  new Findings(model, el);
}
