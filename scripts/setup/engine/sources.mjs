// @ts-check
// The sources of Tesseract and Leptonica, out of a crate that carries them unchanged.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

import { sha256 } from "../../build/digest.mjs";
import { readManifest } from "../../manifest.mjs";
import { ROOT } from "../../paths.mjs";
import { say } from "../../shell.mjs";
import { quietly } from "../quietly.mjs";
import { Unavailable } from "../unavailable.mjs";

/** The package that names the crate, outside of Pagewise's own tree of dependencies. */
const PACKAGE = join(ROOT, "scripts", "setup", "engine", "source");

/** The two libraries in the crate. Nothing else of it is used: it is under AGPL-3.0 as a whole. */
export const LIBRARIES = ["tesseract", "leptonica"];

/**
 * Gives the folder in which the folders of both libraries lie.
 *
 * @returns {Promise<string>}
 */
export async function setUpSources() {
  const { engine: { crate, "sources-sha256": wanted } } = await readManifest();
  const folder = join(await crateFolder(crate), "mupdf", "thirdparty");
  if (!LIBRARIES.every((library) => existsSync(join(folder, library)))) {
    throw new Unavailable(`${crate} does not carry Tesseract and Leptonica where it did`);
  }
  const sum = digestOf(folder);
  if (sum !== wanted) {
    throw new Unavailable(`the sources in ${crate} are not those that wasm-pack.toml records (SHA-256 ${sum})`);
  }
  return folder;
}

/**
 * Where cargo keeps a crate, fetched if it is not there yet.
 *
 * @param {string} crate
 */
async function crateFolder(crate) {
  const args = ["metadata", "--locked", "--offline", "--format-version", "1"];
  let metadata = await quietly("cargo", args, { cwd: PACKAGE });
  if (metadata.code !== 0) {
    say(`fetching the sources of Tesseract and Leptonica (the crate ${crate})`);
    const { code } = await quietly("cargo", ["fetch", "--locked"], { cwd: PACKAGE });
    if (code !== 0) throw new Unavailable(`cargo could not fetch the crate ${crate}`);
    metadata = await quietly("cargo", args, { cwd: PACKAGE });
  }
  if (metadata.code !== 0) throw new Unavailable(`cargo could not say where ${crate} lies`);
  /** @type {{ packages: { name: string, manifest_path: string }[] }} */
  const { packages } = JSON.parse(metadata.output);
  return dirname(packages.find(({ name }) => name === crate)?.manifest_path ?? "");
}

/**
 * One sum over the names and contents of all files of both libraries.
 *
 * @param {string} folder
 */
function digestOf(folder) {
  const files = LIBRARIES.flatMap((library) =>
    readdirSync(join(folder, library), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)));
  const lines = files.map((file) => {
    const name = file.slice(folder.length + 1).replaceAll("\\", "/");
    return `${sha256(readFileSync(file))}  ${name}`;
  });
  return sha256(lines.sort().join("\n"));
}
