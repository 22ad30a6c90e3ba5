// @ts-check

import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { test } from "node:test";

import { requireWithin } from "../setup/engine/compile.mjs";
import { checkInterface } from "../setup/engine/interface.mjs";

const ROOTS = [resolve("/src/tesseract"), resolve("/our own/native")];

test("what an object is made of must lie in the folders that are allowed", () => {
  const inside = join(ROOTS[0], "a.cpp");
  const blank = join(ROOTS[1], "b.h").replaceAll("\\", "\\\\").replaceAll(" ", "\\ ");
  assert.doesNotThrow(() => requireWithin(`x.o: ${inside} \\\n  ${blank}\n`, "a.cpp", ROOTS));
  for (const strange of ["/src/tesseract-other/a.h", "/src/tesseract/../mupdf/a.h", "/src/a.h", "relative.h"]) {
    assert.throws(() => requireWithin(`x.o: ${inside} \\\n  ${strange}\n`, "a.cpp", ROOTS), /neither Tesseract's/);
  }
  assert.throws(() => requireWithin("x.o:\n", "a.cpp", ROOTS), /did not say/);
});

test("a module that wants anything of a system is refused", async () => {
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  await assert.rejects(checkInterface(new Uint8Array(header)), /imports  instead of env.now and env.progress/);
  // One import, of the function env.x, of a type without parameters and results.
  const type = [1, 4, 1, 0x60, 0, 0];
  const imports = [2, 9, 1, 3, 0x65, 0x6e, 0x76, 1, 0x78, 0, 0];
  await assert.rejects(checkInterface(new Uint8Array([...header, ...type, ...imports])), /imports env\.x/);
});
