// @ts-check
// What languages packages have models of, and which of several packages is tried first.

import { readFileSync } from "node:fs";

/** @typedef {import("../manifest.mjs").Source} Source */
/**
 * @typedef {{
 *   code: string, own: string, english: string, script: string, debian: number | null, npm: number | null | undefined,
 * }} Language bytes of the packages as they are downloaded: null where there is none, undefined where nobody has asked
 * @typedef {{ variant: Variant, source: Source, bytes: number | undefined, from: "PyPI" | "npm" | "Debian" }} Way how a
 *   model can be had
 * @typedef {"fast" | "best_int"} Variant
 */

/** The variants as packages have them: small and quick, and more thorough. */
export const VARIANTS = /** @type {const} */ (["fast", "best_int"]);

/** The Python wheels there are, by language: the name of the package in its file, its bytes and its SHA-256. */
const WHEELS = new Map([
  ["eng", { bytes: 1_983_292, sha256: "bb578da6398f3abcef6a40079a0d29976fef003c53fd3de4436765ef1e421d60" }],
  ["deu", { bytes: 857_715, sha256: "280084fcc403737cb41ac5ca008c82059f3eb611dacbd9679b6bee2f60549202" }],
  ["jpn", { bytes: 1_538_774, sha256: "cb7137c162f753bab36e2d2af0d3a2c8eec332a8708f86ff2879d8dbdb4ab339" }],
]);

/** @returns {Language[]} */
export function readCatalogue() {
  const rows = readFileSync(new URL("catalogue.tsv", import.meta.url), "utf8").trimEnd().split("\n");
  return rows.filter((row) => !row.startsWith("#")).map((row) => {
    const [code, own, english, script, debian, npm] = row.split("\t");
    return { code, own: own || code, english, script, debian: bytesOf(debian) ?? null, npm: bytesOf(npm) };
  });
}

/** @param {string} field */
function bytesOf(field) {
  if (field === "-") return null;
  return field === "?" ? undefined : Number(field);
}

/**
 * How a language's models can be had. First what every machine can fetch, the faster one first; a package of which
 * nobody knows yet whether it is there is tried, too.
 *
 * @param {Language} language
 * @returns {Way[]}
 */
export function ways({ code, script, debian, npm }) {
  /** @type {Way[]} */
  const ways = [];
  const wheel = WHEELS.get(code);
  if (wheel !== undefined) {
    const entry = `tessdata.fast_${code}-1.0.0.data/data/share/tessdata/${code}.traineddata`;
    const source = { wheel: { package: `tessdata-fast-${code}`, version: "1.0.0", sha256: wheel.sha256, entry } };
    ways.push({ variant: "fast", source, bytes: wheel.bytes, from: "PyPI" });
  }
  if (npm !== null) {
    const entry = `4.0.0_best_int/${code}.traineddata.gz`;
    const source = { npm: { package: `@tesseract.js-data/${code}`, version: "1.0.0", entry } };
    ways.push({ variant: "best_int", source, bytes: npm, from: "npm" });
  }
  if (debian !== null) {
    const source = { deb: { package: `tesseract-ocr-${debianName(code, script)}` } };
    ways.push({ variant: "fast", source, bytes: debian, from: "Debian" });
  }
  return ways;
}

/**
 * Debian's names have no underscores, and codes of four letters for scripts.
 *
 * @param {string} code
 * @param {string} script
 */
function debianName(code, script) {
  if (!isScript(code)) return code.replaceAll("_", "-");
  return `script-${script.toLowerCase()}${code.endsWith("_vert") ? "-vert" : ""}`;
}

/** Whether a model is of everything that is written in a script. @param {string} code */
export function isScript(code) {
  return /^[A-Z]/.test(code);
}

/** Letters that may be wrong in a short word, as codes are, and in a longer one. */
const MISTAKES = { short: 1, long: 2 };

/**
 * The languages that somebody may have meant: by a part of a name, or by a code or name that differs in a letter or two.
 *
 * @param {string} word
 * @param {Language[]} catalogue
 */
export function near(word, catalogue) {
  const meant = word.toLowerCase();
  const named = catalogue.filter(({ own, english }) =>
    meant.length > 2 && [own, english].some((name) => name.toLowerCase().includes(meant)),
  );
  if (named.length > 0) return named;
  const allowed = meant.length > 4 ? MISTAKES.long : MISTAKES.short;
  return catalogue.filter(({ code, english }) =>
    [code, english].some((name) => distance(meant, name.toLowerCase()) <= allowed),
  );
}

/**
 * How many letters have to be put in, left out or changed.
 *
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
