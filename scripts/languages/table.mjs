// @ts-check
// What `npm run languages` prints.

import { ways } from "./catalogue.mjs";

/** @typedef {import("./catalogue.mjs").Language} Language */
/** @typedef {import("../manifest.mjs").Model} Model */

const HEAD = ["in", "code", "language", "script", "to be had", "its own name"];

/**
 * One line a language, own names last: how wide they are, only the terminal knows.
 *
 * @param {Language[]} catalogue
 * @param {Model[]} models
 */
export function table(catalogue, models) {
  const rows = [HEAD, ...catalogue.map((language) => {
    const present = models.filter(({ lang }) => lang === language.code).map(({ variant }) => variant);
    const packages = ways(language).map(({ variant, from, bytes }) => `${variant} ${size(bytes)} (${from})`);
    return [present.join(", "), language.code, language.english, language.script, packages.join(", "), language.own];
  })];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) => row.map((cell, i) => (i === HEAD.length - 1 ? cell : cell.padEnd(widths[i]))).join("  "));
  return `${lines.join("\n")}\n\nSizes are of the packages, as they are downloaded. "?": tried when it is added.\n`;
}

/** @param {number | undefined} bytes */
function size(bytes) {
  return bytes === undefined ? "?" : `${(bytes / 1e6).toFixed(1)} MB`;
}
