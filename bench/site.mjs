// @ts-check
// The site that is measured.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import { build } from "../scripts/build.mjs";
import { DIST } from "../scripts/paths.mjs";
import { setUp } from "../scripts/setup.mjs";
import { Failure } from "../scripts/shell.mjs";

/**
 * @param {string | null} site a folder with a built site; null to build dist/
 * @param {string} usage what to say when there is no site in that folder
 */
export async function builtSite(site, usage) {
  if (site === null) {
    await build(await setUp({ tests: true }));
    return DIST;
  }
  const folder = resolve(site);
  if (!existsSync(join(folder, "index.html"))) throw new Failure(`There is no site in ${folder}.`, usage);
  return folder;
}
