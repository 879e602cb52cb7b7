// Sends drag positions: one in flight, only the newest waits; reports a missing reply to the last message of a drag.

const LATE_MS = 6000;

// Decides when the next message leaves. An answer is drawn in the first frame that begins after it arrives. If a
// message sent now and one sent at the next frame would be answered in time for the same frame, wait: by then there is
// a newer position.
class Rhythm {
  constructor() {
    this.frame_ms = 1000 / 60;
    this.answer_ms = 0;
    this.frame_at = 0;
  }

  // Called at each position: updates the frame time, ignoring gaps in which frames were skipped.
  beat(frame_at) {
    const gap = frame_at - this.frame_at;
    this.frame_at = frame_at;
    if (gap > 1 && gap < 1.5 * this.frame_ms) this.frame_ms += 0.2 * (gap - this.frame_ms);
  }

  answered(took_ms) { this.answer_ms += (this.answer_ms ? 0.2 : 1) * (took_ms - this.answer_ms); }

  // Number of frames until something that is ready in `ms` is seen.
  frames(ms) { return Math.ceil(ms / this.frame_ms); }

  waits(into_frame_ms) { return this.frames(into_frame_ms + this.answer_ms) >= 1 + this.frames(this.answer_ms); }
}

// One message is in flight, and only the newest of the others waits: with two or three in flight every drawing came
// later when server and browser shared two cores. Each position gets a sequence number, which the server returns; if an
// answer is lost, the next message leaves after half a second.
export class Courier {
  constructor(send, watchdog_ms = 500) {
    this.send = send;
    this.watchdog_ms = watchdog_ms;
    this.asked = 0;
    this.flying = 0;                               // sequence number of the message in flight, or 0
    this.waiting = null;
    this.timer = 0;
    this.late = 0;
    this.last = 0;                                 // sequence number of the last `finish`
    this.rhythm = new Rhythm();
    this.turn = 0;                                 // animation frame request that sends the waiting message, or 0
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

  // Sends the last message of a gesture at once and drops the waiting one, which is out of date.
  // Calls `unanswered` if the server does not answer in time.
  finish(message, unanswered) {
    const seq = this.last = ++this.asked;
    clearTimeout(this.late);
    this.late = setTimeout(() => unanswered(seq), LATE_MS);
    this.dispatch({...message, seq});
    return seq;
  }

  // Handles the answer to `finish`. Returns whether nothing was sent since, so that the gesture is over: the user may
  // have started another drag before the answer came.
  closes(seq) {
    if (seq === this.last) clearTimeout(this.late);
    return seq === this.asked;
  }
}

// Combines steps made with the keyboard: each is shown at once, and a pause of 500 ms commits them as one edit.
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
