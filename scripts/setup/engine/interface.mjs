// @ts-check
// What the engine's module takes and gives is part of what Pagewise promises: it can neither read files nor reach a net.

import { Failure } from "../../shell.mjs";

const IMPORTS = ["env.now", "env.progress"];

const EXPORTS = [
  "_initialize", "memory", "pagewise_add_model", "pagewise_alloc", "pagewise_clear", "pagewise_free",
  "pagewise_heap_used", "pagewise_load", "pagewise_orientation", "pagewise_recognize", "pagewise_set_image",
  "pagewise_set_variable", "pagewise_start", "pagewise_thresholded", "pagewise_walk",
];

/**
 * Fails unless a module imports nothing but a clock and a place to report to, and exports the interface.
 *
 * @param {BufferSource} bytes
 */
export async function checkInterface(bytes) {
  const module = await WebAssembly.compile(bytes);
  const imports = WebAssembly.Module.imports(module);
  const names = imports.map(({ module, name }) => `${module}.${name}`).sort();
  if (!same(names, IMPORTS) || imports.some(({ kind }) => kind !== "function")) {
    throw new Failure(
      `The engine imports ${names.join(", ")} instead of ${IMPORTS.join(" and ")}.`,
      "Answer what it wants of a system in src/engine/tesseract/native/system.cpp.",
    );
  }
  const exported = WebAssembly.Module.exports(module).map(({ name }) => name).sort();
  if (!same(exported, EXPORTS)) {
    throw new Failure(
      `The engine exports ${exported.join(", ")}.`,
      "Bring src/engine/tesseract/native/api.cpp and scripts/setup/engine/interface.mjs together.",
    );
  }
}

/**
 * @param {string[]} a
 * @param {string[]} b
 */
function same(a, b) {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}
