// @ts-check
// Whether a viewer finds the words that a layer has, where they are, in order and well divided.

/**
 * @typedef {import("./layer.mjs").Page} Page
 * @typedef {import("./layer.mjs").PlacedWord} PlacedWord
 * @typedef {import("../viewers/poppler.mjs").ViewedPage} ViewedPage
 */

/** How far the edges of a word may be from where they should be, in points. */
const TOLERANCE = 1;
/** Marks that have no space beside such a character. */
const SHARED = /[·—―‘-”‥…]/u;
/** A character of a script that is written without spaces. */
const SPACELESS = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303f\u30fc\uff00-\uff60]/u;

/**
 * What is wrong with a page, in sentences.
 *
 * @param {Page} expected
 * @param {ViewedPage} seen
 * @param {{ boxes?: boolean }} [options] whether all words have boxes of their own in this viewer
 */
export function faults(expected, seen, { boxes = true } = {}) {
  const wanted = expected.lines.flatMap(inSearch).map(({ text }) => normal(text));
  const got = normal(seen.text).split(/\s+/).filter(Boolean);
  const found = [];
  const at = wanted.findIndex((word, i) => word !== got[i]);
  if (at >= 0 || wanted.length !== got.length) {
    const i = at < 0 ? wanted.length : at;
    found.push(`word ${i + 1} of ${wanted.length}: "${around(wanted, i)}" is read as "${around(got, i)}"`);
  }
  return boxes ? [...found, ...displaced(expected, seen)] : found;
}

/**
 * @param {Page} expected
 * @param {ViewedPage} seen
 */
function displaced({ width, height, lines }, seen) {
  const places = new Map();
  for (const word of seen.words) {
    // Some viewers give the letters of a word in the order seen.
    for (const text of new Set([normal(word.text), normal([...word.text].reverse().join(""))])) {
      places.set(text, [...(places.get(text) ?? []), word]);
    }
  }
  const found = [];
  // Viewers that tell words by their spaces see one where a script has none, others see each of ours.
  const known = lines.flatMap((line) => inSearch(line).flatMap((word) => (places.has(normal(word.text)) ? [word] : word.parts)));
  for (const word of known) {
    const middle = word.y + word.height / 2;
    const offsets = (places.get(normal(word.text)) ?? []).map((/** @type {any} */ place) => {
      const sides = word.direction === "top-to-bottom"
        ? [place.y * height - word.y, place.bottom * height - word.y - word.height]
        : [place.x * width - word.x, place.right * width - word.x - word.width];
      const across = word.direction === "top-to-bottom"
        ? [place.x * width, place.right * width, word.x + word.width / 2]
        : [place.y * height, place.bottom * height, middle];
      const off = Math.max(across[0] - across[2], across[2] - across[1], 0);
      return Math.max(...sides.map(Math.abs), off);
    });
    const nearest = Math.min(...offsets);
    if (nearest > TOLERANCE) {
      const where = nearest === Infinity ? "has no place" : `is ${nearest.toFixed(2)} pt off`;
      found.push(`"${word.text}" at (${word.x.toFixed(1)}, ${word.y.toFixed(1)}) ${where}`);
    }
  }
  return found.length > 3 ? [...found.slice(0, 3), `and ${found.length - 3} more words`] : found;
}

/**
 * The words of a line as they are searched for: without spaces between words of scripts that have none.
 *
 * @param {PlacedWord[]} line
 * @returns {(PlacedWord & { parts: PlacedWord[] })[]}
 */
function inSearch(line) {
  /** @type {(PlacedWord & { parts: PlacedWord[] })[]} */
  const words = [];
  for (const word of line) {
    const before = words.at(-1);
    if (before === undefined || hasSpace([...before.text].at(-1) ?? "", word.text[0])) {
      words.push({ ...word, parts: [{ ...word }] });
      continue;
    }
    // A part reaches to the next.
    const last = before.parts[before.parts.length - 1];
    if (word.direction === "top-to-bottom") last.height = word.y - last.y;
    else last.width = word.x - last.x;
    const [right, bottom] = [Math.max(before.x + before.width, word.x + word.width), Math.max(before.y + before.height, word.y + word.height)];
    const [x, y] = [Math.min(before.x, word.x), Math.min(before.y, word.y)];
    Object.assign(before, { text: before.text + word.text, x, y, width: right - x, height: bottom - y, parts: [...before.parts, { ...word }] });
  }
  return words;
}

/**
 * @param {string} before
 * @param {string} after
 */
function hasSpace(before, after) {
  const joint = [before, after];
  return !(joint.some((c) => SPACELESS.test(c)) && joint.every((c) => SPACELESS.test(c) || SHARED.test(c)));
}

/**
 * Viewers may take ligatures apart, compose marks, and leave out what is never seen.
 *
 * @param {string} text
 */
function normal(text) {
  return text.replace(/\p{Cf}/gu, "").normalize("NFKC");
}

/**
 * @param {string[]} words
 * @param {number} at
 */
function around(words, at) {
  return words.slice(Math.max(at - 1, 0), at + 3).join(" ");
}
