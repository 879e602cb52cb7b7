import {Card, html, introduce, svg, write} from "../kit/draw.js";
import {amount, tidy} from "../kit/numbers.js";
import {Figures} from "./figures.js";

// The form of the selected elements, built from their declared values. Updates leave a field alone while it is edited.

class Inspector extends Card {
  /** @param {import("../wire/protocol").InspectorViewModel} model */
  constructor(model, el) {
    super(model, el, "inspector");
    this.model = model;
    this.head.remove();
    this.side = html("div", "side");
    this.form = html("div", "form");
    this.groups = html("div", "groups");
    this.figures = new Figures(message => this.send(message));
    this.form.append(this.groups, this.figures.box);
    this.root.append(this.side, this.form);
    this.who = html("h3", "who");
    this.who.dir = "auto";
    this.kind = html("p", "what");
    this.results = html("dl", "results");
    this.acts = html("div", "acts");
    this.said = html("p", "said");
    this.said.setAttribute("role", "alert");
    this.side.append(this.who, this.kind, this.results, this.acts, this.said);
    this.fields = [];
    const heard = introduce(model);
    model.on("msg:custom", message => {
      heard();
      if (message.type === "form") this.show(message);
      else if (message.type === "refused") this.refuse(message);
    });
  }

  /** @param {import("../wire/protocol").Form} message */
  show(message) {
    this.message = message;
    write(this.who, message.title);
    write(this.kind, message.kind);
    this.show_results(message.figures);
    this.show_acts(message.acts, message.groups[0]?.ids || []);
    this.figures.show(message.technology);
    const key = JSON.stringify(message.groups.map(group => [group.ids, group.fields.map(field => [field.name, field.sort, field.options])]));
    if (key !== this.key) this.build(message.groups, key);
    message.groups.forEach((group, g) => {
      if (this.headings[g]) write(this.headings[g], group.title);
      group.fields.forEach((field, i) => this.fill(this.fields[g][i], field));
    });
  }

  show_results(figures) {
    const names = figures.map(([label]) => label).join("\n");
    if (names !== this.names) {
      this.names = names;
      this.results.replaceChildren(...figures.flatMap(([label]) => [html("dt", "", label), html("dd")]));
    }
    const cells = this.results.querySelectorAll("dd");
    figures.forEach(([, value, unit], i) => write(cells[i], amount(value, unit)));
  }

  show_acts(acts, ids) {
    this.ids = ids;
    const key = JSON.stringify(acts);
    if (key === this.act_key) return;
    this.act_key = key;
    const at = [...this.acts.children].indexOf(this.focused());
    this.acts.replaceChildren(...acts.map(each => this.act(each)));
    if (at >= 0) this.acts.children[Math.min(at, this.acts.children.length - 1)]?.focus();
  }

  act({act, label, doc, icon, grave, obstacle}) {
    const button = html("button", grave ? "act bad" : "act", icon ? "" : label);
    button.type = "button";
    button.title = obstacle || doc;
    if (obstacle) button.setAttribute("aria-disabled", "true");
    if (icon) {
      const picture = svg("svg", {viewBox: "0 0 15 15", "aria-hidden": "true"});
      picture.append(svg("path", {d: icon, fill: "none", stroke: "currentColor", "stroke-width": 1.2, "stroke-linejoin": "round"}));
      button.classList.add("icon-only");
      button.title = obstacle ? `${label}: ${obstacle}` : label;
      button.setAttribute("aria-label", label);
      button.append(picture);
    }
    button.addEventListener("click", () => this.send({type: "act", act, ids: this.ids}));
    return button;
  }

  // Builds the fields again. If the focused field still exists, it keeps the focus and the text being typed.
  build(groups, key) {
    const typed = this.fields.flat().find(({input}) => input === this.focused());
    const kept = typed && {name: typed.field.name, ids: String(typed.group.ids), text: typed.input.value, dirty: typed.dirty};
    this.key = key;
    this.headings = groups.map((_, g) => (g ? html("h3", "group") : null));
    this.fields = groups.map((group, g) => group.fields.map((field, i) => this.field(group, g, field, i)));
    this.groups.replaceChildren(...groups.flatMap((_, g) => [...(this.headings[g] ? [this.headings[g]] : []), ...this.fields[g].map(({row}) => row)]));
    const again = kept && this.fields.flat().find(({group, field}) => field.name === kept.name && String(group.ids) === kept.ids);
    if (!again) return;
    again.input.focus();
    if (kept.dirty) { again.input.value = kept.text; again.dirty = true; }
  }

  field(group, g, field, i) {
    const id = `field-${g}-${i}`, row = html("div", `field is-${field.sort}${field.name === "note" ? " wide" : ""}`);
    const head = html("label", "name", field.label), input = this.input(field), fault = html("span", "fault");
    const parts = {row, group, field, input, fault, dirty: false};
    head.htmlFor = input.id = id;
    fault.id = `${id}-fault`;
    input.setAttribute("aria-describedby", fault.id);
    if (field.unit) head.append(" ", html("span", "unit", field.unit));
    row.title = [field.doc, between(field)].filter(Boolean).join("; ");
    fault.setAttribute("role", "alert");
    input.addEventListener("input", () => { parts.dirty = true; });
    input.addEventListener("change", () => this.change(parts, this.value(input, field)));
    input.addEventListener("keydown", event => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      parts.dirty = false;
      if (parts.field.held) this.release(parts);
      else this.fill(parts, this.now(g, i));
    });
    const back = parts.back = html("button", "back", "↺");
    back.type = "button";
    back.addEventListener("click", () => { if (parts.field.held) this.release(parts); else this.change(parts, field.default); });
    row.append(head, input, back, fault);
    return parts;
  }

  change(parts, value) {
    parts.dirty = false;
    write(parts.fault, "");
    const group = this.fields.findIndex(fields => fields.includes(parts));
    this.send({type: "set", ids: parts.group.ids, group, field: parts.field.name, value});
  }

  // Discards a held number.
  release(parts) { this.send({type: "release", ids: parts.group.ids, field: parts.field.name}); }

  now(g, i) { return this.message.groups[g].fields[i]; }

  input(field) {
    if (field.sort === "choice") {
      const select = html("select");
      for (const [value, label] of [...(field.mixed ? [["", "mixed"]] : []), ...field.options]) {
        const option = html("option", "", label);
        option.value = value;
        select.append(option);
      }
      return select;
    }
    const input = html("input");
    input.type = {flag: "checkbox", number: "number"}[field.sort] || "text";
    input.dir = field.sort === "text" ? "auto" : "ltr";
    input.autocomplete = "off";
    if (field.sort === "number") {
      input.step = field.whole ? 1 : "any";
      if (field.low !== null) input.min = field.low;
      if (field.high !== null) input.max = field.high;
    }
    return input;
  }

  value(input, {sort, options}) {
    if (sort === "flag") return input.checked;
    if (sort === "choice") return options.find(([value]) => String(value) === input.value)?.[0] ?? input.value;
    if (sort !== "number") return input.value;
    return input.value === "" ? null : Number(input.value);
  }

  fill(parts, field) {
    const {row, input, back, fault} = parts, is_default = !field.mixed && same(field.value, field.default);
    const shown = JSON.stringify([field.value, field.mixed, field.held]);
    if (field.held) write(fault, field.held);
    else if (shown !== parts.shown) write(fault, "");
    parts.shown = shown;
    Object.assign(parts, {field});
    row.classList.toggle("is-default", is_default);
    row.classList.toggle("is-held", Boolean(field.held));
    back.hidden = !field.held && (is_default || !field.returns);
    const declared = field.options.find(([value]) => value === field.default)?.[1] ?? field.default ?? (field.empty || "empty");
    back.title = field.held ? "Discard this number" : `Back to the default${declared === "" ? "" : `: ${declared}`}`;
    back.setAttribute("aria-label", `${field.label}: ${field.held ? "discard this number" : "back to the default"}`);
    if (parts.dirty && this.focused() === input) return;
    if (field.sort === "flag") { input.checked = Boolean(field.value); input.indeterminate = field.mixed; return; }
    const value = field.value === null || field.mixed ? "" : field.sort === "number" ? Math.round(field.value * 1e6) / 1e6 : field.value;
    if (input.value !== String(value)) input.value = value;
    if (field.sort !== "choice") input.placeholder = field.mixed ? "mixed" : field.empty;
    if (field.sort === "text") input.title = field.value || "";
  }

  // Shows the reason beside the field and restores the old value, unless the number is held until others are set.
  /** @param {import("../wire/protocol").Refused} message */
  refuse({group, field, reason, held}) {
    if (this.figures.refuse(field, reason)) return;
    const i = this.message.groups[group]?.fields.findIndex(({name}) => name === field) ?? -1;
    if (i < 0) { write(this.said, reason); return; }
    const parts = this.fields[group][i];
    if (!held) this.fill(parts, this.now(group, i));
    write(parts.fault, reason);
    parts.fault.scrollIntoView({block: "nearest"});
  }

  focused() { return this.root.getRootNode().activeElement; }

  /** @param {import("../wire/protocol").FromInspectorView} message */
  send(message) {
    write(this.said, "");
    this.model.send_msg(message);
  }
}

const same = (a, b) => a === b || (typeof a === "number" && typeof b === "number" && Math.abs(a - b) < 1e-12);

function between({low, high}) {
  if (low === null && high === null) return "";
  if (high === null) return `${tidy(low)} or more`;
  return low === null ? `${tidy(high)} or less` : `${tidy(low)} to ${tidy(high)}`;
}

export function render({model, el}) {
  new Inspector(model, el);
}
