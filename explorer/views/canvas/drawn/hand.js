// What a pointer holds, on a drawing of its own above the paper: it follows as one layer, which the browser's
// compositor moves. On the paper each move would have the places drawn anew that were left and taken.

import {html, Mover, set, svg} from "../../kit/draw.js";

export class Hand {
  // `lines` are the sorts of lines that change while it moves; they lie below the things on the `paper`.
  constructor(stage, paper, lines) {
    this.room = html("div", "hand-room");
    this.box = html("div", "hand");
    this.paper = svg("svg");
    this.box.append(this.paper);
    // the ground keeps the size of what is drawn on it the same, else all layers are sorted anew
    const ground = svg("rect", {width: "100%", height: "100%", fill: "none"});
    this.lines = Object.fromEntries(lines.map(name => [name, svg("path", {class: name})]));
    this.sheet = svg("svg", {class: "hand-lines", "aria-hidden": "true"});
    this.sheet.append(ground, ...Object.values(this.lines));
    this.room.append(this.box);
    this.mover = new Mover(this.box);
    paper.before(this.sheet);
    stage.append(this.room);
    this.held = [];
    this.at = [0, 0];
  }

  // Glyphs that stand at `places`, in px. They keep them while the whole hand moves.
  take(glyphs, places) {
    this.held = glyphs.map((glyph, i) => ({glyph, place: places[i], parent: glyph.parentNode, next: glyph.nextSibling}));
    for (const {glyph} of this.held) carried(glyph, this.paper, null);
    this.move(0, 0);
  }

  move(x, y) {
    this.at = [x, y];
    this.mover.to(x, y);
  }

  // Back on the paper, each where it is seen now, and in the order in which they lay there.
  put_back() {
    const [x, y] = this.at;
    for (const {glyph, place, parent, next} of this.held.reverse()) {
      carried(glyph, parent, next?.parentNode === parent ? next : null);
      glyph.style.transform = `translate(${place[0] + x}px,${place[1] + y}px)`;
      // what changes from here on glides from this place, not from that where the hand took it
      getComputedStyle(glyph).transform;
    }
    this.clear();
  }

  draw(name, d) { set(this.lines[name], {d}); }

  // Without what it held, and without lines: whoever has them draws them again.
  clear() {
    this.held = [];
    this.paper.replaceChildren();
    for (const line of Object.values(this.lines)) set(line, {d: ""});
    this.move(0, 0);
  }

  // The part of the stage outside of which nothing is seen; null for all of it.
  clip(inset) {
    const path = inset ? `inset(${inset.map(px => `${px}px`).join(" ")})` : "";
    for (const each of [this.room, this.sheet]) each.style.clipPath = path;
  }
}

// Into another parent without losing the focus.
function carried(glyph, parent, next) {
  if (parent.moveBefore && glyph.isConnected) { parent.moveBefore(glyph, next); return; }
  const focused = glyph.getRootNode().activeElement === glyph;
  parent.insertBefore(glyph, next);
  if (focused) glyph.focus({preventScroll: true});
}
