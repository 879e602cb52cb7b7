// Figures of a link group's technology with range, kind and source; the user can override each with a value and source.

import {html} from "../kit/draw.js";
import {number} from "../kit/numbers.js";

export class Figures {
  constructor(send) {
    this.send = send;
    this.box = html("section", "figures-of");
    this.key = "";
    this.technology = null;
    this.open = "";                                      // field whose override form is open
  }

  show(technology) {
    const key = JSON.stringify(technology);
    if (key === this.key) return;
    if (technology?.key !== this.technology?.key) this.open = "";
    Object.assign(this, {key, technology});
    this.draw();
  }

  draw() {
    const {technology} = this;
    this.box.hidden = !technology;
    if (!technology) return;
    const heading = html("h3", "group", `${technology.name}, figures of one end`);
    this.faults = new Map();
    this.box.replaceChildren(heading, ...technology.rows.flatMap(row => this.row(row)));
  }

  row(row) {
    const line = html("div", `figure-row${row.override ? " is-own" : ""}`), [low, typical, high] = row.range;
    const values = html("span", "values");
    values.append(document.createTextNode(`${number(low)} – `), html("b", "", number(typical)), document.createTextNode(` – ${number(high)} ${row.unit}`));
    values.title = "low – typical – high";
    const source = html("span", "source", row.source);
    source.title = row.source;
    source.dir = "auto";
    const buttons = html("span", "buttons"), own = html("button", "act", row.override ? "Change" : "Override");
    own.type = "button";
    own.setAttribute("aria-label", `Own value of ${row.label}`);
    own.setAttribute("aria-expanded", String(this.open === row.field));
    own.addEventListener("click", () => this.turn(row.field));
    buttons.append(own);
    if (row.override) {
      const back = html("button", "act", "Remove override");
      back.type = "button";
      back.setAttribute("aria-label", `Remove the override of ${row.label}`);
      back.addEventListener("click", () => this.send({type: "catalog", id: row.override}));
      buttons.append(back);
    }
    line.append(html("span", "name", row.label), values, html("span", `kind kind-${row.kind}`, row.override ? "yours" : row.kind), buttons, source);
    return this.open === row.field ? [line, this.form(row)] : [line];
  }

  turn(field) {
    this.open = this.open === field ? "" : field;
    this.draw();
    const first = this.box.querySelector(".own-form input") || [...this.box.querySelectorAll(".act[aria-expanded]")][this.at(field)];
    first?.focus();
  }

  at(field) { return this.technology.rows.findIndex(row => row.field === field); }

  form(row) {
    const form = html("form", "own-form"), value = html("input"), source = html("input"), keep = html("button", "act main", "Keep"), fault = html("span", "fault");
    value.type = "number";
    value.step = "any";
    value.value = row.override ? row.range[1] : "";
    value.placeholder = `${number(row.range[1])} ${row.unit}`;
    value.setAttribute("aria-label", `Own ${row.label}, ${row.unit}`);
    source.value = row.override ? row.source : "";
    source.placeholder = "Source: a document, a measurement, a reason";
    source.dir = "auto";
    source.setAttribute("aria-label", `Source of your ${row.label}`);
    fault.setAttribute("role", "alert");
    form.noValidate = true;
    form.addEventListener("submit", event => {
      event.preventDefault();
      fault.textContent = "";
      this.send({type: "override", technology: this.technology.key, field: row.field, value: value.value === "" ? null : Number(value.value), source: source.value});
    });
    form.addEventListener("keydown", event => { if (event.key === "Escape") { event.stopPropagation(); this.turn(row.field); } });
    this.faults.set(row.field, fault);
    form.append(value, source, keep, fault);
    return form;
  }

  // Shows a refusal if it concerns one of these figures, and returns whether it does.
  refuse(field, reason) {
    const fault = this.faults?.get(field);
    if (fault) fault.textContent = reason;
    return Boolean(fault);
  }
}
