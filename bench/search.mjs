// @ts-check
// How long finding something in 1,000 pages takes, natively compiled. `npm run bench -- search`.

import { ROOT } from "../scripts/paths.mjs";
import { run } from "../scripts/shell.mjs";
import { describe, machine } from "./machine.mjs";

/** @returns {Promise<number>} */
export async function search() {
  process.stdout.write(`${describe(machine())}\n\n`);
  return run("cargo", ["bench", "--quiet", "--bench", "search"], { cwd: ROOT });
}
