// Totals of A and B as small multiples, and the table of what differs.

import {html} from "../kit/draw.js";
import {WRITTEN, amount, gain, known, number, relative, step, unit_of_change} from "../kit/numbers.js";

const LEAST = 5e-4;                                // of a value: less is no change that anybody would act on

// Which way a change goes, in a sign and a word, never in color alone.
function verdict(change, better, of, least = LEAST * Math.max(Math.abs(of), 1e-9)) {
  if (!known(change) || Math.abs(change) < least) return {sort: "same", sign: "=", word: "the same"};
  const sign = change > 0 ? "▲" : "▼";
  if (!better) return {sort: "other", sign, word: ""};
  return change * better > 0 ? {sort: "better", sign, word: "better"} : {sort: "worse", sign, word: "worse"};
}

export class SmallMultiples {
  constructor() {
    this.box = html("div", "multiples");
    this.box.setAttribute("role", "list");
    this.box.setAttribute("aria-label", "Totals of A and B");
    this.all = new Map();
  }

  // Built once a total, then brought up to date.
  show(totals) {
    const names = totals.map(total => total.name).join();
    if (names !== this.names) {
      this.names = names;
      this.all = new Map(totals.map(total => [total.name, multiple()]));
      this.box.replaceChildren(...[...this.all.values()].map(each => each.box));
    }
    for (const total of totals) this.fill(this.all.get(total.name), total);
  }

  fill({title, rows, foot, sign, change, percent, word}, {label, unit, a, b, better, ratio, least}) {
    const all = [...a, ...b].filter(known), low = Math.min(0, ...all), high = Math.max(0, ...all, low + 1e-12);
    const [per, shown_unit] = step(Math.max(high, -low), unit);
    title.textContent = shown_unit ? `${label}, ${WRITTEN[shown_unit] ?? shown_unit}` : label;
    const part = value => 100 * (value - low) / (high - low);
    [a, b].forEach(([lowest, typical, most], i) => {
      const {bar, span, zero, figure} = rows[i], from = part(Math.min(0, typical)), to = part(Math.max(0, typical));
      bar.style.left = `${from}%`;
      bar.style.width = known(typical) ? `${to - from}%` : "0";
      span.hidden = !(known(lowest) && known(most) && most > lowest);
      if (!span.hidden) Object.assign(span.style, {left: `${part(lowest)}%`, width: `${part(most) - part(lowest)}%`});
      zero.hidden = low >= 0;
      zero.style.left = `${part(0)}%`;
      figure.textContent = number(typical / per, per === 1 && Math.abs(typical) >= 100 ? 4 : 3);
    });
    const by = a[1] - b[1], said = verdict(by, better, a[1], least ?? undefined), share = ratio && b[1] ? relative(100 * by / Math.abs(b[1])) : "";
    foot.className = `multiple-change ${said.sort}`;
    sign.textContent = said.sign;
    change.textContent = said.sort === "same" ? "" : gain(by, unit_of_change(unit));
    percent.textContent = said.sort === "same" || !share ? "" : `(${share})`;
    word.textContent = said.word;
  }
}

function multiple() {
  const box = html("div", "multiple"), title = html("h3", "multiple-title"), foot = html("p", "multiple-change");
  box.setAttribute("role", "listitem");
  const rows = ["A", "B"].map(name => {
    const row = html("div", `multiple-row ${name.toLowerCase()}`), track = html("span", "track"), bar = html("i", "bar"), span = html("i", "whisker"), zero = html("i", "zero-line"), figure = html("span", "figure");
    track.append(bar, span, zero);
    row.append(html("span", "who", name), track, figure);
    return {row, bar, span, zero, figure};
  });
  const sign = html("span", "sign"), change = html("span", "by"), percent = html("span", "percent"), word = html("span", "word");
  foot.append(sign, change, percent, word);
  box.append(title, ...rows.map(({row}) => row), foot);
  return {box, title, rows, foot, sign, change, percent, word};
}

// Layout in words, findings that came and went, and figures of trays and links, what changed most first.
export function difference_table({lines, more_lines, rows, more_rows, gone, new: found}) {
  const out = [], list = (title, items, mark) => {
    const all = html("ul", "told");
    for (const text of items) { const item = html("li", mark, text); item.dir = "auto"; all.append(item); }
    out.push(html("h3", "", title), all);
  };
  const more = n => (n ? [`and ${n} more`] : []);
  if (lines.length) list("Layout, from B to A", [...lines, ...more(more_lines)], "");
  else out.push(html("h3", "", "Layout"), html("p", "calm-line", "The layouts are the same"));
  if (found.length) list("New findings in A", found, "new");
  if (gone.length) list("Findings of B that A does not have", gone, "gone");
  if (!rows.length) return out;
  const table = html("table", "changed-rows"), head = html("tr");
  for (const title of ["Tray or link", "Figure", "A", "B", "A − B"]) { const cell = html("th", "", title); cell.scope = "col"; head.append(cell); }
  table.append(head, ...rows.map(([who, figure, unit, a, b, better]) => {
    const row = html("tr"), said = verdict(a - b, better, a), alone = a === null ? "B only" : b === null ? "A only" : "";
    const name = html("td", "", who);
    name.dir = "auto";
    const change = html("td", said.sort, alone || `${said.sign} ${gain(a - b, unit_of_change(unit))} ${said.word}`);
    row.append(name, html("td", "", figure), html("td", "", amount(a, unit)), html("td", "", amount(b, unit)), change);
    return row;
  }));
  out.push(html("h3", "", "Results"), table);
  if (more_rows) out.push(html("p", "calm-line", `and ${more_rows} more`));
  return out;
}
