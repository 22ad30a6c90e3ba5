// @ts-check
// Words that a viewer finds in a PDF, beside the true ones: which are there, how far off their boxes are, and whether
// they are divided as they should be.

import { bareWord, normalise } from "../score.mjs";

/** @typedef {import("../../tests/searchable/viewers/poppler.mjs").ViewedPage} ViewedPage */
/** @typedef {import("./documents.mjs").TruePage} TruePage */
/**
 * @typedef {{ text: string, left: number, top: number, right: number, bottom: number }} Word in points
 * @typedef {{
 *   words: number, seen: number, found: number, across: number[], down: number[], missed: number, joined: number,
 *   split: number,
 * }} Tally `words` true ones and `seen` ones, of which `found` are the same; by how many points the left and right
 *   (`across`) and the top and bottom (`down`) edges of those are off; how many of them are `missed` by what a viewer
 *   highlights, which covers less than half of the ink's box; how many seen words are several true ones `joined`, and
 *   how many true ones are `split` into several seen
 */

/** Words run together are looked for up to this many. */
const LONGEST_RUN = 4;

/**
 * @param {TruePage} truth
 * @param {ViewedPage} viewed
 * @returns {Tally}
 */
export function comparePage(truth, viewed) {
  const { width, height } = truth;
  const words = truth.words.flatMap((word) => {
    const text = bare(word.text);
    return text === "" ? [] : [{ text, left: word.x, top: word.y, right: word.x + word.width, bottom: word.y + word.height }];
  });
  const seen = viewed.words.flatMap((word) => {
    const text = bare(word.text);
    const box = { left: word.x * width, top: word.y * height, right: word.right * width, bottom: word.bottom * height };
    return text === "" ? [] : [{ text, ...box }];
  });
  const pairs = pair(words, seen);
  const off = (/** @type {("left" | "top" | "right" | "bottom")[]} */ edges) =>
    pairs.flatMap(([a, b]) => edges.map((edge) => Math.abs(words[a][edge] - seen[b][edge])));
  const [foundWords, foundSeen] = [0, 1].map((side) => new Set(pairs.map((indexes) => indexes[side])));
  const [lost, extra] = [rest(words, foundWords), rest(seen, foundSeen)];
  return {
    words: words.length,
    seen: seen.length,
    found: pairs.length,
    across: off(["left", "right"]),
    down: off(["top", "bottom"]),
    missed: pairs.filter(([a, b]) => covered(words[a], seen[b]) < 0.5).length,
    joined: runs(extra, words),
    split: runs(lost, seen),
  };
}

/** @param {Tally[]} tallies */
export function sum(tallies) {
  const total = (/** @type {(tally: Tally) => number} */ part) => tallies.reduce((all, tally) => all + part(tally), 0);
  return {
    words: total(({ words }) => words),
    seen: total(({ seen }) => seen),
    found: total(({ found }) => found),
    across: tallies.flatMap(({ across }) => across),
    down: tallies.flatMap(({ down }) => down),
    missed: total(({ missed }) => missed),
    joined: total(({ joined }) => joined),
    split: total(({ split }) => split),
  };
}

/** @param {string} text */
function bare(text) {
  return bareWord(normalise(text));
}

/**
 * Pairs of words with the same text, those nearest to each other first.
 *
 * @param {Word[]} words
 * @param {Word[]} seen
 * @returns {[number, number][]} their indexes
 */
function pair(words, seen) {
  /** @type {Map<string, number[]>} */
  const places = new Map();
  seen.forEach(({ text }, i) => places.set(text, [...(places.get(text) ?? []), i]));
  const candidates = words
    .flatMap((word, a) => (places.get(word.text) ?? []).map((b) => ({ a, b, distance: distance(word, seen[b]) })))
    .sort((one, other) => one.distance - other.distance);
  const [takenWords, takenSeen] = [new Set(), new Set()];
  /** @type {[number, number][]} */
  const pairs = [];
  for (const { a, b } of candidates) {
    if (takenWords.has(a) || takenSeen.has(b)) continue;
    takenWords.add(a);
    takenSeen.add(b);
    pairs.push([a, b]);
  }
  return pairs;
}

/**
 * Between the middles of two boxes.
 *
 * @param {Word} a
 * @param {Word} b
 */
function distance(a, b) {
  return Math.hypot((a.left + a.right - b.left - b.right) / 2, (a.top + a.bottom - b.top - b.bottom) / 2);
}

/**
 * The share of a box that another covers.
 *
 * @param {Word} box
 * @param {Word} other
 */
function covered(box, other) {
  const width = Math.max(Math.min(box.right, other.right) - Math.max(box.left, other.left), 0);
  const height = Math.max(Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top), 0);
  return (width * height) / ((box.right - box.left) * (box.bottom - box.top));
}

/**
 * @param {Word[]} words
 * @param {Set<number>} found
 */
function rest(words, found) {
  return words.filter((_, i) => !found.has(i));
}

/**
 * How many of these words are several neighbours of a list written together.
 *
 * @param {Word[]} words
 * @param {Word[]} list in reading order
 */
function runs(words, list) {
  const together = new Set();
  for (let first = 0; first < list.length; first++) {
    for (let length = 2; length <= LONGEST_RUN; length++) {
      together.add(list.slice(first, first + length).map(({ text }) => text).join(""));
    }
  }
  return words.filter(({ text }) => together.has(text)).length;
}
