// What happens when the web socket is cut: a calm line, and the page comes back by itself when the server answers.
//
// Bokeh can join its old session again, but puts the whole document in anew and loses its arrays on the way
// (bokeh issue 15347), and a server that was started again has no such session. So the page is loaded anew,
// with the work that the browser has kept.

import {html} from "./draw.js";

const BEAT_MS = 3000;
const RETRY_MS = [500, 1000, 2000, 4000, 8000, 15000];
const BACK = "rack-explorer-back";

// Whether a server that is still connected answers. Two beats without a sign of it are silence: a beat is a few seconds
// while the page is in sight. Beats are counted, not the clock: a computer that slept has missed none.
export class Pulse {
  constructor(ask, changed) {
    this.ask = ask;
    this.changed = changed;
    this.is_silent = false;
    this.missed = 0;
    this.heard_at = new Date();
  }

  beat() {
    if (this.missed === 2 && !this.is_silent) this.turn(true);
    this.missed += 1;
    this.ask();
  }

  heard() {
    this.missed = 0;
    this.heard_at = new Date();
    if (this.is_silent) this.turn(false);
  }

  turn(is_silent) {
    this.is_silent = is_silent;
    this.changed(is_silent, this.heard_at);
  }
}

export class Connection {
  // `root` shows the line; `keeps` says whether the browser has the work, so that a reload loses none; `ask` has the
  // server give a sign, and `heard` is called for it.
  constructor(root, model, keeps, ask) {
    this.keeps = keeps;
    this.pulse = new Pulse(ask, (is_silent, since) => this.quiet(is_silent, since));
    this.line = html("div", "connection");
    this.line.popover = "manual";
    this.line.setAttribute("role", "status");
    root.append(this.line);
    this.pressed = false;
    /** @type {[string, () => void][]} */
    const listeners = [["pointerdown", () => { this.pressed = true; }], ["pointerup", () => this.let_go()], ["pointercancel", () => this.let_go()],
      ["online", () => this.look()], ["offline", () => this.look()]];
    for (const [name, act] of listeners) window.addEventListener(name, act, true);
    const beating = keeps && setInterval(() => { if (!this.lost && !document.hidden) this.pulse.beat(); }, BEAT_MS);
    model.on("remove", () => clearInterval(beating));
    model.on("remove", () => { for (const [name, act] of listeners) window.removeEventListener(name, act, true); });
    model.document?.on_event("connection_lost", () => this.lose());
  }

  heard() { this.pulse.heard(); }

  // What still waits for a figure says so too.
  quiet(is_silent, since) {
    if (!this.lost && is_silent) this.say(`The server does not answer: all figures are those of ${since.toLocaleTimeString()}.`);
    if (!this.lost && !is_silent) this.line.hidePopover();
    window.dispatchEvent(new CustomEvent("explorer-silent", {detail: is_silent}));
  }

  lose() {
    if (this.lost) return;
    this.lost = true;
    this.tries = 0;
    this.say(this.keeps ? "Connection lost: your work is kept in this browser; reconnecting…" : "Connection lost. Run the cell again to go on.");
    if (this.keeps) this.wait();
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), RETRY_MS[Math.min(this.tries++, RETRY_MS.length - 1)]);
  }

  // Asks the server for something small. A page that is not lost is only looked after when the network has changed.
  async look() {
    const answers = await this.answers();
    if (!this.lost) { if (!answers && this.keeps) this.lose(); return; }
    if (!answers) { this.wait(); return; }
    if (this.pressed) this.waiting = true; else this.come_back();
  }

  async answers() {
    const script = /** @type {HTMLScriptElement} */ (document.querySelector('script[src*="/static/"]'));
    if (!script) return true;
    try {
      return (await fetch(script.src, {method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(5000)})).ok;
    } catch {
      return false;
    }
  }

  // Nobody loses what is under the pointer to a reload: it waits for the release.
  let_go() {
    this.pressed = false;
    if (this.waiting) this.come_back();
  }

  come_back() {
    try { sessionStorage.setItem(BACK, "1"); } catch { /* no permission: it comes back without saying so */ }
    location.reload();
  }

  // Says so after the reload that brought the page back.
  greet() {
    try {
      if (!sessionStorage.getItem(BACK)) return;
      sessionStorage.removeItem(BACK);
    } catch {
      return;
    }
    this.line.classList.add("back");
    this.say("Connected again: your work is as it was kept last.");
    setTimeout(() => this.line.hidePopover(), 6000);
  }

  say(text) {
    this.line.textContent = text;
    if (!this.line.matches(":popover-open")) this.line.showPopover();
  }
}
