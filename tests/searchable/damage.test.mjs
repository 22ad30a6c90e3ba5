// @ts-check
// Documents with bytes changed and cut at random: either nothing is added to them, or what was right about them
// still is, in the eyes of qpdf, poppler and PDFium. (That nothing hangs or stops is tested in Rust, with many more.)

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";

import { haveTool } from "../../scripts/setup/programs.mjs";
import { fixture } from "../e2e/support/fixtures.mjs";
import { judge } from "./support/judge.mjs";
import { buildProgram, folderFor } from "./support/layer.mjs";

const TRIES = 40;
const missing = ["qpdf", "pdftotext", "pdftoppm"].filter((program) => !haveTool(program));

before(buildProgram);

for (const file of ["shared-page.pdf", "small-object-streams.pdf", "small-hybrid.pdf", "small-encrypted.pdf"]) {
  test(`${file}, damaged`, { skip: missing.length > 0 && `${missing.join(" and ")} cannot be found` }, async (t) => {
    const { path, password } = fixture(file);
    const original = readFileSync(path);
    const folder = folderFor(t);
    const verdicts = new Map();
    for (let seed = 1; seed <= TRIES; seed++) {
      const damaged = join(folder, "damaged.pdf");
      writeFileSync(damaged, damage(original, seed));
      const { verdict, why } = await judge(damaged, password, join(folder, "searchable.pdf"));
      assert.notEqual(verdict, "wrong", `seed ${seed}: ${why}`);
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    }
    t.diagnostic([...verdicts].map(([verdict, count]) => `${count} ${verdict}`).join(", "));
    assert.ok(verdicts.get("clean") > 0, "some damage does not matter");
  });
}

/**
 * @param {Buffer} original
 * @param {number} seed
 */
function damage(original, seed) {
  let state = seed;
  // Numbers of the generator of Park and Miller, which are the same everywhere.
  const below = (/** @type {number} */ bound) => (state = (state * 48271) % 2147483647) % bound;
  const bytes = Buffer.from(original);
  for (let i = 0; i <= seed % 3; i++) bytes[below(bytes.length)] = below(2) === 0 ? below(256) : 0x30 + below(10);
  return seed % 8 === 0 ? bytes.subarray(0, below(bytes.length)) : bytes;
}
