// When the messages of a drag leave.

import assert from "node:assert/strict";
import test from "node:test";

import {Courier, KeySteps} from "../../explorer/views/kit/courier.js";

// A frame of the browser begins at the next turn here, and time stands still meanwhile.
Object.assign(globalThis, {document: {timeline: {currentTime: 0}}, requestAnimationFrame: act => setTimeout(act, 0)});

const frames = () => new Promise(done => { setTimeout(done, 20); });

function courier(waits) {
  const sent = [], made = new Courier(message => sent.push(message));
  if (waits !== undefined) made.rhythm.waits = () => waits;
  return {sent, courier: made};
}

for (const [answer_ms, into_frame_ms, waits, why] of [
  [15, 0.5, false, "it is in time for the next frame"],
  [15, 3, true, "the answer to the next position is there as soon"],
  [20, 3, false, "the answer to the next position would be a frame later"],
  [40, 3, false, "a later frame, and the next position is no sooner"],
  [40, 12, true, "so late in the frame, the next position is as soon"],
]) {
  test(`an answer in ${answer_ms} ms, ${into_frame_ms} ms into the frame: ${why}`, () => {
    const {rhythm} = courier().courier;
    rhythm.answered(answer_ms);
    assert.equal(rhythm.waits(into_frame_ms), waits);
  });
}

for (const [every_ms, left_out] of [[1000 / 120, false], [1000 / 60, true], [20, true]]) {
  test(`how far frames are apart is learned: ${every_ms.toFixed(1)} ms${left_out ? ", some left out" : ""}`, () => {
    const {rhythm} = courier().courier;
    for (let n = 1; n < 60; n++) if (n % 10 || !left_out) rhythm.beat(n * every_ms);
    assert.ok(Math.abs(rhythm.frame_ms / every_ms - 1) < 0.01, String(rhythm.frame_ms));
  });
}

test("the newest position leaves with the answer", async () => {
  const {sent, courier: line} = courier(false);
  for (const at of [10, 20, 30]) line.post({at});
  assert.deepEqual(sent, [{at: 10, seq: 1}]);
  line.ack(1);
  assert.deepEqual(sent, [{at: 10, seq: 1}, {at: 30, seq: 3}]);
  await frames();
  assert.equal(sent.length, 2);
  line.ack(3);
});

test("what waits gives way to the position of the next frame", async () => {
  const {sent, courier: line} = courier(true);
  for (const at of [10, 20, 30]) line.post({at});
  line.ack(1);
  assert.deepEqual(sent, [{at: 10, seq: 1}]);
  line.post({at: 40});
  await frames();
  assert.deepEqual(sent, [{at: 10, seq: 1}, {at: 40, seq: 4}]);
  line.ack(4);
});

test("nothing leaves after the last word", async () => {
  const {sent, courier: line} = courier(true);
  line.post({type: "drag"});
  line.post({type: "drag"});
  line.ack(1);
  const seq = line.finish({type: "drop"}, () => {});
  await frames();
  line.ack(seq);
  assert.ok(line.closes(seq));
  await frames();
  assert.deepEqual(sent.map(message => message.type), ["drag", "drop"]);
});

test("an answer that is lost frees the line", async () => {
  const {sent, courier: line} = courier(false);
  line.watchdog_ms = 10;
  line.post({at: 10});
  line.post({at: 20});
  await frames();
  assert.deepEqual(sent.map(message => message.at), [10, 20]);
  line.ack(2);
});

test("a word after the last one keeps the gesture open", () => {
  const line = courier(false).courier, seq = line.finish({type: "drop"}, () => {});
  line.post({type: "drag"});
  assert.ok(!line.closes(seq));
  line.ack(seq);
  line.ack(seq + 1);
});

test("steps of the keyboard become one edit after a pause", async () => {
  let edits = 0;
  const steps = new KeySteps(() => { edits += 1; }, 5);
  steps.touch();
  steps.touch();
  assert.equal(edits, 0);
  await frames();
  assert.equal(edits, 1);
  steps.touch();
  steps.flush();
  steps.flush();
  assert.equal(edits, 2);
  steps.touch();
  steps.drop();
  await frames();
  assert.equal(edits, 2);
});
