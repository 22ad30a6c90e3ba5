// @ts-check
// What the engine is made of, and how: files, flags, and the digests by which the results are kept.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { sha256 } from "../../build/digest.mjs";
import { readManifest } from "../../manifest.mjs";
import { ROOT } from "../../paths.mjs";

/** Our own sources. */
export const NATIVE = join(ROOT, "src", "engine", "tesseract", "native");
/** Headers that stand in for what WASI does not have. */
export const SHIMS = join(NATIVE, "shims");
/** The tests of our own sources, compiled for wasm as these are. */
export const TESTS = join(ROOT, "tests", "engine", "native");

/** For every file. Exceptions and names of types are not used, which makes the module a fifth smaller. */
const COMMON = [
  "-target", "wasm32-wasi", "-msimd128", "-O3", "-DNDEBUG", "-g0", "-w",
  "-fomit-frame-pointer", "-fno-unwind-tables", "-fno-asynchronous-unwind-tables",
  "-ffunction-sections", "-fdata-sections", "-fno-sanitize=all",
];

/**
 * Floats of 32 bits (FAST_FLOAT), no legacy engine, no viewer, and text lines handed on as images instead of packed as
 * PNG and unpacked again.
 */
const TESSERACT = [
  "-std=c++17", "-fno-exceptions", "-fno-rtti", "-DFAST_FLOAT", "-DDISABLED_LEGACY_ENGINE", "-DGRAPHICS_DISABLED",
  "-DTESSERACT_IMAGEDATA_AS_PIX", "-DTESSERACT_DISABLE_DEBUG_FONTS",
];

/** No library that reads or writes files of images. */
const LEPTONICA = [
  "-DNO_CONSOLE_IO", "-D_WASI_EMULATED_PROCESS_CLOCKS", "-include", "no_processes.h",
  ...["GIF", "JP2K", "JPEG", "PNG", "TIFF", "UNGIF", "WEBP", "WEBP_ANIM", "Z"].map((name) => `-DHAVE_LIB${name}=0`),
];

/**
 * Our own code looks into Tesseract's layers, whose members are private. The allocator must not have its own loops
 * recognised as calls of the functions that they are.
 *
 * @param {string} file
 */
const own = (file) => ["-fno-access-control", ...(file.endsWith("heap.cpp") ? ["-fno-builtin"] : [])];

/** A reactor: functions to be called, and no main. One megabyte of stack, and as much memory as pages need. */
const LINK = [
  "-target", "wasm32-wasi", "-mexec-model=reactor", "-O3", "-s", "-Wl,--gc-sections", "-Wl,-z,stack-size=1048576",
  "-Wl,--initial-memory=4194304", "-Wl,--max-memory=2147483648",
];

/** The folders of Tesseract's own headers. */
export const FOLDERS = ["api", "arch", "ccmain", "ccstruct", "ccutil", "classify", "cutil", "dict", "lstm", "textord", "viewer",
  "wordrec"];

/** Names of the files of Tesseract and Leptonica that are compiled. */
export function upstreamFiles() {
  return readFileSync(join(NATIVE, "upstream.txt"), "utf8").split("\n").filter((line) => /^[^#]/.test(line));
}

/**
 * The names of the C++ files directly in a folder.
 *
 * @param {string} folder
 */
export function cppFiles(folder) {
  return readdirSync(folder).filter((name) => name.endsWith(".cpp")).sort();
}

/**
 * How a file of Tesseract, of Leptonica or of our own is compiled.
 *
 * @param {string} file
 * @param {string} sources where Tesseract and Leptonica lie
 */
export function flagsFor(file, sources) {
  // Paths of this machine would get into the module by way of assertions.
  const paths = [`-ffile-prefix-map=${sources}=.`, `-ffile-prefix-map=${ROOT}=.`];
  const leptonica = ["-I", SHIMS, "-I", join(sources, "leptonica", "src")];
  if (file.endsWith(".c")) return [...COMMON, ...LEPTONICA, ...paths, ...leptonica];
  const tesseract = join(sources, "tesseract");
  const headers = [join(tesseract, "include"), ...FOLDERS.map((name) => join(tesseract, "src", name)), NATIVE];
  return [...COMMON, ...TESSERACT, ...paths, ...leptonica, ...headers.flatMap((folder) => ["-I", folder])];
}

/** @param {string} file */
export function ownFlags(file) {
  return own(file);
}

export function linkFlags() {
  return LINK;
}

/** What decides the libraries of Tesseract's and Leptonica's objects. */
export async function upstreamDigest() {
  const { engine } = await readManifest();
  return digest([
    engine.compiler.version, engine["sources-sha256"], COMMON, TESSERACT, LEPTONICA, FOLDERS, upstreamFiles(),
    contents(SHIMS),
  ]);
}

/** What decides the engine's module. */
export async function engineDigest() {
  return digest([await upstreamDigest(), LINK, contents(NATIVE)]);
}

/** What decides the module of the native tests. */
export async function testsDigest() {
  return digest([await engineDigest(), contents(TESTS)]);
}

/** @param {unknown[]} parts */
function digest(parts) {
  return sha256(JSON.stringify(parts));
}

/**
 * Names and sums of the files of a folder.
 *
 * @param {string} folder
 */
function contents(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((file) => [file.slice(ROOT.length).replaceAll("\\", "/"), sha256(readFileSync(file))])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
