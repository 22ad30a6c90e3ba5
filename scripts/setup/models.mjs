// @ts-check
// The language models of wasm-pack.toml: each is fetched by the ordinary client of the registry it is in, and the model
// alone is kept, for all clones.

import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { sha256 } from "../build/digest.mjs";
import { readManifest } from "../manifest.mjs";
import { CACHE } from "../paths.mjs";
import { say } from "../shell.mjs";
import { fromDebian } from "./models/debian.mjs";
import { fromNpm } from "./models/npm.mjs";
import { fromWheel } from "./models/wheel.mjs";
import { Unavailable } from "./unavailable.mjs";

/** @typedef {import("../manifest.mjs").Model} Model */
/** @typedef {import("../manifest.mjs").Source} Source */

/** Enough for the network to be busy while some of it is being unpacked. */
const AT_ONCE = 4;

/**
 * Where a model lies after set-up, by its content: another version of it is another file.
 *
 * @param {Model} model
 */
export function modelPath({ lang, variant, sha256: sum }) {
  return join(CACHE, "models", `${lang}.${variant}.${sum.slice(0, 16)}.traineddata`);
}

/**
 * Where a model comes from, as a person would say it.
 *
 * @param {Source} source
 */
export function origin({ wheel, npm, deb }) {
  if (wheel) return `${wheel.package} ${wheel.version} from PyPI`;
  if (npm) return `${npm.package} ${npm.version} from npm`;
  return `${deb?.package} from Debian`;
}

/** Fetches every model that is not there. One that cannot be had is left out of the build. */
export async function setUpModels() {
  const { model: models } = await readManifest();
  const missing = models.filter((model) => !existsSync(modelPath(model)));
  if (missing.length === 0) return;
  say(`fetching ${missing.length} language ${missing.length === 1 ? "model" : "models"}, once`);
  await each(missing, async (model) => {
    const name = `${model.lang} (${model.variant})`;
    try {
      const bytes = await fetchModel(model);
      if (sha256(bytes) !== model.sha256) {
        throw new Unavailable(`${origin(model)} is not the model that wasm-pack.toml records`);
      }
      await keepModel(model, bytes);
      say(`${name} is here, ${origin(model)}`);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      say(`${error.message}, so Pagewise is built without ${name}; run this again when it can be had`);
    }
  });
}

/**
 * A model's bytes.
 *
 * @param {Source} source
 * @returns {Promise<Buffer>} rejected with `Unavailable` where it cannot be had
 */
export async function fetchModel({ wheel, npm, deb }) {
  const folder = await mkdtemp(join(tmpdir(), "pagewise-model-"));
  try {
    if (wheel) return await fromWheel(wheel, folder);
    if (npm) return await fromNpm(npm, folder);
    if (deb) return await fromDebian(deb, folder);
    throw new Unavailable("wasm-pack.toml does not say where this model comes from");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {Model} model
 * @param {Buffer} bytes
 */
export async function keepModel(model, bytes) {
  const path = modelPath(model);
  await mkdir(join(CACHE, "models"), { recursive: true });
  await writeFile(`${path}.${process.pid}.unfinished`, bytes);
  await rename(`${path}.${process.pid}.unfinished`, path);
}

/**
 * Does something for each, a few at once.
 *
 * @template T
 * @param {T[]} all
 * @param {(one: T) => Promise<void>} work
 */
export async function each(all, work) {
  const waiting = [...all];
  const worker = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
