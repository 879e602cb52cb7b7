// A, B and their difference over the page: full to present with, or beside the racks while one goes on editing.

import {html, introduce, svg, Tooltip} from "../kit/draw.js";
import {amount, gain, known} from "../kit/numbers.js";
import {BoardPanes} from "./board_panes.js";
import {Linked} from "./linked.js";
import {RackPanes} from "./rack_panes.js";
import {ScaleBar} from "./scale_bar.js";
import {difference_table, SmallMultiples} from "./small_multiples.js";

const CLOSE = "M5 5L15 15M15 5L5 15", SWAP = "M4 7h12l-3-3M16 13H4l3 3", DOCKED = "M3 4h14v12H3zM8 4v12", FULL = "M3 8V3h5M17 8V3h-5M3 12v5h5M17 12v5h-5";

class SideBySide {
  /** @param {import("../wire/protocol").SideBySideViewModel} model */
  constructor(model, el) {
    this.model = model;
    this.root = html("section", "canvas-root aside");
    el.classList.add("canvas-host");
    el.append(this.root);
    const theme = () => { this.root.classList.toggle("dark", Boolean(model.dark)); if (this.state_now) this.state(this.state_now); };
    model.on("dark", theme);
    this.what = "boards";
    this.build();
    theme();
    this.keys = event => this.open_key(event);
    window.addEventListener("keydown", this.keys);
    model.on("remove", () => { window.removeEventListener("keydown", this.keys); this.linked.stop(); });
    this.heard = introduce(model);
    model.on("msg:custom", message => { this.heard(); this[message.type]?.(message); });
  }

  /** @param {import("../wire/protocol").FromSideBySideView} message */
  send(message) { this.model.send_msg(message); }

  build() {
    this.box = html("dialog", "sides");
    this.box.popover = "manual";
    this.box.setAttribute("aria-labelledby", "sides-title");
    this.panes = ["A", "B", "A − B"].map(name => this.pane(name));
    const maps = this.maps = html("div", "sides-maps");
    maps.tabIndex = 0;
    maps.setAttribute("role", "group");
    maps.setAttribute("aria-label", "A, B and their difference. Plus and minus enlarge and reduce, arrow keys move, F shows the whole");
    this.bars = [new ScaleBar(""), new ScaleBar("")];
    maps.append(...this.panes.map(pane => pane.box), ...this.bars.map(bar => bar.box));
    this.multiples = new SmallMultiples();
    this.words_box = html("div", "sides-words");
    this.words_box.tabIndex = 0;
    this.words_box.setAttribute("role", "group");
    this.words_box.setAttribute("aria-label", "What differs");
    this.box.append(this.head(), maps, this.multiples.box, this.words_box);
    this.root.append(this.box);
    this.tip = new Tooltip(this.box);
    this.linked = new Linked(this.panes, {draw: () => this.draw(), hover: (at, event) => this.hover(at, event), leave: () => this.leave(), click: at => this.drawn?.press(at)});
    this.kinds = {boards: new BoardPanes(this.panes, this.bars), racks: new RackPanes(this.panes, this.bars, id => { this.look_at("boards"); this.choose("tray", id); })};
    this.box.addEventListener("keydown", event => this.key(event));
    this.box.addEventListener("close", () => this.closed());
  }

  head() {
    const head = html("header", "sides-head"), title = html("h2", "", "Compare");
    title.id = "sides-title";
    this.b = html("select", "choice b-choice");
    this.b.setAttribute("aria-label", "B, what is compared with");
    this.b.addEventListener("change", () => { if (this.b.value !== "other") this.send({type: "pin", at: this.b.value === "opened" ? null : Number(this.b.value)}); });
    const kinds = html("div", "kinds");
    kinds.setAttribute("role", "group");
    kinds.setAttribute("aria-label", "What is compared");
    this.kind_buttons = [["boards", "Board"], ["racks", "Racks"]].map(([key, words]) => this.button(words, () => this.look_at(key), key));
    kinds.append(...this.kind_buttons);
    this.selects = Object.fromEntries([["tray", "Tray"], ["quantity", "Map"], ["layer", "Layer"], ["metric", "Metric"]].map(([name, words]) => [name, this.select(name, words)]));
    this.zoomed = this.button("", () => this.linked.whole(), "zoomed");
    this.zoomed.title = "Show the whole (F)";
    this.a_name = html("span", "a-name");
    this.dock = this.button("", () => this.show_as(!this.docked), "dock", DOCKED);
    const close = this.button("", () => this.shut(), "close", CLOSE);
    this.label(close, "Close (Escape)");
    const swap = this.button("", () => this.send({type: "swap"}), "swap", SWAP);
    this.label(swap, "Swap A and B");
    const ends = html("span", "ends"), sides = html("div", "who-is-who");
    ends.append(this.zoomed, this.dock, close);
    sides.append(html("b", "", "A"), this.a_name, swap, html("b", "", "B"), this.b);
    head.append(title, sides, html("span", "room"), kinds, ...Object.values(this.selects), ends);
    return head;
  }

  select(name, words) {
    const select = html("select", `choice ${name}`);
    select.setAttribute("aria-label", words);
    select.addEventListener("change", () => this.choose(name, select.value));
    return select;
  }

  button(words, act, name = "", path = "") {
    const button = html("button", `act ${name}`, words);
    button.type = "button";
    if (path) {
      const picture = svg("svg", {viewBox: "0 0 20 20", width: 17, height: 17, "aria-hidden": "true"});
      picture.append(svg("path", {d: path}));
      button.append(picture);
    }
    button.addEventListener("click", act);
    return button;
  }

  label(button, words) {
    button.title = words;
    button.setAttribute("aria-label", words);
  }

  pane(name) {
    const box = html("figure", "side"), caption = html("figcaption"), stage = html("div", "side-stage"), canvas = html("canvas");
    const paper = svg("svg", {"aria-hidden": "true"}), ground = svg("g"), marks = svg("g"), cross = svg("path", {class: "cross"});
    const words = html("span", "side-name", name), about = html("span", "side-about");
    caption.append(words, about);
    if (name === "A") caption.append(this.button("Go on with A", () => this.shut()));
    if (name === "B") caption.append(this.button("Go on with B", () => this.send({type: "recall"})));
    paper.append(ground, marks, cross);
    stage.append(canvas, paper);
    box.append(caption, stage);
    return {box, about, stage, canvas, paper, ground, marks, cross};
  }

  // -- from the server -------------------------------------------------------------------------

  /** @param {import("../wire/protocol").Sides} message */
  state(message) {
    this.state_now = message;
    if (!this.is_open) this.show_as(this.docked);
    this.a_name.textContent = message.a_label;
    this.a_name.dir = "auto";
    this.offer(this.b, this.steps(message), message.b_at === null ? (message.b_label === message.opened_label ? "opened" : "other") : String(message.b_at));
    for (const [name, [chosen, options]] of Object.entries(message.choices)) this.offer(this.selects[name], options, chosen);
    this.show_maps();
    this.multiples.show(message.totals);
  }

  steps({steps, b_at, b_label, opened_label}) {
    const known_ones = steps.map((label, i) => [String(i), `${i + 1}  ${label}`]).reverse();
    const outside = b_at === null && b_label !== opened_label ? [["other", b_label]] : [];
    return [...outside, ...known_ones, ...(b_at === null || steps.length > 1 ? [["opened", opened_label]] : [])];
  }

  /** @param {import("../wire/protocol").Words} message */
  words(message) { this.words_box.replaceChildren(...difference_table(message)); }

  close() { if (this.is_open) this.shut(); }

  // -- drawing ---------------------------------------------------------------------------------

  show_maps() {
    const {boards, racks, change_colors} = this.state_now, wanted = this.what === "boards" && boards ? "boards" : "racks";
    this.drawn = this.kinds[wanted];
    this.drawn.take(this.state_now[wanted], change_colors, this.model.dark);
    const [wide, high] = this.drawn.size_mm;
    this.box.classList.toggle("tall", wide < 0.7 * high);
    this.kind_buttons.forEach(button => { const key = button.classList.contains("boards") ? "boards" : "racks"; button.setAttribute("aria-pressed", String(key === wanted)); if (key === "boards") button.disabled = !boards; });
    for (const [name, select] of Object.entries(this.selects)) select.hidden = (name === "metric") !== (wanted === "racks");
    const about = wanted === "boards" ? [boards.a.label, boards.b.label, boards.hint] : [racks.a, racks.b].map(side => side.racks.map(rack => rack[1]).join(", "));
    this.panes.forEach(({about: words}, i) => { words.textContent = words.title = about[i] || ""; words.dir = "auto"; });
    this.maps.style.setProperty("--shape", String(wide / high));
    this.linked.show(wide, high);
  }

  draw() {
    if (!this.drawn || !this.is_open) return;
    this.drawn.draw(this.linked);
    const {zoom} = this.linked;
    this.zoomed.textContent = zoom > 1 ? `${Math.round(100 * zoom)} %` : "";
    this.zoomed.hidden = zoom <= 1;
    this.root.dataset.zoom = zoom.toFixed(2);
  }

  offer(select, options, chosen) {
    const key = JSON.stringify(options);
    if (select.dataset.key !== key) {
      select.dataset.key = key;
      select.replaceChildren(...options.map(([value, words]) => { const option = html("option", "", words); option.value = value; return option; }));
    }
    if (select.value !== chosen) select.value = chosen;
  }

  hover(at, event) {
    const told = this.drawn?.tell(at);
    if (!told) { this.leave(); return; }
    const {k, ox, oy} = this.linked, [x, y] = [ox + at[0] * k, oy + at[1] * k];
    for (const {cross} of this.panes) cross.setAttribute("d", `M${x - 9} ${y}h6M${x + 3} ${y}h6M${x} ${y - 9}v6M${x} ${y + 3}v6`);
    this.bars[0].point(told.values);
    this.bars[1].point([told.change]);
    const [a, b] = told.values.map((value, i) => amount(value, told.unit) + (told.places?.[i] ? `, ${told.places[i]}` : ""));
    this.tip.show(event.clientX, event.clientY, told.name, [["A", a], ["B", b], ["A − B", gain(known(told.change) ? Math.round(1000 * told.change) / 1000 : null, told.change_unit)]]);
  }

  leave() {
    for (const {cross} of this.panes) cross.setAttribute("d", "");
    this.bars.forEach(bar => bar.point([]));
    this.tip.hide();
  }

  // -- opening, closing, keys ------------------------------------------------------------------

  get is_open() { return this.box.open || this.box.matches(":popover-open"); }

  // Full, it is all there is; docked, it leaves the page around it free for editing.
  show_as(docked) {
    this.shifting = true;
    if (this.box.open) this.box.close();
    if (this.box.matches(":popover-open")) this.box.hidePopover();
    this.docked = docked;
    this.box.classList.toggle("docked", Boolean(docked));
    this.came_from ??= this.root.ownerDocument.activeElement;
    if (docked) this.box.showPopover(); else this.box.showModal();
    this.dock.querySelector("path").setAttribute("d", docked ? FULL : DOCKED);
    this.label(this.dock, docked ? "Over the whole page" : "Beside the racks: go on editing and see both");
    this.maps.focus({preventScroll: true});
    setTimeout(() => { this.shifting = false; this.linked.size(); }, 0);
  }

  shut() {
    this.leave();
    if (this.box.open) this.box.close();
    else if (this.is_open) { this.box.hidePopover(); this.closed(); }
  }

  closed() {
    if (this.shifting) return;
    this.send({type: "closed"});
    this.came_from?.focus?.();
    this.came_from = null;
  }

  choose(name, value) { this.send({type: "choose", name, value}); }

  look_at(what) {
    this.what = what;
    if (this.state_now) this.show_maps();
  }

  key(event) {
    const name = event.key.toLowerCase(), on_list = event.composedPath()[0].tagName === "SELECT" || event.composedPath()[0] === this.words_box;
    if (name === "escape") { event.preventDefault(); this.shut(); }
    else if (event.ctrlKey || event.metaKey || event.altKey || on_list || !this.linked.key(name)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  // C lays A and B side by side, wherever one does not type.
  open_key(event) {
    const [on] = event.composedPath();
    if (event.key.toLowerCase() !== "c" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (on.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(on.tagName) || this.root.ownerDocument.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (this.is_open) this.shut(); else this.send({type: "open"});
  }
}

export function render({model, el}) {
  new SideBySide(model, el);
}
