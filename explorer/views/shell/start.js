// The start page: a dialog of cards over the page. A layout file may be dropped anywhere, also while the dialog is
// closed.

import {file_field, layout_file} from "../exchange/layout_file.js";
import {clamp, html, introduce, rooted, svg} from "../kit/draw.js";
import {number_and_unit} from "../kit/numbers.js";
import {KeptWork, once_drawn} from "../wire/kept.js";
import {picture} from "./picture.js";

const DROP_HINT = "Drop a layout file to open it";
const SOLVING = "solving…", UNANSWERED = "no answer from the server";

class StartPage {
  /** @param {import("../wire/protocol").StartViewModel} model */
  constructor(model, el) {
    this.model = model;
    this.kept = new KeptWork(true);
    this.cards = new Map();
    this.root = rooted(model, el, "overlay start");
    this.build();
    this.listen();
    this.heard = introduce(model);
    model.on("msg:custom", message => { this.heard(); this[message.type]?.(message); });
  }

  /** @param {import("../wire/protocol").FromStartView} message */
  send(message) { this.model.send_msg(message); }

  /** @param {import("../wire/protocol").FromStartView} message */
  choose(message) { once_drawn(this.model, () => this.send(message)); }

  build() {
    this.box = html("dialog", "start-page pictured");
    this.box.setAttribute("aria-labelledby", "start-title");
    const head = html("header", "start-head"), title = html("h2", "", "Start"), legend = html("p", "legend-line");
    title.id = "start-title";
    for (const [kind, words] of [["switch", "Switch"], ["compute", "Compute"], ["power_shelf", "Power"], ["optics", "Optics"]]) legend.append(html("span", `key kind-${kind}`, words));
    this.on = html("button", "go-on");
    this.on.type = "button";
    this.on.addEventListener("click", () => this.box.close());
    head.append(title, legend, this.on);
    this.problem_line = html("p", "start-problem");
    this.problem_line.setAttribute("role", "alert");
    this.file = file_field(file => this.take(file));
    this.grid = html("div", "cards");
    this.box.append(head, this.problem_line, this.grid, this.file);
    this.box.addEventListener("close", () => this.send({type: "closed"}));
    this.box.addEventListener("keydown", event => this.key(event));
    this.target = html("div", "drop-target", DROP_HINT);
    this.target.popover = "manual";
    this.root.append(this.box, this.target);
  }

  // -- from the server -------------------------------------------------------------------------

  /** @param {import("../wire/protocol").StartOpen} message */
  open({cards, title}) {
    if (this.box.open) { cards.forEach(card => this.card(card)); return; }
    this.on.replaceChildren("Continue with ", html("bdi", "", title || "this layout"));
    this.problem({text: ""});
    this.cards.clear();
    const own = [this.plain_card("blank", "Blank rack", "48 U, a bare switch and a bare compute tray", "M6 3h12v18H6zM6 8h12M6 13h12", () => this.choose({type: "blank"})),
      this.plain_card("file", "Open a file", "or drop one anywhere on the page", "M12 15V3M7 8l5-5 5 5M4 15v5h16v-5", () => this.file.click())];
    this.grid.replaceChildren(...cards.map(card => this.layout_card(card)), ...own);
    this.box.showModal();
    this.grid.querySelector("button")?.focus();
  }

  /** @param {import("../wire/protocol").StartCard} message */
  card(message) {
    const card = this.cards.get(message.key);
    if (!card) return;
    if (message.picture && !card.frame.firstChild) card.frame.append(picture(message.picture));
    if (message.figures) card.figures.replaceChildren(...figures(message.figures));
    if (message.problem) card.figures.replaceChildren(html("span", "bad", message.problem));
  }

  /** @param {import("../wire/protocol").Problem | {text: string}} message */
  problem({text}) {
    this.problem_line.textContent = text;
    this.busy("");
  }

  close() {
    if (!this.box.open) return;
    this.box.close();
    // Otherwise the next key would go to the chosen card.
    this.root.getRootNode().activeElement?.blur();
  }

  // -- cards -----------------------------------------------------------------------------------

  layout_card(message) {
    const button = this.button(message.key), frame = html("span", "frame-box"), title = html("span", "card-title", message.title), figures = html("span", "card-figures");
    title.dir = "auto";
    figures.append(html("span", "waits", SOLVING));
    button.append(frame, title, figures);
    button.addEventListener("click", () => { this.busy(message.key); this.choose({type: "open", key: message.key, kept: this.kept.get(message.key)}); });
    this.cards.set(message.key, {frame, figures});
    this.card(message);
    return button;
  }

  plain_card(key, title, words, path, act) {
    const button = this.button(key), frame = html("span", "frame-box plain");
    const sign = svg("svg", {viewBox: "0 0 24 24", width: 40, height: 40, "aria-hidden": "true"});
    sign.append(svg("path", {d: path, fill: "none", stroke: "currentColor", "stroke-width": 1.3, "stroke-linecap": "round", "stroke-linejoin": "round"}));
    frame.append(sign);
    button.append(frame, html("span", "card-title", title), html("span", "card-figures", words));
    button.addEventListener("click", act);
    return button;
  }

  button(key) {
    const button = html("button", "card");
    Object.assign(button, {type: "button"});
    button.dataset.key = key;
    return button;
  }

  busy(key) {
    for (const card of this.grid.children) card.setAttribute("aria-busy", String(card.dataset.key === key));
  }

  // Arrow keys move between cards.
  key(event) {
    event.stopPropagation();
    const cards = [...this.grid.children], at = cards.indexOf(this.root.getRootNode().activeElement);
    if (at < 0) return;
    const columns = getComputedStyle(this.grid).gridTemplateColumns.split(" ").length;
    const to = {ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns, ArrowUp: at - columns, Home: 0, End: cards.length - 1}[event.key];
    if (to === undefined) return;
    cards[clamp(to, 0, cards.length - 1)].focus();
    event.preventDefault();
  }

  // -- files -----------------------------------------------------------------------------------

  async take(file) {
    const {name, text, problem} = await layout_file(file);
    if (!problem) this.choose({type: "upload", name, text});
    else if (this.box.open) this.problem({text: problem});
    else this.send({type: "refuse", text: problem});
  }

  listen() {
    /** @param {any} event */
    const silent = ({detail}) => { for (const line of this.grid.querySelectorAll(".waits")) line.textContent = detail ? UNANSWERED : SOLVING; };
    window.addEventListener("explorer-silent", silent);
    this.model.on("remove", () => window.removeEventListener("explorer-silent", silent));
    let depth = 0;
    const of_files = event => event.dataTransfer?.types.includes("Files");
    const hint = on => { if (on !== this.target.matches(":popover-open")) this.target.togglePopover(on); };
    const listeners = {
      dragenter: () => { depth += 1; hint(true); },
      dragover: event => { event.dataTransfer.dropEffect = "copy"; },
      dragleave: () => { depth = Math.max(0, depth - 1); hint(depth > 0); },
      drop: event => {
        depth = 0;
        hint(false);
        for (const file of event.dataTransfer.files) this.take(file);
      },
    };
    for (const [name, act] of Object.entries(listeners)) {
      const listener = event => { if (of_files(event)) { event.preventDefault(); act(event); } };
      window.addEventListener(name, listener);
      this.model.on("remove", () => window.removeEventListener(name, listener));
    }
  }
}

function figures({totals, trays}) {
  return [...totals.map(([value, unit]) => number_and_unit(value, unit)), [trays, trays === 1 ? "tray" : "trays"]].map(([value, unit]) => {
    const figure = html("span", "figure");
    figure.append(html("b", "", String(value)), ` ${unit}`);
    return figure;
  });
}

export function render({model, el}) {
  new StartPage(model, el);
}
