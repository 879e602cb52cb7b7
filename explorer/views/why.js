// What a total is made of, in a popover below its tile: rows with bars; a row selects what it is about.

class Why {
  constructor(root, ask, select) {
    Object.assign(this, {ask, select});
    this.box = html("div", "why");
    this.box.popover = "auto";
    this.box.setAttribute("role", "dialog");
    root.append(this.box);
    this.box.addEventListener("toggle", event => {
      if (event.newState === "closed" && this.box.contains(this.box.getRootNode().activeElement)) this.button?.focus();
    });
  }

  open(button, name, label) {
    Object.assign(this, {button, name, label});
    this.box.setAttribute("aria-label", `${label}: what it is made of`);
    this.box.replaceChildren(html("h3", "", label), html("p", "", "…"));
    const {left, bottom} = button.getBoundingClientRect();
    Object.assign(this.box.style, {left: `${clamp(left, 8, window.innerWidth - 428)}px`, top: `${bottom + 8}px`});
    this.box.showPopover();
    this.ask(name);
  }

  take({name, sentence, unit, rows, adds_up}) {
    if (name !== this.name || !this.box.matches(":popover-open")) return;
    const most = Math.max(...rows.map(([, value]) => Math.abs(value) || 0), 1e-12);
    const whole = rows.reduce((sum, [, value]) => sum + (value || 0), 0);
    const list = html("div", "reasons");
    for (const [label, value, element] of rows) {
      const row = html(element ? "button" : "div", "reason"), bar = html("i");
      if (element) { row.type = "button"; row.addEventListener("click", () => { this.box.hidePopover(); this.select(element); }); }
      bar.style.width = `${100 * Math.abs(value || 0) / most}%`;
      const words = html("span", "words", label);
      words.dir = "auto";
      const share = adds_up && whole ? `${Math.round(100 * value / whole)} %` : "";
      row.append(words, html("span", "value", `${number(value)} ${unit}`), html("span", "share", share), bar);
      list.append(row);
    }
    this.box.replaceChildren(html("h3", "", this.label), html("p", "", sentence), list);
    list.querySelector("button")?.focus();
  }
}
