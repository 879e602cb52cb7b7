// The list of the session's steps, newest on top, in a popover below its button; a click jumps to a step.

import {clamp, gives_focus_back, html} from "../kit/draw.js";

export class HistoryList {
  // `jump(i)` goes to a step by its index, the oldest being 0; `pin(i)` makes it B of a comparison.
  constructor(root, jump, pin) {
    this.jump = jump;
    this.pin = pin;
    this.steps = [];
    this.at = 0;
    this.box = html("div", "history");
    this.box.popover = "auto";
    this.box.setAttribute("role", "listbox");
    this.box.setAttribute("aria-label", "History");
    root.append(this.box);
    gives_focus_back(this.box, () => this.button);
    this.box.addEventListener("toggle", event => {
      this.button?.setAttribute("aria-expanded", String(event.newState === "open"));
      if (event.newState === "open") this.present()?.focus();
    });
    this.box.addEventListener("keydown", event => this.key(event));
  }

  open(button) {
    this.button = button;
    if (this.box.matches(":popover-open")) { this.box.hidePopover(); return; }
    this.draw();
    const {right, bottom} = button.getBoundingClientRect();
    Object.assign(this.box.style, {top: `${bottom + 6}px`, left: `${Math.max(8, right - 280)}px`});
    this.box.showPopover();
  }

  show(steps, at) {
    Object.assign(this, {steps, at});
    if (this.box.matches(":popover-open")) this.draw();
  }

  draw() {
    const had = this.box.contains(this.box.getRootNode().activeElement);
    this.box.replaceChildren(...this.steps.map((label, i) => {
      const step = html("button", i === this.at ? "step present" : i > this.at ? "step undone" : "step", label);
      step.type = "button";
      step.dir = "auto";
      step.setAttribute("role", "option");
      step.setAttribute("aria-selected", String(i === this.at));
      step.addEventListener("click", () => this.jump(i));
      // Only for the pointer: an option of a listbox may contain no button. The keyboard has the key B.
      const as_b = html("span", "as-b", "B");
      as_b.title = "Compare with this step (B)";
      as_b.setAttribute("aria-hidden", "true");
      as_b.addEventListener("click", event => { event.stopPropagation(); this.pin(i); });
      step.append(as_b);
      return step;
    }).reverse());
    if (had) this.present()?.focus();
  }

  present() { return this.box.querySelector(".present"); }

  key(event) {
    const all = [...this.box.children], i = all.indexOf(this.box.getRootNode().activeElement);
    if (event.key.toLowerCase() === "b" && i >= 0 && !event.ctrlKey && !event.metaKey) this.pin(all.length - 1 - i);
    const to = {ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: all.length - 1}[event.key];
    if (to === undefined) return;
    all[clamp(to, 0, all.length - 1)].focus();
    event.preventDefault();
    event.stopPropagation();
  }
}
