// A and B side by side on one scale, what lies between them, and what differs in words and numbers.

import {HeatMap} from "../canvas/drawn/heat.js";
import {unpacked} from "../canvas/geometry/cells.js";
import {ramp} from "../canvas/geometry/colors.js";
import {Card, html, introduce, svg, whenSized} from "../kit/draw.js";
import {amount, gain, known, number, unit_of_change} from "../kit/numbers.js";

class Compare extends Card {
  /** @param {import("../wire/protocol").CompareViewModel} model */
  constructor(model, el) {
    super(model, el, "compare");
    this.model = model;
    this.head.remove();
    this.maps = html("div", "maps");
    this.table = html("div", "differences");
    this.root.append(this.maps, this.table);
    this.panes = ["A, now", "B", "A − B"].map(title => this.pane(title));
    this.maps.append(...this.panes.map(pane => pane.box));
    this.empty = html("div", "empty-note");
    const pin = html("button", "act", "Pin the present state as B");
    pin.type = "button";
    pin.addEventListener("click", () => model.send_msg({type: "pin"}));
    const buttons = html("div", "acts");
    buttons.append(pin, this.large());
    this.empty.append(html("p", "", "Pin a state, then go on: whatever you edit is compared with it, map by map and number by number."), buttons);
    this.root.append(this.empty);
    const heard = introduce(model);
    this.observer = whenSized(this.maps, () => this.place());
    model.on("remove", () => this.observer.disconnect());
    model.on("msg:custom", message => { heard(); if (message.type === "compare") this.show(message); });
  }

  large() {
    const large = html("button", "act", "Side by side (C)");
    large.type = "button";
    large.addEventListener("click", () => this.model.send_msg({type: "large"}));
    return large;
  }

  pane(title) {
    const box = html("figure", "pane"), caption = html("figcaption", "", title), stage = html("div", "pane-stage"), canvas = html("canvas");
    const paper = svg("svg", {"aria-hidden": "true"}), scale = html("span", "pane-scale");
    stage.append(canvas, paper);
    box.append(caption, stage, scale);
    return {box, caption, stage, canvas, paper, scale, heat: new HeatMap(canvas), map: null};
  }

  /** @param {any} message */
  show(message) {
    this.root.classList.toggle("unpinned", !message.pinned);
    if (!message.pinned) return;
    const [a, b, between] = this.panes, {maps} = message;
    b.caption.textContent = `B, ${message.label}`;
    this.maps.hidden = !maps;
    if (maps) {
      const fields = [maps.a, maps.b].map(unpacked);
      const all = fields.flatMap(field => [...field].filter(known)), span = [Math.min(...all), Math.max(...all)];
      [a, b].forEach((pane, i) => this.paint(pane, [maps.a, maps.b][i], fields[i], maps.colors, span, maps.unit));
      between.box.hidden = !message.alike;
      if (message.alike) {
        const off = fields[0].map((value, i) => value - fields[1][i]);
        const most = Math.max(...[...off].filter(known).map(Math.abs), 1e-3);
        this.paint(between, maps.a, off, maps.diverging, [-most, most], unit_of_change(maps.unit));
      }
    }
    this.fill(message);
    this.place();
  }

  paint(pane, map, field, colors, span, unit) {
    const [low, high] = span;
    pane.map = map;
    pane.heat.table = ramp(colors);
    pane.heat.take(field, map.nx, map.ny, false, [low, high > low ? high : low + 1], true);
    pane.scale.textContent = `${signed_if(low)} to ${signed_if(high, low < 0)} ${unit}`;
    pane.scale.style.setProperty("--ramp", `linear-gradient(to right, ${colors.filter((_, i) => i % Math.ceil(colors.length / 12) === 0).join(",")})`);
  }

  place() {
    for (const {map, stage, canvas, paper} of this.panes) {
      if (!map) continue;
      const {clientWidth: w, clientHeight: h} = stage, [width_mm, depth_mm] = map.size;
      const k = Math.min(w / depth_mm, h / width_mm), board = {w: depth_mm * k, h: width_mm * k};
      Object.assign(canvas.style, {width: `${board.w}px`, height: `${board.h}px`});
      paper.style.width = `${board.w}px`;
      paper.style.height = `${board.h}px`;
      paper.replaceChildren(...map.parts.map(([x, y, across, deep, kind]) =>
        svg("rect", {class: `kind-${kind}`, x: y * k, y: x * k, width: deep * k, height: across * k})));
    }
  }

  fill({totals, lines, more, gone, new: found, live, missing}) {
    const list = html("dl", "totals-list");
    for (const [label, unit, b, a] of totals) {
      const change = a - b, is_same = !known(change) || Math.abs(change) < 1e-6 * Math.max(Math.abs(a), 1e-9);
      const bars = html("dd", "bars"), most = Math.max(Math.abs(a), Math.abs(b)) || 1;
      for (const [name, value] of [["a", a], ["b", b]]) { const bar = html("i", name); bar.style.width = `${known(value) ? 100 * Math.abs(value) / most : 0}%`; bars.append(bar); }
      list.append(html("dt", "", label), bars, html("dd", "", `${amount(b, unit)} → ${amount(a, unit)}`), html("dd", is_same ? "same" : "change", is_same ? "=" : gain(change, unit_of_change(unit))));
    }
    const words = html("ul", "lines");
    for (const line of lines) { const item = html("li", "", line); item.dir = "auto"; words.append(item); }
    if (more) words.append(html("li", "", `and ${more} more`));
    if (!lines.length && !live) words.append(html("li", "", "The layouts are the same"));
    for (const text of found) words.append(html("li", "bad", `New: ${text}`));
    for (const text of gone) words.append(html("li", "good", `Gone: ${text}`));
    if (missing) words.append(html("li", "", missing));
    const unpin = html("button", "act", "Stop comparing");
    unpin.type = "button";
    unpin.addEventListener("click", () => this.model.send_msg({type: "unpin"}));
    const repin = html("button", "act", "Pin A as B");
    repin.type = "button";
    repin.addEventListener("click", () => this.model.send_msg({type: "pin"}));
    const acts = html("div", "acts");
    acts.append(this.large(), repin, unpin);
    this.table.replaceChildren(acts, list, words);
  }
}

const signed_if = (value, plus = false) => (plus && value > 0 ? "+" : "") + number(value);

export function render({model, el}) {
  new Compare(model, el);
}
