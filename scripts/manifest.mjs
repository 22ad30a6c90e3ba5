// @ts-check
// Reads wasm-pack.toml: what is built, with which tools, from which vendored files, within which size.

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "./paths.mjs";
import { Failure } from "./shell.mjs";

/**
 * @typedef {{
 *   from: string, to: string, sha256: string, append?: string, fallback?: boolean,
 * }} Asset a vendored file; `fallback`: of the engine that is taken where ours cannot be built
 * @typedef {{ feature: string, "out-dir": string, "out-name": string }} Module one wasm module built of the package
 * @typedef {{ package: string, version: string, sha256: string, entry: string }} Wheel a Python wheel on PyPI
 * @typedef {{ package: string, version: string, entry: string }} NpmSource an npm package, and the model's file in it
 * @typedef {{ package: string }} DebianSource a package that has one model
 * @typedef {{ wheel?: Wheel, npm?: NpmSource, deb?: DebianSource }} Source one of the three
 * @typedef {Source & { lang: string, variant: string, sha256: string }} Model a language model; sha256 is of the model
 *   itself, whatever it is packed in
 * @typedef {{
 *   name: string, licence: string, packages?: string[], engine?: "own" | "npm", models?: boolean, texts: string[],
 * }} Notice a vendored thing, its licence (SPDX) and the files that hold its text; with which engine it comes, or that
 *   it is the language models
 * @typedef {{
 *   version: string, crate: string, "sources-sha256": string, compiler: { package: string, version: string },
 *   wheel: { system: string, sha256: string }[],
 * }} EnginePins what the engine is compiled of, and with
 * @typedef {{
 *   build: { target: string, profile: string, mode: string },
 *   module: Module[],
 *   tools: { "wasm-pack": string },
 *   budget: { "first-load": number, core: number, writer: number },
 *   engine: EnginePins,
 *   asset: Asset[],
 *   model: Model[],
 *   notice: Notice[],
 * }} Manifest
 */

/** @type {Manifest | undefined} */
let manifest;

/** @returns {Promise<Manifest>} */
export async function readManifest() {
  if (!manifest) {
    // Loaded late: this package is there only after set-up's first step.
    const { parse } = await import("smol-toml");
    manifest = /** @type {Manifest} */ (
      /** @type {unknown} */ (parse(readFileSync(join(ROOT, "wasm-pack.toml"), "utf8")))
    );
  }
  return manifest;
}

/**
 * The version of a crate in Cargo.lock.
 *
 * @param {string} name
 */
export function lockedVersion(name) {
  const lock = readFileSync(join(ROOT, "Cargo.lock"), "utf8");
  const found = lock.match(new RegExp(`name = "${name}"\\nversion = "([^"]+)"`));
  if (!found) throw new Failure(`Cargo.lock does not name ${name}.`, "Restore Cargo.lock from the repository.");
  return found[1];
}
