// Messages of a drag: none queues up, none is lost, and what was not answered is said.

const LATE_MS = 6000;

// When the next message shall leave. What a frame shows has to be there when it begins: where an answer that is asked
// for now comes too late for the next frame, and one that is asked for when that begins comes in time for the same
// later one, it is better to wait, since by then there is a newer position.
class Rhythm {
  constructor() {
    this.frame_ms = 1000 / 60;
    this.answer_ms = 0;
    this.frame_at = 0;
  }

  // At each position: how far apart frames are. Frames that were left out are no measure.
  beat(frame_at) {
    const gap = frame_at - this.frame_at;
    this.frame_at = frame_at;
    if (gap > 1 && gap < 1.5 * this.frame_ms) this.frame_ms += 0.2 * (gap - this.frame_ms);
  }

  answered(took_ms) { this.answer_ms += (this.answer_ms ? 0.2 : 1) * (took_ms - this.answer_ms); }

  // Frames until what is ready after so many ms is seen.
  frames(ms) { return Math.ceil(ms / this.frame_ms); }

  waits(into_frame_ms) { return this.frames(into_frame_ms + this.answer_ms) >= 1 + this.frames(this.answer_ms); }
}

// One message is in flight, and the newest of the others waits here: two or three in flight made every picture later
// where server and browser share two cores. Each position gets a number, and the server sends it back; an answer that
// is lost frees the line after half a second.
export class Courier {
  constructor(send, watchdog_ms = 500) {
    this.send = send;
    this.watchdog_ms = watchdog_ms;
    this.asked = 0;
    this.flying = 0;                               // number of what is in flight, or 0
    this.waiting = null;
    this.timer = 0;
    this.late = 0;
    this.last = 0;                                 // number of the last word that was said
    this.rhythm = new Rhythm();
    this.turn = 0;                                 // animation frame in which what waits leaves, or 0
  }

  post(message) {
    const numbered = {...message, seq: ++this.asked};
    this.rhythm.beat(document.timeline.currentTime);
    if (this.flying) this.waiting = numbered;
    else this.dispatch(numbered);
  }

  dispatch(message) {
    this.waiting = null;
    this.flying = message.seq;
    this.left_at = performance.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ack(message.seq), this.watchdog_ms);
    this.send(message);
  }

  ack(seq) {
    if (seq !== this.flying) return;
    this.flying = 0;
    clearTimeout(this.timer);
    const now = performance.now();
    this.rhythm.answered(now - this.left_at);
    if (!this.waiting) return;
    if (!this.rhythm.waits(now - Number(document.timeline.currentTime))) this.dispatch(this.waiting);
    else this.turn ||= requestAnimationFrame(() => this.next());
  }

  next() {
    this.turn = 0;
    if (this.waiting && !this.flying) this.dispatch(this.waiting);
  }

  // The last word of a gesture: what still waits is out of date, and nothing is held back for it.
  // `unanswered` is called if the server does not answer in time.
  finish(message, unanswered) {
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
export class KeySteps {
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
