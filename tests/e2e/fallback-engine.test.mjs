// @ts-check
// Where our own build of the engine cannot be made, Pagewise reads with the package's: behind the same interface, and said.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { after, test } from "node:test";

import { assetList, engineFiles } from "../../scripts/build/assets.mjs";
import { DIST } from "../../scripts/paths.mjs";
import { fixture } from "./support/fixtures.mjs";
import { cer, wordF1 } from "./support/score.mjs";
import { site } from "./support/site.mjs";

const folder = mkdtempSync(join(tmpdir(), "pagewise-fallback-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** dist/ as it is built without our own engine. */
async function withoutOwnEngine() {
  cpSync(DIST, folder, { recursive: true });
  rmSync(join(folder, "engines", "tesseract"), { recursive: true });
  const { files: engines, offer } = await engineFiles(null);
  for (const [path, bytes] of engines) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = paths.filter((path) => path !== "assets.json" && statSync(join(folder, path)).isFile());
  const contents = new Map(files.map((path) => [path.split(sep).join("/"), readFileSync(join(folder, path))]));
  writeFileSync(join(folder, "assets.json"), assetList(contents, offer));
  return folder;
}

const here = site({ root: withoutOwnEngine });

test("the package's engine reads scans and columns, and the page says that it does", async (t) => {
  const [scan, columns] = [fixture("scan-clean.pdf"), fixture("two-column.pdf")];
  const reader = await here.visit(t, { query: "?pages=1" });
  const [first, second] = await reader.read(scan, columns);
  assert.ok(cer(scan.texts[0], first) <= 0.01, first);
  assert.ok(wordF1(columns.texts[0], second) >= 0.97, second);
  assert.match((await reader.page.locator("#engine").textContent()) ?? "", /tesseract\.js-core \d/);
});
