// @ts-check
// The engine through its interface, with an English model and a page of this repository.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { gunzipSync } from "node:zlib";

import { NODE_MODULES, ROOT } from "../../scripts/paths.mjs";
import { engineTests } from "../../scripts/setup/engine.mjs";
import { Engine, instantiate } from "./support/module.mjs";
import { readPng } from "./support/png.mjs";

const DONE = 0;
const FAILED = 1;
const CANCELLED = 2;
const DEADLINE_PASSED = 3;
const DPI = 110;

const folder = await engineTests();
const skip = folder === null && "the engine cannot be built here, so there is nothing to test";
const page = readPng(readFileSync(join(ROOT, "docs", "screenshot.png")));
const model = gunzipSync(
  readFileSync(join(NODE_MODULES, "@tesseract.js-data", "eng", "4.0.0_best_int", "eng.traineddata.gz")),
);

describe("the engine", { skip }, () => {
  /** @type {Engine} */
  let engine;
  /**
   * What the next pages answer to progress, and what was reported.
   *
   * @type {(percent: number) => number}
   */
  let answer = () => 0;
  /** @type {number[]} */
  let reported = [];

  before(async () => {
    const progress = (/** @type {number} */ percent) => {
      reported.push(percent);
      return answer(percent);
    };
    engine = await instantiate(`${folder}/tests.wasm`, { progress });
  });

  const read = (psm = 3, deadline = 0) => {
    reported = [];
    assert.equal(engine.setImage(page, DPI), 0);
    return engine.recognize(psm, deadline);
  };
  const words = () => engine.walk().filter(({ kind }) => kind === 3);
  const text = () => words().map(({ text }) => text).join(" ");

  test("does nothing without a model, and refuses what is none", () => {
    assert.equal(engine.setImage(page, DPI), -1);
    assert.equal(engine.recognize(), FAILED);
    assert.deepEqual(engine.walk(), []);
    assert.equal(engine.setVariable("tessedit_char_blacklist", "x"), 0);
    assert.equal(engine.orientation().failed, 1);
    assert.equal(engine.exports.pagewise_thresholded(), 0);
    assert.equal(engine.load("eng"), -1);
    for (const damaged of [new Uint8Array(100), model.subarray(0, 5000), Buffer.from("<!doctype html>")]) {
      assert.equal(engine.addModel("eng", damaged), 0);
      assert.equal(engine.load("eng"), -1);
    }
    assert.equal(engine.recognize(), FAILED);
  });

  test("reads a page, and gives blocks, paragraphs, lines and words inside of each other", () => {
    assert.equal(engine.addModel("eng", model), 0);
    assert.equal(engine.load("eng"), 0);
    assert.equal(read(), DONE);
    assert.match(text(), /contract\.pdf/);
    assert.ok(reported.length > 50 && reported.every((percent, i) => percent <= 100 && percent >= (reported[i - 1] ?? 0)));
    /** @type {number[][]} */
    const open = [];
    for (const { kind, box, bits } of engine.walk()) {
      assert.ok(kind <= open.length, "what contains it comes first");
      open.length = kind;
      open.push(box);
      assert.ok(box[0] >= 0 && box[1] >= 0 && box[2] <= page.width && box[3] <= page.height && box[0] <= box[2]);
      if (kind === 3) assert.ok(bits[0] >= 0 && bits[0] <= 100);
      if (kind === 2) assert.ok(bits[4] > 0, "a row has a height");
    }
  });

  test("reads the same page the same way again, in the same memory", () => {
    const first = engine.walk();
    assert.equal(read(), DONE);
    const heap = engine.heap;
    const used = [];
    for (let i = 0; i < 3; i++) {
      assert.equal(read(), DONE);
      assert.deepEqual(engine.walk(), first);
      engine.clear();
      used.push(engine.used);
    }
    assert.equal(engine.heap, heap);
    assert.equal(used[2], used[1]);
    assert.deepEqual(engine.walk(), []);
  });

  test("walks as Tesseract's own iterator does, whatever is written from right to left", () => {
    assert.equal(read(), DONE);
    assert.deepEqual(engine.walk(), engine.walk("test_walk"));
    for (const [rightToLeft, numbers, neutral] of [[100, 0, 0], [50, 0, 0], [20, 20, 20], [70, 10, 10], [10, 0, 80], [3, 5, 5], [97, 1, 1]]) {
      for (let seed = 0; seed < 6; seed++) {
        engine.exports.test_set_directions(seed, rightToLeft, numbers, neutral);
        const [ours, theirs] = [engine.walk(), engine.walk("test_walk")];
        assert.deepEqual(ours, theirs, `${rightToLeft} ${numbers} ${neutral} seed ${seed}`);
      }
    }
    assert.equal(engine.addModel("eng", model), 0);
    assert.equal(engine.load("eng"), 0);
  });

  test("is cancelled by the answer to its progress, and keeps the words that it has", () => {
    answer = (percent) => (percent >= 20 ? 7 : 0);
    assert.equal(read(), CANCELLED);
    const some = words().length;
    assert.deepEqual(engine.walk(), engine.walk("test_walk"));
    answer = () => 1;
    assert.equal(read(), CANCELLED);
    answer = () => 0;
    assert.equal(read(), DONE);
    assert.ok(some > 0 && some < words().length);
  });

  test("stops when its deadline passes, and reads on afterwards", () => {
    assert.equal(read(3, 1), DEADLINE_PASSED);
    assert.equal(words().length, 0);
    assert.equal(read(3, 3_600_000), DONE);
    assert.match(text(), /contract\.pdf/);
  });

  test("two languages, and models that are missing", () => {
    assert.equal(engine.addModel("eng", model), 0);
    assert.equal(engine.load("eng+deu"), -1);
    assert.equal(engine.addModel("eng", model), 0);
    assert.equal(engine.addModel("second", model), 0);
    assert.equal(engine.load("eng+second"), 0);
    assert.equal(read(), DONE);
    assert.match(text(), /contract\.pdf/);
    assert.equal(engine.load("deu"), -1);
    assert.equal(engine.recognize(), FAILED);
    assert.equal(engine.addModel("eng", model), 0);
    assert.equal(engine.load("eng"), 0);
  });

  test("refuses sizes that are none, and reads the smallest and emptiest", () => {
    const { exports } = engine;
    engine.with(new Uint8Array(400), (at) => {
      for (const [width, height, stride] of [[0, 10, 10], [10, 0, 10], [-1, 5, 5], [10, 10, 9], [32768, 1, 32768], [1, 32768, 1]]) {
        assert.equal(exports.pagewise_set_image(at, width, height, stride, DPI), -1, `${width} x ${height}`);
        assert.equal(engine.recognize(), FAILED);
      }
      assert.equal(exports.pagewise_set_image(0, 10, 10, 10, DPI), -1);
      for (const [width, height] of [[1, 1], [1, 20], [20, 1], [3, 3], [20, 20], [17, 5]]) {
        assert.equal(exports.pagewise_set_image(at, width, height, width, DPI), 0);
        for (const psm of [3, 6, 11, 13]) assert.equal(engine.recognize(psm), DONE, `${width} x ${height}, ${psm}`);
        assert.ok(words().length <= 1);
      }
      assert.equal(engine.recognize(-1), FAILED);
      assert.equal(engine.recognize(99), FAILED);
    });
  });

  test("gives what it read as black and white, and how it is turned", () => {
    assert.equal(engine.setImage(page, DPI), 0);
    const at = engine.exports.pagewise_thresholded();
    const [width, height, wordsPerLine, data] = new Int32Array(engine.exports.memory.buffer, at, 4);
    assert.deepEqual([width, height, wordsPerLine], [page.width, page.height, Math.ceil(page.width / 32)]);
    const bits = new Uint32Array(engine.exports.memory.buffer, data, wordsPerLine * height);
    let black = 0;
    let dark = 0;
    let differ = 0;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const bit = (bits[y * wordsPerLine + (x >> 5)] >>> (31 - (x & 31))) & 1;
        const pixel = page.pixels[y * width + x];
        black += bit;
        dark += pixel < 128 ? 1 : 0;
        if (pixel < 60 && !bit) differ++;
        if (pixel > 250 && bit) differ++;
      }
    }
    assert.ok(black > 0 && dark > 0);
    assert.equal(differ, 0);
    const { angle } = engine.orientation();
    assert.ok(Math.abs(angle) < 1);
  });

  test("memory that cannot be had is refused", () => {
    assert.equal(engine.exports.pagewise_alloc(-1), 0);
    assert.equal(engine.exports.pagewise_alloc(0x7fffffff), 0);
    assert.equal(engine.exports.pagewise_free(0), undefined);
  });
});
