// Watts of one link over the distance between ASIC and port: a step where a longer SerDes class is needed.

import {Card, html, introduce, set, svg, Tooltip, whenSized} from "../kit/draw.js";
import {amount, known, number} from "../kit/numbers.js";

const LEFT = 46, RIGHT = 96, TOP = 8, BOTTOM = 34, TICKS_MM = [2, 5, 10, 20, 50, 100, 200, 300];
const CLASS_COLORS = {UCIe: "#2f6db5", XSR: "#0f9d8c", "XSR+": "#7aa23a", VSR: "#d9a321", MR: "#e0731d", LR: "#c8463c"};

class Distance extends Card {
  /** @param {import("../wire/protocol").DistanceViewModel} model */
  constructor(model, el) {
    super(model, el, "distance");
    this.model = model;
    this.stage = html("div", "stage");
    this.paper = svg("svg", {role: "img"});
    this.stage.append(this.paper);
    this.empty = html("div", "empty-note", "No distance at which this link closes");
    this.root.append(this.stage, this.empty);
    this.tip = new Tooltip(this.stage);
    this.paper.addEventListener("pointermove", event => this.hover(event));
    this.paper.addEventListener("pointerleave", () => this.leave());
    const heard = introduce(model);
    this.observer = whenSized(this.stage, () => this.paint());
    model.on("msg:custom", message => { heard(); if (message.type === "curve") this.take(message); });
    model.on("remove", () => this.observer.disconnect());
  }

  /** @param {import("../wire/protocol").Curve} curve */
  take(curve) {
    this.curve = curve;
    this.title.textContent = "Watts of a link";
    this.note.textContent = curve.title;
    this.empty.hidden = curve.points.length > 0;
    this.paint();
  }

  paint() {
    const {clientWidth: w, clientHeight: h} = this.stage, points = this.curve?.points || [];
    if (!points.length || w < 160 || h < 60) return this.paper.replaceChildren();
    const found = points.map(point => point[1]), [low, high] = [Math.min(...found), Math.max(...found)];
    const slack = Math.max(high - low, 0.02 * high) * 0.12, from = low - slack, to = high + slack;
    const near = TICKS_MM[0], far = TICKS_MM.at(-1);
    this.x = mm => LEFT + Math.log(mm / near) / Math.log(far / near) * (w - LEFT - RIGHT);
    this.y = watt => TOP + (to - watt) / (to - from) * (h - TOP - BOTTOM);
    const parts = [];
    for (const mm of TICKS_MM) {
      parts.push(svg("line", {class: "grid", x1: this.x(mm), x2: this.x(mm), y1: TOP, y2: h - BOTTOM}));
      parts.push(svg("text", {class: "tick middle", x: this.x(mm), y: h - BOTTOM + 13}, String(mm)));
    }
    for (const watt of [0, 1, 2, 3].map(k => from + slack + k / 3 * (high - low || slack))) {
      parts.push(svg("line", {class: "grid", x1: LEFT, x2: w - RIGHT, y1: this.y(watt), y2: this.y(watt)}));
      parts.push(svg("text", {class: "tick", x: LEFT - 6, y: this.y(watt) + 3}, number(watt, 3)));
    }
    parts.push(svg("text", {class: "axis-name", x: (LEFT + w - RIGHT) / 2, y: h - 5}, "mm from ASIC to port, at both ends"));
    parts.push(svg("text", {class: "tick", x: LEFT - 6, y: h - BOTTOM + 13}, "W"));
    let row = 0;
    for (const key of new Set(points.map(point => point[2]))) {
      const own = points.filter(point => point[2] === key), color = CLASS_COLORS[key] || "#98a2b3";
      const d = own.map(([mm, watt], i) => `${i ? "L" : "M"}${this.x(mm).toFixed(1)} ${this.y(watt).toFixed(1)}`).join("") + "h.01";
      parts.push(svg("path", {class: "curve", d, stroke: color}));
      parts.push(svg("rect", {x: w - RIGHT + 12, y: TOP + 16 * row + 1, width: 12, height: 4, rx: 2, fill: color}));
      parts.push(svg("text", {class: "key", x: w - RIGHT + 30, y: TOP + 16 * row++ + 7}, key));
    }
    const here = this.curve.here_mm;
    if (known(here) && here >= near && here <= far) {
      parts.push(svg("line", {class: "here", x1: this.x(here), x2: this.x(here), y1: TOP, y2: h - BOTTOM}));
      parts.push(svg("text", {class: "key", x: w - RIGHT + 12, y: TOP + 16 * row + 12}, `farthest here`));
      parts.push(svg("text", {class: "key strong", x: w - RIGHT + 12, y: TOP + 16 * row + 26}, `${number(here)} mm`));
    }
    this.mark = svg("circle", {class: "mark", r: 3.5});
    this.mark.style.display = "none";
    this.paper.replaceChildren(...parts, this.mark);
    this.paper.setAttribute("aria-label", `${number(low)} to ${number(high)} W a link, from ${near} to ${far} mm`);
  }

  hover(event) {
    const points = this.curve?.points || [];
    if (!points.length || !this.x) return;
    const at = event.clientX - this.stage.getBoundingClientRect().left;
    const [mm, watt, key, margin] = points.reduce((best, point) => Math.abs(this.x(point[0]) - at) < Math.abs(this.x(best[0]) - at) ? point : best);
    set(this.mark, {cx: this.x(mm), cy: this.y(watt)}).style.display = "";
    this.tip.show(event.clientX, event.clientY, `${number(mm)} mm`, [
      ["One link", `${number(watt, 4)} W`], ["SerDes", key], [this.curve.margin[0], amount(margin, this.curve.margin[1])],
    ]);
  }

  leave() {
    if (this.mark) this.mark.style.display = "none";
    this.tip.hide();
  }
}

export function render({model, el}) {
  new Distance(model, el);
}
