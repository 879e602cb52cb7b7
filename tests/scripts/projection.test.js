// A board in its room on the stage.

import assert from "node:assert/strict";
import test from "node:test";

import {Projection} from "../../explorer/views/canvas/geometry/projection.js";

const BOARD = {width_mm: 440, depth_mm: 700};

function shown(w = 900, h = 600) {
  const board = new Projection();
  board.fit(BOARD, w, h);
  return board;
}

function near(a, b, by = 1) { a.forEach((value, i) => assert.ok(Math.abs(value - b[i]) <= by, `${a} is not ${b}`)); }

test("a board is as large as its room, in the middle of it, and all of it is seen", () => {
  const {k, ox, oy, room, board, ...rest} = shown();
  assert.ok(Math.abs(Math.max(board.w / room.w, board.h / room.h) - 1) < 1e-9);
  near([ox - room.x, oy - room.y], [room.x + room.w - ox - board.w, room.y + room.h - oy - board.h]);
  assert.equal(k, board.w / BOARD.depth_mm);
  assert.equal(rest.zoom, 1);
});

test("a place on the board and the px of it belong together", () => {
  const board = shown();
  board.enlarge(3.3, 500, 200);
  board.fit(BOARD, 900, 600);
  near(board.place(...board.corner({x: 123.4, y: 567.8})), [123.4, 567.8], 1e-9);
});

test("right is towards the rear and down is across", () => {
  const board = shown(), part = {x: 100, y: 300, outline: {width_mm: 20, depth_mm: 50}};
  const [left, top, right, bottom] = board.box(part);
  near([right - left, bottom - top], [50 * board.k, 20 * board.k], 1e-9);
  near(board.middle(part), [(left + right) / 2, (top + bottom) / 2], 1e-9);
  assert.ok(board.corner({x: 100, y: 301})[0] > left && board.corner({x: 101, y: 300})[1] > top);
});

test("what is below the pointer stays below it as the board is enlarged", () => {
  const board = shown(), at = [450, 300], before = board.place(...at);
  for (const factor of [1.25, 1.25, 2, 0.8]) {
    board.enlarge(factor, ...at);
    board.fit(BOARD, 900, 600);
    near(board.place(...at), before, 1 / board.k);
  }
});

test("it is enlarged twelve times at most, never below whole, and never leaves its room", () => {
  const board = shown();
  board.enlarge(1000, 450, 300);
  assert.equal(board.zoom, 12);
  board.pan(1e6, -1e6);
  board.fit(BOARD, 900, 600);
  const {x, y, w, h} = board.seen();
  near([x, y, w, h], [board.room.x, board.room.y, board.room.w, board.room.h]);
  board.enlarge(1e-6, 0, 0);
  board.fit(BOARD, 900, 600);
  assert.equal(board.zoom, 1);
  near([board.ox, board.oy], [shown().ox, shown().oy], 0);
});

test("what is seen and what is hidden make up the board", () => {
  const board = shown();
  near(board.hidden(), [0, 0, 0, 0]);
  board.enlarge(4, 100, 50);
  board.fit(BOARD, 900, 600);
  const [above, right, below, left] = board.hidden(), {w, h} = board.seen();
  near([above + h + below, left + w + right], [board.board.h, board.board.w], 1e-9);
});

test("the whole board is shown again", () => {
  const board = shown();
  board.enlarge(5, 100, 100);
  board.whole();
  board.fit(BOARD, 900, 600);
  assert.deepEqual({...board}, {...shown()});
});
