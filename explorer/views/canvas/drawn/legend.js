// The color bar of a map with its scale. Its ends can be edited and fixed; a button shows lines of equal value.

import {conceal, html, svg} from "../../kit/draw.js";
import {known, number, tidy} from "../../kit/numbers.js";

const GLYPHS = {
  pin: "M10 1.8L14.2 6L12.6 6.4L10.4 8.8L10 12.4L3.6 6L7.2 5.6L9.6 3.4ZM6.6 9.4L2.2 13.8",
  lines: "M2 8.6C1.7 4.7 4.6 2.4 8.4 2.3C12 2.2 14.2 4.6 14 8C13.8 11.6 11.4 13.8 7.8 13.7C4.4 13.6 2.2 11.8 2 8.6ZM5.4 8.4C5.3 6.6 6.7 5.6 8.4 5.6C10 5.6 10.9 6.7 10.8 8.1C10.7 9.7 9.7 10.6 8 10.6C6.5 10.6 5.5 9.8 5.4 8.4Z",
};
const ROOM_PX = 11;                                // least distance between two tick labels, or of one from an end

export class Legend {
  constructor(stage, send) {
    this.send = send;
    this.box = html("div", "legend");
    this.box.setAttribute("role", "group");
    this.unit = html("span", "unit");
    this.bar = html("div", "bar");
    this.ticks = html("div", "ticks");
    this.mark = html("i", "mark");
    this.over = html("i", "clip over");
    this.under = html("i", "clip under");
    this.bar.append(this.ticks, this.mark, this.over, this.under);
    this.mark.hidden = this.over.hidden = this.under.hidden = true;
    this.high = this.end("high", "Upper end of the colors");
    this.low = this.end("low", "Lower end of the colors");
    this.pin = this.button("pin", () => this.fix(this.range?.fixed ? null : [this.range.low, this.range.high]));
    this.lines = this.button("lines", () => this.send({type: "isolines", on: this.lines.getAttribute("aria-pressed") !== "true"}));
    const tools = html("div", "tools");
    tools.append(this.pin, this.lines);
    this.box.append(this.unit, this.high, this.bar, this.low, tools);
    this.box.addEventListener("keydown", event => event.stopPropagation());
    stage.append(this.box);
    this.shown = "";
  }

  end(name, label) {
    const input = html("input", name);
    Object.assign(input, {type: "number", step: "any", name, autocomplete: "off"});
    input.dataset.label = label;
    input.addEventListener("change", () => this.typed());
    input.addEventListener("keydown", event => { if (event.key === "Escape") { this.write(); input.blur(); } });
    input.addEventListener("blur", () => this.write());
    return input;
  }

  button(name, act) {
    const button = html("button", name), picture = svg("svg", {viewBox: "0 0 16 16", width: 13, height: 13, "aria-hidden": "true"});
    button.type = "button";
    picture.append(svg("path", {d: GLYPHS[name]}));
    button.append(picture);
    button.addEventListener("click", act);
    return button;
  }

  typed() {
    const low = this.low.valueAsNumber, high = this.high.valueAsNumber;
    if (low < high) this.fix([low, high]);
    else this.write();
  }

  fix(limits) { if (this.range) this.send({type: "limits", low: limits ? limits[0] : null, high: limits ? limits[1] : null}); }

  paint(colors, reversed) {
    const few = colors.filter((_, i) => i % 15 === 0 || i === colors.length - 1);
    this.bar.style.background = `linear-gradient(${reversed ? "to bottom" : "to top"}, ${few.join(",")})`;
  }

  place(left, top, height) {
    Object.assign(this.box.style, {left: `${left}px`, top: `${top}px`, height: `${height}px`});
    if (this.tall !== height) this.shown = "";
    this.tall = height;
    if (this.range) this.scale(this.map, this.unit.textContent, this.has_lines);
  }

  // Called after the map has taken new values.
  scale(map, unit, has_lines) {
    const {range} = this.map = map;
    this.range = range;
    this.has_lines = has_lines;
    this.clip(this.over, range.fixed && map.highest > range.high, `up to ${number(map.highest)} ${unit}`);
    this.clip(this.under, range.fixed && map.lowest < range.low, `down to ${number(map.lowest)} ${unit}`);
    const key = `${range.low} ${range.high} ${unit} ${range.fixed} ${has_lines}`;
    if (key === this.shown) return;
    this.shown = key;
    this.unit.textContent = unit;
    this.box.setAttribute("aria-label", `Colors of the map, ${unit}`);
    for (const input of [this.low, this.high]) input.setAttribute("aria-label", `${input.dataset.label}, ${unit}`);
    this.press(this.pin, range.fixed, range.fixed ? "Let the colors follow the map again" : "Keep this range of colors");
    this.press(this.lines, has_lines, "Lines of equal value");
    this.write();
    this.ticks.replaceChildren(...this.free_ticks().map(value => {
      const tick = html("span", "", tidy(value));
      tick.style.top = `${100 - 100 * range.part(value)}%`;
      return tick;
    }));
  }

  // Ticks whose labels touch neither each other nor the values at the ends.
  free_ticks() {
    const {range} = this, high = Math.max(this.tall - 104, 10), out = [];
    for (const value of range.ticks()) {
      const at = range.part(value) * high;
      if (at >= ROOM_PX / 2 && at <= high - ROOM_PX / 2 && !(at - out.at(-1)?.at < ROOM_PX)) out.push({value, at});
    }
    return out.map(tick => tick.value);
  }

  clip(mark, shown, words) {
    conceal(mark, !shown);
    if (shown) mark.title = `Beyond the colors: ${words}`;
  }

  press(button, pressed, label) {
    button.setAttribute("aria-pressed", String(Boolean(pressed)));
    button.setAttribute("aria-label", label);
    button.title = label;
  }

  // Writes the ends into the fields, except the one being edited.
  write() {
    if (!this.range) return;
    const active = this.box.getRootNode().activeElement;
    for (const [input, value] of [[this.low, this.range.low], [this.high, this.range.high]]) {
      const text = String(Number(value.toPrecision(5)));
      if (input !== active || !this.box.contains(active)) { if (input.value !== text) input.value = text; }
    }
  }

  point(value) {
    this.mark.hidden = !known(value) || !this.range;
    if (!this.mark.hidden) this.mark.style.top = `${100 - 100 * this.range.part(value)}%`;
  }
}
