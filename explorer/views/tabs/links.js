// Link groups as rows that select, and the shown group's budget as waterfalls: what is there, then what takes.

import {Card, html, introduce, svg, Tooltip, whenSized, write} from "../kit/draw.js";
import {known, number, signed} from "../kit/numbers.js";

const AXIS = 30, FOOT = 26, HEAD = 18;

class Links extends Card {
  /** @param {import("../wire/protocol").LinksViewModel} model */
  constructor(model, el) {
    super(model, el, "links");
    this.model = model;
    this.head.remove();
    this.table = html("div", "link-rows");
    this.table.setAttribute("role", "listbox");
    this.table.setAttribute("aria-label", "Link groups");
    this.stage = html("div", "stage");
    this.paper = svg("svg", {role: "img"});
    this.stage.append(this.paper);
    this.root.append(this.table, this.stage);
    this.tip = new Tooltip(this.stage);
    this.table.addEventListener("click", event => this.select(event));
    this.paper.addEventListener("pointermove", event => this.hover(event));
    this.paper.addEventListener("pointerleave", () => this.tip.hide());
    const heard = introduce(model);
    this.observer = whenSized(this.stage, () => {
      // asked for here alone: in the midst of a drag it would lay out the whole page at once
      this.size = [this.stage.clientWidth, this.stage.clientHeight];
      this.paint();
    });
    model.on("msg:custom", message => { heard(); if (message.type === "links") this.take(message); });
    model.on("remove", () => this.observer.disconnect());
  }

  /** @param {import("../wire/protocol").Links} message */
  take(message) {
    this.shown = message;
    const kept = message.rows.map(row => row.id).join() + message.columns.join();
    if (kept !== this.kept) {
      this.kept = kept;
      this.table.style.gridTemplateColumns = `minmax(64px,1fr) minmax(64px,1.4fr) repeat(${message.columns.length},max-content)`;
      const heading = ["Links", "Technology", ...message.columns].map(text => html("span", "th", text));
      this.rows = message.rows.map(({cells}) => this.row(cells.length));
      this.table.replaceChildren(...heading, ...this.rows);
    }
    message.rows.forEach((row, i) => this.fill(this.rows[i], row));
    this.paint();
  }

  row(n_cells) {
    const row = html("button", "link-row"), name = html("span", "name");
    row.type = "button";
    row.setAttribute("role", "option");
    name.append(html("i"), document.createTextNode(""));
    row.append(name, html("span", "technology"), ...Array.from({length: n_cells}, () => html("span")));
    return row;
  }

  // Rows are kept: a drag changes a figure or two, and what has not changed is not laid out anew.
  fill(row, {id, name, technology, margin, cells}) {
    const [title, ...others] = row.children, is_shown = id === this.shown.shown;
    row.dataset.id = id;
    row.classList.toggle("selected", is_shown);
    row.setAttribute("aria-selected", String(is_shown));
    title.firstChild.className = `dot ${tone(margin)}`;
    [title.lastChild, ...others].forEach((place, i) => {
      write(place, [name, technology, ...cells][i]);
    });
  }

  select(event) {
    const row = event.target.closest(".link-row");
    if (row) this.model.send_msg({type: "select", id: row.dataset.id});
  }

  // -- waterfalls ----------------------------------------------------------------------------------

  paint() {
    const [w, h] = this.size || [0, 0], charts = this.shown?.charts || [];
    const parts = [];
    const n = charts.reduce((sum, chart) => sum + chart.steps.length + 1, 0);
    if (w > 100 && h > 60 && n) {
      const step = (w - AXIS * charts.length - 8) / n;
      let left = 0;
      for (const chart of charts) {
        parts.push(this.chart(chart, left, step, h));
        left += AXIS + step * (chart.steps.length + 1);
      }
    }
    this.paper.replaceChildren(...parts);
    const said = charts.map(chart => `${chart.title}: ${number(chart.margin)} dB left`).join(", ");
    this.paper.setAttribute("aria-label", said);
  }

  chart({title, steps, margin, worst}, left, step, h) {
    const group = svg("g");
    let at = 0, top = 0, low = Math.min(0, margin);
    const bars = steps.map(([name, db, worst_db]) => {
      const from = at;
      at += db;
      [top, low] = [Math.max(top, at, from), Math.min(low, at)];
      return {name, db, worst_db, from, to: at};
    });
    bars.push({name: "Margin", db: margin, worst_db: worst, from: 0, to: margin, total: true});
    const y = db => HEAD + (top - db) / (top - low || 1) * (h - HEAD - FOOT), x = i => left + AXIS + i * step;
    const largest = bars.filter(bar => !bar.total && bar.db < 0).sort((a, b) => a.db - b.db)[0];
    group.append(svg("text", {class: "chart-title", x: left + AXIS, y: 11}, title));
    group.append(svg("line", {class: "zero", x1: left + AXIS - 4, x2: x(bars.length), y1: y(0), y2: y(0)}));
    group.append(svg("text", {class: "tick", x: left + AXIS - 7, y: y(0) + 3}, "0"));
    if (y(0) - y(top) > 16) group.append(svg("text", {class: "tick", x: left + AXIS - 7, y: y(top) + 3}, number(top, 2)));
    const room = Math.floor((step - 2) / 5.4);
    bars.forEach((bar, i) => {
      const kind = bar.total ? tone(margin) : bar.db >= 0 ? "gives" : bar === largest ? "takes most" : "takes";
      const [high, deep] = [y(Math.max(bar.from, bar.to)), y(Math.min(bar.from, bar.to))];
      const rect = svg("rect", {class: `bar ${kind}`, x: x(i) + 1, y: high, width: Math.max(step - 3, 1), height: Math.max(deep - high, 1), rx: 1.5});
      const hit = svg("rect", {class: "hit", x: x(i), y: HEAD, width: step, height: h - HEAD});
      hit.bar = bar;
      if (!bar.total && i + 1 < bars.length - 1) group.append(svg("line", {class: "step", x1: x(i) + 1, x2: x(i + 1) + step - 2, y1: y(bar.to), y2: y(bar.to)}));
      // a figure stands on its bar, in it where it is tall, else under it
      const tall = deep - high > 16, y_figure = tall ? high + 12 : high > HEAD + 12 ? high - 3 : deep + 10;
      const figure = svg("text", {class: tall ? "figure inside" : "figure", x: x(i) + step / 2 - 0.5, y: y_figure}, tenths(bar.db, !bar.total));
      const short = bar.name.replace(/^.*: /, "");
      const words = short.length > room ? `${short.slice(0, Math.max(room - 1, 1))}…` : short;
      if (step > 16) group.append(svg("text", {class: "step-name", x: x(i) + step / 2, y: h - 8}, words));
      group.append(rect, ...(step > 24 ? [figure] : []), hit);
    });
    return group;
  }

  hover(event) {
    const bar = event.target.bar;
    if (!bar) return this.tip.hide();
    const rows = [["Typical", `${bar.total ? number(bar.db) : signed(bar.db)} dB`]];
    rows.push([bar.total ? "Worst case" : "Worst part", `${bar.total ? number(bar.worst_db) : signed(bar.worst_db)} dB`]);
    if (!bar.total) rows.push(["Left after it", `${number(bar.to)} dB`]);
    this.tip.show(event.clientX, event.clientY, bar.name, rows);
  }
}

// dB on a bar: more than tenths would not fit, nor matter.
function tenths(db, with_sign) {
  const size = Math.abs(db).toFixed(1);
  return `${db < 0 ? "\u2212" : with_sign ? "+" : ""}${size}`;
}

function tone(margin) {
  return !known(margin) || margin < 0 ? "bad" : margin < 1 ? "warn" : "good";
}

export function render({model, el}) {
  new Links(model, el);
}
