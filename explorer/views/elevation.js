// Racks from the front. U counts from 1 at the bottom; a tray stands on the lowest U that it takes.

const GUTTER = 30;

class Elevation {
  constructor(model, el) {
    this.model = model;
    Object.assign(this, card(model, el, "elevation"));
    this.title.textContent = "Racks";
    this.scale = html("div", "scale");
    this.scale.append(html("span", "scale-name"), html("span", "low"), html("i"), html("span", "high"));
    this.head.after(this.scale);
    this.stage = html("div", "stage");
    this.root.append(this.stage);
    this.paper = svg("svg", {role: "group", "aria-label": "Racks, front view"});
    this.stage.append(this.paper);
    this.layers = {};
    for (const name of ["racks", "cables", "trays", "ghost"]) {
      this.layers[name] = svg("g", {class: name});
      this.paper.append(this.layers[name]);
    }
    this.refusal = new Refusal(this.stage);
    this.tip = new Tooltip(this.stage);
    this.speak = spoken(this.root);
    this.racks = [];
    this.trays = new Map();
    this.rows = [];
    this.held = null;
    this.cables = new Cables(this.layers.cables, row => this.end(row), id => this.choose(id));
    this.courier = new Courier(message => model.send_msg(message));
    this.steps = new KeySteps(() => this.drop(this.held));
    this.gesture = gestures(this.paper, event => this.under(event), this);
    this.paper.addEventListener("keydown", event => this.key(event));
    this.paper.addEventListener("focusout", () => this.steps.flush());
    this.heard = introduce(model);
    this.observer = whenSized(this.stage, () => this.size());
    model.on("msg:custom", message => this.hear(message));
    model.on("dark", () => { if (this.frame_now) this.take_frame(this.frame_now); });
    model.on("remove", () => this.observer.disconnect());
  }

  hear(message) {
    this.heard();
    if (message.type === "scene") this.take_scene(message);
    else if (message.type === "frame") this.take_frame(message);
    else if (message.type === "ack") this.courier.ack(message.seq);
    else if (message.type === "dropped") this.dropped(message);
  }

  // -- drawing -------------------------------------------------------------------------------------

  take_scene(scene) {
    this.gesture.cancel();
    this.steps.drop();
    this.held = null;
    this.racks = scene.racks;
    this.title.textContent = scene.racks.length === 1 ? scene.racks[0].label : "Racks";
    this.note.textContent = scene.racks.length === 1 ? `${scene.racks[0].height_u} ${scene.racks[0].pitch}` : "";
    this.trays = new Map(scene.trays.map((outline, row) => [outline.id, this.tray(outline, row)]));
    this.rows = [...this.trays.values()];
    this.layers.trays.replaceChildren(...this.rows.map(tray => tray.glyph));
    this.cables.take(scene.groups, scene.cables);
    this.ghost_box = svg("rect", {class: "ghost-box", rx: 4});
    this.mark = svg("rect", {class: "mark", rx: 4});
    this.layers.ghost.replaceChildren(this.ghost_box, this.mark);
    this.mark.style.display = this.ghost_box.style.display = "none";
    this.size();
  }

  tray(outline, row) {
    const glyph = svg("g", {class: `tray kind-${outline.kind}`, tabindex: 0, role: "button", "data-id": outline.id});
    const tray = {outline, row, glyph, u: 1, rack: "", ring: svg("rect", {class: "ring"}), body: svg("rect", {class: "body"}),
                  name: svg("text", {class: "name"}), figure: svg("text", {class: "figure"})};
    glyph.append(tray.ring, tray.body, tray.name, tray.figure);
    return tray;
  }

  size() {
    const {clientWidth: w, clientHeight: h} = this.stage;
    if (!this.racks.length || w < 60 || h < 60) return;
    const n = this.racks.length, room = this.cables.all.length ? CABLE_ROOM : 0, gap = n > 1 && room ? 26 : 12;
    const [first] = this.racks, alike = this.racks.every(rack => rack.height_u === first.height_u && rack.pitch === first.pitch);
    const gutter = i => (alike && i > 0 ? 0 : GUTTER);
    const wide = (w - 20 - room - GUTTER * (alike ? 1 : n) - gap * (n - 1)) / n;
    const tallest = Math.max(...this.racks.map(rack => rack.height_u * (rack.pitch === "OU" ? 48 : 44.45)));
    const foot = n > 1 ? 24 : 12;
    this.mm = (h - foot - 16) / tallest;
    this.places = new Map();
    const drawn = [];
    let left = 8;
    this.racks.forEach((rack, i) => {
      const x = left + gutter(i), pitch = (rack.pitch === "OU" ? 48 : 44.45) * this.mm;
      const high = pitch * rack.height_u, top = h - foot - 4 - high;
      this.places.set(rack.id, {x, wide, pitch, high, top, rack});
      drawn.push(...this.frame({x, wide, pitch, high, top, rack}, n > 1, gutter(i) > 0));
      left = x + wide + gap;
    });
    this.layers.racks.replaceChildren(...drawn);
    this.root.classList.add("still");
    for (const tray of this.trays.values()) {
      this.shape(tray);
      this.put(tray);
    }
    this.cables.route_all();
    requestAnimationFrame(() => this.root.classList.remove("still"));
  }

  // Where a tray's cables leave the rack.
  end(row) {
    const tray = this.rows[row], place = this.places?.get(tray?.rack);
    if (!place) return null;
    const {x, wide, pitch, high, top} = place;
    return {x: x - 5, right: x + wide + 5, y: top + high - (tray.u - 1 + tray.outline.height_u / 2) * pitch, high, rack: tray.rack};
  }

  choose(id) { this.model.send_msg({type: "link", id: id === this.frame_now?.link ? "" : id}); }

  frame({x, wide, pitch, high, top, rack}, named, counted) {
    const out = [svg("rect", {class: "rack", x: x - 4.5, y: top - 4.5, width: wide + 9, height: high + 9, rx: 6})];
    const every = pitch >= 12 ? 2 : 5;
    for (let u = 1; u <= rack.height_u; u++) {
      const y = top + high - u * pitch;
      out.push(svg("rect", {class: "slot-u", x, y: y + 0.5, width: wide, height: Math.max(pitch - 1, 1), rx: 1.5}));
      if (counted && (u % every === 0 || u === 1)) out.push(svg("text", {class: "u", x: x - 10, y: y + pitch / 2 + 3.5}, String(u)));
    }
    if (named) out.push(svg("text", {class: "rack-name", x: x + wide / 2, y: top + high + 20}, rack.label));
    return out;
  }

  shape(tray) {
    const place = this.places?.get(tray.rack);
    if (!place) return;
    const h = place.pitch * tray.outline.height_u - 1, w = place.wide;
    set(tray.body, {width: w, height: Math.max(h, 2), rx: Math.min(3, h / 4)});
    set(tray.ring, {x: -2.5, y: -2.5, width: w + 5, height: Math.max(h, 2) + 5, rx: 4});
    const size = clamp(h - 3, 0, 11.5);
    const {name, figure} = tray;
    const figured = size >= 6.5 && w >= 110;
    const room = Math.floor((w - (figured ? 64 : 12)) / (size * 0.54));
    const label = tray.outline.label;
    name.textContent = size < 6.5 ? "" : label.length > room ? `${label.slice(0, Math.max(room - 1, 1))}…` : label;
    set(name, {x: w < 80 ? 5 : 8, y: h / 2, "font-size": size});
    set(figure, {x: w - 8, y: h / 2, "font-size": size});
    figure.style.display = figured ? "" : "none";
  }

  // Where the tray is drawn; while it is dragged it follows the pointer between the positions.
  put(tray, shift = 0) {
    const place = this.places?.get(tray.rack);
    if (!place) return;
    const y = place.top + place.high - (tray.u - 1 + tray.outline.height_u) * place.pitch + 0.5;
    tray.glyph.style.transform = `translate(${place.x}px,${y + shift}px)`;
    this.cables.route_of(tray.row);
    if (tray.outline.id === this.frame_now?.tray) {
      set(this.mark, {width: place.wide + 5, height: Math.max(place.pitch * tray.outline.height_u - 1, 2) + 5});
      this.mark.style.transform = `translate(${place.x - 2.5}px,${y + shift - 2.5}px)`;
      this.mark.style.display = "";
    }
  }

  take_frame(frame) {
    this.frame_now = frame;
    this.table = frame.values;
    const [label, unit, higher] = frame.scale;
    const found = frame.values.filter(known);
    const [low, high] = [Math.min(...found), Math.max(...found)];
    if (frame.metric !== this.metric || !(frame.live || this.held)) [this.low, this.high] = [low, high];
    else [this.low, this.high] = [Math.min(this.low, low), Math.max(this.high, high)];
    this.metric = frame.metric;
    this.unit = unit;
    this.higher = higher;
    this.legend(label, unit, found.length);
    for (const tray of this.trays.values()) {
      if (tray.outline.id === frame.tray && !this.held) this.put(tray);
      if (tray !== this.held && (tray.u !== frame.u[tray.row] || tray.rack !== frame.rack[tray.row])) {
        const fresh = !tray.rack;
        Object.assign(tray, {u: frame.u[tray.row], rack: frame.rack[tray.row]});
        if (fresh) this.shape(tray);
        this.put(tray);
      }
      this.paint(tray, frame.values[tray.row]);
      if (!frame.live) tray.glyph.setAttribute("aria-label", this.describe(tray));
    }
    this.cables.paint(frame.margins, frame.link, this.model.dark);
    if (!this.trays.has(frame.tray)) this.mark.style.display = "none";
    if (this.tipped) this.show_tip(...this.tipped);
  }

  legend(label, unit, any) {
    const [name, low, bar, high] = this.scale.children;
    name.textContent = label;
    low.textContent = any ? number(this.low) : "";
    high.textContent = any ? `${number(this.high)} ${unit}` : `no value`;
    bar.style.visibility = any ? "" : "hidden";
    const colors = [0, 0.25, 0.5, 0.75, 1].map(t => `rgb(${this.color(this.low + t * (this.high - this.low))})`);
    bar.style.background = `linear-gradient(to right, ${colors.join(",")})`;
  }

  color(value) {
    return shade(value, this.low, this.high, this.higher, this.model.dark);
  }

  paint(tray, value) {
    const rgb = known(value) ? this.color(value) : null, fill = rgb ? `rgb(${rgb})` : "";
    if (fill !== tray.fill) {
      tray.fill = tray.body.style.fill = fill;
      tray.glyph.style.setProperty("--on", rgb ? ink_on(rgb) : "var(--ink-2)");
    }
    const text = known(value) ? (this.unit === "W" ? watts(value) : number(value)) : "";
    if (text !== tray.text) tray.figure.textContent = tray.text = text;
  }

  describe(tray) {
    const value = this.table?.[tray.row];
    return `${tray.outline.label}, ${this.pitch(tray)}${tray.u}` + (known(value) ? `, ${number(value)} ${this.unit}` : "");
  }

  pitch(tray) { return this.places?.get(tray.rack)?.rack.pitch || "U"; }

  // -- tooltip -------------------------------------------------------------------------------------

  show_tip(tray, x, y) {
    const value = this.table?.[tray.row], top = tray.u + tray.outline.height_u - 1, pitch = this.pitch(tray);
    const place = tray.outline.height_u > 1 ? `${pitch}${tray.u} to ${top}` : `${pitch}${tray.u}`;
    const rows = [["Position", tray === this.held && !tray.reason ? `${place} free` : place]];
    if (known(value)) rows.push([this.frame_now.scale[0], this.unit === "W" ? watts(value) : `${number(value)} ${this.unit}`]);
    this.tip.show(x, y, tray.outline.label, rows, tray.reason || "");
    this.tipped = [tray, x, y];
  }

  hover(event) {
    const tray = this.under(event);
    const cable = tray ? null : this.cables.under(event);
    if (tray) this.show_tip(tray, event.clientX, event.clientY);
    else this.leave();
    if (cable) {
      const ends = [cable.a, cable.b].map(row => row < 0 ? "outside" : this.rows[row].outline.label);
      this.tip.show(event.clientX, event.clientY, cable.group.label, [["From", ends[0]], ["To", ends[1]], ["Margin", `${number(cable.margin)} dB`]]);
    }
  }

  leave() {
    this.tipped = null;
    this.tip.hide();
  }

  // -- gestures ------------------------------------------------------------------------------------

  under(event) {
    const glyph = event.target.closest?.(".tray");
    return glyph ? this.trays.get(glyph.dataset.id) : null;
  }

  hold(tray) {
    if (this.held === tray) return;
    this.steps.flush();
    this.held = tray;
    this.refusal.hide();
    tray.from = tray.u;
    tray.glyph.classList.add("held");
    this.root.classList.add("dragging");
  }

  start(tray) {
    this.hold(tray);
    this.layers.trays.append(tray.glyph);
  }

  move(tray, dx, dy, event) {
    const {pitch, rack} = this.places.get(tray.rack);
    const highest = rack.height_u - tray.outline.height_u + 1;
    const u = clamp(tray.from - dy / pitch, 1, highest);
    this.place(tray, Math.round(u));
    this.put(tray, (Math.round(u) - u) * pitch);
    this.show_tip(tray, event.clientX, event.clientY);
  }

  place(tray, u) {
    const moved = u !== tray.u;
    tray.u = u;
    const other = this.taken(tray);
    tray.reason = other ? `${this.pitch(tray)}${u} taken by ${other.outline.label}` : "";
    tray.glyph.classList.toggle("wrong", Boolean(other));
    this.ghost(tray);
    if (moved) this.courier.post({type: "drag", id: tray.outline.id, u});
  }

  taken(tray) {
    const top = tray.u + tray.outline.height_u - 1;
    return [...this.trays.values()].find(other => other !== tray && other.rack === tray.rack &&
      other.u <= top && tray.u <= other.u + other.outline.height_u - 1);
  }

  // The position that the tray would take if it were dropped now.
  ghost(tray) {
    const {x, wide, pitch, top, high} = this.places.get(tray.rack);
    const h = pitch * tray.outline.height_u, y = top + high - (tray.u - 1) * pitch - h;
    set(this.ghost_box, {x: x - 1.5, y: y - 1, width: wide + 3, height: h + 1});
    this.ghost_box.classList.toggle("wrong", Boolean(tray.reason));
    this.ghost_box.style.display = "";
  }

  drop(tray) {
    if (!tray) return;
    this.put(tray);
    this.courier.finish({type: "drop", id: tray.outline.id, u: tray.u});
    tray.late = setTimeout(() => this.let_go(tray), 8000);
  }

  cancel(tray) {
    tray.u = tray.from;
    this.courier.finish({type: "cancel", id: tray.outline.id});
    this.let_go(tray);
    this.put(tray);
    this.speak("Move canceled");
  }

  let_go(tray) {
    clearTimeout(tray.late);
    tray.reason = "";
    tray.glyph.classList.remove("held", "wrong");
    this.root.classList.remove("dragging");
    this.ghost_box.style.display = "none";
    if (this.held === tray) this.held = null;
  }

  dropped({id, reason, seq}) {
    this.courier.ack(seq);
    const tray = this.trays.get(id);
    if (!tray || seq !== this.courier.seq) return;
    this.let_go(tray);
    tray.u = reason ? tray.from ?? tray.u : this.frame_now.u[tray.row];
    this.put(tray);
    if (reason) {
      this.refusal.show(reason);
    }
    this.speak(reason || this.describe(tray));
  }

  click(tray) {
    if (!tray) return;
    tray.glyph.focus({preventScroll: true});
    this.model.send_msg({type: "select", id: tray.outline.id});
  }

  key(event) {
    const tray = this.under(event);
    if (!tray || this.gesture.active) return;
    const step = {ArrowUp: 1, ArrowDown: -1}[event.key] * (event.shiftKey ? 10 : 1);
    if (step) {
      this.hold(tray);
      this.place(tray, clamp(tray.u + step, 1, this.places.get(tray.rack).rack.height_u - tray.outline.height_u + 1));
      this.put(tray);
      this.steps.touch();
      this.speak(tray.reason || `${this.pitch(tray)}${tray.u} free`);
    } else if (event.key === "Escape" && this.steps.pending) {
      this.steps.drop();
      this.cancel(tray);
    } else if (event.key === "Enter" || event.key === " ") {
      this.steps.flush();
      this.click(tray);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

export function render({model, el}) {
  new Elevation(model, el);
}
