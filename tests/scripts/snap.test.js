// What is dragged comes to rest on what stands, else on the grid.

import assert from "node:assert/strict";
import test from "node:test";

import {around, box_mm, Snap} from "../../explorer/views/canvas/geometry/snap.js";

const REACH = 2;
const stands = new Snap([[100, 50, 140, 70]]);

test("an edge comes to rest on an edge, and the guide spans both boxes", () => {
  const {shift, guides} = stands.fit([0, 0, 10, 10], [88.7, 80.4], REACH);
  assert.deepEqual(shift, [90, 80]);
  assert.deepEqual(guides, [{axis: 0, at: 100, from: 50, to: 90}]);
});

test("a middle comes to rest on a middle", () => {
  const {shift, guides} = stands.fit([0, 0, 10, 10], [200, 55.9], REACH);
  assert.deepEqual(shift, [200, 55]);
  assert.deepEqual(guides, [{axis: 1, at: 60, from: 100, to: 210}]);
});

test("the nearest line wins", () => {
  const two = new Snap([[100, 0, 110, 10], [103, 0, 113, 10]]);
  assert.equal(Math.round(two.fit([0, 20, 24, 30], [102.4, 0], 1.5).shift[0]), 103);
});

test("out of reach, the grid is that of the place, not of the way", () => {
  const {shift, guides} = stands.fit([0.3, 0.3, 10.3, 10.3], [20.2, 9.9], 0.5);
  assert.deepEqual(shift.map(by => Math.round(1000 * (by + 0.3)) / 1000), [21, 10]);
  assert.deepEqual(guides, []);
});

test("without reach only the given grid holds", () => {
  const {shift, guides} = stands.fit([0, 0, 10, 10], [89.97, 40.02], 0, 0.1);
  assert.deepEqual(shift.map(by => Math.round(1000 * by) / 1000), [90, 40]);
  assert.ok(guides.every(({at}) => at === 100 || at === 50));
});

test("the box of a part, and that around several", () => {
  const part = {x: 3, y: 4, outline: {width_mm: 10, depth_mm: 20}};
  assert.deepEqual(box_mm(part), [3, 4, 13, 24]);
  assert.deepEqual(around([box_mm(part), [0, 10, 5, 11]]), [0, 4, 13, 24]);
});
