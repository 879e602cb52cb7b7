// The share menu: a popover below its button with all files that can be exported. The server makes them, and the
// browser requests them in pieces. Each file being made has a line with its progress and a button to stop it.

import {gives_focus_back, html} from "../kit/draw.js";

export class ShareMenu {
  // `send(message)` sends to the server, `tell(text)` reports a failure, `first` are rows that the browser handles
  // itself: {title, serves, acts: [[word, label, act], ...]}.
  constructor(root, send, tell, first) {
    this.send = send;
    this.tell = tell;
    this.first = first;
    this.jobs = new Map();
    this.box = html("div", "share-menu");
    this.box.popover = "auto";
    this.box.setAttribute("role", "dialog");
    this.box.setAttribute("aria-label", "Share");
    this.list = html("div", "share-rows");
    this.lines = html("div", "share-jobs");
    this.lines.setAttribute("role", "status");
    this.box.append(this.list, this.lines);
    root.append(this.box);
    gives_focus_back(this.box, () => this.button);
    this.box.addEventListener("toggle", event => {
      this.button?.setAttribute("aria-expanded", String(event.newState === "open"));
      if (event.newState === "open") { if (!this.box.contains(this.box.getRootNode().activeElement)) this.box.querySelector("button")?.focus(); }
    });
    this.box.addEventListener("keydown", event => this.key(event));
  }

  open(button) {
    this.button = button;
    if (this.box.matches(":popover-open")) { this.box.hidePopover(); return; }
    this.send({type: "share_offer"});
    const {right, bottom} = button.getBoundingClientRect();
    Object.assign(this.box.style, {top: `${bottom + 6}px`, left: `${Math.max(8, right - 560)}px`});
    this.box.showPopover();
  }

  /** @param {import("../wire/protocol").Offer} message */
  offer({rows, against}) {
    const files = rows.map(({title, serves, files}) => ({
      title, serves: title === "Review sheet" && against ? `${serves}; against ${against}` : serves,
      acts: files.map(([key, kind]) => [kind, `${title}, ${kind}`, () => this.ask(key), key]),
    }));
    const had = this.list.contains(this.box.getRootNode().activeElement);
    const [sheet, ...others] = files, title = text => html("h3", "share-title", text);
    this.list.replaceChildren(title("Share"), ...[...this.first, sheet].map(row => this.row(row)), title("Hand over"), ...others.map(row => this.row(row)));
    this.mark();
    if (had || this.box.matches(":popover-open") && !this.lines.contains(this.box.getRootNode().activeElement)) this.list.querySelector("button")?.focus();
  }

  row({title, serves, acts}) {
    const row = html("div", "share-row"), words = html("div", "share-words"), about = html("span", "share-serves", serves);
    about.dir = "auto";
    words.append(html("span", "share-name", title), about);
    row.append(words, ...acts.map(([word, label, act, key = ""]) => {
      const button = html("button", "share-file", word);
      Object.assign(button, {type: "button", title: label});
      button.setAttribute("aria-label", label);
      button.dataset.key = key;
      button.addEventListener("click", act);
      return button;
    }));
    return row;
  }

  // Arrow keys move between rows and along a row.
  key(event) {
    const row = this.box.getRootNode().activeElement?.closest(".share-row");
    if (!row) return;
    const rows = [...this.list.querySelectorAll(".share-row")], own = [...row.querySelectorAll("button")];
    const i = rows.indexOf(row), k = own.indexOf(this.box.getRootNode().activeElement);
    const to = {ArrowDown: rows[i + 1], ArrowUp: rows[i - 1], Home: rows[0], End: rows.at(-1)}[event.key];
    const next = to ? [...to.querySelectorAll("button")].at(k) || to.querySelector("button") : {ArrowRight: own[k + 1], ArrowLeft: own[k - 1]}[event.key];
    if (!/^(Arrow|Home$|End$)/.test(event.key)) return;
    next?.focus();
    event.preventDefault();
    event.stopPropagation();
  }

  // Copies a link, and returns whether the browser allowed that. The link is also shown, to be copied by hand.
  async hand_link({query, fragment}, button) {
    const address = `${location.origin}${location.pathname}${query && "?"}${query}${fragment && "#"}${fragment}`;
    this.address?.remove();
    this.address = html("div", "share-job");
    const field = html("input", "share-address");
    Object.assign(field, {readOnly: true, value: address});
    field.setAttribute("aria-label", "Link");
    field.addEventListener("focus", () => field.select());
    this.address.append(field);
    this.lines.append(this.address);
    try {
      await navigator.clipboard.writeText(address);
      return true;
    } catch {
      this.address.append(html("span", "", "Copy it from here"));
      if (!this.box.matches(":popover-open")) this.open(button);
      field.focus();
      return false;
    }
  }

  // -- files being made or sent ----------------------------------------------------------------

  ask(key) { if (!this.jobs.has(key)) this.send({type: "share_make", key}); }

  /** @param {import("../wire/protocol").Making} message */
  making({key, words}) {
    const line = html("div", "share-job"), said = html("span", "", `${words}: being made…`), stop = html("button", "share-stop", "Stop");
    stop.type = "button";
    stop.setAttribute("aria-label", `Stop ${words}`);
    stop.addEventListener("click", () => { this.send({type: "share_stop", key}); this.end(key); });
    line.append(said, stop);
    this.lines.append(line);
    this.jobs.set(key, {words, line, said, pieces: []});
    this.mark();
  }

  /** @param {import("../wire/protocol").Made} message */
  made({key, ...about}) {
    const job = this.jobs.get(key);
    if (!job) return;
    Object.assign(job, about);
    this.send({type: "share_piece", key, at: 0});
  }

  /** @param {import("../wire/protocol").Piece} message */
  piece({key, at, data}) {
    const job = this.jobs.get(key);
    if (!job) return;
    job.pieces.push(Uint8Array.from(atob(data), letter => letter.charCodeAt(0)));
    const come = at + job.pieces.at(-1).length;
    if (come < job.bytes) {
      job.said.textContent = `${job.words}: ${Math.floor(100 * come / job.bytes)} % of ${(job.bytes / 1e6).toFixed(1)} MB`;
      this.send({type: "share_piece", key, at: come});
      return;
    }
    this.end(key);
    save_file(job.name, new Blob(job.pieces, {type: job.media}));
  }

  /** @param {import("../wire/protocol").Unmade} message */
  unmade({key, text}) {
    const words = this.jobs.get(key)?.words || "This";
    this.end(key);
    this.tell(`${words} could not be made: ${text}`);
  }

  end(key) {
    const job = this.jobs.get(key);
    if (job?.line.contains(this.box.getRootNode().activeElement)) this.list.querySelector("button")?.focus();
    job?.line.remove();
    this.jobs.delete(key);
    this.mark();
  }

  mark() {
    this.button?.setAttribute("aria-busy", String(this.jobs.size > 0));
    for (const button of this.list.querySelectorAll("[data-key]")) button.setAttribute("aria-busy", String(this.jobs.has(button.dataset.key)));
  }
}

export function save_file(name, blob) {
  const link = html("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
