// @ts-check
// Our own Rust, compiled to wasm by wasm-pack. Skipped while nothing that goes into it has changed.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";

import { readManifest } from "../manifest.mjs";
import { NODE_MODULES, ROOT } from "../paths.mjs";
import { Failure, capture, run, say } from "../shell.mjs";
import { sha256 } from "./digest.mjs";

/** @typedef {import("../setup.mjs").Tools} Tools */

const STAMP = join(ROOT, "target", "pagewise-core.sha256");
const INPUTS = ["Cargo.toml", "Cargo.lock", "src"];

/**
 * Builds the modules and gives the folder each lies in.
 *
 * @param {Tools} tools
 * @param {{ dev?: boolean }} options
 */
export async function buildCore(tools, { dev = false }) {
  const { module: modules } = await readManifest();
  const folders = modules.map((module) => join(ROOT, module["out-dir"]));
  const env = environment(tools);
  const stamp = await inputDigest(env, dev);
  const wasm = modules.map((module, i) => join(folders[i], `${module["out-name"]}_bg.wasm`));
  if (wasm.every(existsSync) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === stamp) return folders;

  for (const module of modules) await buildModule(module, env, dev);
  await mkdir(dirname(STAMP), { recursive: true });
  await writeFile(STAMP, stamp);
  return folders;
}

/**
 * @param {import("../manifest.mjs").Module} module
 * @param {NodeJS.ProcessEnv} env
 * @param {boolean} dev
 */
async function buildModule(module, env, dev) {
  const { build } = await readManifest();
  say(`building the ${module.feature} with wasm-pack${dev ? " (development profile)" : ""}`);
  const args = ["build", "--target", build.target, "--mode", build.mode, "--no-pack", "--no-gitignore"];
  args.push("--out-dir", module["out-dir"], "--out-name", module["out-name"]);
  args.push(...(dev ? ["--dev"] : ["--profile", build.profile]));
  args.push("--", "--no-default-features", "--features", module.feature);
  if ((await run("wasm-pack", args, { cwd: ROOT, env })) !== 0) {
    throw new Failure("The Rust code could not be built for wasm.", "The compiler's messages are above.");
  }
}

/**
 * The environment in which cargo builds for wasm32.
 *
 * @param {Tools} tools
 */
export function environment({ rust, folders }) {
  // wasm-pack takes the first wasm-opt on PATH: npm's is pinned and current.
  const path = [...folders, join(NODE_MODULES, ".bin"), rust.PATH ?? process.env.PATH];
  return { ...process.env, ...rust, PATH: path.join(delimiter) };
}

/**
 * One digest of everything that decides what the module is.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {boolean} dev
 */
async function inputDigest(env, dev) {
  const compiler = capture(env.RUSTC ?? "rustc", ["-vV"], { cwd: ROOT, env });
  // Of the manifest only what is said of building: a language more or less is nothing to a compiler.
  const { build, module, tools } = await readManifest();
  const parts = [String(dev), String(compiler), JSON.stringify({ build, module, tools })];
  for (const input of INPUTS) {
    for (const file of filesUnder(input)) parts.push(file, sha256(readFileSync(join(ROOT, file))));
  }
  return sha256(parts.join("\n"));
}

/**
 * @param {string} path relative to the root
 * @returns {string[]}
 */
function filesUnder(path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) throw new Failure(`${path} is missing.`, "Restore it from the repository.");
  if (path !== "src") return [path];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    // What is not Rust is the engine's, and compiled by itself.
    .filter((entry) => entry.isFile() && entry.name.endsWith(".rs"))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(ROOT.length))
    .sort();
}
