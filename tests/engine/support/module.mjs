// @ts-check
// The engine's module as JavaScript sees it: for tests and measurements, in Node.

import { readFileSync } from "node:fs";

/**
 * @typedef {{ kind: number, box: number[], extra: number[], bits: Float32Array, text: string }} Record_ a block (0),
 *   paragraph (1), line (2) or word (3), its box (left, top, right, bottom), and what else is said of it (walk.h)
 * @typedef {{ width: number, height: number, pixels: Uint8Array }} Grey an image, a byte a pixel
 */

/**
 * Makes an instance.
 *
 * @param {string} path
 * @param {{ progress?: (percent: number) => number, now?: () => number }} [hooks]
 */
export async function instantiate(path, { progress = () => 0, now = () => performance.now() } = {}) {
  const module = await WebAssembly.compile(readFileSync(path));
  const { exports } = await WebAssembly.instantiate(module, { env: { now, progress } });
  return new Engine(/** @type {any} */ (exports));
}

export class Engine {
  /** @param {any} exports */
  constructor(exports) {
    this.exports = exports;
    exports._initialize();
    exports.pagewise_start();
  }

  get bytes() {
    return new Uint8Array(this.exports.memory.buffer);
  }

  /** The size of the memory, which never shrinks. */
  get heap() {
    return this.exports.memory.buffer.byteLength;
  }

  /**
   * Gives a function the address of a copy of these bytes.
   *
   * @template T
   * @param {Uint8Array} bytes
   * @param {(address: number) => T} use
   */
  with(bytes, use) {
    const address = this.exports.pagewise_alloc(bytes.length);
    if (address === 0) throw new Error(`no memory for ${bytes.length} bytes`);
    this.bytes.set(bytes, address);
    try {
      return use(address);
    } finally {
      this.exports.pagewise_free(address);
    }
  }

  /**
   * @template T
   * @param {string} string
   * @param {(address: number) => T} use
   */
  withString(string, use) {
    return this.with(new TextEncoder().encode(`${string}\0`), use);
  }

  /**
   * @param {string} name
   * @param {Uint8Array} model
   * @returns {number}
   */
  addModel(name, model) {
    return this.withString(name, (at) =>
      this.with(model, (data) => this.exports.pagewise_add_model(at, data, model.length)));
  }

  /**
   * @param {string} languages
   * @returns {number}
   */
  load(languages) {
    return this.withString(languages, (at) => this.exports.pagewise_load(at));
  }

  /**
   * @param {string} name
   * @param {string} value
   * @returns {number}
   */
  setVariable(name, value) {
    return this.withString(name, (at) => this.withString(value, (to) => this.exports.pagewise_set_variable(at, to)));
  }

  /**
   * @param {Grey} image
   * @param {number} dpi
   * @returns {number}
   */
  setImage({ width, height, pixels }, dpi) {
    return this.with(pixels, (at) => this.exports.pagewise_set_image(at, width, height, width, dpi));
  }

  /**
   * @param {number} psm
   * @param {number} deadline
   * @returns {number}
   */
  recognize(psm = 3, deadline = 0) {
    return this.exports.pagewise_recognize(psm, deadline);
  }

  /**
   * @param {string} [name] of another export that walks
   * @returns {Record_[]}
   */
  walk(name = "pagewise_walk") {
    const at = this.exports[name]();
    const [count, records, text, bytes] = new Int32Array(this.exports.memory.buffer, at, 4);
    const words = this.bytes.slice(text, text + bytes);
    return Array.from({ length: count }, (_, i) => {
      const record = new Int32Array(this.exports.memory.buffer.slice(records + 48 * i, records + 48 * (i + 1)));
      const [kind, ...rest] = record;
      const extra = rest.slice(4);
      const own = kind === 3 ? new TextDecoder().decode(words.subarray(extra[3], extra[3] + extra[4])) : "";
      return { kind, box: rest.slice(0, 4), extra, bits: new Float32Array(record.buffer, 20), text: own };
    });
  }

  /** @returns {{ failed: number, upright: number, left: number, angle: number, certain: number }} */
  orientation() {
    return this.with(new Uint8Array(16), (at) => {
      const failed = this.exports.pagewise_orientation(at);
      const [upright, left, angle, certain] = new Float32Array(this.exports.memory.buffer.slice(at, at + 16));
      return { failed, upright, left, angle, certain };
    });
  }

  clear() {
    this.exports.pagewise_clear();
  }

  /** Bytes in use. */
  get used() {
    return this.exports.pagewise_heap_used();
  }
}
