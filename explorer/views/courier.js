// Messages of a drag: none queues up, none is lost, and what was not answered is said.

const LATE_MS = 6000;

// One message is in flight, and the newest of the others waits here: two or three in flight made every picture later
// where server and browser share two cores. Each position gets a number, and the server sends it back; an answer that
// is lost frees the line after half a second.
class Courier {
  constructor(send, watchdog_ms = 500) {
    Object.assign(this, {send, watchdog_ms});
    this.asked = 0;
    this.flying = 0;                               // number of what is in flight, or 0
    this.waiting = null;
    this.timer = 0;
    this.late = 0;
    this.last = 0;                                 // number of the last word that was said
  }

  post(message) {
    const numbered = {...message, seq: ++this.asked};
    if (this.flying) this.waiting = numbered;
    else this.dispatch(numbered);
  }

  dispatch(message) {
    this.flying = message.seq;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ack(message.seq), this.watchdog_ms);
    this.send(message);
  }

  ack(seq) {
    if (seq !== this.flying) return;
    this.flying = 0;
    clearTimeout(this.timer);
    const message = this.waiting;
    this.waiting = null;
    if (message) this.dispatch(message);
  }

  // The last word of a gesture: what still waits is out of date, and nothing is held back for it.
  // `unanswered` is called if the server does not answer in time.
  finish(message, unanswered) {
    this.waiting = null;
    const seq = this.last = ++this.asked;
    clearTimeout(this.late);
    this.late = setTimeout(() => unanswered(seq), LATE_MS);
    this.dispatch({...message, seq});
    return seq;
  }

  // Ends the waiting for an answer to the last word. Whether nothing has been said since, so that the gesture is over:
  // the hand may have taken something else before the answer came.
  closes(seq) {
    if (seq === this.last) clearTimeout(this.late);
    return seq === this.asked;
  }
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
