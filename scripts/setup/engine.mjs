// @ts-check
// The engine that reads: Tesseract and Leptonica compiled to one wasm module, with the code of our own in
// src/engine/tesseract/native/. Sources come in a crate and the compiler in a wheel, both pinned by their sums. The
// module is built once for each version of sources, flags and code, and kept for all clones.

import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";

import { readManifest } from "../manifest.mjs";
import { CACHE } from "../paths.mjs";
import { isMain, main, say } from "../shell.mjs";
import { setUpCompiler } from "./engine/compiler.mjs";
import { checkInterface } from "./engine/interface.mjs";
import { compileEngine, compileTests, compileUpstream } from "./engine/compile.mjs";
import { engineDigest, testsDigest, upstreamDigest } from "./engine/inputs.mjs";
import { setUpSources } from "./engine/sources.mjs";
import { Unavailable } from "./unavailable.mjs";

/** @typedef {{ path: string, version: string }} Engine a wasm module, and what it says of itself to people */

/** @type {Promise<Engine | null> | undefined} */
let engine;

/**
 * The engine's module, built where it is not there yet, or null where it cannot be built: then Pagewise takes the
 * engine of npm's tesseract.js-core. PAGEWISE_ENGINE=npm asks for that.
 *
 * @returns {Promise<Engine | null>}
 */
export function engineModule() {
  engine ??= orNull(setUpEngine);
  return engine;
}

/**
 * The module in which the tests of the native code run, or null where it cannot be built.
 *
 * @returns {Promise<string | null>}
 */
export function engineTests() {
  return orNull(() => kept(testsDigest(), "engine-tests", async (folder) => {
    const upstream = await setUpUpstream();
    await compileTests(await setUpCompiler(), upstream, folder);
  }));
}

/** @returns {Promise<Engine>} */
async function setUpEngine() {
  const { engine: pins } = await readManifest();
  const path = await kept(engineDigest(), "engine", async (folder) => {
    const upstream = await setUpUpstream();
    const compiler = await setUpCompiler();
    say("compiling the engine's own code and linking it");
    await compileEngine(compiler, upstream, folder);
    await checkInterface(await readFile(join(folder, "engine.wasm")));
  });
  return { path: join(path, "engine.wasm"), version: pins.version };
}

/** Gives the folder of Tesseract and Leptonica as libraries of objects. */
async function setUpUpstream() {
  return kept(upstreamDigest(), "engine-upstream", async (folder) => {
    const sources = await setUpSources();
    const compiler = await setUpCompiler();
    say("compiling Tesseract and Leptonica, once (about 3 minutes of processor time)");
    await compileUpstream(compiler, sources, folder);
  });
}

/**
 * The folder in the cache that was made of these inputs, or made now. It appears under its name when it is whole.
 *
 * @param {Promise<string>} digest
 * @param {string} name
 * @param {(folder: string) => Promise<void>} make
 */
async function kept(digest, name, make) {
  const folder = join(CACHE, `${name}-${(await digest).slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  await mkdir(CACHE, { recursive: true });
  // A name of its own: another clone may be making the same.
  const unfinished = await mkdtemp(`${folder}.unfinished-`);
  try {
    await make(unfinished);
    await rename(unfinished, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}

/**
 * @template T
 * @param {() => Promise<T>} make
 * @returns {Promise<T | null>}
 */
async function orNull(make) {
  if (process.env.PAGEWISE_ENGINE === "npm") {
    say("the engine is npm's tesseract.js-core, because PAGEWISE_ENGINE asks for it");
    return null;
  }
  try {
    return await make();
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    say(`${reason}, so the engine is npm's tesseract.js-core, which takes more than twice the time`);
    return null;
  }
}

/**
 * Why the engine cannot be had on this machine: something is missing, or the system says no (a full disk). Anything else
 * is a mistake of ours, and null.
 *
 * @param {unknown} error
 */
function reasonOf(error) {
  if (error instanceof Unavailable) return error.message;
  if (error instanceof Error && "syscall" in error) return `the engine could not be built (${error.message})`;
  return null;
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const made = await engineModule();
    if (made !== null) say(`${made.version} is in ${made.path}`);
  });
}
