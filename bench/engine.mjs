// @ts-check
// The engine alone, beside others and beside itself natively compiled: processor time, memory, and whether it reads the
// same. `npm run bench -- engine`.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";

import { ROOT } from "../scripts/paths.mjs";
import { haveTool } from "../scripts/setup/programs.mjs";
import { engineModule } from "../scripts/setup/engine.mjs";
import { Failure, say } from "../scripts/shell.mjs";
import { parseArguments, wholeNumber } from "./arguments.mjs";
import { documents } from "./documents.mjs";
import { reference } from "./engine/native.mjs";
import { drawn, pdfsUnder } from "./engine/pages.mjs";
import { describe, machine } from "./machine.mjs";

export const USAGE = `npm run bench -- engine [options]
  --pages N     at most the first N pages of each document (3)
  --rounds N    how often each page is read by each engine, one engine after the other (3)
  --dpi N       resolution (may be repeated; 150, 200, 300)
  --model FILE  a model (may be repeated; those of dist/models)
  --compare     instead of times: are text, boxes and confidences those of the native build, on every PDF of the corpus
                beside the project`;

const CORPUS = join(ROOT, "..", "shared", "corpus");
const RESULTS = join(ROOT, "bench", ".results", "engine");
const OURS = "Pagewise";
const REFERENCE = "the same, natively (AVX2)";

/** @typedef {{ milliseconds: number, words: unknown[] | null, heap: number }} Reading */

/** A process that reads a page when it is told to. */
class Reader {
  /** @type {((line: string) => void)[]} */
  #waiting = [];

  /**
   * @param {string} name
   * @param {string[]} command
   */
  constructor(name, [program, ...args]) {
    this.name = name;
    this.process = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, OMP_THREAD_LIMIT: "1" } });
    createInterface({ input: this.process.stdout }).on("line", (line) => this.#waiting.shift()?.(line));
    this.ended = new Promise((resolve) => this.process.on("close", resolve));
  }

  /**
   * @param {string} path
   * @returns {Promise<Reading>}
   */
  async read(path) {
    const answered = new Promise((/** @type {(line: string) => void} */ resolve) => this.#waiting.push(resolve));
    this.process.stdin.write(`${path}\n`);
    const line = await Promise.race([answered, this.ended.then(() => null)]);
    if (line === null) throw new Error(`${this.name} ended over ${basename(path)}`);
    const [milliseconds, words, heap] = line.split("\t");
    // Confidences are floats of 32 bits, however many digits they are written with.
    const single = (/** @type {unknown} */ value) => (typeof value === "number" ? Math.fround(value) : value);
    const exact = JSON.parse(words, (_, value) => single(value));
    return { milliseconds: Number(milliseconds), words: exact, heap: Number(heap ?? 0) };
  }

  async close() {
    this.process.stdin.end();
    await this.ended;
  }
}

/** @param {string[]} args */
export async function compareEngines(args) {
  const options = /** @type {const} */ ({
    pages: { type: "string" },
    rounds: { type: "string" },
    dpi: { type: "string", multiple: true },
    model: { type: "string", multiple: true },
    compare: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  const { values } = parseArguments({ args, options }, USAGE);
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  if (!haveTool("pdftoppm")) throw new Failure("pdftoppm is not installed.", "It draws the pages: install poppler-utils.");
  const own = await engineModule();
  if (own === null) throw new Failure("There is no engine of our own build to be measured.", USAGE);
  const native = await reference();
  if (native === null) say(`left out: ${REFERENCE}, because it could not be compiled here`);
  const models = values.model ?? ["eng.fast", "eng.best_int"].map((name) => join(ROOT, "dist", "models", `${name}.traineddata`)).filter(existsSync);
  const resolutions = (values.dpi ?? ["150", "200", "300"]).map((dpi) => wholeNumber(dpi, "--dpi", USAGE));
  const pages = wholeNumber(values.pages ?? "3", "--pages", USAGE);
  process.stdout.write(`${describe(machine())}\n\n`);
  if (values.compare) return compare({ module: own.path, native, models, dpi: resolutions[0], pages });

  const found = await documents({ folder: join(ROOT, "bench", ".results", "scans"), all: false, pages });
  const paths = found.filter(({ isPdf }) => isPdf).map(({ path }) => path);
  const rounds = wholeNumber(values.rounds ?? "3", "--rounds", USAGE);
  for (const model of models) {
    for (const dpi of resolutions) {
      const files = drawn(paths, { folder: RESULTS, dpi, pages });
      await time({ module: own.path, native, model, dpi, files, rounds });
    }
  }
  return 0;
}

/**
 * @param {string} engine
 * @param {{ model: string, dpi: number, module: string }} how
 */
function wasm(engine, { model, dpi, module }) {
  return [process.execPath, join(ROOT, "bench", "engine", "reader.mjs"), engine, model, String(dpi), module];
}

/**
 * @param {{ module: string, native: string | null, model: string, dpi: number, files: string[], rounds: number }} how
 */
async function time({ module, native, model, dpi, files, rounds }) {
  const readers = [
    new Reader(OURS, wasm("pagewise", { model, dpi, module })),
    new Reader("tesseract.js-core 7, SIMD", wasm("tesseract.js-core", { model, dpi, module })),
    new Reader("tesseract-wasm 0.11", wasm("tesseract-wasm", { model, dpi, module })),
    ...(native === null ? [] : [new Reader(REFERENCE, [native, model, String(dpi)])]),
  ];
  const times = new Map(readers.map(({ name }) => [name, files.map(() => /** @type {number[]} */ ([]))]));
  const heaps = new Map(readers.map(({ name }) => [name, 0]));
  for (let round = 0; round <= rounds; round++) {
    for (const [i, file] of files.entries()) {
      for (const reader of readers) {
        const { milliseconds, heap } = await reader.read(file);
        heaps.set(reader.name, Math.max(heaps.get(reader.name) ?? 0, heap));
        // The first round is the browser's, or Node's, to optimize in.
        if (round > 0) times.get(reader.name)?.[i].push(milliseconds);
      }
    }
  }
  await Promise.all(readers.map((reader) => reader.close()));
  const sum = (/** @type {string} */ name) =>
    (times.get(name) ?? []).reduce((total, page) => total + median(page), 0);
  const base = sum(OURS);
  process.stdout.write(`\n${basename(model)}, ${dpi} dpi, ${files.length} pages, medians of ${rounds} rounds\n\n`);
  process.stdout.write("| engine | ms a page (processor) | ours over it | memory, MB |\n| --- | ---: | ---: | ---: |\n");
  for (const { name } of readers) {
    const heap = heaps.get(name) ?? 0;
    const memory = heap === 0 ? "" : (heap / 1e6).toFixed(0);
    process.stdout.write(`| ${name} | ${(sum(name) / files.length).toFixed(0)} | ${(base / sum(name)).toFixed(2)} | ${memory} |\n`);
  }
}

/**
 * Whether every word of every page is the same as natively, to the last bit of its confidence.
 *
 * @param {{ module: string, native: string | null, models: string[], dpi: number, pages: number }} how
 */
async function compare({ module, native, models, dpi, pages }) {
  if (native === null) throw new Failure("There is nothing to compare with.", USAGE);
  const documents = pdfsUnder(CORPUS);
  if (documents.length === 0) throw new Failure("There is no corpus beside the project to read.", USAGE);
  const files = drawn(documents, { folder: RESULTS, dpi, pages });
  let differing = 0;
  for (const model of models) {
    const [ours, theirs] = [new Reader(OURS, wasm("pagewise", { model, dpi, module })), new Reader(REFERENCE, [native, model, String(dpi)])];
    let [same, words] = [0, 0];
    for (const file of files) {
      const [a, b] = await Promise.all([ours.read(file), theirs.read(file)]);
      words += a.words?.length ?? 0;
      if (JSON.stringify(a.words) === JSON.stringify(b.words)) {
        same += 1;
        continue;
      }
      differing += 1;
      const place = (a.words ?? []).findIndex((word, i) => JSON.stringify(word) !== JSON.stringify(b.words?.[i]));
      say(`${basename(file)} differs from word ${place + 1} of ${a.words?.length} (${b.words?.length}): ${JSON.stringify(a.words?.[place])} against ${JSON.stringify(b.words?.[place])}`);
    }
    await Promise.all([ours.close(), theirs.close()]);
    process.stdout.write(`${basename(model)}, ${dpi} dpi: ${same} of ${files.length} pages identical, ${words} words\n`);
  }
  return differing === 0 ? 0 : 1;
}

/** @param {number[]} values */
function median(values) {
  return values.slice().sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
