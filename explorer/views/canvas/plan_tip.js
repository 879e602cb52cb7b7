// The plan's tooltip: a part's figures, and how much other parts raise its temperature.

import {floats} from "../kit/draw.js";
import {amount, gain, known, number, signed, tidy} from "../kit/numbers.js";

const rise = kelvins => `${signed(kelvins, kelvins < 0.1 ? 1 : 3)} K`;

export class PlanTip {
  constructor(plan) {
    this.plan = plan;
    this.sources = [];
  }

  describe(part) {
    const {plan} = this, kind = plan.kinds.get(part.outline.kind).name;
    return `${part.outline.label}, ${kind}, x ${part.x.toFixed(1)} y ${part.y.toFixed(1)} millimeters, ` +
      `${number(plan.value(part, 2))} watts, ${number(plan.value(part, 3))} degrees Celsius` + (part.outline.locked ? ", locked" : "");
  }

  show(part, x, y) {
    const {plan} = this, headroom = plan.value(part, 5);
    const rows = [];
    if (part.held) rows.push(["Position", `${tidy(part.x)}, ${tidy(part.y)} mm`]);
    if (part.held && plan.group.length > 1) rows.push(["Moved together", `${plan.group.length} parts`]);
    // Columns of a part's row after its position: power, temperature, temperature limit, headroom.
    const figure = (column, write, tone = "") => {
      const [label, unit] = plan.scene.figures[column - 2], value = plan.value(part, column);
      if (known(value)) rows.push([label, write(value, unit), tone]);
    };
    const bad = headroom < 0 ? "bad" : "";
    figure(2, amount);
    figure(3, amount, bad);
    if (!part.held) figure(4, amount);
    figure(5, gain, bad);
    rows.push(...this.from_others(part));
    const locked = part === plan.lead && part.outline.locked ? "Locked: press L to unlock" : "";
    plan.tip.show(x, y, part.outline.label, rows, part.reason || locked);
    plan.tipped = [part, x, y];
  }

  // Takes the K/W from each source on the board, one row per source. While a part moves there are none.
  /** @param {import("../wire/protocol").Crosstalk} message */
  take_crosstalk({sources, data}) {
    const n = this.plan.things.size, values = floats(data);
    this.sources = sources.map((id, i) => ({part: this.plan.things.get(id), k_per_w: values.subarray(i * n, (i + 1) * n)}))
      .filter(source => source.part);
    this.plan.refresh_tip();
  }

  // Rows on what heats a part: the selected source if there is one, else the two strongest sources and the air.
  from_others(part) {
    const {plan} = this;
    if (!this.sources.length || part.row < 0 || !known(plan.value(part, 3))) return [];
    const all = this.sources.filter(source => source.part !== part).map(source => {
      const k_per_w = source.k_per_w[part.row], w = plan.value(source.part, 2);
      return {id: source.part.outline.id, name: `From ${source.part.outline.label}`, k_per_w, w, rise_k: k_per_w * w};
    });
    const chosen = all.find(source => plan.selection.has(source.id));
    if (chosen) return [[chosen.name, rise(chosen.rise_k)], ["", `${number(chosen.k_per_w, 2)} K/W × ${number(chosen.w)} W`]];
    const most = all.sort((a, b) => b.rise_k - a.rise_k).slice(0, 2);
    return [...most.map(({name, rise_k}) => [name, rise(rise_k)]), [plan.scene.air_name, amount(plan.air_c, plan.scene.figures[1][1])]];
  }

  hover(event) {
    const {plan} = this;
    if (!plan.scene) return;
    const [x, y] = plan.spot.of(event), part = plan.under(event);
    const [x_mm, y_mm] = plan.board.place(x, y), value = plan.heat.at(y_mm / plan.scene.depth_mm, x_mm / plan.scene.width_mm);
    plan.legend.point(value);
    if (part) this.show(part, event.clientX, event.clientY);
    else if (known(value)) { plan.tipped = null; plan.tip.show(event.clientX, event.clientY, `${number(value)} ${plan.unit}`); }
    else plan.leave();
  }
}
