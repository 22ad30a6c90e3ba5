// @ts-check
// What poppler's programs make of a PDF.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";

/**
 * @typedef {{ text: string, x: number, y: number, right: number, bottom: number }} ViewedWord
 *   a word and its box, in shares of the page as shown, from its top left corner
 * @typedef {{ text: string, words: ViewedWord[] }} ViewedPage
 */

export const PROGRAMS = ["pdfinfo", "pdftotext", "pdftoppm"];

/**
 * The text of each page and its words.
 *
 * @param {string} path
 * @param {string | null} password
 * @returns {Promise<ViewedPage[]>}
 */
export async function view(path, password) {
  const texts = pdftotext(["-enc", "UTF-8", "-cropbox", path, "-"], password).split("\f");
  const boxes = pdftotext(["-bbox", "-cropbox", path, "-"], password);
  // The size that stands beside the words is that of the page before it is turned.
  const info = run("pdfinfo", ["-f", "1", "-l", "99999", path], password).toString("latin1");
  const turns = [...info.matchAll(/^Page +\d+ rot: +(\d+)$/gm)].map(([, degrees]) => Number(degrees) / 90);
  return [...boxes.matchAll(/<page width="([^"]*)" height="([^"]*)">(.*?)<\/page>/gs)].map((page, i) => {
    const sides = [Number(page[1]), Number(page[2])];
    const [width, height] = turns[i] % 2 === 1 ? sides.reverse() : sides;
    const words = [...page[3].matchAll(/<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)<\/word>/gs)];
    return {
      text: withoutControls(texts[i] ?? ""),
      words: words.map(([, x, y, right, bottom, text]) => ({
        text: withoutControls(unescaped(text)),
        x: Number(x) / width,
        y: Number(y) / height,
        right: Number(right) / width,
        bottom: Number(bottom) / height,
      })),
    };
  });
}

/**
 * The text of the first pages, in the order of their content.
 *
 * @param {string} path
 * @param {string | null} password
 * @param {number} most
 */
export async function texts(path, password, most) {
  const text = pdftotext(["-enc", "UTF-8", "-raw", "-l", `${most}`, path, "-"], password);
  return text.split("\f").map(withoutControls);
}

/**
 * A digest of each page's pixels; of the first page only if `first` is set.
 *
 * @param {string} path
 * @param {string | null} password
 * @param {boolean} [first]
 */
export async function pixels(path, password, first = false) {
  const range = first ? ["-l", "1"] : [];
  const image = run("pdftoppm", ["-r", "50", "-cropbox", ...range, path], password);
  const digests = [];
  // Images in the binary form of PPM, one after the other.
  for (let at = 0; at < image.length; ) {
    const header = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(image.subarray(at, at + 40).toString("latin1"));
    if (header === null) throw new Error("pdftoppm gave something that is not an image");
    const end = at + header[0].length + Number(header[1]) * Number(header[2]) * 3;
    digests.push(createHash("sha256").update(image.subarray(at, end)).digest("hex"));
    at = end;
  }
  return digests;
}

/**
 * @param {string[]} args
 * @param {string | null} password
 */
function pdftotext(args, password) {
  return run("pdftotext", args, password).toString("utf8");
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {string | null} password
 */
function run(program, args, password) {
  const secret = password === null ? [] : ["-upw", password];
  const { status, stdout, stderr, error } = spawnSync(program, [...secret, ...args], { maxBuffer: 1 << 30, timeout: 120_000 });
  if (status !== 0) throw new Error(`${program} failed: ${error ?? stderr}`);
  // It goes on after that and shows nothing of the page.
  if (/Weird page contents/.test(`${stderr}`)) throw new Error(`${program} cannot read a page: ${stderr}`);
  return stdout;
}

/**
 * Poppler marks text that runs against the line's direction with characters of their own, and puts the space
 * that follows such text before it.
 *
 * @param {string} text
 */
function withoutControls(text) {
  const inOrder = text.replace(/([\u202a\u202b])( +)([^\u202a-\u202c]*)\u202c/g, "$1$3$2\u202c");
  return inOrder.replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g, "");
}

/** @param {string} text */
function unescaped(text) {
  const entities = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, /** @type {keyof typeof entities} */ name) => entities[name]);
}
