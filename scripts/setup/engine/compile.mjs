// @ts-check
// Compiles and links. Every file says what it was made of, and nothing may come from elsewhere.

import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { basename, join, resolve, sep } from "node:path";

import { Failure } from "../../shell.mjs";
import { NATIVE, SHIMS, TESTS, cppFiles, flagsFor, linkFlags, ownFlags, upstreamFiles } from "./inputs.mjs";
import { quietly } from "../quietly.mjs";
import { LIBRARIES, setUpSources } from "./sources.mjs";
import { Unavailable } from "../unavailable.mjs";

/** @typedef {import("./compiler.mjs").Compiler} Compiler */
/** @typedef {{ source: string, object: string, flags: string[] }} Job */

/**
 * Tesseract and Leptonica, each as a library of objects.
 *
 * @param {Compiler} compiler
 * @param {string} sources
 * @param {string} folder where the libraries go
 */
export async function compileUpstream(compiler, sources, folder) {
  await withWorkspace(compiler, async (workspace) => {
    const jobs = upstreamFiles().map((name) => ({
      source: join(sources, name),
      object: join(workspace.folder, `${name.replaceAll("/", "_")}.o`),
      flags: flagsFor(name, sources),
    }));
    await compileAll(workspace, jobs, [SHIMS, ...LIBRARIES.map((library) => join(sources, library))]);
    for (const library of LIBRARIES) {
      const objects = jobs.filter(({ source }) => source.startsWith(join(sources, library) + sep));
      const args = ["ar", "rcsD", join(folder, `lib${library}.a`), ...objects.map(({ object }) => object)];
      await workspace.zig(args, `put together lib${library}`);
    }
  });
}

/**
 * The engine's module, engine.wasm.
 *
 * @param {Compiler} compiler
 * @param {string} upstream the folder with the libraries
 * @param {string} folder where the module goes
 */
export async function compileEngine(compiler, upstream, folder) {
  await compileOwn(compiler, upstream, [NATIVE], join(folder, "engine.wasm"));
}

/**
 * The module of the native tests, tests.wasm: all of the engine, and the tests.
 *
 * @param {Compiler} compiler
 * @param {string} upstream
 * @param {string} folder
 */
export async function compileTests(compiler, upstream, folder) {
  try {
    await compileOwn(compiler, upstream, [NATIVE, TESTS], join(folder, "tests.wasm"));
  } catch (error) {
    // Not a reason to leave the tests out.
    if (!(error instanceof Unavailable)) throw error;
    throw new Failure("The tests of the engine's own code could not be compiled.", "The compiler's messages are above.");
  }
}

/**
 * @param {Compiler} compiler
 * @param {string} upstream
 * @param {string[]} folders of our own sources
 * @param {string} module
 */
async function compileOwn(compiler, upstream, folders, module) {
  const sources = await setUpSources();
  await withWorkspace(compiler, async (workspace) => {
    const jobs = folders.flatMap((folder) => cppFiles(folder).map((name) => ({
      source: join(folder, name),
      object: join(workspace.folder, `${basename(folder)}_${name}.o`),
      flags: [...flagsFor(name, sources), ...ownFlags(name)],
    })));
    await compileAll(workspace, jobs, [...folders, ...LIBRARIES.map((library) => join(sources, library))]);
    const libraries = LIBRARIES.map((library) => join(upstream, `lib${library}.a`));
    const objects = jobs.map(({ object }) => object);
    await workspace.zig(["c++", ...linkFlags(), ...objects, ...libraries, "-o", module], `link ${basename(module)}`);
  });
}

/**
 * A folder for objects and for what the compiler keeps, and the compiler at work in it.
 *
 * @typedef {{
 *   folder: string, compiler: Compiler, zig: (args: string[], purpose: string) => Promise<void>,
 * }} Workspace
 */

/**
 * @param {Compiler} compiler
 * @param {(workspace: Workspace) => Promise<void>} work
 */
async function withWorkspace(compiler, work) {
  const folder = await mkdtemp(join(tmpdir(), "pagewise-engine-"));
  // The compiler's own library of C++ is compiled once for each version of the compiler, and kept beside it.
  const cache = join(compiler.library, "..", "cache");
  await mkdir(cache, { recursive: true });
  const env = { ...process.env, ZIG_GLOBAL_CACHE_DIR: cache, ZIG_LOCAL_CACHE_DIR: join(folder, "cache") };
  const zig = async (/** @type {string[]} */ args, /** @type {string} */ purpose) => {
    const { code, errors } = await quietly(compiler.zig, args, { env });
    if (code === 0) return;
    process.stderr.write(`${errors}\n`);
    throw new Unavailable(`the compiler could not ${purpose} (its messages are above)`);
  };
  try {
    await work({ folder, compiler, zig });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Compiles with all processors, and checks of what the objects were made.
 *
 * @param {Workspace} workspace
 * @param {Job[]} jobs
 * @param {string[]} roots the folders from which files may come, beside the compiler's own
 */
async function compileAll(workspace, jobs, roots) {
  const waiting = [...jobs];
  const compileSome = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const { source, object, flags } = job;
      const language = source.endsWith(".c") ? "cc" : "c++";
      const args = [language, ...flags, "-MD", "-MF", `${object}.d`, "-c", source, "-o", object];
      try {
        await workspace.zig(args, `compile ${basename(source)}`);
        requireWithin(await readFile(`${object}.d`, "utf8"), source, [...roots, workspace.compiler.library]);
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }
  };
  // All have ended before the workspace goes.
  const ended = await Promise.allSettled(Array.from({ length: availableParallelism() }, compileSome));
  for (const end of ended) if (end.status === "rejected") throw end.reason;
}

/**
 * Everything that was read to make an object must be Tesseract's, Leptonica's, our own or the compiler's. The crate that
 * carries the sources has other files, under a licence that Pagewise cannot be given away under.
 *
 * @param {string} rule what the compiler wrote: `object: file file …`, with blanks in names after a backslash
 * @param {string} source
 * @param {string[]} roots
 */
export function requireWithin(rule, source, roots) {
  const names = rule.replace(/\\\r?\n/g, " ").replace(/^(?:\\.|[^\\])*?:\s/, "").match(/(?:\\.|[^\s\\])+/g) ?? [];
  const files = names.map((name) => resolve(name.replace(/\\([ #])/g, "$1").replaceAll("$$", "$")));
  if (files.length === 0) {
    throw new Failure(
      `The compiler did not say what ${basename(source)} was made of.`,
      "Without that the licences cannot be vouched for. See scripts/setup/engine/compile.mjs.",
    );
  }
  const allowed = roots.map((root) => resolve(root) + sep);
  const strange = files.find((file) => !allowed.some((root) => file.startsWith(root)));
  if (strange === undefined) return;
  throw new Failure(
    `${basename(source)} includes ${strange}, which is neither Tesseract's, nor Leptonica's, nor ours.`,
    "Its licence is not known to fit. Put a file of our own in its place, in src/engine/tesseract/native/shims/.",
  );
}
