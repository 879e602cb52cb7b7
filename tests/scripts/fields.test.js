// Maps as they arrive, their range and their colors.

import assert from "node:assert/strict";
import test from "node:test";

import {apart, extremes, unpacked} from "../../explorer/views/canvas/geometry/cells.js";
import {cable_color, ink_on, ramp, shade} from "../../explorer/views/canvas/geometry/colors.js";
import {cut, free_place, length_of} from "../../explorer/views/canvas/geometry/names.js";
import {Range} from "../../explorer/views/canvas/geometry/range.js";

test("cells are unpacked over their range, and the largest is not known", () => {
  assert.deepEqual([...unpacked({field: new Uint16Array([0, 10, 65535]), low: 20, step: 0.5})], [20, 25, NaN]);
});

test("numbers and the cells after them come apart, wherever in memory they lie", () => {
  const numbers = new Float32Array([1.5, -2]), cells = new Uint16Array([7, 8, 9]);
  for (const offset of [0, 2]) {
    const bytes = new Uint8Array(offset + 8 + 6);
    bytes.set(new Uint8Array(numbers.buffer), offset);
    bytes.set(new Uint8Array(cells.buffer), offset + 8);
    const [a, b] = apart(new Uint16Array(bytes.buffer, offset, 7), 2);
    assert.deepEqual([[...a], [...b]], [[1.5, -2], [7, 8, 9]]);
  }
});

test("the extremes of a map pass over what is not known", () => {
  assert.deepEqual(extremes([NaN, 3, -1, 8, NaN]), {lowest: -1, highest: 8, lowest_at: 2, highest_at: 3});
  assert.deepEqual(extremes([NaN]), {lowest: Infinity, highest: -Infinity, lowest_at: -1, highest_at: -1});
});

test("a range is round, holds its values, and only widens while it is held", () => {
  const range = new Range();
  range.fit(31.2, 87.9, false);
  assert.deepEqual([range.low, range.high, range.step], [30, 90, 10]);
  range.fit(40, 112, true);
  assert.ok(range.low === 30 && range.high >= 112);
  range.fit(40, 60, false);
  assert.ok(range.low >= 30 && range.high <= 62);
  range.fix(10, 20);
  assert.deepEqual([range.low, range.high, range.fixed], [10, 20, true]);
  range.fit(40, 60, true);
  assert.ok(!range.fixed && range.low >= 38);
});

test("ticks are few, round and inside, and parts end at the ends", () => {
  for (const [low, high] of [[31.2, 87.9], [0, 1], [-3.3, 0.004], [1e5, 1e6]]) {
    const range = new Range();
    range.finest = 0;
    range.fit(low, high, false);
    const ticks = range.ticks();
    assert.ok(ticks.length >= 2 && ticks.length <= 11, `${ticks}`);
    assert.ok(ticks.every(tick => range.part(tick) >= 0 && range.part(tick) <= 1));
    assert.deepEqual([range.part(-1e9), range.part(1e9)], [0, 1]);
  }
});

test("colors of the server become words of a canvas", () => {
  assert.deepEqual([...ramp(["#010203", "#ff8000"])], [0xff030201, 0xff0080ff]);
});

test("worse is stronger, better weaker, and the ink can be read", () => {
  const of = (value, higher) => shade(value, 0, 10, higher, false);
  assert.deepEqual(of(0, "worse"), of(10, "better"));
  assert.deepEqual(of(99, "more"), of(10, "more"));
  assert.equal(ink_on(of(0, "worse")), "#141b26");
  assert.equal(ink_on(of(10, "worse")), "#ffffff");
});

test("a cable that fails has one color, and hundredths of a dB change none", () => {
  assert.equal(cable_color(-0.1, false), cable_color(-5, false));
  assert.equal(cable_color(1.51, false), cable_color(1.99, false));
  assert.notEqual(cable_color(1.4, false), cable_color(1.6, false));
  assert.equal(cable_color(NaN, true), "var(--ink-3)");
});

test("a name is cut in the middle, so that its number stays", () => {
  assert.equal(cut("Compute tray 12", 20), "Compute tray 12");
  assert.equal(cut("Compute tray 12", 8), "Compu…12");
  assert.equal(cut("Compute tray", 5), "Comp…");
  assert.equal(cut("x123456", 4), "x12…");
});

test("the name of a line stands where it is freest, or nowhere", () => {
  const line = Array.from({length: 41}, (_, i) => [10 * i, 50]).flat(), board = {x: 0, y: 0, w: 400, h: 100};
  assert.equal(length_of(line), 400);
  const [x] = free_place(line, [[0, 50]], board);
  assert.ok(x > 350 && x <= 384);
  assert.equal(free_place(line, line.flatMap((at, i) => (i % 2 ? [] : [[at, 50]])), board), null);
});
