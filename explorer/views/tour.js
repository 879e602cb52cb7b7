// The guided first minute: a card and a ring beside what it speaks of. Both lie above the page and let it work on.

const SEEN = "rack-explorer-tour";
const AFTER_MS = 900;                               // that a step stays, checked, before the next one
const ROOM = 14;                                    // px between the card and what it speaks of
const TARGETS = {
  drag: [".plan .stage", ".elevation .stage"],
  undo: [".totals", ".strip"],
  technology: [".link-controls"],
  findings: [".findings"],
  save: ['[aria-label="Download the layout"]', ".topbar"],
};

// The first element of that selector, in whatever shadow tree.
function seek(selector, root = document) {
  const here = root.querySelector(selector);
  if (here) return here;
  for (const element of root.querySelectorAll("*")) {
    const inner = element.shadowRoot && seek(selector, element.shadowRoot);
    if (inner) return inner;
  }
  return null;
}

class Tour {
  constructor(model, el) {
    this.model = model;
    this.stops = [];
    this.root = html("section", "canvas-root tour");
    this.root.setAttribute("aria-label", "Guided tour");
    el.classList.add("canvas-host");
    el.append(this.root);
    const theme = () => this.root.classList.toggle("dark", Boolean(model.dark));
    model.on("dark", theme);
    theme();
    this.build();
    const place = () => this.place();
    window.addEventListener("resize", place);
    window.addEventListener("scroll", place, true);
    model.on("remove", () => { window.removeEventListener("resize", place); window.removeEventListener("scroll", place, true); });
    this.sizes = new ResizeObserver(place);
    this.heard = introduce(model);
    model.on("msg:custom", message => { this.heard(); this[message.type]?.(message); });
  }

  build() {
    this.ring = html("div", "ring");
    this.ring.popover = "manual";
    this.card = html("div", "stop");
    this.card.popover = "manual";
    this.card.setAttribute("role", "group");
    this.card.setAttribute("aria-labelledby", "stop-title");
    this.count = html("span", "count");
    this.title = html("h2");
    this.title.id = "stop-title";
    this.words = html("p");
    const said = html("div"), buttons = html("div", "stop-buttons");
    said.setAttribute("aria-live", "polite");
    said.append(this.count, this.title, this.words);
    this.skip = this.button("Skip", () => this.end(), "skip");
    this.back = this.button("Back", () => this.go(this.at - 1));
    this.next = this.button("Next", () => this.go(this.at + 1), "next");
    buttons.append(this.skip, this.back, this.next);
    this.card.append(said, buttons);
    this.card.addEventListener("keydown", event => {
      event.stopPropagation();
      if (event.key === "Escape") this.end();
    });
    this.root.append(this.ring, this.card);
  }

  button(words, act, kind = "") {
    const button = html("button", kind, words);
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  }

  begin({asked, stops}) {
    let seen = false;
    try { seen = Boolean(localStorage.getItem(SEEN)); } catch { /* private mode */ }
    if (!asked && seen) return;
    this.stops = stops;
    this.go(0);
    if (asked) this.next.focus();
  }

  go(i) {
    clearTimeout(this.timer);
    if (i >= this.stops.length) { this.end(); return; }
    this.at = Math.max(0, i);
    const {key, title, words} = this.stops[this.at];
    this.card.classList.remove("is-done");
    this.count.textContent = `${this.at + 1} of ${this.stops.length}`;
    this.title.textContent = title;
    this.words.textContent = words;
    this.back.disabled = this.at === 0;
    this.next.textContent = this.at === this.stops.length - 1 ? "Done" : "Next";
    this.skip.hidden = this.at === this.stops.length - 1;
    this.sizes.disconnect();
    this.target = TARGETS[key].map(selector => seek(selector)).find(Boolean) || null;
    if (this.target) this.sizes.observe(this.target);
    for (const box of [this.ring, this.card]) if (!box.matches(":popover-open")) box.showPopover();
    this.place();
    this.model.send_msg({type: "at", key});
  }

  // The user has done what a step asks for.
  done({key}) {
    if (!this.card.matches(":popover-open") || this.stops[this.at].key !== key) return;
    this.card.classList.add("is-done");
    this.count.textContent = "Done";
    this.timer = setTimeout(() => this.go(this.at + 1), AFTER_MS);
  }

  end() {
    clearTimeout(this.timer);
    this.sizes.disconnect();
    for (const box of [this.ring, this.card]) if (box.matches(":popover-open")) box.hidePopover();
    try { localStorage.setItem(SEEN, "seen"); } catch { /* private mode: it is offered again */ }
    this.model.send_msg({type: "at", key: ""});
  }

  // The card stands where there is room: below, left, right or above; else in the lower right corner.
  place() {
    if (!this.card.matches(":popover-open")) return;
    const w = this.card.offsetWidth, h = this.card.offsetHeight, W = window.innerWidth, H = window.innerHeight;
    const box = this.target?.isConnected ? this.target.getBoundingClientRect() : null;
    this.ring.hidden = !box?.width;
    let x = W - w - 24, y = H - h - 24;
    if (box?.width) {
      Object.assign(this.ring.style, {left: `${box.left - 4}px`, top: `${box.top - 4}px`, width: `${box.width + 8}px`, height: `${box.height + 8}px`});
      const across = clamp(box.left + box.width / 2 - w / 2, 12, W - w - 12), along = clamp(box.top + 24, 12, H - h - 12);
      if (box.bottom + ROOM + h < H) [x, y] = [across, box.bottom + ROOM];
      else if (box.left - ROOM - w > 0) [x, y] = [box.left - ROOM - w, along];
      else if (box.right + ROOM + w < W) [x, y] = [box.right + ROOM, along];
      else if (box.top - ROOM - h > 0) [x, y] = [across, box.top - ROOM - h];
    }
    Object.assign(this.card.style, {left: `${x}px`, top: `${y}px`});
  }
}

export function render({model, el}) {
  new Tour(model, el);
}
