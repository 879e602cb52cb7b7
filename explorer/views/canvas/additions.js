// The palette of a canvas: elements to drag onto it. A click or Enter adds one in the first free place.

import {html} from "../kit/draw.js";
import {gestures} from "./gestures.js";

export class Additions {
  // `ghost(what)` makes the element to drag; `carry(ghost, event)` puts it under the pointer and returns whether it can
  // be dropped there.
  constructor(surface, title, ghost, carry) {
    this.surface = surface;
    this.ghost = ghost;
    this.carry = carry;
    this.box = html("div", "additions");
    this.box.setAttribute("role", "toolbar");
    this.box.setAttribute("aria-label", title);
    this.title = html("span", "additions-title", title);
    surface.root.append(this.box);
    this.shown = "";
    surface.model.on("remove", () => this.stop());
    this.ends = [];
  }

  stop() { this.ends.forEach(end => end()); }

  // Shows a chip for each [what, label, kind, color of its mark or none].
  offer(kinds) {
    const key = JSON.stringify(kinds);
    if (key === this.shown) return;
    this.shown = key;
    this.stop();
    this.ends = [];
    this.box.replaceChildren(this.title, ...kinds.map(each => this.chip(...each)));
  }

  chip(what, label, kind, mark) {
    const chip = html("button", `chip kind-${kind}`, label);
    if (mark) chip.style.setProperty("--kind", mark);
    chip.type = "button";
    chip.title = `Drag ${label} to its place; a click adds it in the first free place`;
    const {surface} = this;
    let thing = null, inside = false;
    const away = () => {
      if (inside) surface.courier.finish({type: "cancel"}, () => {});
      surface.told = "";
      inside = false;
      if (thing) thing.glyph.style.display = "none";
    };
    const put_back = () => {
      away();
      surface.let_go();
      surface.leave();
    };
    const add = () => surface.courier.finish({type: "add", add: what}, () => surface.unanswered());
    const hand = gestures(chip, () => what, {
      start: () => {
        thing = this.ghost(what);
        thing.add = what;
        surface.draw(thing);
        surface.hold([thing], thing);
      },
      move: (_dx, _dy, event) => {
        surface.spot.box = null;
        if (!this.carry(thing, event)) {
          away();
          surface.tip.show(event.clientX, event.clientY, label, [], "");
          return;
        }
        inside = true;
        thing.glyph.style.display = "";
        surface.tell();
        surface.show_tip(thing, event.clientX, event.clientY);
      },
      drop: () => {
        surface.leave();
        if (inside) { inside = false; surface.drop(); } else put_back();
      },
      cancel: put_back,
      click: add,
      hover: () => {},
      leave: () => {},
    });
    this.ends.push(() => hand.stop());
    chip.addEventListener("keydown", event => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      add();
    });
    return chip;
  }
}
