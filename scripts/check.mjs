// @ts-check
// What must hold besides the tests: types, formatting, lints and documentation, natively and for wasm32.

import { join } from "node:path";

import { environment } from "./build/core.mjs";
import { NODE_MODULES, ROOT } from "./paths.mjs";
import { setUp } from "./setup.mjs";
import { WASM_TARGET } from "./setup/rust.mjs";
import { Failure, main, run, say, which } from "./shell.mjs";

await main(async () => {
  const tools = await setUp();
  await types();
  await cargo("fmt", ["--check"]);
  await cargo("clippy", ["--all-targets", "--", "-Dwarnings"]);
  await cargo("doc", ["--no-deps", "--document-private-items"], { RUSTDOCFLAGS: "-Dwarnings" });
  await wasm(environment(tools));
});

/**
 * The same for wasm32, with whichever compiler builds for it.
 *
 * @param {NodeJS.ProcessEnv} env
 */
async function wasm(env) {
  for (const feature of ["reader", "writer"]) await wasmFeature(env, feature);
}

/**
 * The package is built twice, with a feature each, and every line is in one of them at least.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} feature
 */
async function wasmFeature(env, feature) {
  const target = ["--lib", "--target", WASM_TARGET, "--no-default-features", "--features", feature];
  if (env.RUSTC === undefined) {
    await cargo("clippy", [...target, "--", "-Dwarnings"], env);
  } else {
    const driver = which("clippy-driver", "/usr/bin");
    if (driver === null) say(`there is no clippy for this compiler (Debian's rust-web-clippy), so ${WASM_TARGET} is only compiled`);
    const lint = driver && { RUSTC_WORKSPACE_WRAPPER: driver, CLIPPY_ARGS: "-Dwarnings__CLIPPY_HACKERY__" };
    await cargo("check", target, { ...env, ...lint });
  }
  await cargo("doc", ["--no-deps", ...target], { ...env, RUSTDOCFLAGS: "-Dwarnings" });
}

/** The types of everything that is JavaScript, by its comments. */
async function types() {
  say("tsc --noEmit");
  const tsc = join(NODE_MODULES, "typescript", "bin", "tsc");
  if ((await run(process.execPath, [tsc, "--noEmit"], { cwd: ROOT })) !== 0) {
    throw new Failure("tsc found something.", "Its messages are above.");
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
async function cargo(command, args, env = {}) {
  say(`cargo ${[command, ...args].join(" ")}`);
  if ((await run("cargo", [command, ...args], { cwd: ROOT, env: { ...process.env, ...env } })) !== 0) {
    throw new Failure(`cargo ${command} found something.`, "Its messages are above.");
  }
}
