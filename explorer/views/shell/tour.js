// The guided tour: a card and a ring at the element that a step is about. Both are above the page, which stays usable.

import {clamp, html, introduce, rooted} from "../kit/draw.js";

const SEEN = "rack-explorer-tour";
const AFTER_MS = 900;                               // time that a completed step stays before the next one
const ROOM = 14;                                    // px between the card and its target
const EDGE = 12;                                    // px between the card and the window's edge
// For each step: its target, the first selector `at` that matches; `beside`, a larger element that the card must not
// cover; and the sides on which the card may be, the best first.
const TARGETS = {
  drag: {at: [".plan .part.kind-engine", ".plan .stage"], beside: ".canvas-root.plan", sides: ["below", "right", "left"]},
  technology: {at: [".link-controls"], sides: ["left", "below"]},
  why: {at: [".totals .tile", ".totals"], sides: ["below"]},
  undo: {at: ['[aria-label="Undo"]', ".topbar"], sides: ["below"]},
  share: {at: ['[aria-label="Download the layout"]', ".topbar"], sides: ["below"]},
};

// The first element that matches a selector, in any shadow tree.
/** @returns {HTMLElement | null} */
function seek(selector, /** @type {ParentNode} */ root = document) {
  const here = root.querySelector(selector);
  if (here) return here;
  for (const element of root.querySelectorAll("*")) {
    const inner = element.shadowRoot && seek(selector, element.shadowRoot);
    if (inner) return inner;
  }
  return null;
}

class Tour {
  /** @param {import("../wire/protocol").TourViewModel} model */
  constructor(model, el) {
    this.model = model;
    this.stops = [];
    this.root = rooted(model, el, "overlay tour");
    this.root.setAttribute("aria-label", "Guided tour");
    this.build();
    this.listen();
    this.sizes = new ResizeObserver(() => this.place());
    this.heard = introduce(model);
    model.on("msg:custom", message => { this.heard(); this[message.type]?.(message); });
  }

  build() {
    this.ring = html("div", "ring");
    this.ring.popover = "manual";
    this.card = html("div", "stop");
    this.card.popover = "manual";
    this.card.setAttribute("role", "dialog");
    this.card.setAttribute("aria-labelledby", "stop-title");
    this.count = html("span", "count");
    this.title = html("h2");
    this.title.id = "stop-title";
    this.words = html("p");
    const said = html("div"), buttons = html("div", "stop-buttons");
    said.setAttribute("aria-live", "polite");
    said.append(this.count, this.title, this.words);
    this.skip = this.button("Skip the tour", () => this.end(), "skip");
    this.back = this.button("Back", () => this.go(this.at - 1));
    this.next = this.button("Next", () => this.go(this.at + 1), "next");
    buttons.append(this.skip, this.back, this.next);
    this.card.append(said, buttons);
    this.root.append(this.ring, this.card);
  }

  button(words, act, kind = "") {
    const button = html("button", kind, words);
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  }

  listen() {
    const place = () => this.place();
    const escape = event => { if (event.key === "Escape" && !event.defaultPrevented && this.is_on && !this.is_meant_elsewhere()) this.end(); };
    const take = () => { this.taken = true; place(); };
    /** @type {[string, (event: any) => void, boolean][]} */
    const listeners = [["resize", place, false], ["scroll", place, true], ["keydown", escape, false], ["pointerdown", take, true], ["wheel", take, true]];
    for (const [name, act, early] of listeners) window.addEventListener(name, act, early);
    this.model.on("remove", () => {
      for (const [name, act, early] of listeners) window.removeEventListener(name, act, early);
      this.sizes.disconnect();
      clearTimeout(this.timer);
    });
  }

  get is_on() { return this.card.matches(":popover-open"); }

  // Whether Escape closes something else first: a dialog, a popover or a drag.
  is_meant_elsewhere() { return Boolean(seek("dialog[open], [popover=auto]:popover-open, .dragging")); }

  /** @param {import("../wire/protocol").Begin} message */
  begin({asked, stops}) {
    let seen = false;
    try {
      seen = Boolean(localStorage.getItem(SEEN));
      localStorage.setItem(SEEN, "seen");
    } catch { /* private mode: it is offered again */ }
    if (!asked && seen) return;
    this.stops = stops;
    this.go(0);
    this.next.focus();
  }

  go(i) {
    clearTimeout(this.timer);
    if (i >= this.stops.length) { this.end(); return; }
    this.at = Math.max(0, i);
    const {key, title, words} = this.stops[this.at], is_last = this.at === this.stops.length - 1;
    this.card.classList.remove("is-done");
    this.count.textContent = `${this.at + 1} of ${this.stops.length}`;
    this.title.textContent = title;
    this.words.textContent = words;
    this.back.disabled = this.at === 0;
    this.next.textContent = is_last ? "Done" : "Next";
    this.skip.hidden = is_last;
    this.sizes.disconnect();
    this.taken = false;
    this.aim();
    for (const box of [this.ring, this.card]) if (!box.matches(":popover-open")) box.showPopover();
    this.place();
    this.model.send_msg({type: "at", key});
  }

  aim() {
    const {at, beside} = TARGETS[this.stops[this.at].key];
    this.target = at.map(selector => seek(selector)).find(Boolean) || null;
    this.kept_free = (beside && seek(beside)) || this.target;
    if (this.target) this.sizes.observe(this.target);
  }

  // The user has completed a step.
  /** @param {import("../wire/protocol").Done} message */
  done({key}) {
    if (!this.is_on || this.stops[this.at].key !== key) return;
    this.card.classList.add("is-done");
    this.count.textContent = "Done";
    this.timer = setTimeout(() => this.go(this.at + 1), AFTER_MS);
  }

  end() {
    clearTimeout(this.timer);
    this.sizes.disconnect();
    for (const box of [this.ring, this.card]) if (box.matches(":popover-open")) box.hidePopover();
    this.model.send_msg({type: "at", key: ""});
  }

  // Places the card on the first side of its target that has room, else in the lower right corner.
  place() {
    if (!this.is_on) return;
    const w = this.card.offsetWidth, h = this.card.offsetHeight, right = window.innerWidth - EDGE - w, low = window.innerHeight - EDGE - h;
    if (!this.target?.isConnected) this.aim();
    const box = this.target?.getBoundingClientRect(), {key} = this.stops[this.at];
    let spot = [right, low];
    // Hide the ring once a drag begins: it does not follow the part.
    this.ring.hidden = !box?.width || (key === "drag" && this.taken);
    if (box?.width) {
      Object.assign(this.ring.style, {left: `${box.left - 4}px`, top: `${box.top - 4}px`, width: `${box.width + 8}px`, height: `${box.height + 8}px`});
      const free = this.kept_free.getBoundingClientRect();
      const across = clamp(free.left + free.width / 2 - w / 2, EDGE, right), along = clamp(free.top, EDGE, low);
      const spots = {below: [across, free.bottom + ROOM], left: [free.left - ROOM - w, along], right: [free.right + ROOM, along]};
      const fits = ([x, y]) => x >= EDGE && x <= right && y >= EDGE && y <= low;
      spot = TARGETS[key].sides.map(side => spots[side]).find(fits) || spot;
    }
    [this.card.style.left, this.card.style.top] = spot.map(at => `${at}px`);
  }
}

export function render({model, el}) {
  new Tour(model, el);
}
