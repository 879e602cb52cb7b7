// What a query finds in the words of a command, and what it does not.

import assert from "node:assert/strict";
import test from "node:test";

import {fit} from "../../explorer/views/shell/fit.js";

const marked = (query, words) => fit(query, words)?.at.map(i => words[i]).join("");

test("a term is found at the beginnings of words", () => {
  assert.equal(marked("comp 07", "Compute 07"), "Comp07");
  assert.equal(marked("c07", "Compute 07"), "C07");
  assert.equal(marked("gb2nv", "GB200 NVL72"), "GB2NV");
  assert.equal(marked("set ports dr8 dsp", "Set Ports to 800G DR8 / 2xDR4 DSP"), "SetPortsDR8DSP");
});

test("a term is found inside a word", () => {
  assert.equal(marked("link", "NVLink switch 9"), "Link");
});

test("letters strewn over other words are not a term", () => {
  assert.equal(fit("add", "Set Ports to 800G DR8 / 2xDR4 DSP, on-package"), null);
  assert.equal(fit("zzz", "Compute 07"), null);
});

test("every term has to be found", () => {
  assert.equal(fit("comp 08", "Compute 07"), null);
});

test("beginnings count more than the inside, and an early one more than a late one", () => {
  const score = words => fit("link", words).score;
  assert.ok(score("Link group 1, of all") > score("NVLink switch, of all"));
  assert.ok(score("Link group 1") > score("Group 1 link"));
});

test("what is found goes back where the longest run leads nowhere", () => {
  assert.equal(marked("adb", "Ad boards dbl"), "Adb");
  assert.equal(marked("aab", "aa ab"), "aab");
});

test("no query takes long", () => {
  const begun = performance.now();
  assert.equal(fit("aaaaaaaaaaaaaaaaaaaab", "a ".repeat(60)), null);
  assert.ok(performance.now() - begun < 1000);
});

test("nothing asked for fits everything", () => {
  assert.deepEqual(fit("  ", "Compute 07").at, []);
});
