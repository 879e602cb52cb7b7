// The top bar: choice of the layout, history, files in and out, and notices.

import {file_field, layout_file} from "../exchange/layout_file.js";
import {save_file, ShareMenu} from "../exchange/share.js";
import {Connection} from "../kit/connection.js";
import {html, rooted, svg} from "../kit/draw.js";
import {Company, KeptWork, once_drawn, Whereabouts} from "../wire/kept.js";
import {HistoryList} from "./history.js";
import {CommandPalette, KeyMap} from "./palette.js";

const THEME = "rack-explorer-theme";
const IN_COMPANY = "This layout is open in another tab too. Each tab keeps its own work, and neither changes the other.";
const ICONS = {
  undo: "M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "M15 14l5-5-5-5M20 9H10a6 6 0 0 0 0 12h3",
  history: "M12 7v5l3.5 2M3 12a9 9 0 1 0 3-6.7M3 4v5h5",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  find: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5L20 20",
  reset: "M4 4v5h5M4.6 9a8 8 0 1 1-.6 5",
  new: "M12 5v14M5 12h14",
  open: "M3 19V6h6l2 2h8v3M3 19l3-8h15l-3 8z",
  save: "M12 3v12M7 10l5 5 5-5M4 16v4h16v-4",
  share: "M12 15V4M8 7.5l4-4 4 4M7 11H5v9h14v-9h-2",
  theme: "M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z",
};

function icon(name) {
  const picture = svg("svg", {viewBox: "0 0 24 24", width: 18, height: 18, "aria-hidden": "true"});
  picture.append(svg("path", {d: ICONS[name], fill: "none", stroke: "currentColor", "stroke-width": 1.8,
    "stroke-linecap": "round", "stroke-linejoin": "round"}));
  return picture;
}

class Bar {
  /** @param {import("../wire/protocol").BarModel} model */
  constructor(model, el) {
    this.model = model;
    this.root = rooted(model, el, "topbar", "header");
    this.root.setAttribute("aria-label", "Layout and history");
    const name = html("h1", "brand", "Rack Explorer");
    this.layouts = html("select", "layouts");
    this.layouts.setAttribute("aria-label", "Open a layout");
    this.layouts.addEventListener("change", () => this.fetch(this.layouts.value));
    this.changed = html("span", "changed");
    const room = html("span", "room");
    this.buttons = {
      undo: this.button("undo", "Undo", () => this.send({type: "undo"})),
      redo: this.button("redo", "Redo", () => this.send({type: "redo"})),
      history: this.button("history", "History", () => this.history.open(this.buttons.history)),
      reset: this.button("reset", "Reset to the layout as opened", () => this.send({type: "reset"})),
      ...(model.keep ? {new: this.button("new", "New: layouts to start from", () => this.send({type: "start"}), "New")} : {}),
      open: this.button("open", "Open a layout file", () => this.file.click(), "Open"),
      save: this.button("save", "Download the layout", () => this.send({type: "download"}), "Download"),
      share: this.button("share", "Share: review sheet, cable lists and other files", () => this.share.open(this.buttons.share), "Share"),
    };
    this.search = this.button("find", "Search and run (Ctrl-K)", () => this.palette.open(), "Search or run");
    this.search.classList.add("search");
    this.search.append(html("kbd", "", "Ctrl K"));
    this.file = file_field(file => this.upload(file));
    this.toast = html("div", "toast");
    this.toast.setAttribute("role", "alert");
    this.root.append(name, this.layouts, this.changed, room, this.search, ...Object.values(this.buttons), this.file, this.toast);
    if (model.themed) this.root.append(this.button("theme", "Light or dark", () => this.switch_theme()));
    this.history = new HistoryList(this.root, index => this.send({type: "jump", index}), index => this.send({type: "pin", index}));
    this.share = new ShareMenu(this.root, message => this.send(message), text => this.notice({text}), this.own_shares());
    this.buttons.share.setAttribute("aria-haspopup", "dialog");
    this.buttons.share.classList.add("sharing");
    this.palette = new CommandPalette(this.root, () => this.send({type: "commands"}), key => this.run(key), this.own());
    this.keymap = new KeyMap(this.root);
    this.buttons.history.setAttribute("aria-haspopup", "listbox");
    model.on("msg:custom", message => this[message.type]?.(message));
    this.keys = event => this.key(event);
    const said = (/** @type {CustomEvent} */ {detail}) => { if (detail === this.toast.textContent) this.notice({text: ""}); };
    window.addEventListener("keydown", this.keys);
    window.addEventListener("explorer-said", said);
    model.on("remove", () => { window.removeEventListener("keydown", this.keys); window.removeEventListener("explorer-said", said); });
    this.kept = new KeptWork(model.keep);
    this.where = new Whereabouts(model, name => this.fetch(name), (link, view) => this.send({type: "link", link, view}));
    this.company = new Company(model, () => this.mention(IN_COMPANY));
    this.connection = new Connection(this.root, model, model.keep, () => this.send({type: "alive"}));
    this.connection.greet();
    this.greet();
  }

  // Commands that the browser runs itself.
  own() {
    const act = (key, words, keys, act) => ({key, words, sort: "Action", keys, act});
    return [
      act("save", "Download the layout", "Ctrl S", () => this.send({type: "download"})),
      act("file", "Open a layout file", "Ctrl O", () => this.file.click()),
      ...(this.model.themed ? [act("theme", "Light or dark", "", () => this.switch_theme())] : []),
      ...(this.model.keep ? [act("link", "Share: copy link to this layout and view", "", () => this.send({type: "copy_link"})), act("start", "New: layouts to start from", "", () => this.send({type: "start"})), act("tour", "Guided tour", "", () => this.send({type: "tour"}))] : []),
      act("keys", "Keyboard map", "?", () => this.send({type: "keys"})),
    ];
  }

  // Rows of the share menu before the files that the server makes.
  own_shares() {
    const link = {title: "Link", serves: "For chat and mail: opens this layout and view; the link contains a layout of your own", acts: [["Copy", "Copy link", () => this.send({type: "copy_link"})]]};
    return [...(this.model.keep ? [link] : []), {title: "Layout file", serves: "For git and colleagues: all that is drawn, to be opened here again", acts: [["YAML", "Layout file, YAML", () => this.send({type: "download"})]]}];
  }

  /** @param {import("../wire/protocol").LinkOut} parts */
  async link_out(parts) { if (await this.share.hand_link(parts, this.buttons.share)) this.notice({text: `Link copied.${parts.note}`, calm: true}); }

  /** @param {import("../wire/protocol").Shared} message */
  shared({message}) { this.share[message.type](/** @type {any} */ (message)); }

  /** @param {import("../wire/protocol").Commands} message */
  commands({commands}) { this.palette.take(commands.map(([key, words, sort, keys]) => ({key, words, sort, keys}))); }

  /** @param {import("../wire/protocol").Keyboard} message */
  keyboard({groups}) { this.keymap.show(groups); }

  alive() { this.connection.heard(); }

  /** @param {import("../wire/protocol").FromBar} message */
  send(message) { this.model.send_msg(message); }

  button(name, title, act, label = "") {
    const button = html("button", "tool");
    button.type = "button";
    button.title = title;
    button.setAttribute("aria-label", title);
    button.append(icon(name));
    if (label) button.append(html("span", "", label));
    button.addEventListener("click", act);
    return button;
  }

  // Restores the work that this tab saved for the address. Without saved work and without a layout in the address, the
  // server opens the start page.
  greet() {
    const name = this.where.is_new ? this.kept.changed() : this.where.name, kept = this.kept.get(name);
    if (kept) this.where.coming = name;
    const {link, view} = this.where;
    const ready = () => this.send({type: "ready", kept, link, view, start: this.where.is_new && !kept});
    if (kept) once_drawn(this.model, ready); else ready();
  }

  // Opens another layout, with the work that this tab saved on it.
  fetch(name) {
    const kept = this.kept.get(name), listed = [...this.layouts.options].some(option => option.value === name);
    if (kept && !listed) this.send({type: "go_on", kept});
    else if (listed) this.send({type: "open", key: name, kept});
    else { this.notice({text: "That layout is no longer saved in this browser"}); this.where.stay(this.layouts.value); }
  }

  run(key) {
    if (key.startsWith("open:")) this.fetch(key.slice(5)); else if (key.startsWith("share:")) this.share.ask(key.slice(6)); else this.send({type: "run", key});
  }

  // Whether to start dark: as chosen before in this browser, else as the system prefers.
  prefers_dark() {
    let chosen = null;
    try { chosen = localStorage.getItem(THEME); } catch { /* private mode */ }
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  // Requests a theme until it has arrived: a change can get lost while the page is still being set up.
  ask_for_theme(dark, tries = 12) {
    if (Boolean(this.model.dark) === dark || tries === 0) return;
    this.send({type: "theme", dark});
    setTimeout(() => this.ask_for_theme(dark, tries - 1), 700);
  }

  switch_theme() {
    const dark = !this.model.dark;
    try { localStorage.setItem(THEME, dark ? "dark" : "light"); } catch { /* private mode */ }
    this.ask_for_theme(dark);
  }

  /** @param {import("../wire/protocol").BarState} message */
  state(message) {
    if (this.model.themed && !this.greeted) this.ask_for_theme(this.prefers_dark());
    this.greeted = true;
    const {undo, redo, reset} = this.buttons;
    this.history.show(message.steps, message.at);
    undo.disabled = !message.can_undo;
    redo.disabled = !message.can_redo;
    reset.disabled = !message.is_changed;
    undo.title = message.undo_label ? `Undo ${message.undo_label} (Ctrl-Z)` : "Undo (Ctrl-Z)";
    redo.title = message.redo_label ? `Redo ${message.redo_label} (Ctrl-Shift-Z)` : "Redo (Ctrl-Shift-Z)";
    this.is_changed = message.is_changed;
    this.busy({title: message.opening});
    const listed = message.layouts.map(([key, title]) => {
      const option = html("option", "", title);
      option.value = key;
      return option;
    });
    if (!message.layouts.some(([key]) => key === message.key)) {
      const option = html("option", "", message.title || "Untitled");
      option.value = message.key;
      listed.unshift(option);
    }
    this.layouts.replaceChildren(...listed);
    this.layouts.value = message.key;
  }

  // Saves the work. The server sends the text as opened only once, and the edited text only if it differs.
  /** @param {import("../wire/protocol").Keep} message */
  keep({opened, text, key, title, times}) {
    this.opened = opened ?? this.opened;
    this.where.arrive(key, times);
    this.company.arrive(this.where.name);
    this.kept.put(this.where.name, {opened: this.opened, text: text ?? this.opened, key, title});
  }

  // The requested layout could not be opened.
  /** @param {import("../wire/protocol").Stay} message */
  stay({key}) {
    this.layouts.value = key;
    this.where.stay(key);
  }

  /** @param {import("../wire/protocol").Busy | {title: string}} message */
  busy({title}) {
    this.layouts.setAttribute("aria-busy", String(Boolean(title)));
    this.changed.textContent = title ? `opening ${title}…` : this.is_changed ? "changed" : "";
  }

  /** @param {import("../wire/protocol").Notice | {text: string, calm?: boolean}} message */
  notice({text, calm = false}) {
    this.toast.textContent = text;
    this.toast.classList.toggle("calm", calm);
    this.toast.classList.toggle("shown", Boolean(text));
    clearTimeout(this.timer);
    if (text) this.timer = setTimeout(() => this.toast.classList.remove("shown"), Math.max(5000, 60 * text.length));
  }

  // Shows a calm notice once no other notice is shown.
  mention(text) {
    if (this.toast.classList.contains("shown")) setTimeout(() => this.mention(text), 500);
    else this.notice({text, calm: true});
  }

  /** @param {import("../wire/protocol").FileOut} message */
  file_out({name, text}) { save_file(name, new Blob([text], {type: "application/yaml"})); }

  async upload(file) {
    const {name, text, problem} = await layout_file(file);
    if (problem) this.notice({text: problem}); else this.send({type: "upload", name, text});
  }

  // Whether a key is for this page. In a notebook only if the focus is in the cell output that this bar belongs to.
  is_ours(event) {
    let shown = this.root;
    while (shown.getRootNode().host) shown = shown.getRootNode().host;
    const cell = shown.closest("[data-lm-suppress-shortcuts]");
    return !cell || cell.contains(event.target);
  }

  key(event) {
    if (!this.is_ours(event)) return;
    const typing = event.composedPath()[0];
    const writes = typing.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(typing.tagName) && !/^(range|checkbox)$/.test(typing.type));
    const letter = event.key.toLowerCase();
    if (event.key === "?" && !writes) { event.preventDefault(); this.send({type: "keys"}); return; }
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    // While typing, Ctrl Z is the field's undo; the other keys work there too.
    const acts = {k: () => this.palette.open(), s: () => this.send({type: "download"}), o: () => this.file.click()};
    if (!writes) Object.assign(acts, {z: () => this.send({type: event.shiftKey ? "redo" : "undo"}), y: () => this.send({type: "redo"})});
    if (!acts[letter]) return;
    event.preventDefault();
    acts[letter]();
  }
}

export function render({model, el}) {
  new Bar(model, el);
}
