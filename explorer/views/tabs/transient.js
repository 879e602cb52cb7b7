// The tray in time: a scenario and its numbers at the left, curves of the hottest parts at the right. The chart
// is the scrubber: wherever it is held, the plan shows that moment.

import {Courier} from "../kit/courier.js";
import {Card, clamp, floats, html, introduce, set, spoken, svg, whenSized} from "../kit/draw.js";
import {number, tidy} from "../kit/numbers.js";

const COLORS = ["#e0731d", "#4a8fd9", "#0f9d8c", "#c2528b", "#8a6fd1", "#a08a1c"];
const EDGE = {left: 34, right: 8, top: 6, bottom: 18};
const PLAY_MS = 70;

class Transient {
  /** @param {import("../wire/protocol").TransientViewModel} model */
  constructor(model, el) {
    this.model = model;
    const {root, head} = new Card(model, el, "transient");
    head.remove();
    this.root = root;
    this.courier = new Courier(message => model.send_msg(message), 1500);
    this.build_form();
    this.build_course();
    this.speak = spoken(root);
    this.curves = [];
    this.at = -1;
    this.heard = introduce(model);
    this.observer = whenSized(this.scrub, () => this.draw());
    model.on("msg:custom", message => { this.heard(); this[`take_${message.type}`]?.(/** @type {any} */ (message)); });
    model.on("remove", () => { this.observer.disconnect(); this.pause(); });
  }

  build_form() {
    this.form = html("form", "form");
    this.choice = html("select");
    this.choice.setAttribute("aria-label", "Scenario");
    this.choice.addEventListener("change", () => this.ask());
    this.numbers = html("div", "form");
    this.numbers.style.padding = "0";
    this.run = html("button", "run");
    this.run.type = "submit";
    this.run_text = html("span", "", "Run");
    this.bar = html("i");
    this.run.append(this.run_text, this.bar);
    this.form.append(this.choice, this.numbers, this.run);
    this.form.addEventListener("submit", event => { event.preventDefault(); this.start(); });
    this.root.append(this.form);
  }

  build_course() {
    this.course = html("div", "course");
    const line = html("div", "line");
    this.verdict = html("div", "verdict calm");
    this.play = html("button", "small play", "Play");
    this.steady = html("button", "small steady", "Steady");
    this.steady.title = "Back to the steady state";
    for (const button of [this.play, this.steady]) button.type = "button";
    this.play.addEventListener("click", () => this.timer ? this.pause() : this.go());
    this.steady.addEventListener("click", () => this.move(-1));
    line.append(this.verdict, this.play, this.steady);
    const plot = html("div", "plot");
    this.scrub = html("div", "scrub");
    set(this.scrub, {role: "slider", tabindex: 0, "aria-label": "Time", "aria-valuemin": 0});
    this.paper = svg("svg", {"aria-hidden": "true"});
    this.scrub.append(this.paper);
    this.key = html("ul", "key");
    plot.append(this.scrub, this.key);
    this.course.append(line, plot);
    this.root.append(this.course);
    this.scrub.addEventListener("pointerdown", event => {
      if (event.button !== 0 || !this.curves.length) return;
      this.pause();
      this.scrub.setPointerCapture(event.pointerId);
      this.scrub.focus({preventScroll: true});
      this.hold(event);
    });
    this.scrub.addEventListener("pointermove", event => {
      if (this.scrub.hasPointerCapture(event.pointerId)) this.hold(event);
    });
    this.scrub.addEventListener("keydown", event => this.pressed(event));
  }

  // -- from the server -----------------------------------------------------------------------------

  /** @param {import("../wire/protocol").Scenarios} message */
  take_form({scenarios}) {
    if (this.scenarios) return;
    this.scenarios = new Map(scenarios.map(one => [one.key, one]));
    this.choice.replaceChildren(...scenarios.map(one => Object.assign(html("option", "", one.title), {value: one.key})));
    this.ask();
  }

  /** @param {import("../wire/protocol").RunState} message */
  take_state({running, share, can_run, stale, refusal}) {
    this.running = running;
    this.run.classList.toggle("running", running);
    this.run.disabled = !can_run && !running;
    this.run_text.textContent = running ? `Stop (${Math.round(100 * share)} %)` : "Run";
    this.bar.style.width = running ? `${100 * share}%` : "0";
    this.course.classList.toggle("stale", stale);
    this.stale = stale;
    this.refusal = refusal;
    this.tell();
  }

  /** @param {import("../wire/protocol").History} history */
  take_history(history) {
    this.pause();
    this.curves = history.curves;
    this.unit = history.unit;
    this.at = -1;
    this.judged = history.curves.length ? history : null;
    if (this.judged) {
      const data = floats(history.data), {n, frames} = history, m = this.curves.length;
      this.t = data.subarray(0, n);
      this.curves.forEach((curve, i) => { curve.t_c = data.subarray(n + i * n, n + (i + 1) * n); });
      this.frames = data.subarray(n + m * n, n + m * n + frames);
      this.speak(history.verdict);
    }
    this.tell();
    this.draw();
  }

  /** @param {import("../wire/protocol").AtFrame} message */
  take_at({frame}) {
    this.pause();
    this.at = frame;
    this.draw_head();
  }

  /** @param {import("../wire/protocol").Ack} message */
  take_ack({seq}) { this.courier.ack(seq); }

  // -- the form ------------------------------------------------------------------------------------

  ask() {
    const {numbers} = this.scenarios.get(this.choice.value);
    this.inputs = new Map();
    this.numbers.replaceChildren(...numbers.map(({name, label, unit, low, high, value}) => {
      const row = html("label"), input = html("input");
      set(input, {type: "number", step: "any", min: low, max: high, value, required: ""});
      row.append(html("span", "", label), input, html("span", "", unit));
      this.inputs.set(name, input);
      return row;
    }));
  }

  start() {
    if (this.running) return this.model.send_msg({type: "stop"});
    const numbers = Object.fromEntries([...this.inputs].map(([name, input]) => [name, Number(input.value)]));
    this.model.send_msg({type: "run", scenario: this.choice.value, numbers});
  }

  tell() {
    const {verdict, judged} = this;
    verdict.classList.toggle("over", Boolean(judged?.over || this.refusal));
    verdict.classList.toggle("calm", !judged && !this.refusal);
    const told = this.refusal || (!judged ? (this.running ? "Running" : "What happens to this tray?")
      : this.stale ? "Of the layout before this edit" : `${judged.verdict} ${judged.ending}`);
    verdict.textContent = verdict.title = told;
    for (const button of [this.play, this.steady]) button.hidden = !judged;
  }

  // -- the scrubber --------------------------------------------------------------------------------

  hold(event) {
    const box = this.scrub.getBoundingClientRect();
    this.seek(this.t[this.t.length - 1] * (event.clientX - box.left - EDGE.left) / (box.width - EDGE.left - EDGE.right));
  }

  seek(t_s) {
    let best = 0;
    this.frames.forEach((frame, i) => { if (Math.abs(frame - t_s) < Math.abs(this.frames[best] - t_s)) best = i; });
    if (best !== this.at) this.move(best);
  }

  move(frame) {
    if (frame < 0) this.pause();
    this.at = frame;
    this.draw_head();
    this.courier.post({type: "scrub", frame});
  }

  pressed(event) {
    if (!this.curves.length) return;
    const last = this.frames.length - 1, step = event.shiftKey ? 10 : 1;
    const to = {ArrowRight: this.at + step, ArrowUp: this.at + step, ArrowLeft: this.at - step, ArrowDown: this.at - step,
                Home: 0, End: last, Escape: -1}[event.key];
    if (event.key === " ") this.timer ? this.pause() : this.go();
    else if (to === undefined) return;
    else this.move(event.key === "Escape" ? -1 : clamp(to, 0, last));
    event.preventDefault();
    event.stopPropagation();
  }

  go() {
    if (this.at >= this.frames.length - 1) this.at = -1;
    this.play.textContent = "Pause";
    this.timer = setInterval(() => this.at < this.frames.length - 1 ? this.move(this.at + 1) : this.pause(), PLAY_MS);
  }

  pause() {
    clearInterval(this.timer);
    this.timer = 0;
    this.play.textContent = "Play";
  }

  // -- drawing -------------------------------------------------------------------------------------

  draw() {
    this.paper.replaceChildren();
    this.key.replaceChildren();
    this.head = null;
    this.scrub.style.visibility = this.curves.length ? "" : "hidden";
    const {clientWidth: w, clientHeight: h} = this.scrub;
    if (!this.curves.length || w < 80 || h < 40) return;
    const room = {w: w - EDGE.left - EDGE.right, h: h - EDGE.top - EDGE.bottom};
    const limits = [...new Set(this.curves.map(curve => curve.limit_c))];
    const all = this.curves.flatMap(curve => [...curve.t_c]);
    const low = Math.min(...all);
    let high = Math.max(...all);
    // a limit far above what happens would press the curves flat: the verdict names the distance
    for (const limit of limits) if (limit > high && limit - high < 0.8 * (high - low) + 3) high = limit;
    const step_c = nice((high - low) / 4), bottom = Math.floor(low / step_c) * step_c, top = Math.ceil(high / step_c) * step_c;
    const end = this.t[this.t.length - 1];
    this.x = t => EDGE.left + room.w * t / end;
    this.y = c => EDGE.top + room.h * (1 - (c - bottom) / (top - bottom || 1));
    const edge = {right: EDGE.left + room.w, bottom: EDGE.top + room.h};
    for (let c = bottom; c <= top + 1e-9; c += step_c) {
      this.paper.append(svg("path", {class: "grid", d: `M${EDGE.left} ${this.y(c)}H${edge.right}`}),
        svg("text", {x: EDGE.left - 6, y: this.y(c) + 3.5, "text-anchor": "end"}, c + 1e-9 > top ? `${tidy(c)} ${this.unit}` : tidy(c)));
    }
    const step_s = nice(end / Math.max(2, Math.floor(room.w / 90)));
    for (let t = 0; t <= end + 1e-9; t += step_s) {
      this.paper.append(svg("text", {x: this.x(t), y: h - 4, "text-anchor": "middle"}, t ? tidy(t) : "0 s"));
    }
    this.paper.append(svg("path", {class: "base", d: `M${EDGE.left} ${edge.bottom}H${edge.right}`}));
    let named = -Infinity;
    for (const limit of limits.filter(limit => limit <= top && limit >= bottom).sort((a, b) => a - b)) {
      const y = this.y(limit);
      this.paper.append(svg("path", {class: "limit", d: `M${EDGE.left} ${y}H${edge.right}`}));
      if (Math.abs(y - named) < 13) continue;
      named = y;
      this.paper.append(svg("text", {class: "limit-name", x: edge.right, y: y + (y < EDGE.top + 12 ? 11 : -3), "text-anchor": "end"}, `limit ${tidy(limit)} ${this.unit}`));
    }
    // the nearest to its limit is drawn last, on top of its equals
    [...this.curves.keys()].reverse().forEach(i => {
      const d = [...this.curves[i].t_c].map((c, k) => `${k ? "L" : "M"}${this.x(this.t[k]).toFixed(1)} ${this.y(c).toFixed(1)}`).join("");
      this.paper.append(svg("path", {class: "curve", stroke: COLORS[i], d}));
    });
    this.head = svg("g");
    this.head.append(svg("path", {class: "head-line", d: `M0 ${EDGE.top}V${edge.bottom}`}), svg("circle", {class: "knob", cy: edge.bottom, r: 5}));
    this.paper.append(this.head);
    this.values = this.curves.map(({label}, i) => {
      const row = html("li"), dot = html("i"), value = html("b");
      dot.style.background = COLORS[i];
      row.append(dot, html("span", "", label), value);
      this.key.append(row);
      return value;
    });
    this.key.append(html("li", "unit"));
    this.draw_head();
  }

  draw_head() {
    if (!this.head || !this.curves.length) return;
    const steady = this.at < 0, t_s = steady ? NaN : this.frames[this.at];
    this.head.style.display = steady ? "none" : "";
    if (!steady) this.head.setAttribute("transform", `translate(${this.x(t_s)} 0)`);
    this.steady.disabled = steady;
    this.curves.forEach((curve, i) => {
      const c = steady ? Math.max(...curve.t_c) : value_at(this.t, curve.t_c, t_s);
      this.values[i].textContent = number(c);
      this.values[i].className = c >= curve.limit_c ? "over" : "";
    });
    const unit = this.key.lastChild;
    unit.replaceChildren(html("i"), html("span", "", `${steady ? "highest" : `at ${number(t_s)} s`}, ${this.unit}`));
    set(this.scrub, {"aria-valuemax": this.t[this.t.length - 1], "aria-valuenow": steady ? 0 : t_s,
                     "aria-valuetext": steady ? "steady state" : `${number(t_s)} seconds`});
  }
}

// A step of 1, 2 or 5 times a power of ten, not below `least`.
function nice(least) {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1e-3)));
  return power * [1, 2, 5, 10].find(step => step * power >= least);
}

// A curve of straight lines at one time.
function value_at(t, values, t_s) {
  const k = t.findIndex(time => time >= t_s);
  if (k <= 0) return values[k < 0 ? values.length - 1 : 0];
  return values[k - 1] + (values[k] - values[k - 1]) * (t_s - t[k - 1]) / (t[k] - t[k - 1]);
}

export function render({model, el}) {
  new Transient(model, el);
}
