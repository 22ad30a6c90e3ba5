// @ts-check
// How much of a text was read right.

/**
 * A text without the differences that do not count: which spaces and line ends, which quotation marks and
 * dashes, ligatures or their letters.
 *
 * @param {string} text
 */
export function fold(text) {
  return text
    .normalize("NFKC")
    .replace(/[\u2018\u2019\u201a\u2032]/g, "'")
    .replace(/[\u201c\u201d\u201e\u2033]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * Character error rate: the edits that turn `read` into `truth`, for each character of `truth`.
 *
 * @param {string} truth
 * @param {string} read
 */
export function cer(truth, read) {
  const [wanted, got] = [fold(truth), fold(read)];
  if (wanted.length === 0) return got.length === 0 ? 0 : 1;
  return levenshtein(wanted, got) / wanted.length;
}

/**
 * Agreement of the words regardless of their order, from 0 to 1: the harmonic mean of precision and recall.
 *
 * @param {string} truth
 * @param {string} read
 */
export function wordF1(truth, read) {
  const [wanted, got] = [words(truth), words(read)];
  /** @type {Map<string, number>} */
  const left = new Map();
  for (const word of wanted) left.set(word, (left.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of got) {
    const count = left.get(word) ?? 0;
    if (count > 0) {
      common += 1;
      left.set(word, count - 1);
    }
  }
  return (2 * common) / (wanted.length + got.length);
}

/** @param {string} text */
function words(text) {
  return fold(text).split(" ").filter(Boolean);
}

/**
 * @param {string} a
 * @param {string} b
 */
function levenshtein(a, b) {
  let above = Uint32Array.from({ length: b.length + 1 }, (_, column) => column);
  let row = new Uint32Array(b.length + 1);
  for (let i = 0; i < a.length; i += 1) {
    row[0] = i + 1;
    for (let j = 0; j < b.length; j += 1) {
      const replaced = above[j] + (a[i] === b[j] ? 0 : 1);
      row[j + 1] = Math.min(replaced, above[j + 1] + 1, row[j] + 1);
    }
    [above, row] = [row, above];
  }
  return above[b.length];
}
