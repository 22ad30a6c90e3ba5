// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { apng } from "../apng.mjs";

/** A PNG of one pixel, transparent. */
const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");

test("frames follow each other, numbered, each as long as it is seen", () => {
  const moving = apng([{ png: PIXEL, milliseconds: 40 }, { png: PIXEL, milliseconds: 900 }]);
  const types = [];
  const controls = [];
  for (let at = 8; at < moving.length; ) {
    const length = moving.readUInt32BE(at);
    const type = moving.toString("latin1", at + 4, at + 8);
    types.push(type);
    if (type === "fcTL") controls.push([moving.readUInt32BE(at + 8), moving.readUInt16BE(at + 28)]);
    at += length + 12;
  }
  assert.deepEqual(types, ["IHDR", "acTL", "fcTL", "IDAT", "fcTL", "fdAT", "IEND"]);
  assert.deepEqual(controls, [[0, 40], [1, 900]]);
});
