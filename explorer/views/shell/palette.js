// The command palette and the map of the keyboard: two dialogs over the page.

import {clamp, html} from "../kit/draw.js";
import {fit} from "./fit.js";

const SHOWN_ROWS = 60;

export class CommandPalette {
  // `ask()` requests the server's commands; `run(key)` runs one of them; `own` are commands of the browser.
  constructor(root, ask, run, own) {
    this.ask = ask;
    this.run = run;
    this.own = own;
    this.recent = [];
    this.dialog = dialog(root, "palette", "Search and run");
    this.input = html("input", "query");
    Object.assign(this.input, {type: "text", placeholder: "Search trays, parts, links; run anything", spellcheck: false, autocomplete: "off"});
    for (const [name, value] of Object.entries({role: "combobox", "aria-expanded": "true", "aria-controls": "commands", "aria-autocomplete": "list", "aria-label": "Search and run"})) this.input.setAttribute(name, value);
    this.list = html("div", "commands");
    this.list.id = "commands";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Commands");
    this.dialog.append(this.input, this.list);
    this.input.addEventListener("input", () => this.draw());
    this.input.addEventListener("keydown", event => this.key(event));
  }

  open() {
    if (this.dialog.open) return;
    this.all = this.own;
    this.input.value = "";
    this.dialog.showModal();
    this.input.focus();
    this.draw();
    this.ask();
  }

  take(commands) {
    this.all = [...this.own, ...commands];
    if (this.dialog.open) this.draw();
  }

  draw() {
    const query = this.input.value.trim();
    const found = this.all.map(command => ({command, ...(fit(query, command.words) || {score: null})})).filter(each => each.score !== null);
    const age = ({key}) => this.recent.includes(key) ? 4 - 0.1 * this.recent.indexOf(key) : 0;
    if (query) found.sort((a, b) => b.score + age(b.command) - a.score - age(a.command));
    this.found = found.slice(0, SHOWN_ROWS);
    this.list.replaceChildren(...this.found.map((each, i) => this.row(each, i)));
    if (!this.found.length) this.list.append(html("p", "none", "Nothing is called that"));
    this.point(0);
  }

  row({command, at}, i) {
    const row = html("div", "command"), words = html("span", "words");
    row.id = `command-${i}`;
    row.setAttribute("role", "option");
    words.dir = "auto";
    const marked = new Set(at);
    [...command.words].forEach((letter, k) => words.append(marked.has(k) ? html("b", "", letter) : letter));
    row.append(html("span", "sort", command.sort), words, html("kbd", "", command.keys || ""));
    row.addEventListener("pointermove", () => this.point(i));
    row.addEventListener("click", () => this.choose(i));
    return row;
  }

  point(i) {
    const rows = [...this.list.querySelectorAll(".command")];
    if (!rows.length) { this.input.removeAttribute("aria-activedescendant"); return; }
    this.at = clamp(i, 0, rows.length - 1);
    rows.forEach((row, k) => row.setAttribute("aria-selected", String(k === this.at)));
    rows[this.at].scrollIntoView({block: "nearest"});
    this.input.setAttribute("aria-activedescendant", rows[this.at].id);
  }

  key(event) {
    const to = {ArrowDown: this.at + 1, ArrowUp: this.at - 1, PageDown: this.at + 8, PageUp: this.at - 8}[event.key];
    if (to !== undefined) this.point(to);
    else if (event.key === "Enter") this.choose(this.at);
    else return;
    event.preventDefault();
  }

  choose(i) {
    const command = this.found[i]?.command;
    if (!command) return;
    this.recent = [command.key, ...this.recent.filter(key => key !== command.key)].slice(0, 8);
    this.dialog.close();
    if (command.act) command.act();
    else this.run(command.key);
  }
}

// A modal dialog that a click outside closes. The browser closes it on Escape, and restores the focus.
function dialog(root, kind, label) {
  const box = html("dialog", kind);
  box.setAttribute("aria-label", label);
  box.addEventListener("click", event => { if (event.target === box) box.close(); });
  box.addEventListener("keydown", event => event.stopPropagation());
  root.append(box);
  return box;
}

export class KeyMap {
  constructor(root) { this.box = dialog(root, "key-map", "Keyboard"); }

  show(groups) {
    if (this.box.open) return;
    const close = html("button", "tool", "Close");
    close.type = "button";
    close.addEventListener("click", () => this.box.close());
    const title = html("h2", "", "Keyboard");
    this.box.replaceChildren(title, ...groups.map(([name, keys]) => {
      const section = html("section"), list = html("dl");
      section.append(html("h3", "", name), list);
      for (const [key, does] of keys) { const term = html("dt"); term.append(html("kbd", "", key)); list.append(term, html("dd", "", does)); }
      return section;
    }), close);
    this.box.showModal();
    close.focus();
  }
}
