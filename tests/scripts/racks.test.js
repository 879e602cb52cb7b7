// Racks on a stage, trays in them, cables beside them.

import assert from "node:assert/strict";
import test from "node:test";

import {rise_in_rack} from "../../explorer/views/canvas/geometry/places.js";
import {cable_end, cable_way, rack_at, rack_places, tray_px, tray_top, u_of_middle, u_of_top} from "../../explorer/views/canvas/geometry/racks.js";

const U = {id: "a", pitch: "U", pitch_mm: 44.45, height_u: 48}, OU = {id: "b", pitch: "OU", pitch_mm: 48, height_u: 40};
const tray = (u, height_u, rack = "a") => ({u, rack, outline: {height_u}});

test("positions of both pitches are drawn in one scale", () => {
  const places = rack_places([U, OU], 600, 800, true), a = places.get("a"), b = places.get("b");
  assert.ok(Math.abs(b.pitch / a.pitch - 48 / 44.45) < 1e-12);
  assert.equal(a.top + a.high, b.top + b.high);
  assert.ok(a.x + a.wide < b.x && b.x + b.wide < 600);
});

test("racks that are alike count their positions once", () => {
  const counted = racks => [...rack_places(racks, 600, 800, false).values()].map(place => place.counted);
  assert.deepEqual(counted([U, {...U, id: "c"}]), [true, false]);
  assert.deepEqual(counted([U, OU]), [true, true]);
});

test("a tray stands on its lowest position, and a position is found again from its top and its middle", () => {
  const place = rack_places([U], 300, 800, false).get("a");
  for (const [u, height] of [[1, 1], [10, 2], [45, 4]]) {
    const one = tray(u, height), top = tray_top(one, place);
    assert.ok(Math.abs(u_of_top(top, one, place) - u) < 1e-9);
    assert.ok(Math.abs(u_of_middle(top - 0.5 + place.pitch * height / 2, one, place) - u) < 1e-9);
    assert.equal(tray_px(one, place), Math.max(place.pitch * height - 1, 2));
  }
  assert.ok(Math.abs(tray_top(tray(1, 1), place) + place.pitch - 0.5 - place.top - place.high) < 1e-9);
});

test("the rack below a point", () => {
  const places = rack_places([U, OU], 600, 800, true), a = places.get("a");
  assert.equal(rack_at(places, a.x + 1).rack.id, "a");
  assert.equal(rack_at(places, a.x + a.wide + 6, a.top + 1).rack.id, "a");
  assert.equal(rack_at(places, a.x + a.wide + 7), undefined);
  assert.equal(rack_at(places, a.x + 1, a.top - 1), undefined);
});

test("trays go up and down together as far as their rack reaches", () => {
  const trays = [[3, 1], [40, 4]].map(([u, height]) => ({...tray(u, height), from: {u}}));
  assert.equal(rise_in_rack(trays, 2, 48), 2);
  assert.equal(rise_in_rack(trays, 20, 48), 5);
  assert.equal(rise_in_rack(trays, -20, 48), -2);
});

test("cables run inside a rack, between racks and out of them", () => {
  const places = rack_places([U, OU], 600, 800, true);
  const [low, high, other] = [tray(1, 1), tray(30, 1), tray(5, 1, "b")].map(each => cable_end(each, places.get(each.rack)));
  assert.match(cable_way(low, high, false), /^M[\d.]+ [\d.]+C/);
  assert.equal(cable_way(low, other, false), cable_way(other, low, false));
  assert.match(cable_way(low, null, true), /h12$/);
  assert.equal(cable_way(null, low, false), "");
  assert.equal(cable_way(low, null, false), "");
});
