// Saves a browser tab's work in sessionStorage, so that it survives a reload, the back button and a lost connection:
// for every layout opened in the tab, its text as opened and as last committed. Tabs share nothing. A layout that came
// from a file or a link gets a generated name.

const KEPT = "rack-explorer";
const MOST_KEPT = 12;
const LONGEST_MS = 60000;                           // Bokeh never reports that a page is drawn if one of its views fails

export class KeptWork {
  // Without `on` nothing is saved, as in a page embedded in another one.
  constructor(on) { this.on = on; }

  // Names of the saved work, the newest last.
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

  // Name of the newest work that was edited since it was opened, or "".
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

// Calls `act` once the whole page is drawn: views still being built could miss a layout that arrives earlier.
export function once_drawn(model, act) {
  const drawn = model.document;
  let waits = true;
  const go = () => { if (waits) { waits = false; act(); } };
  if (!drawn?.idle || drawn.is_idle) { go(); return; }
  drawn.idle.connect(go);
  setTimeout(go, LONGEST_MS);
}

// Gives every opened layout an entry in the browser's history, which holds the name of its saved work.
export class Whereabouts {
  // `go(name)` is called when the browser goes back or forward to other work, `follow(link, view)` when the address
  // contains another layout.
  constructor(model, go, follow) {
    this.on = model.keep;
    this.asked = new URL(location.href).searchParams.get("layout") || "";
    // Skip the layout in the address if this history entry already has work: it was loaded before.
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
        // Replace the entry now: Panel would add a history entry for an address that still has a fragment.
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

  // Whether the address names no layout and nothing has been opened in this history entry.
  get is_new() { return this.on && !this.asked && !this.link && !history.state?.work; }

  // The layout encoded in the address, and the view state it requests.
  carried() { return new URLSearchParams(location.hash.slice(1)).get("layout") || ""; }

  get view() { return this.on ? new URL(location.href).searchParams.get("view") || "" : ""; }

  // The page now shows the layout with that key, the `times`-th one opened.
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

  // The address of a shipped layout, without the view and the fragment of an earlier link.
  address(key) {
    const url = new URL(location.href);
    if (key) url.searchParams.set("layout", key); else url.searchParams.delete("layout");
    url.searchParams.delete("view");
    url.hash = "";
    return url;
  }

  // The requested layout could not be opened: set the address back to the one on the page.
  stay(key) {
    if (!this.on || !this.coming) return;
    this.coming = "";
    history.replaceState({work: this.name}, "", this.address(key));
  }
}

// Detects other tabs of this browser with the same layout. Tabs share no edits, so the one opened second warns of that.
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

  // The page now shows the work of that name.
  arrive(name) {
    if (!this.channel || name === this.name) return;
    this.name = name;
    this.waits = true;
    this.channel.postMessage({name, asks: true});
  }
}
