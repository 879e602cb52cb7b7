// Draws the parts being dragged in a separate layer above the paper, which the browser's compositor moves. On the paper
// each move would repaint the areas that the parts leave and enter.

import {html, Mover, set, svg} from "../../kit/draw.js";

export class Hand {
  // `lines` are the classes of lines that change during a drag; they are drawn below the things on the `paper`.
  constructor(stage, paper, lines) {
    this.room = html("div", "hand-room");
    this.box = html("div", "hand");
    this.paper = svg("svg");
    this.box.append(this.paper);
    // The ground keeps the size of the drawing constant; when it changes, the browser sorts all layers again.
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

  // Takes glyphs at `places`, in px, from the paper. Their transforms stay; the whole layer moves.
  take(glyphs, places) {
    this.held = glyphs.map((glyph, i) => ({glyph, place: places[i], parent: glyph.parentNode, next: glyph.nextSibling}));
    for (const {glyph} of this.held) carried(glyph, this.paper, null);
    this.move(0, 0);
  }

  move(x, y) {
    this.at = [x, y];
    this.mover.to(x, y);
  }

  // Returns the glyphs to the paper where they are seen now, in their former stacking order.
  put_back() {
    const [x, y] = this.at;
    for (const {glyph, place, parent, next} of this.held.reverse()) {
      carried(glyph, parent, next?.parentNode === parent ? next : null);
      glyph.style.transform = `translate(${place[0] + x}px,${place[1] + y}px)`;
      // Read the style, so that a following transition starts here and not where the drag began.
      getComputedStyle(glyph).transform;
    }
    this.clear();
  }

  draw(name, d) { set(this.lines[name], {d}); }

  // Removes the glyphs and the lines; the caller draws them again.
  clear() {
    this.held = [];
    this.paper.replaceChildren();
    for (const line of Object.values(this.lines)) set(line, {d: ""});
    this.move(0, 0);
  }

  // Clips the layer to an inset of the stage in px, [top, right, bottom, left]; null for no clipping.
  clip(inset) {
    const path = inset ? `inset(${inset.map(px => `${px}px`).join(" ")})` : "";
    for (const each of [this.room, this.sheet]) each.style.clipPath = path;
  }
}

// Moves a glyph to another parent and keeps its focus.
function carried(glyph, parent, next) {
  if (parent.moveBefore && glyph.isConnected) { parent.moveBefore(glyph, next); return; }
  const focused = glyph.getRootNode().activeElement === glyph;
  parent.insertBefore(glyph, next);
  if (focused) glyph.focus({preventScroll: true});
}
