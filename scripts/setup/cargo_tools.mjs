// @ts-check
// wasm-pack and wasm-bindgen, at exactly the versions the project names, built from their crates once for all clones.

import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import { CACHE, ROOT } from "../paths.mjs";
import { lockedVersion, readManifest } from "../manifest.mjs";
import { Failure, capture, run, say, which } from "../shell.mjs";

/**
 * Gives the folders of both tools, to go before PATH.
 *
 * @returns {Promise<string[]>}
 */
export async function setUpCargoTools() {
  const { tools } = await readManifest();
  return [
    // The library and the tool refuse each other unless their versions are equal.
    await setUpTool("wasm-bindgen-cli", lockedVersion("wasm-bindgen"), "wasm-bindgen"),
    await setUpTool("wasm-pack", tools["wasm-pack"], "wasm-pack"),
  ];
}

/**
 * @param {string} crate
 * @param {string} version
 * @param {string} program
 */
async function setUpTool(crate, version, program) {
  const installed = which(program);
  if (installed && capture(installed, ["--version"]) === `${program} ${version}`) return dirname(installed);

  const folder = join(CACHE, `${crate}-${version}`);
  const bin = join(folder, "bin");
  if (existsSync(bin)) return bin;

  say(`building ${crate} ${version} with cargo, once, in ${folder} (about 3 minutes)`);
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const args = ["install", crate, "--version", `=${version}`, "--root", unfinished, "--no-track"];
  if ((await run("cargo", args, { cwd: ROOT })) !== 0) {
    throw new Failure(
      `cargo could not build ${crate} ${version}.`,
      `Its message is above. Check that cargo's registry can be reached and that a C compiler is installed, or install
the tool yourself (cargo install ${crate} --version ${version}) so that it is on PATH, and run this again.`,
    );
  }
  await rename(unfinished, folder);
  return bin;
}
