// Dragging: messages that never queue up, and pointer gestures that never get lost.

// One message is in flight at a time and only the newest position waits. Every message carries a
// sequence number that the server sends back; an answer that is lost frees the line after 500 ms.
class Courier {
  constructor(send, watchdog_ms = 500) {
    this.send = send;
    this.watchdog_ms = watchdog_ms;
    this.seq = 0;
    this.busy = false;
    this.waiting = null;
    this.timer = 0;
  }

  post(message) {
    if (this.busy) this.waiting = message;
    else this.dispatch(message);
  }

  dispatch(message) {
    this.busy = true;
    this.seq += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.free(), this.watchdog_ms);
    this.send({...message, seq: this.seq});
  }

  ack(seq) {
    if (seq === this.seq) this.free();
  }

  free() {
    clearTimeout(this.timer);
    this.busy = false;
    const next = this.waiting;
    this.waiting = null;
    if (next) this.dispatch(next);
  }

  // The last word of a gesture: what still waits is out of date, and nothing is held back for it.
  finish(message) {
    this.waiting = null;
    this.dispatch(message);
    return this.seq;
  }
}

const SLOP_PX = 3;

// Gestures on `surface`. `pick(event)` names what lies under the pointer (null: nothing to drag).
// on.start(thing), on.move(thing, dx, dy, event), on.drop(thing, dx, dy), on.cancel(thing), on.click(thing, event)
function gestures(surface, pick, on) {
  let held = null;

  function release(pointerId) {
    if (surface.hasPointerCapture(pointerId)) surface.releasePointerCapture(pointerId);
  }

  function cancel() {
    if (!held) return;
    const {thing, moved, pointerId} = held;
    held = null;
    release(pointerId);
    if (moved) on.cancel(thing);
  }

  surface.addEventListener("pointerdown", event => {
    if (held || event.button !== 0 || !event.isPrimary) return;
    const thing = pick(event);
    held = {thing, x: event.clientX, y: event.clientY, moved: false, pointerId: event.pointerId};
    if (thing !== null) surface.setPointerCapture(event.pointerId);
  });

  surface.addEventListener("pointermove", event => {
    if (!held || event.pointerId !== held.pointerId) {
      if (!held) on.hover(event);
      return;
    }
    if (held.thing === null) return;
    const dx = event.clientX - held.x, dy = event.clientY - held.y;
    if (!held.moved) {
      if (Math.hypot(dx, dy) < SLOP_PX) return;
      held.moved = true;
      on.start(held.thing);
    }
    on.move(held.thing, dx, dy, event);
  });

  surface.addEventListener("pointerup", event => {
    if (!held || event.pointerId !== held.pointerId) return;
    const {thing, moved, x, y} = held;
    held = null;
    release(event.pointerId);
    if (moved) on.drop(thing, event.clientX - x, event.clientY - y);
    else on.click(thing, event);
  });

  surface.addEventListener("pointercancel", cancel);
  surface.addEventListener("lostpointercapture", cancel);
  surface.addEventListener("pointerleave", () => { if (!held) on.leave(); });
  const key = event => {
    if (event.key === "Escape" && held?.moved) { event.preventDefault(); event.stopPropagation(); cancel(); }
  };
  window.addEventListener("keydown", key, true);

  return {get active() { return Boolean(held?.moved); }, cancel};
}

// Steps made with the keyboard: each is shown at once, and a pause of 500 ms makes them one edit.
class KeySteps {
  constructor(commit, pause_ms = 500) {
    this.commit = commit;
    this.pause_ms = pause_ms;
    this.timer = 0;
    this.pending = false;
  }

  touch() {
    this.pending = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), this.pause_ms);
  }

  flush() {
    clearTimeout(this.timer);
    if (!this.pending) return;
    this.pending = false;
    this.commit();
  }

  drop() {
    clearTimeout(this.timer);
    this.pending = false;
  }
}
