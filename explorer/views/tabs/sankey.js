// Watts from the wall to the parts: a bar per stage, as high as its watts, and a ribbon per stream between two.

import {Card, html, introduce, svg, Tooltip, whenSized} from "../kit/draw.js";
import {amount, percent} from "../kit/numbers.js";

const BAR = 9, GAP = 5, LINE = 12, ROOM_RIGHT = 168, TOP = 6, BOTTOM = 6;

class Sankey extends Card {
  /** @param {import("../wire/protocol").SankeyViewModel} model */
  constructor(model, el) {
    super(model, el, "sankey");
    this.stage = html("div", "stage");
    this.svg = svg("svg", {role: "img"});
    this.ribbons = svg("g");
    this.bars = svg("g");
    this.texts = svg("g");
    this.svg.append(this.ribbons, this.bars, this.texts);
    this.label = this.unit = "";
    this.empty = html("div", "empty-note", "Nothing draws power");
    this.stage.append(this.svg, this.empty);
    this.root.append(this.stage);
    this.tip = new Tooltip(this.root);
    this.label = this.unit = "";
    this.svg.addEventListener("pointermove", event => this.hover(event));
    this.svg.addEventListener("pointerleave", () => this.leave());
    const heard = introduce(model);
    this.observer = whenSized(this.stage, () => this.draw());
    model.on("msg:custom", message => { heard(); if (message.type === "flow") this.take(message); });
    model.on("remove", () => this.observer.disconnect());
  }

  /** @param {import("../wire/protocol").Flow} message */
  take({nodes, streams, rack, rack_unit, figure}) {
    [this.label, this.unit] = figure;
    this.nodes = nodes.map(node => ({...node, into: [], out: [], x: 0, y: 0, h: 0}));
    this.streams = streams.map(([source, target, w]) => ({source: this.nodes[source], target: this.nodes[target], w}));
    for (const stream of this.streams) {
      stream.source.out.push(stream);
      stream.target.into.push(stream);
    }
    const [low, typical, high] = rack;
    this.title.textContent = `${amount(typical, rack_unit)} at the racks`;
    this.note.textContent = high > low ? `${amount(low, rack_unit)} to ${amount(high, rack_unit)} by the range of the links` : "";
    this.empty.hidden = nodes.length > 0;
    this.svg.setAttribute("aria-label", nodes.map(node => `${node.name} ${amount(node.w, this.unit)}`).join(", "));
    this.draw();
  }

  draw() {
    if (!this.nodes) return;
    const width = this.stage.clientWidth, height = this.stage.clientHeight;
    const columns = grouped(this.nodes);
    this.place(columns, width, height);
    this.ribbons.replaceChildren(...this.streams.map(stream => this.ribbon(stream)));
    this.bars.replaceChildren(...this.nodes.map((node, i) =>
      svg("rect", {class: `bar ${node.family}`, x: node.x, y: node.y, width: BAR, height: Math.max(node.h, 1), rx: 1.5, "data-node": i})));
    this.texts.replaceChildren(...[...columns.values()].flatMap(column => this.labels(column)));
    // what the pointer rests on stays marked in the new drawing
    const {marked} = this;
    this.marked = undefined;
    this.mark(marked < this.streams.length ? marked : undefined);
  }

  // One scale for all columns; the fullest sets it. Within a node, streams keep the order of the nodes they join.
  place(columns, width, height) {
    const room = column => height - TOP - BOTTOM - GAP * (column.length - 1);
    const scale = Math.min(...[...columns.values()].map(column => room(column) / total(column)));
    const last = Math.max(...columns.keys(), 1);
    for (const [place, column] of columns) {
      let y = TOP;
      for (const node of column) {
        Object.assign(node, {x: place * (width - ROOM_RIGHT - BAR) / last, y, h: node.w * scale});
        y += node.h + GAP;
      }
    }
    for (const node of this.nodes) {
      stack(node.out, "y0", node.y, scale, stream => stream.target);
      stack(node.into, "y1", node.y, scale, stream => stream.source);
    }
    this.scale = scale;
  }

  ribbon(stream) {
    const {source, target, w} = stream, x0 = source.x + BAR, x1 = target.x, bend = (x1 - x0) / 2;
    const h = Math.max(w * this.scale, 0.75), {y0, y1} = stream;
    const d = `M${x0},${y0}C${x0 + bend},${y0} ${x1 - bend},${y1} ${x1},${y1}V${y1 + h}C${x1 - bend},${y1 + h} ${x0 + bend},${y0 + h} ${x0},${y0 + h}Z`;
    return svg("path", {class: `ribbon ${target.family || source.family}`, d, "data-stream": this.streams.indexOf(stream)});
  }

  // Names beside the bars; where bars are thin the names are pushed down, each below the other, and up from the edge.
  labels(column) {
    let free = -Infinity;
    const places = column.map(node => (free = Math.max(node.y + node.h / 2, free + LINE)));
    free = this.stage.clientHeight - LINE / 2;
    for (let i = places.length - 1; i >= 0; i--) {
      places[i] = Math.min(places[i], free);
      free = places[i] - LINE;
    }
    // a name that would run into the next column goes without its watts: they stand beside the pointer
    const next = Math.min(...this.nodes.map(node => node.x).filter(x => x > column[0].x)) - column[0].x - BAR - 10;
    return column.map((node, i) => {
      const y = places[i], figure = amount(node.w, this.unit), fits = (node.name.length + figure.length + 1) * 5.8 < next;
      const text = svg("text", {class: `name ${node.family}`, x: node.x + BAR + 5, y});
      text.append(svg("tspan", {}, node.name), svg("tspan", {class: "figure", dx: 5}, fits ? figure : ""));
      return text;
    });
  }

  hover(event) {
    const {node, stream} = event.target.dataset ?? {};
    this.mark(node === undefined ? stream : undefined);
    const wall = this.nodes?.[0]?.w;
    if (node !== undefined) {
      const {name, w} = this.nodes[node];
      this.tip.show(event.clientX, event.clientY, name, [[this.label, amount(w, this.unit)], ["Share of the wall", percent(w / wall)]]);
    } else if (stream !== undefined) {
      const {source, target, w} = this.streams[stream];
      this.tip.show(event.clientX, event.clientY, `${source.name} → ${target.name}`, [
        [this.label, amount(w, this.unit)], ["Share of the wall", percent(w / wall)], [`Share of ${source.name}`, percent(w / source.w)],
      ]);
    } else this.tip.hide();
  }

  mark(stream) {
    if (this.marked === stream) return;
    this.ribbons.querySelector(".marked")?.classList.remove("marked");
    if (stream !== undefined) this.ribbons.children[stream].classList.add("marked");
    this.marked = stream;
  }

  leave() {
    this.mark(undefined);
    this.tip.hide();
  }
}

const total = nodes => nodes.reduce((sum, node) => sum + node.w, 0);

function grouped(nodes) {
  const columns = new Map();
  for (const node of nodes) columns.set(node.column, [...(columns.get(node.column) ?? []), node]);
  return columns;
}

function stack(streams, key, y, scale, other) {
  streams.sort((a, b) => other(a).y - other(b).y);
  for (const stream of streams) {
    stream[key] = y;
    y += stream.w * scale;
  }
}

export function render({model, el}) {
  new Sankey(model, el);
}
