// @ts-check
// What the comparison with other tools counts: words found and displaced, run together and taken apart.

import assert from "node:assert/strict";
import { test } from "node:test";

import { measure, rates } from "../../bench/score.mjs";
import { comparePage } from "../../bench/searchable/words.mjs";

/**
 * Words in one line on a page of 100 by 100 points, 10 points wide and high, 2 apart.
 *
 * @param {string[]} texts
 */
function line(texts) {
  return texts.map((text, i) => ({ text, x: i * 12, y: 40, width: 10, height: 10 }));
}

/**
 * What a viewer sees: the same words, each moved by so many points.
 *
 * @param {string[]} texts
 * @param {number} right
 * @param {number} [down]
 */
function seen(texts, right, down = 0) {
  const words = line(texts).map(({ text, x, y, width, height }) => ({
    text,
    x: (x + right) / 100,
    y: (y + down) / 100,
    right: (x + width + right) / 100,
    bottom: (y + height + down) / 100,
  }));
  return { text: texts.join(" "), words };
}

/** @param {string[]} texts */
const page = (texts) => ({ width: 100, height: 100, words: line(texts) });

/** @param {number[]} values */
const rounded = (values) => values.map((value) => Math.round(value * 1000) / 1000);

test("words in their place are found, whatever the punctuation around them", () => {
  const tally = comparePage(page(["The", "tide,", "—", "turns"]), seen(["The", "tide", "—", "“turns”"], 0));
  assert.deepEqual([tally.words, tally.seen, tally.found, tally.missed, tally.joined, tally.split], [3, 3, 3, 0, 0, 0]);
  assert.deepEqual(rounded([...tally.across, ...tally.down]), Array(12).fill(0));
});

test("a displaced word is found, and how far off it is, and that its selection misses it", () => {
  const near = comparePage(page(["tide"]), seen(["tide"], 3, -1));
  assert.deepEqual([rounded(near.across), rounded(near.down), near.missed], [[3, 3], [1, 1], 0]);
  const far = comparePage(page(["tide"]), seen(["tide"], 6));
  assert.deepEqual([far.found, far.missed], [1, 1]);
});

test("of words with the same text, those nearest to each other are paired, and none twice", () => {
  const tally = comparePage(page(["a", "tide", "a", "a"]), seen(["a", "tide", "a", "x"], 1));
  assert.deepEqual([tally.words, tally.seen, tally.found], [4, 4, 3]);
  assert.deepEqual(rounded(tally.across), Array(6).fill(1));
});

test("words run together and words taken apart are counted", () => {
  const joined = comparePage(page(["neap", "and", "ebb"]), seen(["neapand", "ebb"], 0));
  assert.deepEqual([joined.found, joined.joined, joined.split], [1, 1, 0]);
  const split = comparePage(page(["neaptide", "ebb"]), seen(["neap", "tide", "ebb"], 0));
  assert.deepEqual([split.found, split.joined, split.split], [1, 0, 1]);
});

test("where no spaces divide words, letters are counted, and spaces that are not there only as characters", () => {
  const counts = measure("安静的街道\n很重要。", "安静 的街道很重耍。", { byLetter: true });
  assert.deepEqual([counts.words, counts.wordEdits], [9, 1]);
  assert.deepEqual([counts.goldBag, counts.common], [8, 7]);
  assert.equal(rates(counts).cer, 3 / 10);
});

test("a vowel at the end of a word is no punctuation", () => {
  const { goldBag, common } = measure("दो बच्चे।", "द बच्चे");
  assert.deepEqual([goldBag, common], [2, 1]);
});
