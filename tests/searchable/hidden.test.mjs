// @ts-check
// Text that nobody sees is replaced or taken out: three viewers find none of it any more, what is seen is found as
// before, two of them draw every page as before, and qpdf finds nothing wrong.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";

import { haveTool } from "../../scripts/setup/programs.mjs";
import { fixture } from "../e2e/support/fixtures.mjs";
import { addLayer, buildProgram, folderFor } from "./support/layer.mjs";
import * as pdfium from "./viewers/pdfium.mjs";
import * as pdfjs from "./viewers/pdfjs.mjs";
import * as poppler from "./viewers/poppler.mjs";

const OLD = /gh[o0]st/g;
const NEW = "tide";

before(buildProgram);

for (const file of ["hidden-text.pdf", "hidden-text-packed.pdf", "hidden-text-encrypted.pdf"]) {
  for (const choice of /** @type {const} */ (["--replace", "--strip"])) {
    test(`${file} ${choice}`, async (t) => {
      const document = fixture(file);
      const made = join(folderFor(t), "made.pdf");
      const word = { text: NEW, x: 200, y: 10, width: 40, height: 10 };
      const pages = document.texts.map(() => ({ width: 300, height: 200, lines: [[word]] }));
      const outcome = addLayer(document.path, made, pages, document.password, choice);
      const became = choice === "--replace" ? "exchanged" : "taken out";
      assert.deepEqual(new Set(outcome.pages), new Set([became]), JSON.stringify(outcome));
      assert.ok(readFileSync(made).subarray(0, 1000).equals(readFileSync(document.path).subarray(0, 1000)));

      const viewers = { PDFium: pdfium, "pdf.js": pdfjs, ...(poppler.PROGRAMS.every(haveTool) ? { poppler } : {}) };
      for (const [name, viewer] of Object.entries(viewers)) {
        const old = await viewer.view(document.path, document.password);
        const now = await viewer.view(made, document.password);
        for (const [i, { text }] of now.entries()) {
          const where = `${name}, page ${i + 1}: ${text}`;
          const [before, after] = [old[i].text, text].map((text) => text.replace(/\s/g, ""));
          assert.match(before, OLD, where);
          assert.equal(after.replace(NEW, ""), before.replaceAll(OLD, ""), where);
          assert.equal(after.includes(NEW), choice === "--replace", where);
        }
        if ("pixels" in viewer) {
          const drawn = await viewer.pixels(made, document.password);
          assert.deepEqual(drawn, await viewer.pixels(document.path, document.password), name);
        }
      }
      if (!haveTool("qpdf")) return t.diagnostic("qpdf is not installed, so the structure is not checked");
      const secret = document.password === null ? [] : [`--password=${document.password}`];
      const { status, stdout, stderr } = spawnSync("qpdf", [...secret, "--check", made], { encoding: "utf8" });
      assert.equal(status, 0, `${stdout}${stderr}`);
    });
  }
}
