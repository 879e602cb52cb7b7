// The box over the page in which A and B lie side by side: full to present with, or beside the racks while one goes
// on editing. What is in it comes from the server once the box is open, since figures cannot be measured before.

import {html, introduce, svg, whenSized, write} from "../kit/draw.js";

const CLOSE = "M5 5L15 15M15 5L5 15", SWAP = "M4 7h12l-3-3M16 13H4l3 3", DOCKED = "M3 4h14v12H3zM8 4v12", FULL = "M3 8V3h5M17 8V3h-5M3 12v5h5M17 12v5h-5";
const MAP_KEYS = new Set(["arrowleft", "arrowright", "arrowup", "arrowdown", "+", "=", "-", "f", "0"]);

class SideBySide {
  /** @param {import("../wire/protocol").SideBySideViewModel} model */
  constructor(model, el) {
    this.model = model;
    this.root = html("section", "canvas-root aside");
    el.classList.add("canvas-host");
    el.append(this.root);
    this.build();
    for (const name of /** @type {const} */ (["controls", "content"])) {
      model.on(name, () => this.place(name));
      this.place(name);
    }
    this.keys = event => this.open_key(event);
    window.addEventListener("keydown", this.keys);
    this.observer = whenSized(this.box, () => this.size());
    model.on("remove", () => { window.removeEventListener("keydown", this.keys); this.observer.disconnect(); });
    this.heard = introduce(model);
    model.on("msg:custom", message => { this.heard(); this[message.type]?.(message); });
  }

  /** @param {import("../wire/protocol").FromSideBySideView} message */
  send(message) { this.model.send_msg(message); }

  build() {
    this.box = html("dialog", "sides");
    this.box.popover = "manual";
    this.box.setAttribute("aria-labelledby", "sides-title");
    const head = html("header", "sides-head"), title = html("h2", "", "Compare"), who = html("div", "who-is-who"), ends = html("span", "ends");
    title.id = "sides-title";
    this.a_name = html("span", "a-name");
    this.a_name.dir = "auto";
    this.zoomed = this.button("zoomed", "Show the whole (F)", "", () => this.send({type: "key", key: "f"}));
    this.dock = this.button("dock", "", DOCKED, () => this.show_as(!this.docked));
    who.append(html("b", "", "A"), this.a_name, this.button("swap", "Swap A and B", SWAP, () => this.send({type: "swap"})), html("b", "", "B"));
    ends.append(this.zoomed, this.dock, this.button("close", "Close (Escape)", CLOSE, () => this.shut()));
    this.places = {controls: html("div", "sides-controls"), content: html("div", "sides-content")};
    head.append(title, who, this.places.controls, ends);
    this.box.append(head, this.places.content);
    this.root.append(this.box);
    this.box.addEventListener("keydown", event => this.key(event));
    this.box.addEventListener("close", () => this.closed());
  }

  button(name, words, path, act) {
    const button = html("button", `act ${name}`);
    button.type = "button";
    this.label(button, words);
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

  place(name) {
    const child = this.model[name] && this.model.get_child(name);
    this.places[name].replaceChildren(...(child ? [child] : []));
    if (child) this.send({type: "placed", name});
  }

  // -- from the server -------------------------------------------------------------------------

  /** @param {import("../wire/protocol").SidesOpen} message */
  open({a_label, zoom}) {
    if (!this.is_open) this.show_as(this.docked);
    write(this.a_name, a_label);
    this.zoomed.hidden = zoom <= 1.001;
    write(this.zoomed, `${Math.round(100 * zoom)} %`);
  }

  close() { if (this.is_open) this.shut(); }

  // -- opening, closing, keys ------------------------------------------------------------------

  get is_open() { return this.box.open || this.box.matches(":popover-open"); }

  // Full, it is all there is; docked, it leaves the page around it free for editing.
  show_as(docked) {
    this.shifting = true;
    if (this.box.open) this.box.close();
    if (this.box.matches(":popover-open")) this.box.hidePopover();
    this.docked = Boolean(docked);
    this.box.classList.toggle("docked", this.docked);
    this.came_from ??= this.root.ownerDocument.activeElement;
    if (docked) this.box.showPopover(); else this.box.showModal();
    this.dock.querySelector("path").setAttribute("d", docked ? FULL : DOCKED);
    this.label(this.dock, docked ? "Over the whole page" : "Beside the racks: go on editing and see both");
    setTimeout(() => { this.shifting = false; this.size(); }, 0);
  }

  size() {
    const {clientWidth: w, clientHeight: h} = this.places.content;
    if (this.is_open && w && h) this.send({type: "sized", w, h, docked: this.docked});
  }

  shut() {
    if (this.box.open) this.box.close();
    else if (this.is_open) { this.box.hidePopover(); this.closed(); }
  }

  closed() {
    if (this.shifting) return;
    this.send({type: "closed"});
    this.came_from?.focus?.();
    this.came_from = null;
  }

  key(event) {
    const name = event.key.toLowerCase(), on_maps = event.composedPath().some(node => node.classList?.contains("sides-maps"));
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (name === "escape") this.shut();
    else if (on_maps && MAP_KEYS.has(name)) this.send({type: "key", key: name});
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // C lays A and B side by side, wherever one does not type.
  open_key(event) {
    const [on] = event.composedPath();
    if (event.key.toLowerCase() !== "c" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (on.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(on.tagName)) return;
    if (!this.box.open && this.root.ownerDocument.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (this.is_open) this.shut(); else this.send({type: "open"});
  }
}

export function render({model, el}) {
  new SideBySide(model, el);
}
