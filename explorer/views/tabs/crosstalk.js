// K/W from every source (rows) to every part (columns), as figures for one part and colors for all.

import {Card, clamp, floats, html, introduce, Tooltip, whenSized} from "../kit/draw.js";
import {amount, number, signed} from "../kit/numbers.js";

const ROW = 20, LEFT = 330, NARROWEST = 5, DECADES = 3;

class Crosstalk extends Card {
  /** @param {import("../wire/protocol").CrosstalkViewModel} model */
  constructor(model, el) {
    super(model, el, "crosstalk");
    this.model = model;
    this.scroll = html("div", "matrix");
    this.heading = html("div", "row heading");
    this.list = html("div", "rows");
    this.canvas = html("canvas");
    this.cursor = html("i", "cursor");
    this.scroll.append(this.heading, this.list, this.canvas, this.cursor);
    this.empty = html("div", "empty-note");
    this.root.append(this.scroll, this.empty);
    this.tip = new Tooltip(this.root);
    this.scroll.addEventListener("pointermove", event => this.hover(event));
    this.scroll.addEventListener("pointerleave", () => this.leave());
    this.scroll.addEventListener("click", event => this.click(event));
    const heard = introduce(model);
    this.observer = whenSized(this.scroll, () => this.paint());
    model.on("msg:custom", message => { heard(); if (message.type === "table") this.take(message); });
    model.on("remove", () => this.observer.disconnect());
  }

  /** @param {import("../wire/protocol").Table} table */
  take(table) {
    this.table = table;
    this.values = floats(table.data);
    this.empty.textContent = table.note;
    this.empty.hidden = !table.note;
    this.root.classList.toggle("nothing", Boolean(table.note));
    if (table.note) return this.leave();
    const {parts, rows, weakest} = table;
    this.title.textContent = "Rise per watt";
    this.note.textContent = `from source (row) to part (column), by what it adds to ${parts[weakest]}, ${number(table.headroom_k)} K below its limit`;
    this.heading.replaceChildren(...["Source", "W", `K/W in ${parts[weakest]}`, "K"].map(text => html("span", "", text)));
    this.list.replaceChildren(...rows.map((row, i) => this.line(row, this.at(i, weakest))));
    this.most = this.values.reduce((a, b) => Math.max(a, b), 0);
    this.legend(table.colors);
    this.paint();
  }

  line({id, name, power_w}, k_per_w) {
    const line = html("button", `row${id === this.table.selected ? " selected" : ""}`);
    line.type = "button";
    const texts = [name, number(power_w), number(k_per_w, 2), signed(k_per_w * power_w)];
    line.append(...texts.map(text => html("span", "", text)));
    return line;
  }

  legend(colors) {
    const bar = html("i", "scale-bar");
    bar.style.background = `linear-gradient(to right, ${colors.filter((_, i) => i % 15 === 0).join(",")})`;
    const low = this.most / 10 ** DECADES;
    this.slot.replaceChildren(html("span", "", number(low, 1)), bar, html("span", "", `${number(this.most, 2)} K/W`));
  }

  at(row, column) { return this.values[row * this.table.parts.length + column]; }

  // Equal ratios are equal steps of color: a part warms itself a hundred times more than its neighbor.
  paint() {
    if (!this.table || this.table.note) return;
    const {parts, rows} = this.table, sharp = window.devicePixelRatio || 1;
    this.step = Math.max((this.scroll.clientWidth - LEFT - 4) / parts.length, NARROWEST);
    const w = this.step * parts.length, h = ROW * rows.length;
    Object.assign(this.canvas.style, {left: `${LEFT}px`, top: `${ROW}px`, width: `${w}px`, height: `${h}px`});
    this.list.style.width = `${LEFT + w}px`;
    this.canvas.width = Math.round(w * sharp);
    this.canvas.height = Math.round(h * sharp);
    const context = this.canvas.getContext("2d"), top = this.table.colors.length - 1;
    context.scale(sharp, sharp);
    const gap = this.step > 8 ? 1 : 0;
    rows.forEach((_, i) => parts.forEach((_, j) => {
      const part = clamp(1 + Math.log10(Math.max(this.at(i, j), 1e-12) / this.most) / DECADES, 0, 1);
      context.fillStyle = this.table.colors[Math.round(part * top)];
      context.fillRect(j * this.step, i * ROW + 1, this.step - gap, ROW - 2);
    }));
    const x = (this.table.weakest + 0.5) * this.step;
    this.heading.style.setProperty("--mark", `${LEFT + x - 4}px`);
  }

  under(event) {
    if (!this.table || this.table.note) return null;
    const box = this.scroll.getBoundingClientRect();
    const x = event.clientX - box.left + this.scroll.scrollLeft, y = event.clientY - box.top;
    const row = Math.floor((y + this.scroll.scrollTop) / ROW) - 1;
    if (y < ROW || row < 0 || row >= this.table.rows.length) return null;
    const column = x < LEFT ? this.table.weakest : Math.floor((x - LEFT) / this.step);
    return column < this.table.parts.length ? {row, column} : null;
  }

  hover(event) {
    const cell = this.under(event);
    if (!cell) return this.leave();
    const {name, power_w} = this.table.rows[cell.row], k_per_w = this.at(cell.row, cell.column);
    Object.assign(this.cursor.style, {
      display: "block", left: `${LEFT + cell.column * this.step - 1}px`, top: `${(cell.row + 1) * ROW}px`,
      width: `${this.step + 1}px`, height: `${ROW}px`,
    });
    this.tip.show(event.clientX, event.clientY, `${name} → ${this.table.parts[cell.column]}`, [
      ["Rise per watt", `${number(k_per_w, 2)} K/W`], [this.table.power[0], amount(power_w, this.table.power[1])], ["Rise", `${signed(k_per_w * power_w)} K`],
    ]);
  }

  leave() {
    this.cursor.style.display = "none";
    this.tip.hide();
  }

  click(event) {
    const cell = this.under(event);
    if (cell) this.model.send_msg({type: "select", id: this.table.rows[cell.row].id});
  }
}

export function render({model, el}) {
  new Crosstalk(model, el);
}
