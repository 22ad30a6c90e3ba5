// @ts-check
// A language model in a Debian package, where there is apt. Nothing is installed.

import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { download } from "../debian.mjs";
import { quietly } from "../quietly.mjs";
import { Unavailable } from "../unavailable.mjs";

/**
 * The version is whatever Debian has, in a folder that differs from release to release; the sum in wasm-pack.toml says
 * whether it is the model that is meant.
 *
 * @param {import("../../manifest.mjs").DebianSource} source
 * @param {string} folder an empty one
 */
export async function fromDebian(source, folder) {
  const file = await download(source.package, folder);
  if (file === null) throw new Unavailable(`Debian's ${source.package} cannot be had, which takes apt-get`);
  const unpacked = join(folder, "unpacked");
  const { code } = await quietly("dpkg-deb", ["--extract", file, unpacked]);
  const models = code === 0 ? (await readdir(unpacked, { recursive: true })).filter((name) => name.endsWith(".traineddata")) : [];
  if (models.length !== 1) throw new Unavailable(`Debian's ${source.package} is not a package with one model`);
  return readFileSync(join(unpacked, models[0]));
}
