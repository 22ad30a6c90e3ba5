// @ts-check
// The code of our own in the engine, function by function against a plain reference, compiled for wasm as it is shipped.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { engineTests } from "../../scripts/setup/engine.mjs";
import { instantiate } from "./support/module.mjs";

const folder = await engineTests();
const skip = folder === null && "the engine cannot be built here, so there is nothing of our own to test";

describe("the engine's own code", { skip }, () => {
  /** @type {any} */
  let exports;

  before(async () => {
    exports = (await instantiate(`${folder}/tests.wasm`)).exports;
  });

  test("activations are Tesseract's at every size of number and at the ends of the tables", () => {
    assert.equal(exports.test_table_ends(), 0);
    assert.equal(exports.test_activations(509), 0);
  });

  test("the interpolated tanh never falls while its argument rises, for every float", () => {
    assert.equal(exports.test_tanh_rises(), 0);
  });

  test("matrices of every shape, with any padding", () => {
    for (let seed = 0; seed < 60; seed++) {
      for (const extreme of [0, 1]) {
        const rows = 1 + (seed * 37) % 131;
        for (const columns of [2, 3, 4, 17, 18, 10 + seed, 2000 + seed]) {
          assert.equal(exports.test_matrix(seed, rows, columns, extreme), 0, `${rows} x ${columns}`);
        }
      }
    }
    for (let rows = 1; rows <= 70; rows++) assert.equal(exports.test_matrix(rows, rows, 50, 1), 0, `${rows} rows`);
  });

  test("LSTM layers of every width", () => {
    for (const extreme of [0, 1]) {
      for (let width = 1; width <= 70; width++) assert.equal(exports.test_lstm(width, 16, 24, 1, width, 0, extreme), 0, `${width}`);
      for (const width of [127, 128, 129, 500, 1999, 2000]) {
        assert.equal(exports.test_lstm(width, 32, 48, 1, width, 0, extreme), 0, `${width}`);
      }
      // The sizes of the models: fast and integer ones of the Tesseract project.
      for (const [inputs, states] of [[16, 48], [48, 96], [96, 192], [64, 64], [96, 256], [192, 256], [2, 8], [6, 16], [512, 8]]) {
        assert.equal(exports.test_lstm(inputs, inputs, states, 1, 41, 0, extreme), 0, `${inputs} to ${states}`);
      }
    }
  });

  test("LSTM layers that summarize columns, four together and those left over", () => {
    for (const extreme of [0, 1]) {
      for (let rows = 1; rows <= 21; rows++) {
        for (const summary of [0, 1]) {
          assert.equal(exports.test_lstm(rows, 16, 48, rows, 12, summary, extreme), 0, `${rows} rows`);
          assert.equal(exports.test_lstm(rows, 16, 16, rows, 1, summary, extreme), 0, `${rows} rows of one`);
        }
      }
    }
  });

  test("LSTM layers of other shapes are left to Tesseract", () => {
    assert.equal(exports.test_lstm(1, 15, 16, 1, 5, 0, 0), -2);
    assert.equal(exports.test_lstm(1, 16, 12, 1, 5, 0, 0), -2);
  });

  test("convolution, tanh and maximum of images of every width", () => {
    for (const extreme of [0, 1]) {
      for (let width = 3; width <= 60; width++) {
        assert.equal(exports.test_convolve_pool(width, 36, width, 16, 3, 3, extreme), 0, `${width}`);
      }
      for (const width of [127, 128, 500, 1998, 1999, 2000]) {
        assert.equal(exports.test_convolve_pool(width, 36, width, 16, 3, 3, extreme), 0, `${width}`);
      }
      for (const [height, outputs, y, x] of [[48, 64, 3, 3], [7, 8, 2, 3], [5, 24, 4, 1], [36, 16, 1, 1], [3, 40, 3, 5], [1, 8, 1, 1]]) {
        assert.equal(exports.test_convolve_pool(height, height, 50, outputs, y, x, extreme), 0, `${height}, ${outputs}, ${y}, ${x}`);
      }
    }
    assert.equal(exports.test_convolve_pool(1, 36, 50, 12, 3, 3, 0), -2);
  });

  test("random numbers are those of machines with 64 bits", () => {
    assert.equal(exports.test_random(2000), 0);
  });

  test("the allocator keeps blocks apart and gives everything back", () => {
    for (let seed = 1; seed <= 12; seed++) assert.equal(exports.test_heap(seed, 4000), 0, `seed ${seed}`);
    assert.equal(exports.test_heap_limits(), 0);
  });
});
