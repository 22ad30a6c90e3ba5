// @ts-check
// A process that reads pages with one of the engines that are wasm, so that its processor time is the engine's alone:
// `reader.mjs ENGINE MODEL DPI [MODULE]`, then a path a line. It answers as native/main.cpp does, with the size of the
// engine's memory in a third column.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

import { instantiate } from "../../tests/engine/support/module.mjs";
import { readPgm } from "./pages.mjs";

/** @typedef {import("./pages.mjs").Grey} Grey */
/** @typedef {[string, number, number, number, number, number]} Word */
/**
 * @typedef {{ read: (page: Grey) => Word[] | { milliseconds: number } | null, heap: () => number }} Engine `read` gives the
 *   words, or nothing where they are not compared, or the time where not all of it is the engine's; `heap` is 0 where it is
 *   not to be seen
 */

const require = createRequire(import.meta.url);

const [name, model, dpi, module] = process.argv.slice(2);

/** @type {Record<string, () => Promise<Engine>>} */
const ENGINES = {
  async pagewise() {
    const engine = await instantiate(module);
    engine.addModel("model", readFileSync(model));
    if (engine.load("model") !== 0) throw new Error(`${model} is no model`);
    return {
      heap: () => engine.heap,
      read(page) {
        if (engine.setImage(page, Number(dpi)) !== 0) throw new Error("there is no room for the page");
        if (engine.recognize() !== 0) throw new Error("the engine gave up");
        const words = engine.walk().filter(({ kind }) => kind === 3);
        engine.clear();
        return words.map(({ text, box, bits }) => /** @type {Word} */ ([text, ...box, bits[0]]));
      },
    };
  },

  async "tesseract.js-core"() {
    // Node takes no relaxed SIMD: that build is measured in the browser (`npm run bench`).
    const build = "tesseract.js-core/tesseract-core-simd-lstm";
    /** @type {WebAssembly.Memory | undefined} */
    let memory;
    const core = await require(`${build}.js`)({
      print() {},
      printErr() {},
      instantiateWasm(/** @type {WebAssembly.Imports} */ imports, /** @type {Function} */ done) {
        WebAssembly.instantiate(readFileSync(require.resolve(`${build}.wasm`)), imports).then((made) => {
          memory = /** @type {any} */ (Object.values(made.instance.exports).find((part) => part instanceof WebAssembly.Memory));
          done(made.instance, made.module);
        });
        return {};
      },
    });
    // The numbered functions keep their names through the package's minifier.
    const call = (/** @type {string} */ what, /** @type {number[]} */ ...args) => core[`_emscripten_bind_TessBaseAPI_${what}`](...args);
    const bytes = () => new Uint8Array(/** @type {WebAssembly.Memory} */ (memory).buffer);
    const placed = (/** @type {Uint8Array} */ content) => {
      const address = core._malloc(content.length);
      bytes().set(content, address);
      return address;
    };
    core.FS.writeFile("model.traineddata", readFileSync(model));
    const api = call("TessBaseAPI_0");
    if (call("Init_3", api, 0, placed(Buffer.from("model\0")), 1) !== 0) throw new Error(`${model} is no model`);
    return {
      heap: () => bytes().length,
      read({ width, height, pixels }) {
        call("SetPageSegMode_1", api, 3);
        const address = placed(pixels);
        call("SetImage_5", api, address, width, height, 1, width, 1, 0);
        core._free(address);
        call("SetSourceResolution_1", api, Number(dpi));
        if (call("Recognize_1", api, 0) !== 0) throw new Error("the engine gave up");
        call("Clear_0", api);
        return null;
      },
    };
  },

  async "tesseract-wasm"() {
    const { createOCREngine } = await import(/** @type {any} */ ("tesseract-wasm"));
    const wasm = join(dirname(require.resolve("tesseract-wasm")), "tesseract-core.wasm");
    const engine = await createOCREngine({ wasmBinary: readFileSync(wasm) });
    engine.loadModel(readFileSync(model));
    return {
      heap: () => 0,
      read({ width, height, pixels }) {
        // It takes colours only.
        const data = new Uint8ClampedArray(pixels.length * 4);
        pixels.forEach((grey, i) => data.set([grey, grey, grey, 255], 4 * i));
        const begun = process.cpuUsage();
        engine.loadImage({ data, width, height });
        engine.getTextBoxes("word");
        const { user, system } = process.cpuUsage(begun);
        engine.clearImage();
        return { milliseconds: (user + system) / 1000 };
      },
    };
  },
};

const engine = await ENGINES[name]();
for await (const path of createInterface({ input: process.stdin })) {
  const page = readPgm(path);
  const begun = process.cpuUsage();
  const result = engine.read(page);
  const { user, system } = process.cpuUsage(begun);
  const [words, milliseconds] = result !== null && "milliseconds" in result
    ? [null, result.milliseconds]
    : [result, (user + system) / 1000];
  process.stdout.write(`${milliseconds.toFixed(3)}\t${JSON.stringify(words)}\t${engine.heap()}\n`);
}
