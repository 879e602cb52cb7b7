// One way of looking at several stages: they are enlarged and moved together, and one place is pointed at in all.

import {gestures} from "../canvas/gestures.js";
import {clamp, Spot, whenSized} from "../kit/draw.js";

const ROOM = 10;                                   // px around what is shown whole
const CLOSEST = 16;                                // most times that it is enlarged
const STEP_PX = 60;                                // by an arrow key

// `panes` have {stage, paper}; on.draw(), on.hover([x_mm, y_mm], event), on.leave(), on.click([x_mm, y_mm]).
export class Linked {
  constructor(panes, on) {
    this.panes = panes;
    this.on = on;
    this.world = [1, 1];
    this.zoom = 1;
    this.x = 0.5;
    this.y = 0.5;
    this.gestures = panes.map(pane => {
      pane.paper.dataset.panning = "1";            // the ground is drawn, not banded
      pane.spot = new Spot(pane.stage);
      const free = new Set();
      pane.paper.addEventListener("pointerdown", event => { free.clear(); free.add([event.clientX, event.clientY]); });
      pane.paper.addEventListener("click", event => {
        const [[x, y] = [NaN, NaN]] = free;
        if (Math.hypot(event.clientX - x, event.clientY - y) < 4) on.click(this.place(pane, event));
      });
      return gestures(pane.paper, () => null, {
        pan: (dx, dy) => this.pan(dx, dy),
        zoom: (factor, x, y) => this.enlarge(factor, this.at(pane, x, y)),
        hover: event => on.hover(this.place(pane, event), event),
        leave: () => on.leave(),
      });
    });
    this.observer = whenSized(panes[0].stage, () => this.size());
  }

  stop() { this.observer.disconnect(); this.gestures.forEach(gesture => gesture.stop()); }

  // Another thing to look at, mm wide and high: all of it, unless it is of the same size.
  show(wide, high) {
    if (wide !== this.world[0] || high !== this.world[1]) this.whole(wide, high);
    else this.size();
  }

  whole(wide = this.world[0], high = this.world[1]) {
    Object.assign(this, {world: [wide, high], zoom: 1, x: 0.5, y: 0.5});
    this.size();
  }

  // The three stages are of one size; `k` px a mm, and the corner of the world at ox, oy.
  size() {
    const {clientWidth: w, clientHeight: h} = this.panes[0].stage, [wide, high] = this.world;
    if (w < 40 || h < 40) return;
    this.k = Math.min((w - 2 * ROOM) / wide, (h - 2 * ROOM) / high) * this.zoom;
    const middle = (at, size, room) => { const half = Math.min(0.5, room / (2 * this.k * size)); return clamp(at, half, 1 - half); };
    this.x = middle(this.x, wide, w - 2 * ROOM);
    this.y = middle(this.y, high, h - 2 * ROOM);
    this.ox = w / 2 - this.x * wide * this.k;
    this.oy = h / 2 - this.y * high * this.k;
    this.room = {w, h};
    this.on.draw();
  }

  pan(dx, dy) {
    this.x -= dx / (this.k * this.world[0]);
    this.y -= dy / (this.k * this.world[1]);
    this.size();
  }

  // `at` in px on the stage stays where it is.
  enlarge(factor, at = [this.room.w / 2, this.room.h / 2]) {
    const zoom = clamp(this.zoom * factor, 1, CLOSEST), by = zoom / this.zoom, [wide, high] = this.world;
    const off = [at[0] - this.room.w / 2, at[1] - this.room.h / 2];
    this.x += off[0] / (this.k * wide) * (1 - 1 / by);
    this.y += off[1] / (this.k * high) * (1 - 1 / by);
    this.zoom = zoom;
    this.size();
  }

  at(pane, x, y) {
    pane.spot.box = null;
    return pane.spot.of({clientX: x, clientY: y});
  }

  place(pane, event) {
    const [x, y] = pane.spot.of(event);
    return [(x - this.ox) / this.k, (y - this.oy) / this.k];
  }

  // The doing of a key, or false if it has none here.
  key(name) {
    const way = {arrowleft: [1, 0], arrowright: [-1, 0], arrowup: [0, 1], arrowdown: [0, -1]}[name];
    if (way) this.pan(STEP_PX * way[0], STEP_PX * way[1]);
    else if (name === "+" || name === "=") this.enlarge(1.25);
    else if (name === "-") this.enlarge(0.8);
    else if (name === "f" || name === "0") this.whole();
    else return false;
    return true;
  }
}
