// @ts-check
// The words after a benchmark's name, read in one way: what is not understood is said, with what would be.

import { parseArgs } from "node:util";

import { Failure } from "../scripts/shell.mjs";

/**
 * @template {import("node:util").ParseArgsConfig} T
 * @param {T} config
 * @param {string} usage
 */
export function parseArguments(config, usage) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new Failure(/** @type {Error} */ (error).message, usage);
  }
}

/**
 * @param {string} text
 * @param {string} option
 * @param {string} usage
 */
export function wholeNumber(text, option, usage) {
  const number = Number(text);
  if (!(Number.isInteger(number) && number >= 1)) throw new Failure(`${option} ${text} is not a whole number above 0.`, usage);
  return number;
}
