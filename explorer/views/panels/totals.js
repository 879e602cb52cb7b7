// A strip of tiles: label, number, change since the layout was opened, and range.

import {Card, clamp, html, introduce, write} from "../kit/draw.js";
import {amount, known, number_and_unit, relative} from "../kit/numbers.js";
import {Why} from "./why.js";

const LONG = 13;                                    // a number and its unit of more letters are written smaller

class Totals extends Card {
  /** @param {import("../wire/protocol").TotalsViewModel} model */
  constructor(model, el) {
    super(model, el, "totals");
    this.head.remove();
    this.strip = html("dl", "strip");
    this.root.append(this.strip);
    this.tiles = new Map();
    const heard = introduce(model);
    this.why = new Why(this.root, message => model.send_msg(message));
    model.on("msg:custom", message => {
      heard();
      if (message.type === "why") this.why.take(message);
      else if (message.type === "totals") this.show(message);
    });
  }

  /** @param {import("../wire/protocol").Totals} message */
  show({tiles, live}) {
    this.root.classList.toggle("is-live", live);
    const names = tiles.map(tile => tile.name).join();
    if (names !== this.names) {
      this.names = names;
      this.tiles = new Map(tiles.map(tile => [tile.name, this.tile(tile)]));
      this.strip.replaceChildren(...[...this.tiles.values()].map(parts => parts.box));
    }
    for (const tile of tiles) this.fill(this.tiles.get(tile.name), tile);
  }

  tile({name, label}) {
    const box = html("div", "tile"), ask = html("button", "why-button");
    ask.type = "button";
    this.why.attach(ask, name, label);
    const parts = {box, label: html("dt"), value: html("span", "value"), unit: html("span", "unit"),
                   change: html("div", "change"), range: html("div", "range"), span: html("i", "span"), tick: html("i", "tick")};
    const figure = html("dd"), below = html("dd", "below");
    figure.append(parts.value, parts.unit);
    parts.range.append(parts.span, parts.tick);
    below.append(parts.change, parts.range, ask);
    box.append(parts.label, figure, below);
    return parts;
  }

  fill(parts, tile) {
    write(parts.label, tile.label);
    const [text, unit] = number_and_unit(tile.value, tile.unit);
    write(parts.value, text);
    write(parts.unit, unit);
    parts.box.classList.toggle("long", text.length + unit.length > LONG);
    const change = known(tile.value) && known(tile.opened) ? tile.value - tile.opened : NaN;
    const least = tile.least ?? 5e-4 * Math.max(Math.abs(tile.opened), 1e-3);
    const moved = known(change) && Math.abs(change) > least;
    const tone = moved ? (change * tile.better > 0 ? "better" : "worse") : "same";
    parts.change.className = `change ${tone}`;
    const share = tile.ratio ? relative((100 * change) / Math.abs(tile.opened)) : "";
    const by = `${change > 0 ? "▲" : "▼"} ${amount(Math.abs(change), tile.unit)}`;
    const shown = moved ? `${by}${share && `  ${share}`}` : known(tile.value) ? "as opened" : "none";
    write(parts.change, shown);
    this.bar(parts, tile);
  }

  // The thin bar shows low to high around the typical value, on a scale of half to one and a half times it.
  bar(parts, {value, low, high, label, unit}) {
    const wide = known(low) && known(high) && known(value) && high > low;
    parts.range.style.visibility = wide ? "" : "hidden";
    if (!wide) { parts.box.title = ""; return; }
    const reach = Math.max(Math.abs(value) * 0.5, (high - low) * 0.55, 1e-9);
    const at = v => 100 * clamp((v - value + reach) / (2 * reach), 0, 1);
    parts.span.style.left = `${at(low)}%`;
    parts.span.style.width = `${at(high) - at(low)}%`;
    parts.tick.style.left = `${at(value)}%`;
    parts.box.title = `${label}: ${amount(low, unit)} to ${amount(high, unit)}, typically ${amount(value, unit)}`;
  }
}

export function render({model, el}) {
  new Totals(model, el);
}
