// A server that is connected and does not answer: two beats without a sign of it are silence.

import assert from "node:assert/strict";
import {test} from "node:test";
import {Pulse} from "../../explorer/views/kit/connection.js";

const CASES = {
  "beat heard beat heard beat": "ask ask ask",
  "beat beat heard beat": "ask ask ask",
  "beat beat beat": "ask ask silent ask",
  "beat beat beat beat heard beat": "ask ask silent ask ask answers ask",
};

for (const [steps, expected] of Object.entries(CASES)) {
  test(`${steps}: ${expected}`, () => {
    const done = [];
    const pulse = new Pulse(() => done.push("ask"), is_silent => done.push(is_silent ? "silent" : "answers"));
    for (const step of steps.split(" ")) pulse[step]();
    assert.equal(done.join(" "), expected);
  });
}
