// @ts-check
// Brings an engine into this worker and hands it over to Rust. Everything that happens afterwards is in
// src/browser/worker.rs.

/**
 * @typedef {{
 *   head: { start: "renderer" | { recognizer: { languages: string[] } } },
 *   core: WebAssembly.Module,
 *   glue: Blob,
 *   engine: WebAssembly.Module,
 *   script?: Blob,
 *   models?: (Blob | Uint8Array)[],
 * }} StartMessage
 */

/** Instantiates an engine from the module that the page compiled, and remembers its memory. */
class Instance {
  /** @type {WebAssembly.Memory | undefined} */
  memory;

  /** @param {WebAssembly.Module} module */
  constructor(module) {
    /** Emscripten's hook. @param {WebAssembly.Imports} imports @param {Function} done */
    this.instantiateWasm = (imports, done) => {
      WebAssembly.instantiate(module, imports).then((instance) => {
        this.memory = /** @type {WebAssembly.Memory | undefined} */ (
          Object.values(instance.exports).find((part) => part instanceof WebAssembly.Memory)
        );
        if (this.memory) growSparingly(this.memory);
        done(instance, module);
      }, rethrow);
      return {};
    };
  }
}

/** What an engine holds that reads or draws ordinary pages. */
const ORDINARY_BYTES = 40_000_000;

/**
 * Emscripten asks for a fifth more memory than there is, whatever the engine needs, and if that fails for a tenth and
 * then a twentieth. What it gets never comes back; so where that is much, only the last is given.
 *
 * @param {WebAssembly.Memory} memory
 */
function growSparingly(memory) {
  let refused = 0;
  memory.grow = (pages) => {
    if (memory.buffer.byteLength > ORDINARY_BYTES && refused < 2) {
      refused += 1;
      throw new RangeError("That is too much.");
    }
    refused = 0;
    return WebAssembly.Memory.prototype.grow.call(memory, pages);
  };
}

/** A rejection inside a worker does not reach the page; an error thrown from a timer does. @param {unknown} error */
function rethrow(error) {
  setTimeout(() => {
    throw error;
  });
}

/** Runs a script as a module, from an address that lasts no longer than that takes. @param {Blob} script */
async function run(script) {
  const address = URL.createObjectURL(script);
  try {
    return await import(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** @param {StartMessage} start */
async function boot(start) {
  const [core, script] = await Promise.all([run(start.glue), start.script && run(start.script)]);
  const exports = core.initSync({ module: start.core });
  const instance = new Instance(start.engine);
  const quiet = { print() {}, printErr() {} };
  if (start.head.start === "renderer") {
    const { pdfium } = await script.init({ instantiateWasm: instance.instantiateWasm, ...quiet });
    core.initialize_pdfium_render(core.pdfium_reading_files(pdfium), exports, false);
    core.boot_worker(start, pdfium);
    return;
  }
  const models = /** @type {Blob[]} */ (start.models);
  start.models = await Promise.all(models.map(async (model) => new Uint8Array(await model.arrayBuffer())));
  if (script) {
    const tesseract = await script.default({ instantiateWasm: instance.instantiateWasm, ...quiet });
    core.boot_worker(start, tesseract, instance.memory);
  } else {
    // The engine of our own build has no script: Rust instantiates it.
    core.boot_worker(start, start.engine);
  }
}

addEventListener("message", (event) => boot(event.data).catch(rethrow), { once: true });
