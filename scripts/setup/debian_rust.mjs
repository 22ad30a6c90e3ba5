// @ts-check
// The way to a wasm32 standard library where rustup can fetch nothing: Debian packages a current compiler and
// the library's source, from which cargo builds it. The result is a sysroot of our own, in the cache; nothing
// of the system or of rustup is changed.

import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { CACHE } from "../paths.mjs";
import { Failure, capture, run, say, which } from "../shell.mjs";
import * as debian from "./debian.mjs";

const RUSTC = "/usr/bin/rustc";
const RUSTLIB = "/usr/lib/rustlib";
const TARGET = "wasm32-unknown-unknown";

const ADVICE = `Where the network allows, run \`rustup target add ${TARGET}\`; on Debian, as root,
\`apt-get install rustc-web rust-web-src lld-22\`. Then run this again.`;

/**
 * The environment for a sysroot made earlier, if it still fits the installed compiler.
 *
 * @returns {Record<string, string> | null}
 */
export function findDebianRust() {
  const compiler = inspect();
  return compiler && existsSync(compiler.sysroot) && compiler.linker ? environment(compiler) : null;
}

/** @returns {Promise<Record<string, string>>} */
export async function setUpDebianRust() {
  let compiler = inspect();
  if (!compiler || !existsSync(`${RUSTLIB}/src/rust/library`)) {
    if (!(await debian.install(["rustc-web", "rust-web-src"]))) {
      throw new Failure(`There is no way to a standard library for ${TARGET} here.`, ADVICE);
    }
    compiler = inspect();
  }
  if (compiler && !compiler.linker) {
    // Debian numbers its linkers, and this compiler's LLVM wants one that is not older.
    await debian.install([`lld-${compiler.llvm}`]);
    compiler = inspect();
  }
  if (!compiler?.linker) throw new Failure("Debian's compiler or linker is not usable.", ADVICE);
  if (!existsSync(compiler.sysroot)) await buildSysroot(compiler, compiler.linker);
  return environment(compiler);
}

/**
 * @typedef {{ host: string, llvm: string, linker: string | null, sysroot: string }} Compiler
 * @returns {Compiler | null}
 */
function inspect() {
  const facts = capture(RUSTC, ["-vV"]);
  const fact = (/** @type {string} */ name) => facts?.match(new RegExp(`^${name}: (.*)$`, "m"))?.[1] ?? "";
  if (facts === null) return null;
  const llvm = fact("LLVM version").split(".")[0];
  const name = `rust-${fact("release")}-${fact("commit-hash").slice(0, 8)}-wasm32`;
  return { host: fact("host"), llvm, linker: which(`wasm-ld-${llvm}`), sysroot: join(CACHE, name) };
}

/**
 * @param {Compiler} compiler
 * @returns {Record<string, string>}
 */
function environment({ sysroot, linker }) {
  const bin = join(sysroot, "bin");
  return {
    // wasm-pack looks for rustc on PATH; cargo is told, because rustup's cargo has a mind of its own.
    PATH: bin + delimiter + process.env.PATH,
    RUSTC: join(bin, "rustc"),
    RUSTDOC: join(bin, "rustdoc"),
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: linker ?? "",
  };
}

/**
 * @param {Compiler} compiler
 * @param {string} linker
 */
async function buildSysroot({ host, sysroot }, linker) {
  say(`building the ${TARGET} standard library from Debian's source, once, in ${sysroot} (about a minute)`);
  const unfinished = `${sysroot}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const libraries = join(unfinished, "lib", "rustlib", TARGET, "lib");
  await mkdir(libraries, { recursive: true });
  for (const shared of [host, "src"]) {
    await symlink(join(RUSTLIB, shared), join(unfinished, "lib", "rustlib", shared));
  }
  await mkdir(join(unfinished, "bin"));
  for (const program of ["rustc", "rustdoc"]) {
    const script = join(unfinished, "bin", program);
    await writeFile(script, `#!/bin/sh\nexec /usr/bin/${program} --sysroot '${sysroot}' "$@"\n`);
    await chmod(script, 0o755);
  }
  await buildLibraries(linker, libraries);
  await rename(unfinished, sysroot);
}

/**
 * Builds the standard library for a crate that is nothing but an occasion to do so.
 *
 * @param {string} linker
 * @param {string} destination
 */
async function buildLibraries(linker, destination) {
  const crate = await mkdtemp(join(tmpdir(), "pagewise-std-"));
  try {
    const name = "occasion";
    await mkdir(join(crate, "src"));
    await writeFile(join(crate, "src", "lib.rs"), "");
    await writeFile(join(crate, "Cargo.toml"), `[package]\nname = "${name}"\nedition = "2021"\n\n[workspace]\n`);
    const code = await run("cargo", ["build", "--release", "--target", TARGET, "-Zbuild-std=std,panic_abort"], {
      cwd: crate,
      env: {
        ...process.env,
        RUSTC,
        // -Zbuild-std is for nightly compilers, or for those that are told to be one.
        RUSTC_BOOTSTRAP: "1",
        // With bitcode, as in rustup's libraries, so that link-time optimization works.
        CARGO_ENCODED_RUSTFLAGS: "-Cembed-bitcode=yes",
        CARGO_TARGET_DIR: join(crate, "target"),
        CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: linker,
      },
    });
    if (code !== 0) throw new Failure(`cargo could not build the standard library for ${TARGET}.`, ADVICE);

    const built = join(crate, "target", TARGET, "release", "deps");
    for (const file of await readdir(built)) {
      if (file.endsWith(".rlib") && !file.startsWith(`lib${name}-`)) {
        await copyFile(join(built, file), join(destination, file));
      }
    }
  } finally {
    await rm(crate, { recursive: true, force: true });
  }
}
