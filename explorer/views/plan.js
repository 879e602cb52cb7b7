// The plan of one tray. On the screen, right is towards the rear (y_mm) and down is across (x_mm).

const FIELDS = 6;                                  // x_mm, y_mm, power_w, t_c, t_limit_c, headroom_k
const MARGIN = {left: 40, right: 58, top: 12, bottom: 34};

class Plan {
  constructor(model, el) {
    this.model = model;
    Object.assign(this, card(model, el, "plan"));
    this.state = html("span", "state");
    this.hint = html("span", "hint");
    this.slot.append(this.hint, this.state);
    this.stage = html("div", "stage");
    this.root.append(this.stage);
    this.canvas = html("canvas");
    this.heat = new HeatMap(this.canvas);
    this.paper = svg("svg", {role: "group", "aria-label": "Plan of the selected tray"});
    this.stage.append(this.canvas, this.paper);
    this.legend = new Legend(this.stage);
    this.layers = {};
    for (const name of ["frame", "traces", "parts", "marks"]) {
      this.layers[name] = svg("g", {class: name});
      this.paper.append(this.layers[name]);
    }
    this.refusal = new Refusal(this.stage);
    this.empty = html("div", "empty-note", "Select a tray to see its board");
    this.lost = html("div", "empty-note lost");
    this.lost.hidden = true;
    this.stage.append(this.empty, this.lost);
    this.tip = new Tooltip(this.stage);
    this.spot = new Spot(this.stage);
    this.speak = spoken(this.root);
    this.scene = null;
    this.parts = new Map();                        // id -> {outline, row, glyph, x, y, ...}
    this.selected = "";
    this.held = null;                              // the part whose place the browser decides
    this.courier = new Courier(message => model.send_msg(message));
    this.steps = new KeySteps(() => this.drop(this.held));
    this.gesture = gestures(this.paper, event => this.under(event), this);
    this.paper.addEventListener("keydown", event => this.key(event));
    this.paper.addEventListener("focusout", () => this.steps.flush());
    this.heard = introduce(model);
    this.observer = whenSized(this.stage, () => this.size());
    model.on("msg:custom", message => this.hear(message));
    model.on("remove", () => this.observer.disconnect());
  }

  hear(message) {
    this.heard();
    if (message.type === "scene") this.take_scene(message);
    else if (message.type === "frame") this.take_frame(message);
    else if (message.type === "crosstalk") this.take_crosstalk(message);
    else if (message.type === "selected") this.select(message.id);
    else if (message.type === "ack") this.courier.ack(message.seq);
    else if (message.type === "dropped") this.dropped(message);
  }

  // -- drawing -------------------------------------------------------------------------------------

  take_scene(scene) {
    this.gesture.cancel();
    this.steps.drop();
    this.held = null;
    this.scene = scene.tray ? scene : null;
    this.empty.hidden = Boolean(this.scene);
    this.root.classList.toggle("blank", !this.scene);
    this.parts.clear();
    this.sources = [];
    this.layers.parts.replaceChildren();
    this.layers.traces.replaceChildren();
    this.layers.marks.replaceChildren();
    if (!this.scene) {
      this.title.textContent = "Tray";
      this.note.textContent = "";
      return;
    }
    this.title.textContent = scene.label;
    const shared = scene.others > 0 ? ` · shared with ${scene.others} other tray${scene.others > 1 ? "s" : ""}` : "";
    this.note.textContent = `${scene.design} · ${tidy(scene.width_mm)} × ${tidy(scene.depth_mm)} mm${shared}`;
    this.heat.table = ramp(scene.colors);
    this.heat.range.fresh = true;
    this.legend.paint(scene.colors, false);
    const big = [...scene.parts].sort((a, b) => b.width_mm * b.depth_mm - a.width_mm * a.depth_mm);
    const rows = new Map(scene.parts.map((outline, row) => [outline.id, row]));
    for (const outline of big) {
      const part = {outline, row: rows.get(outline.id), x: 0, y: 0, ...part_glyph(outline)};
      this.parts.set(outline.id, part);
      this.layers.parts.append(part.glyph);
    }
    this.hot = hot_mark();
    this.layers.marks.append(this.hot);
    this.selected = scene.selected;
    this.size();
  }

  size() {
    if (!this.scene) return;
    const {width_mm, depth_mm} = this.scene;
    const {clientWidth: w, clientHeight: h} = this.stage;
    if (w < 80 || h < 80) return;
    const room = {w: w - MARGIN.left - MARGIN.right, h: h - MARGIN.top - MARGIN.bottom};
    this.k = Math.max(0.05, Math.min(room.w / depth_mm, room.h / width_mm));
    const board = {w: depth_mm * this.k, h: width_mm * this.k};
    this.ox = Math.round(MARGIN.left + (room.w - board.w) / 2);
    this.oy = Math.round(MARGIN.top + (room.h - board.h) / 2);
    this.heat.place(this.ox, this.oy, board.w, board.h);
    Object.assign(this.legend.box.style, {left: `${this.ox + board.w + 16}px`, top: `${this.oy + 16}px`, height: `${board.h - 16}px`});
    this.layers.frame.replaceChildren(...board_frame(this.scene, this.ox, this.oy, this.k));
    this.root.classList.add("still");
    for (const part of this.parts.values()) {
      part_shape(part, this.k);
      this.put(part);
    }
    this.mark_hottest();
    this.draw_traces();
    requestAnimationFrame(() => this.root.classList.remove("still"));
  }

  put(part) {
    part.glyph.style.transform = `translate(${this.ox + part.y * this.k}px,${this.oy + part.x * this.k}px)`;
  }

  take_frame(frame) {
    if (!this.scene) return;
    const moving = Boolean(this.held);
    const n = this.parts.size * FIELDS, numbers = floats(frame.data);
    this.table = numbers.subarray(0, n);
    this.wrong = frame.wrong;
    this.hottest = frame.hottest;
    this.lost.hidden = !frame.lost;
    this.lost.textContent = frame.lost;
    this.canvas.hidden = this.legend.box.hidden = Boolean(frame.lost);
    if (frame.quantity !== this.quantity) this.heat.range.fresh = true;
    this.quantity = frame.quantity;
    this.unit = frame.unit;
    this.air_c = frame.air_c;
    this.heat.range.finest = frame.unit === "K/W" ? 0 : 1;
    this.heat.take(numbers.subarray(n), frame.nx, frame.ny, moving || frame.live, frame.range);
    this.legend.scale(this.heat.range, frame.unit);
    for (const part of this.parts.values()) {
      if (part !== this.held) {
        const x = this.table[part.row * FIELDS], y = this.table[part.row * FIELDS + 1];
        if (x !== part.x || y !== part.y || !part.placed) {
          Object.assign(part, {x, y, placed: true});
          this.put(part);
        }
        this.flag(part, frame.wrong[part.outline.id] || "");
      }
      if (!frame.live && !frame.moment) part.glyph.setAttribute("aria-label", this.describe(part));
    }
    this.state.classList.toggle("live", frame.live);
    this.state.classList.toggle("moment", Boolean(frame.moment));
    this.state.textContent = frame.moment || state_words(frame);
    this.hint.textContent = frame.hint;
    this.mark_hottest();
    this.draw_traces();
    this.refresh_tip();
  }

  flag(part, reason) {
    if (part.reason === reason) return;
    part.reason = reason;
    part.glyph.classList.toggle("wrong", Boolean(reason));
  }

  value(part, column) { return this.table ? this.table[part.row * FIELDS + column] : NaN; }

  mark_hottest() {
    const part = this.parts.get(this.hottest);
    const shown = part && this.table && known(this.value(part, 3)) && this.quantity !== "crosstalk";
    this.hot.style.display = shown ? "" : "none";
    if (!shown) return;
    this.hot.lastChild.textContent = `${number(this.value(part, 3))} °C`;
    const x = this.ox + (part.y + part.outline.depth_mm / 2) * this.k;
    const h = part.outline.width_mm * this.k, inside = h > 52;
    const y = this.oy + part.x * this.k + (inside ? h - 13 : -13);
    this.hot.style.transform = `translate(${x}px,${Math.max(y, 10)}px)`;
  }

  draw_traces() {
    const center = this.held || this.parts.get(this.selected);
    const lines = [];
    for (const part of center ? this.parts.values() : []) {
      const host = this.parts.get(part.outline.host);
      if (host && (part === center || host === center)) lines.push(`M${this.middle(host)}L${this.middle(part)}`);
    }
    this.layers.traces.replaceChildren(...lines.map(d => svg("path", {class: "trace", d})));
    for (const part of this.parts.values()) part.glyph.classList.toggle("selected", part.outline.id === this.selected);
  }

  middle({x, y, outline}) {
    return `${this.ox + (y + outline.depth_mm / 2) * this.k} ${this.oy + (x + outline.width_mm / 2) * this.k}`;
  }

  select(id) {
    this.selected = id;
    this.draw_traces();
  }

  // -- tooltip -------------------------------------------------------------------------------------

  describe(part) {
    const kind = KIND_NAMES[part.outline.kind] || part.outline.kind;
    return `${part.outline.label}, ${kind}, x ${part.x.toFixed(1)} y ${part.y.toFixed(1)} millimeters, ` +
      `${number(this.value(part, 2))} watts, ${number(this.value(part, 3))} degrees Celsius`;
  }

  show_tip(part, x, y) {
    const headroom = this.value(part, 5), t = this.value(part, 3);
    const rows = [];
    if (part === this.held) rows.push(["Position", `${part.x.toFixed(1)}, ${part.y.toFixed(1)} mm`]);
    if (known(this.value(part, 2))) rows.push(["Power", watts(this.value(part, 2))]);
    if (known(t)) rows.push(["Temperature", `${number(t)} °C`, headroom < 0 ? "bad" : ""]);
    if (part !== this.held && known(this.value(part, 4))) rows.push(["Limit", `${number(this.value(part, 4))} °C`]);
    if (known(headroom)) rows.push(["Headroom", `${signed(headroom)} K`, headroom < 0 ? "bad" : ""]);
    rows.push(...this.from_others(part));
    this.tip.show(x, y, part.outline.label, rows, part.reason || "");
    this.tipped = {part, x, y};
  }

  // K/W from each source that is on the board, one row per source; nothing while a part moves.
  take_crosstalk({sources, data}) {
    const n = this.parts.size, values = floats(data);
    this.sources = sources.map((id, i) => ({part: this.parts.get(id), k_per_w: values.subarray(i * n, (i + 1) * n)}))
      .filter(source => source.part);
    this.refresh_tip();
  }

  // What the selected source does to a part; without one, the two that do most to it, and the air.
  from_others(part) {
    if (!this.sources?.length || !known(this.value(part, 3))) return [];
    const all = this.sources.filter(source => source.part !== part).map(source => {
      const k_per_w = source.k_per_w[part.row], w = this.value(source.part, 2);
      return {id: source.part.outline.id, name: `From ${source.part.outline.label}`, k_per_w, w, rise_k: k_per_w * w};
    });
    const chosen = all.find(source => source.id === this.selected);
    if (chosen) return [[chosen.name, rise(chosen.rise_k)], ["", `${number(chosen.k_per_w, 2)} K/W × ${number(chosen.w)} W`]];
    const most = all.sort((a, b) => b.rise_k - a.rise_k).slice(0, 2);
    return [...most.map(({name, rise_k}) => [name, rise(rise_k)]), ["Inlet air", `${number(this.air_c)} °C`]];
  }

  refresh_tip() {
    if (this.tipped?.part) this.show_tip(this.tipped.part, this.tipped.x, this.tipped.y);
  }

  hover(event) {
    if (!this.scene) return;
    const [x, y] = this.spot.of(event);
    const part = this.under(event);
    const value = this.heat.at((x - this.ox) / (this.scene.depth_mm * this.k), (y - this.oy) / (this.scene.width_mm * this.k));
    this.legend.point(this.heat.range, value);
    if (part) this.show_tip(part, event.clientX, event.clientY);
    else if (known(value)) { this.tipped = null; this.tip.show(event.clientX, event.clientY, `${number(value)} ${this.unit}`); }
    else this.leave();
  }

  leave() {
    this.tipped = null;
    this.tip.hide();
    this.legend.point(this.heat.range, NaN);
  }

  // -- gestures ------------------------------------------------------------------------------------

  under(event) {
    const glyph = event.target.closest?.(".part");
    return glyph ? this.parts.get(glyph.dataset.id) : null;
  }

  hold(part) {
    if (this.held === part) return;
    this.steps.flush();
    this.held = part;
    this.refusal.hide();
    part.from = {x: part.x, y: part.y};
    part.glyph.classList.add("held");
    this.draw_traces();
  }

  start(part) { this.hold(part); this.select(part.outline.id); }

  move(part, dx, dy, event) {
    this.place(part, part.from.x + dy / this.k, part.from.y + dx / this.k);
    this.show_tip(part, event.clientX, event.clientY);
  }

  place(part, x, y) {
    const {width_mm, depth_mm} = this.scene, {outline} = part;
    part.x = Math.round(clamp(x, -outline.width_mm, width_mm) * 10) / 10;
    part.y = Math.round(clamp(y, -outline.depth_mm, depth_mm) * 10) / 10;
    this.put(part);
    this.flag(part, place_fault(part, this.parts.values(), this.scene));
    this.draw_traces();
    if (part.outline.id === this.hottest) this.mark_hottest();
    this.courier.post({type: "drag", id: outline.id, x_mm: part.x, y_mm: part.y});
  }

  drop(part) {
    if (!part) return;
    this.courier.finish({type: "drop", id: part.outline.id, x_mm: part.x, y_mm: part.y});
    part.late = setTimeout(() => this.let_go(part), 8000);
  }

  cancel(part) {
    Object.assign(part, part.from);
    this.courier.finish({type: "cancel", id: part.outline.id});
    this.let_go(part);
    this.put(part);
    this.speak("Move canceled");
  }

  let_go(part) {
    clearTimeout(part.late);
    part.glyph.classList.remove("held");
    this.flag(part, this.wrong?.[part.outline.id] || "");
    if (this.held === part) this.held = null;
  }

  dropped({id, reason, seq}) {
    this.courier.ack(seq);
    const part = this.parts.get(id);
    if (!part) return;
    if (seq === this.courier.seq) this.let_go(part);
    if (reason) {
      if (part.from) Object.assign(part, part.from);
      this.refusal.show(reason);
    }
    if (this.table && this.held !== part) {
      [part.x, part.y] = [this.value(part, 0), this.value(part, 1)];
      this.put(part);
    }
    this.draw_traces();
    this.mark_hottest();
    this.speak(reason || this.describe(part));
  }

  click(part) {
    const id = part ? part.outline.id : "";
    if (part) part.glyph.focus({preventScroll: true});
    this.select(id);
    this.model.send_msg({type: "select", id});
  }

  key(event) {
    const part = this.under(event);
    if (!part || this.gesture.active) return;
    const step = event.shiftKey ? 10 : 1;
    const way = {ArrowRight: [0, step], ArrowLeft: [0, -step], ArrowDown: [step, 0], ArrowUp: [-step, 0]}[event.key];
    if (way) {
      this.hold(part);
      this.place(part, part.x + way[0], part.y + way[1]);
      this.steps.touch();
      this.speak(part.reason || `x ${part.x.toFixed(0)}, y ${part.y.toFixed(0)} millimeters`);
    } else if (event.key === "Escape" && this.steps.pending) {
      this.steps.drop();
      this.cancel(part);
    } else if (event.key === "Enter" || event.key === " ") {
      this.steps.flush();
      this.click(part);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

const rise = kelvins => `${signed(kelvins, kelvins < 0.1 ? 1 : 3)} K`;

// How the temperatures on the map were found, and how far they may be off.
function state_words({lost, live, solution, error_k}) {
  if (lost) return "no steady state";
  const error = !known(error_k) ? "" : error_k < 0.01 ? ", ±0.01 K or less" : `, ±${number(error_k, 1)} K`;
  if (!live) return `settled${error}`;
  return {response: `live by response${error}`, live: `live${error}`, settled: "live, this tray unchanged"}[solution];
}

export function render({model, el}) {
  new Plan(model, el);
}
