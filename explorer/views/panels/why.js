// The breakdown of a total, in a popover below its tile: tables of rows with bars; a click on a row selects its
// elements.

import {clamp, gives_focus_back, html} from "../kit/draw.js";
import {amount, gain, known, percent} from "../kit/numbers.js";

export class Why {
  // `send(message)` sends to the server.
  constructor(root, send) {
    this.send = send;
    this.box = html("div", "why");
    this.box.popover = "auto";
    this.box.tabIndex = -1;
    this.box.setAttribute("role", "dialog");
    root.append(this.box);
    gives_focus_back(this.box, () => this.button);
    this.button = null;                            // the button of the open total
    this.name = "";
    this.box.addEventListener("toggle", event => {
      this.button?.setAttribute("aria-expanded", String(event.newState === "open"));
      if (event.newState === "closed") this.send({type: "closed"});
    });
    this.box.addEventListener("keydown", event => this.key(event));
  }

  // Pressing the button of the open popover closes it before the click arrives; that click must not open it again.
  attach(button, name, label) {
    let was_open = false;
    button.setAttribute("aria-label", `${label}: what it is made of`);
    button.setAttribute("aria-haspopup", "dialog");
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("pointerdown", () => { was_open = button === this.button && this.box.matches(":popover-open"); });
    button.addEventListener("click", () => {
      if (!was_open) this.open(button, name, label);
      was_open = false;
    });
  }

  open(button, name, label) {
    this.button?.setAttribute("aria-expanded", "false");
    Object.assign(this, {button, name});
    this.box.setAttribute("aria-label", `${label}: what it is made of`);
    this.box.replaceChildren(html("h2", "", label), html("p", "", "Being worked out…"));
    const {left, bottom} = button.getBoundingClientRect();
    this.box.style.left = `${clamp(left, 8, Math.max(8, window.innerWidth - 468))}px`;
    this.box.style.top = `${bottom + 8}px`;
    this.box.style.maxHeight = `${window.innerHeight - bottom - 24}px`;
    this.box.showPopover();
    this.box.focus();
    this.send({type: "why", name});
  }

  /** @param {import("../wire/protocol").WhyAnswer} message */
  take({name, label, value, unit, said, tables}) {
    if (name !== this.name || !this.box.matches(":popover-open")) return;
    const rows = this.rows(), was = rows.indexOf(this.focused()), top = this.box.scrollTop;
    const title = html("h2", "", label);
    title.append(html("span", "whole", amount(value, unit)));
    this.box.replaceChildren(title, html("p", "", said), ...tables.flatMap(table => this.table(table)));
    if (tables.length && !tables.some(table => table.rows.length)) this.box.append(html("p", "", "Nothing in this layout contributes to it."));
    this.box.scrollTop = top;
    // When an update replaces the rows, focus the row at the same place.
    if (was >= 0) this.rows()[Math.min(was, this.rows().length - 1)]?.focus();
    else if (this.focused() === this.box) this.rows()[0]?.focus();
  }

  table({title, sort, unit, rows}) {
    const list = html("div", `reasons is-${sort}`), most = Math.max(...rows.map(row => Math.abs(row.value) || 0), 1e-12);
    list.setAttribute("role", "group");
    list.setAttribute("aria-label", title);
    list.append(...rows.map(row => this.row(row, unit, sort, most)));
    return rows.length ? [html("h3", "", title), list] : [];
  }

  row({label, value, share, ids, tray, how, kind, source}, unit, sort, most) {
    const row = html(ids.length ? "button" : "div", "reason"), words = html("span", "words", label), bar = html("i");
    if (ids.length) {
      row.type = "button";
      row.addEventListener("click", () => { this.box.hidePopover(); this.send({type: "select", ids, tray}); });
    }
    words.dir = "auto";
    bar.className = value < 0 ? "takes" : "gives";
    bar.style.width = `${100 * Math.abs(value || 0) / most}%`;
    const figure = sort === "terms" ? gain(value, unit) : amount(value, unit);
    row.append(words, html("span", "value", figure), html("span", "share", known(share) ? percent(share) : ""), bar);
    if (how) row.append(html("span", "how", how));
    if (kind) {
      const from = html("span", "from");
      from.title = source;
      from.append(html("b", `kind-${kind}`, kind), document.createTextNode(` ${source}`));
      row.append(from);
    }
    return row;
  }

  rows() { return [...this.box.querySelectorAll("button.reason")]; }

  focused() { return this.box.getRootNode().activeElement; }

  key(event) {
    const rows = this.rows(), i = rows.indexOf(this.focused());
    const to = {ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: rows.length - 1}[event.key];
    if (to === undefined || !rows.length) return;
    rows[clamp(to, 0, rows.length - 1)].focus();
    event.preventDefault();
    event.stopPropagation();
  }
}
