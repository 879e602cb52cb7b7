// A form of what is selected, made from what it declares. A field that is being typed in is left alone.

class Inspector {
  constructor(model, el) {
    this.model = model;
    Object.assign(this, card(model, el, "inspector"));
    this.head.remove();
    this.side = html("div", "side");
    this.form = html("div", "fields");
    this.root.append(this.side, this.form);
    this.inputs = new Map();
    const heard = introduce(model);
    model.on("msg:custom", message => {
      heard();
      if (message.type === "form") this.show(message);
      else if (message.type === "refused") this.refuse(message);
    });
  }

  show(message) {
    this.message = message;
    const key = JSON.stringify([message.groups.map(g => [g.title, g.ids, g.fields.map(f => [f.name, f.sort, f.options])]),
                                message.acts, message.figures.map(f => f[0]), message.technology]);
    if (key !== this.key) {
      this.key = key;
      this.build(message);
    }
    message.figures.forEach(([, value, unit], i) => write(this.figures[i], `${number(value)} ${unit}`));
    for (const group of message.groups) for (const field of group.fields) this.fill(this.inputs.get(`${group.title} ${field.name}`), field);
  }

  build({groups, figures, acts, technology}) {
    this.inputs.clear();
    this.figures = [];
    const list = html("dl", "results");
    for (const [label] of figures) {
      const value = html("dd");
      this.figures.push(value);
      list.append(html("dt", "", label), value);
    }
    const buttons = html("div", "acts");
    for (const [act, label] of acts) {
      const button = html("button", act === "delete" ? "act bad" : "act", label);
      button.type = "button";
      button.addEventListener("click", () => this.send({type: "act", act, ids: groups[0].ids}));
      buttons.append(button);
    }
    const title = html("h3", "who", groups[0]?.title || "");
    title.dir = "auto";
    this.said = html("p", "said");
    this.said.setAttribute("role", "alert");
    this.side.replaceChildren(title, list, buttons, this.said);
    this.side.classList.toggle("slim", !figures.length && !acts.length);
    this.form.replaceChildren(...groups.flatMap((group, i) => this.group(group, i > 0)), ...(technology ? this.figures_of(technology) : []));
  }

  group(group, titled) {
    return [...(titled ? [html("h3", "group", group.title)] : []), ...group.fields.map(field => this.field(group, field))];
  }

  field(group, field) {
    const row = html("label", "field"), name = html("span", "name", field.label), unit = html("span", "unit", field.unit);
    const input = this.input(field), fault = html("span", "fault");
    row.title = field.doc;
    fault.setAttribute("role", "alert");
    const change = () => { write(fault, ""); this.send({type: "set", ids: group.ids, field: field.name, value: this.value(input, field)}); };
    input.addEventListener("change", change);
    input.addEventListener("keydown", event => { if (event.key === "Escape") { input.blur(); this.fill(this.inputs.get(`${group.title} ${field.name}`), this.now(group, field), true); } });
    const back = html("button", "back", "↺");
    back.type = "button";
    back.title = "Back to what is declared";
    back.setAttribute("aria-label", `${field.label}: back to what is declared`);
    back.addEventListener("click", () => this.send({type: "set", ids: group.ids, field: field.name, value: field.default}));
    row.append(name, input, unit, back, fault);
    this.inputs.set(`${group.title} ${field.name}`, {row, input, back, fault});
    return row;
  }

  now(group, field) {
    return this.message.groups.find(g => g.title === group.title)?.fields.find(f => f.name === field.name) || field;
  }

  input(field) {
    if (field.sort === "choice") {
      const select = html("select");
      for (const [value, label] of field.options) {
        const option = html("option", "", label);
        option.value = value;
        select.append(option);
      }
      return select;
    }
    const input = html("input");
    input.type = {flag: "checkbox", number: "number"}[field.sort] || "text";
    input.dir = field.sort === "text" ? "auto" : "ltr";
    if (field.sort === "number") {
      input.step = field.whole ? 1 : "any";
      if (field.low !== null) input.min = field.low;
      if (field.high !== null) input.max = field.high;
    }
    return input;
  }

  value(input, field) {
    if (field.sort === "flag") return input.checked;
    if (field.sort !== "number") return input.value;
    return input.value === "" ? null : Number(input.value);
  }

  fill({row, input, back, fault}, field, anyway = false) {
    const typing = this.root.getRootNode().activeElement === input && field.sort !== "choice" && field.sort !== "flag";
    back.hidden = field.mixed || same(field.value, field.default);
    row.classList.toggle("own", !back.hidden);
    if (typing && !anyway) return;
    write(fault, "");
    if (field.sort === "flag") { input.checked = Boolean(field.value); input.indeterminate = field.mixed; return; }
    const value = field.value === null || field.mixed ? "" : field.sort === "number" ? String(Math.round(field.value * 1e6) / 1e6) : field.value;
    if (input.value !== String(value)) input.value = value;
    if (field.sort !== "choice") input.placeholder = field.mixed ? "mixed" : field.empty ? "catalog’s" : "";
  }

  // Figures of the catalog: range, kind, source, and an own value with its own source.
  figures_of({key, name, rows}) {
    const out = [html("h3", "group", `${name}: figures of one end`)];
    for (const row of rows) {
      const line = html("div", "figure-row"), [low, typical, high] = row.range;
      const value = html("input"), source = html("input"), keep = html("button", "act", row.override ? "Replace" : "Use mine");
      value.type = "number";
      value.step = "any";
      value.placeholder = number(typical);
      value.setAttribute("aria-label", `Own ${row.label}`);
      source.placeholder = "source of your value";
      source.setAttribute("aria-label", `Source of your ${row.label}`);
      keep.type = "button";
      keep.addEventListener("click", () => this.send({type: "override", technology: key, field: row.field, value: value.value === "" ? null : Number(value.value), source: source.value}));
      const about = html("span", `kind kind-${row.kind}`, row.override ? "yours" : row.kind), where = html("span", "source", row.source);
      where.title = row.source;
      line.append(html("span", "name", row.label), html("span", "range", `${number(low)} · ${number(typical)} · ${number(high)} ${row.unit}`), about, where, value, source, keep);
      if (row.override) {
        const back = html("button", "back", "↺");
        back.type = "button";
        back.title = "Back to the catalog";
        back.addEventListener("click", () => this.send({type: "catalog", id: row.override}));
        line.append(back);
      }
      out.push(line);
    }
    return out;
  }

  refuse({field, reason}) {
    let shown = false;
    for (const [key, {fault}] of this.inputs) {
      if (field && key.endsWith(` ${field}`)) { write(fault, reason); shown = true; }
    }
    write(this.said, shown ? "" : reason);
  }

  send(message) {
    write(this.said, "");
    this.model.send_msg(message);
  }
}

const same = (a, b) => a === b || (typeof a === "number" && typeof b === "number" && Math.abs(a - b) < 1e-12);

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function render({model, el}) {
  new Inspector(model, el);
}
