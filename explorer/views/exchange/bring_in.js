// The import dialog: shows what NetBox files would add, with every finding and with fixes and their sources.

import {html, introduce, rooted} from "../kit/draw.js";
import {file_field, layout_file} from "./layout_file.js";

class BringIn {
  /** @param {import("../wire/protocol").BringInViewModel} model */
  constructor(model, el) {
    this.model = model;
    this.root = rooted(model, el, "bring-in");
    this.build();
    this.heard = introduce(model);
    model.on("msg:custom", message => { this.heard(); this[message.type]?.(message); });
  }

  /** @param {import("../wire/protocol").FromBringInView} message */
  send(message) { this.model.send_msg(message); }

  build() {
    this.box = html("dialog", "bring-box");
    this.box.setAttribute("aria-labelledby", "bring-title");
    const head = html("header", "bring-head"), title = html("h2", "", "Import from NetBox");
    title.id = "bring-title";
    head.append(title, html("p", "bring-lead", "Nothing is imported before you add it, and nothing is lost: data that is not drawn is saved with the layout."));
    this.problem_line = html("p", "bring-problem");
    this.problem_line.setAttribute("role", "alert");
    this.list = html("div", "bring-files");
    this.file = file_field(file => this.take(file));
    const foot = html("footer", "bring-foot");
    this.mount = html("input");
    this.mount.type = "checkbox";
    this.mount.checked = true;
    this.mount_line = html("label", "bring-mount");
    this.mount_line.append(this.mount, " Mount one in the first free U");
    this.add = this.button("Add to the layout", () => { this.add.disabled = true; this.send({type: "add", mount: this.mount.checked}); }, "bring-add");
    foot.append(this.button("Add a file…", () => this.file.click()), this.mount_line, html("span", "bring-room"), this.button("Cancel", () => this.box.close()), this.add);
    this.box.append(head, this.problem_line, this.list, foot, this.file);
    this.box.addEventListener("close", () => this.send({type: "closed"}));
    this.box.addEventListener("keydown", event => event.stopPropagation());
    this.root.append(this.box);
  }

  button(words, act, kind = "") {
    const button = html("button", `bring-button ${kind}`, words);
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  }

  // -- from the server -------------------------------------------------------------------------

  /** @param {import("../wire/protocol").Show} message */
  show({files, needs, makes, ready, mounts}) {
    if (!files.length) { this.close(); return; }
    this.ready = ready;
    this.problem({text: needs});
    this.add.textContent = makes;
    this.mount_line.hidden = !mounts;
    const open = new Set([...this.list.querySelectorAll("details[open]")].map(each => each.dataset.file));
    const known = new Set([...this.list.querySelectorAll("details")].map(each => each.dataset.file));
    this.list.replaceChildren(...files.map(file => this.card(file, known.has(file.name) ? open.has(file.name) : files.length < 4)));
    if (!this.box.open) this.box.showModal();
    if (!this.box.contains(this.box.getRootNode().activeElement)) this.add.focus();
  }

  /** @param {import("../wire/protocol").Problem | {text: string}} message */
  problem({text}) {
    this.problem_line.textContent = text;
    if (text && !this.box.open) { this.list.replaceChildren(); this.ready = false; this.box.showModal(); }
    this.add.disabled = !this.ready;
  }

  close() { if (this.box.open) this.box.close(); }

  // -- one file --------------------------------------------------------------------------------

  card(file, is_open) {
    const card = html("details", "bring-card"), line = html("summary", "bring-line"), words = html("span", "bring-name", file.title);
    card.dataset.file = file.name;
    card.open = is_open;
    words.dir = "auto";
    line.append(words, html("span", "bring-file", file.name), ...file.counts.filter(([, n]) => n).map(([severity, n]) => html("span", `bring-count is-${severity}`, `${n} ${severity}${n > 1 ? "s" : ""}`)));
    const away = this.button("Leave out", () => this.send({type: "remove", file: file.name}));
    away.setAttribute("aria-label", `Leave out ${file.name}`);
    line.append(away);
    card.append(line);
    if (file.problem) card.append(html("p", "bring-bad", file.problem));
    if (file.adds) card.append(html("p", "bring-adds", file.adds));
    card.append(...file.fixes.map(fix => this.fixed(file, fix)));
    if (file.notices.length) card.append(this.table(file));
    if (file.more) card.append(html("p", "bring-adds", `and ${file.more} more findings`));
    return card;
  }

  fixed(file, [field, value, source]) {
    const line = html("p", "bring-fixed", `${field} = ${value} [${source}]`);
    line.dir = "auto";
    line.append(this.button("Undo fix", () => this.send({type: "unfix", file: file.name, field})));
    return line;
  }

  table(file) {
    const table = html("table", "bring-table"), body = html("tbody"), head = html("tr");
    for (const word of ["", "Line", "Field", "In the file", "Imported as", ...(file.fixable ? [""] : [])]) head.append(html("th", "", word));
    const top = html("thead");
    top.append(head);
    for (const [severity, line, field, value, done, valid] of file.notices) {
      const row = html("tr"), how = html("td", "", done);
      if (valid) how.append(html("span", "bring-valid", `valid: ${valid}`));
      row.append(html("td", `bring-severity is-${severity}`, severity), html("td", "", line ? String(line) : ""), html("td", "bring-field", field), html("td", "bring-value", value), how);
      if (file.fixable) {
        const cell = html("td"), fix = this.button("Fix", () => this.ask(row, file, field));
        fix.setAttribute("aria-label", `Fix ${field}`);
        // The reader infers the kind; no field of the file sets it, so there is nothing to fix.
        if (field !== "kind") cell.append(fix);
        row.append(cell);
      }
      body.append(row);
    }
    table.append(top, body);
    return table;
  }

  // Adds a row in which to enter a value and its source.
  ask(row, file, field) {
    this.form?.remove();
    const form = this.form = html("tr", "bring-form"), cell = html("td");
    cell.colSpan = 6;
    const place = field === "power-ports" ? "power-ports[0].maximum_draw" : field === "interfaces" ? "interfaces[0].type" : field;
    const fields = Object.fromEntries([["field", "Field", place], ["value", "Value", ""], ["source", "Source: a document, a measurement, a reason", ""]].map(([key, label, text]) => {
      const input = html("input");
      Object.assign(input, {type: "text", value: text, placeholder: label, spellcheck: false, autocomplete: "off"});
      input.setAttribute("aria-label", label);
      input.addEventListener("keydown", event => { if (event.key === "Enter") keep(); });
      cell.append(input);
      return [key, input];
    }));
    const keep = () => this.send({type: "fix", file: file.name, field: fields.field.value, value: fields.value.value, source: fields.source.value});
    cell.append(this.button("Keep", keep));
    form.append(cell);
    row.after(form);
    fields.value.focus();
  }

  async take(file) {
    const {name, text, problem} = await layout_file(file);
    if (problem) this.problem({text: problem}); else this.send({type: "file", name, text});
  }
}

export function render({model, el}) {
  new BringIn(model, el);
}
