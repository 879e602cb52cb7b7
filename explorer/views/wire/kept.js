// Work that this tab keeps over a reload, a way back and a lost connection: of every layout that was opened here,
// the text as opened and as last committed. A tab has its own; a layout from elsewhere has a name of its own.

const KEPT = "rack-explorer";
const MOST_KEPT = 12;
const LONGEST_MS = 8000;                            // that a page is given to say that it is drawn

export class KeptWork {
  // Without `on` nothing is kept: a page inside another one.
  constructor(on) { this.on = on; }

  // Names of kept work, the newest last.
  names() {
    const names = this.read(KEPT);
    return Array.isArray(names) ? names.map(String) : [];
  }

  get(name) {
    const work = name ? this.read(`${KEPT}:${name}`) : null;
    if (!work || typeof work !== "object") return null;
    const {opened, text, key, title} = work;
    return {opened: String(opened), text: String(text), key: String(key), title: String(title)};
  }

  put(name, work) {
    if (!this.on) return;
    const others = this.names().filter(other => other !== name);
    while (others.length >= MOST_KEPT) this.drop(others);
    while (!this.write(`${KEPT}:${name}`, work) && others.length) this.drop(others);
    this.write(KEPT, [...others, name]);
  }

  // The newest work that holds an edit.
  changed() {
    return this.names().reverse().find(name => { const work = this.get(name); return work && work.opened !== work.text; }) || "";
  }

  drop(others) {
    try { sessionStorage.removeItem(`${KEPT}:${others.shift()}`); } catch { /* no permission */ }
  }

  read(item) {
    if (!this.on) return null;
    try { return JSON.parse(sessionStorage.getItem(item)); } catch { return null; /* private mode, or not ours */ }
  }

  write(item, value) {
    try { sessionStorage.setItem(item, JSON.stringify(value)); return true; } catch { return false; /* no room, or no permission */ }
  }
}

// Acts once the whole page is drawn: another layout that comes before then can be missed by what is still being built.
export function once_drawn(model, act) {
  const drawn = model.document;
  let waits = true;
  const go = () => { if (waits) { waits = false; act(); } };
  if (!drawn?.idle || drawn.is_idle) { go(); return; }
  drawn.idle.connect(go);
  setTimeout(go, LONGEST_MS);
}

// Where this tab has been: every opened layout is an entry of the browser's history, with the name of its work.
export class Whereabouts {
  // `go(name)` is called when the browser goes back or forth to other work, `follow(link, view)` when the address
  // carries another layout.
  constructor(model, go, follow) {
    this.on = model.keep;
    this.asked = new URL(location.href).searchParams.get("layout") || "";
    // an address that has been gone on from is not followed a second time
    this.link = this.on && !history.state?.work ? this.carried() : "";
    this.name = this.on ? history.state?.work || this.asked : "";
    this.times = undefined;
    this.first = "";                               // name of the first work
    this.coming = "";
    if (!this.on) return;
    const back = event => {
      if (!event.state && this.carried()) {
        const link = this.carried(), {view} = this;
        this.coming = `link-${Date.now().toString(36)}`;
        // at once: Panel would make an entry of its own of an address that still carries something
        history.replaceState({work: this.coming}, "", this.address(""));
        follow(link, view);
        return;
      }
      const name = event.state?.work || new URL(location.href).searchParams.get("layout") || this.first;
      if (!name || name === this.name) return;
      this.coming = name;
      go(name);
    };
    window.addEventListener("popstate", back);
    model.on("remove", () => window.removeEventListener("popstate", back));
  }

  // Whether the address asks for nothing and nothing has been open under it.
  get is_new() { return this.on && !this.asked && !this.link && !history.state?.work; }

  // The layout that the address carries, and how it says that it is to be shown.
  carried() { return new URLSearchParams(location.hash.slice(1)).get("layout") || ""; }

  get view() { return this.on ? new URL(location.href).searchParams.get("view") || "" : ""; }

  // The layout with that key lies on the page, the `times`-th that was opened.
  arrive(key, times) {
    if (!this.on || times === this.times) return;
    const is_first = this.times === undefined, before = this.name;
    this.times = times;
    this.name = this.coming || key || (is_first && this.name) || `file-${Date.now().toString(36)}`;
    this.first ||= this.name;
    const url = this.address(key);
    if (is_first) history.replaceState({work: this.name}, "");
    else if (this.coming || this.name === before) history.replaceState({work: this.name}, "", url);
    else history.pushState({work: this.name}, "", url);
    this.coming = "";
  }

  // That of a layout by its name, without what an earlier link said.
  address(key) {
    const url = new URL(location.href);
    if (key) url.searchParams.set("layout", key); else url.searchParams.delete("layout");
    url.searchParams.delete("view");
    url.hash = "";
    return url;
  }

  // What was asked for could not be had: the address says again what is there.
  stay(key) {
    if (!this.on || !this.coming) return;
    this.coming = "";
    history.replaceState({work: this.name}, "", this.address(key));
  }
}

// Other tabs of this browser with the same layout on them: they share nothing, and that is said where the second opens.
export class Company {
  // `meet()` is called when what has just been opened here is open elsewhere too.
  constructor(model, meet) {
    if (!model.keep) return;
    this.channel = new BroadcastChannel("rack-explorer");
    this.channel.addEventListener("message", ({data}) => {
      if (!this.name || data.name !== this.name) return;
      if (data.asks) this.channel.postMessage({name: this.name});
      else if (this.waits) { this.waits = false; meet(); }
    });
    model.on("remove", () => this.channel.close());
  }

  // The work of that name lies on the page now.
  arrive(name) {
    if (!this.channel || name === this.name) return;
    this.name = name;
    this.waits = true;
    this.channel.postMessage({name, asks: true});
  }
}
