// @ts-check
// The reference: the same sources, natively compiled, with the processor's own vectors.

import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { sha256 } from "../../scripts/build/digest.mjs";
import { CACHE, ROOT } from "../../scripts/paths.mjs";
import { FOLDERS, SHIMS, upstreamFiles } from "../../scripts/setup/engine/inputs.mjs";
import { setUpSources } from "../../scripts/setup/engine/sources.mjs";
import { capture, run, say } from "../../scripts/shell.mjs";

const MAIN = join(ROOT, "bench", "engine", "native", "main.cpp");
const TESSERACT = ["-std=c++17", "-O3", "-w", "-ffunction-sections", "-fdata-sections", "-DNDEBUG", "-DTESSERACT_IMAGEDATA_AS_PIX", "-DTESSERACT_DISABLE_DEBUG_FONTS",
  "-DGRAPHICS_DISABLED", "-DDISABLED_LEGACY_ENGINE", "-DFAST_FLOAT", "-DHAVE_AVX2"];
const LEPTONICA = ["-O2", "-w", "-DNDEBUG", "-DNO_CONSOLE_IO",
  ...["GIF", "JP2K", "JPEG", "PNG", "TIFF", "UNGIF", "WEBP", "WEBP_ANIM", "Z"].map((name) => `-DHAVE_LIB${name}=0`)];
/** The files with vectors of the processor's own, which the module does without, and the flag that each is compiled with. */
const VECTORS = new Map([
  ["tesseract/src/arch/intsimdmatrixavx2.cpp", "-mavx2"],
  ["tesseract/src/arch/dotproductavx.cpp", "-mavx"],
]);
/** The interface in C, which nothing here uses and which wants all of Tesseract. */
const UNUSED = "tesseract/src/api/capi.cpp";

/**
 * The program, built once for each version of its sources; null where there is no compiler, or another processor.
 *
 * @returns {Promise<string | null>}
 */
export async function reference() {
  if (process.arch !== "x64" || capture("g++", ["--version"]) === null) return null;
  const sources = await setUpSources();
  const names = [...upstreamFiles().filter((name) => name !== UNUSED), ...VECTORS.keys()];
  const made = sha256([readFileSync(MAIN, "utf8"), ...names, ...TESSERACT, ...LEPTONICA].join("\n")).slice(0, 16);
  const folder = join(CACHE, `engine-reference-${made}`);
  const program = join(folder, "reference");
  if (existsSync(program)) return program;
  say("compiling Tesseract natively, once, to hold the module against (some minutes)");
  const unfinished = `${folder}.unfinished-${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    // Of the shims only the headers that the build tools of both libraries would have made.
    const own = join(unfinished, "include");
    mkdirSync(join(own, "tesseract"), { recursive: true });
    for (const name of ["endianness.h", "tesseract/version.h"]) copyFileSync(join(SHIMS, name), join(own, name));
    const folders = [own, join(sources, "tesseract", "include"), join(sources, "leptonica", "src"),
      ...FOLDERS.map((name) => join(sources, "tesseract", "src", name))];
    const includes = folders.flatMap((folder) => ["-I", folder]);
    const objects = names.map((name) => join(unfinished, `${name.replaceAll("/", "_")}.o`));
    const waiting = names.map((name, i) => ({ name, object: objects[i] }));
    let isBroken = false;
    const compileSome = async () => {
      for (let job = waiting.shift(); job !== undefined && !isBroken; job = waiting.shift()) {
        const isC = job.name.endsWith(".c");
        const vectors = VECTORS.get(job.name);
        const flags = isC ? LEPTONICA : [...TESSERACT, ...(vectors === undefined ? [] : [vectors])];
        const args = [...flags, ...includes, "-c", join(sources, job.name), "-o", job.object];
        isBroken ||= (await run(isC ? "gcc" : "g++", args)) !== 0;
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, compileSome));
    // What writes files is not among the sources: nothing calls it, and the linker leaves out what would.
    const link = [...TESSERACT, ...includes, MAIN, ...objects, "-lpthread", "-Wl,--gc-sections",
      "-o", join(unfinished, "reference")];
    if (isBroken || (await run("g++", link)) !== 0) return null;
    for (const object of objects) rmSync(object);
    renameSync(unfinished, folder);
    return program;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

