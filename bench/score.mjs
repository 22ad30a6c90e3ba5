// @ts-check
// How right a text is: character and word error rate, and F1 of the bag of words where the order of reading
// is open. Where a script puts no spaces between words, its letters take their place.

import { levenshtein } from "./levenshtein.mjs";

/**
 * @typedef {{
 *   characters: number, edits: number, words: number, wordEdits: number,
 *   goldBag: number, readBag: number, common: number,
 * }} Counts
 * @typedef {{ cer: number, wer: number, bagF1: number }} Rates each from 0 to 1, the first two possibly more
 */

/** Typographic variants that count as equal, since a transcriber chooses among them freely. */
const FOLDED = new Map(
  Object.entries({
    "'": "‘’‚‛′`",
    '"': "“”„‟″«»",
    "-": "‐‑‒–—―−¬",
    "*": "•",
    ".": "·",
  }).flatMap(([plain, variants]) => [...variants].map((variant) => [variant, plain])),
);
FOLDED.set("\u00ad", "");
FOLDED.set("…", "...");

/** A hyphen at the end of a line with letters (or number letters) on both sides. */
const BROKEN_WORD = /(?<=[\p{L}\p{Nl}\p{No}])[-¬\u00ad\u2010]\s*\n\s*(?=[\p{L}\p{Nl}\p{No}])/gu;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const SPACES = /[\s\u001c-\u001f\u0085]+/gu;
/** Vowels of Indic scripts are marks (M), and none of it. */
const OUTER_PUNCTUATION = /^[^\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu;

/**
 * Joins words broken at line ends, folds typography, and makes every run of white space one space.
 *
 * @param {string} text
 */
export function normalise(text) {
  const joined = text.replace(/\r\n?/g, "\n").replace(BROKEN_WORD, "");
  const visible = joined.normalize("NFKC").replace(INVISIBLE, "");
  const folded = Array.from(visible, (character) => FOLDED.get(character) ?? character).join("");
  return folded.replace(SPACES, " ").trim();
}

/**
 * @param {string} gold the true text
 * @param {string} read the text to be judged
 * @param {{ byLetter?: boolean }} [how] `byLetter` where the script puts no spaces between words: what is said of words
 *   is then about letters, and spaces count among the characters only
 * @returns {Counts}
 */
export function measure(gold, read, { byLetter = false } = {}) {
  const [goldText, readText] = [normalise(gold), normalise(read)];
  const [goldCharacters, readCharacters] = [Array.from(goldText), Array.from(readText)];
  const units = byLetter ? letters : words;
  const [goldWords, readWords] = [units(goldText), units(readText)];
  const [goldBag, readBag] = [bag(goldWords), bag(readWords)];
  let common = 0;
  for (const [word, count] of goldBag) common += Math.min(count, readBag.get(word) ?? 0);
  return {
    characters: goldCharacters.length,
    edits: levenshtein(goldCharacters, readCharacters),
    words: goldWords.length,
    wordEdits: levenshtein(goldWords, readWords),
    goldBag: size(goldBag),
    readBag: size(readBag),
    common,
  };
}

/**
 * @param {Counts} counts
 * @returns {Rates}
 */
export function rates(counts) {
  const share = (/** @type {number} */ part, /** @type {number} */ whole) =>
    whole > 0 ? part / whole : part > 0 ? 1 : 0;
  const nothing = counts.goldBag === 0 && counts.readBag === 0;
  return {
    cer: share(counts.edits, counts.characters),
    wer: share(counts.wordEdits, counts.words),
    bagF1: nothing ? 1 : share(2 * counts.common, counts.goldBag + counts.readBag),
  };
}

/** @param {string} text */
function words(text) {
  return text === "" ? [] : text.split(" ");
}

/** @param {string} text */
function letters(text) {
  return Array.from(text.replaceAll(" ", ""));
}

/** @param {string[]} list */
function bag(list) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const word of list) {
    const bare = bareWord(word);
    if (bare !== "") counts.set(bare, (counts.get(bare) ?? 0) + 1);
  }
  return counts;
}

/**
 * A word without the punctuation around it; empty if it is nothing else.
 *
 * @param {string} word normalised
 */
export function bareWord(word) {
  return word.replace(OUTER_PUNCTUATION, "");
}

/** @param {Map<string, number>} counts */
function size(counts) {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
