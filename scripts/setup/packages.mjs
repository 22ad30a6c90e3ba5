// @ts-check
// The npm packages that package-lock.json names. Runs before any of them is there, so it uses none.

import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

import { NODE_MODULES, ROOT } from "../paths.mjs";
import { Failure, run, say } from "../shell.mjs";

export async function setUpPackages() {
  // npm writes this file last, so it tells a finished installation from a broken one.
  const installed = join(NODE_MODULES, ".package-lock.json");
  const wanted = join(ROOT, "package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return;

  say("installing the npm packages of package-lock.json");
  // The lock file leaves out the canvas that pdf.js wants in Node only, so keep it out when the lock is renewed.
  const code = await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: ROOT });
  if (code !== 0) {
    throw new Failure(
      "npm could not install the packages.",
      "Its message is above. With a network problem, check that the npm registry can be reached and run this again.",
    );
  }
}
