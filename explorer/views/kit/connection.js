// Handles a lost web socket: shows a status line, and reloads the page once the server answers again.
//
// Bokeh can rejoin its old session, but it replaces the whole document and loses its arrays (bokeh issue 15347), and a
// restarted server has no such session. So the page is reloaded and restores the work saved in the browser.

import {html} from "./draw.js";

const BEAT_MS = 3000;
const RETRY_MS = [500, 1000, 2000, 4000, 8000, 15000];
const BACK = "rack-explorer-back";

// Heartbeat: reports whether a connected server still answers. Two beats in a row without an answer count as silence;
// beats are sent every few seconds while the page is visible. It counts beats instead of comparing times, so that a
// computer waking from sleep reports no silence.
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
  // `root` gets the status line; `keeps` is true if the browser saves the work, so that a reload loses none; `ask`
  // requests a sign of life from the server, upon which the caller calls `heard`.
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

  // The event lets views mark figures that they are still waiting for.
  quiet(is_silent, since) {
    if (!this.lost && is_silent) this.say(`The server does not answer: all figures are from ${since.toLocaleTimeString()}.`);
    if (!this.lost && !is_silent) this.line.hidePopover();
    window.dispatchEvent(new CustomEvent("explorer-silent", {detail: is_silent}));
  }

  lose() {
    if (this.lost) return;
    this.lost = true;
    this.tries = 0;
    this.say(this.keeps ? "Connection lost: your work is saved in this browser; reconnecting…" : "Connection lost. Run the cell again to go on.");
    if (this.keeps) this.wait();
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), RETRY_MS[Math.min(this.tries++, RETRY_MS.length - 1)]);
  }

  // Asks the server for a small file, and reloads the page if it was lost and the server answers. While connected this
  // runs only when the browser goes online or offline.
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

  // A reload waits until the pointer is released, so that it does not interrupt a drag.
  let_go() {
    this.pressed = false;
    if (this.waiting) this.come_back();
  }

  come_back() {
    try { sessionStorage.setItem(BACK, "1"); } catch { /* no permission: it comes back without saying so */ }
    location.reload();
  }

  // Reports the reconnection after the reload.
  greet() {
    try {
      if (!sessionStorage.getItem(BACK)) return;
      sessionStorage.removeItem(BACK);
    } catch {
      return;
    }
    this.line.classList.add("back");
    this.say("Connected again: your saved work was restored.");
    setTimeout(() => this.line.hidePopover(), 6000);
  }

  say(text) {
    this.line.textContent = text;
    if (!this.line.matches(":popover-open")) this.line.showPopover();
  }
}
