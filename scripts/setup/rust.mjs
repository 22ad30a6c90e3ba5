// @ts-check
// A Rust compiler that has the standard library of wasm32-unknown-unknown.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../paths.mjs";
import { Failure, capture, run, say, which } from "../shell.mjs";
import { findDebianRust, setUpDebianRust } from "./debian_rust.mjs";

export const WASM_TARGET = "wasm32-unknown-unknown";

/**
 * Gives the environment variables that a build for wasm32 needs: none where the usual compiler can do it.
 *
 * @returns {Promise<Record<string, string>>}
 */
export async function setUpRust() {
  const version = capture("rustc", ["--version"], { cwd: ROOT });
  if (version === null || which("cargo") === null) {
    throw new Failure("Rust is not installed.", "Install it from https://rustup.rs and run this again.");
  }
  requireVersion(version);
  if (hasWasmLibrary("rustc")) return linkerFor("rustc");

  const made = findDebianRust();
  if (made) return made;

  if (which("rustup") !== null) {
    say(`adding the ${WASM_TARGET} target with rustup`);
    await run("rustup", ["target", "add", WASM_TARGET], { cwd: ROOT });
    if (hasWasmLibrary("rustc")) return linkerFor("rustc");
    say("that did not work");
  }
  return setUpDebianRust();
}

/** @param {string} version what `rustc --version` prints */
function requireVersion(version) {
  const wanted = readFileSync(join(ROOT, "Cargo.toml"), "utf8").match(/rust-version = "(\d+)\.(\d+)/);
  const found = version.match(/(\d+)\.(\d+)/);
  if (!wanted || !found) return;
  const [major, minor] = [Number(found[1]), Number(found[2])];
  if (major > Number(wanted[1]) || (major === Number(wanted[1]) && minor >= Number(wanted[2]))) return;
  throw new Failure(
    `This is ${version}, and Pagewise needs Rust ${wanted[1]}.${wanted[2]} or newer.`,
    "Run `rustup update`, or install a current Rust from https://rustup.rs, and run this again.",
  );
}

/**
 * Whether a compiler has the library of the wasm target.
 *
 * @param {string} rustc
 */
function hasWasmLibrary(rustc) {
  const folder = capture(rustc, ["--print", "target-libdir", "--target", WASM_TARGET], { cwd: ROOT });
  return folder !== null && existsSync(folder) && readdirSync(folder).some((name) => name.startsWith("libcore-"));
}

/**
 * rustup's compilers bring their own linker for wasm; a distribution's use one from PATH.
 *
 * @param {string} rustc
 * @returns {Record<string, string>}
 */
function linkerFor(rustc) {
  const sysroot = capture(rustc, ["--print", "sysroot"], { cwd: ROOT }) ?? "";
  const host = capture(rustc, ["-vV"], { cwd: ROOT })?.match(/host: (.*)/)?.[1] ?? "";
  const own = join(sysroot, "lib", "rustlib", host, "bin");
  const linker = which("rust-lld", own) ?? which("rust-lld") ?? which("wasm-ld");
  if (linker === null) {
    throw new Failure(
      `There is no linker for ${WASM_TARGET}.`,
      "Install LLVM's linker (the package is called lld) and run this again.",
    );
  }
  return linker.includes("wasm-ld") ? { CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: linker } : {};
}
