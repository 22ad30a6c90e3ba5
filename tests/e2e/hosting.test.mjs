// @ts-check
// Works wherever static files are served: from any path, with whatever MIME type, without special headers.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";

import { DIST } from "../../scripts/paths.mjs";
import { fixtures } from "./support/fixtures.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";

for (const { what, prefix, wasmType } of [
  { what: "from a path below the root", prefix: "/deep/er/path/" },
  { what: "from a server that takes .wasm for text", wasmType: "text/plain" },
  { what: "from a server that does not know .wasm", wasmType: "application/octet-stream", prefix: "/sub/" },
]) {
  describe(what, () => {
    const here = site({ prefix, wasmType });

    test("a PDF and an image are read", async (t) => {
      const [pdf, image] = fixtures("xref-table.pdf", "page.png");
      const reader = await here.visit(t, { query: "?pages=1&dpi=150" });
      const texts = await reader.read(pdf, image);
      assert.equal(texts.length, 2);
      assert.ok(cer(pdf.texts[0], texts[0]) <= 0.03);
      assert.ok(cer(image.texts[0], texts[1]) <= 0.03);
      const { requests } = here.server;
      assert.deepEqual(requests.filter(({ status }) => status !== 200), [], "everything asked for is there");
      assert.ok(requests.every(({ path }) => path.startsWith(prefix ?? "/")), "nothing is asked for outside");
    });

    test("every link of the page leads to something", async (t) => {
      const reader = await here.visit(t);
      const addresses = await reader.page
        .locator("[href], [src]")
        .evaluateAll((elements) => elements.map((element) => element.getAttribute("href") ?? element.getAttribute("src") ?? ""));
      assert.ok(addresses.includes("./licenses.txt"));
      for (const address of addresses) {
        if (address.startsWith("#")) {
          assert.equal(await reader.page.locator(address).count(), 1, `${address} is on the page`);
          continue;
        }
        assert.match(address, /^\.\//, "relative, so that the page can lie anywhere");
        const { status } = await fetch(new URL(address, here.server.url));
        assert.equal(status, 200, address);
      }
    });
  });
}

describe("with a model that was copied there, and a line for it", () => {
  const root = mkdtempSync(join(tmpdir(), "pagewise-copied-"));
  after(() => rmSync(root, { recursive: true, force: true }));
  const here = site({ root: async () => {
    cpSync(DIST, root, { recursive: true });
    const list = join(root, "models", "models.json");
    const { models } = JSON.parse(readFileSync(list, "utf8"));
    cpSync(join(root, "models", models[0].file), join(root, "models", "mine.traineddata"));
    writeFileSync(list, JSON.stringify({ models: [...models, { lang: "xyz", file: "mine.traineddata" }] }));
    return root;
  } });

  test("it reads, and no other model is asked for", async (t) => {
    const image = fixtures("page.png")[0];
    const reader = await here.visit(t, { query: "?dpi=150&lang=xyz" });
    const [text] = await reader.read(image);
    assert.ok(cer(image.texts[0], text) <= 0.03);
    const asked = here.server.requests.map(({ path }) => path).filter((path) => path.endsWith(".traineddata"));
    assert.deepEqual(asked, ["/models/mine.traineddata"]);
  });
});

test("the page has no script and no style of its own, which its policy would forbid", () => {
  const page = readFileSync(join(DIST, "index.html"), "utf8");
  assert.doesNotMatch(page, /\sstyle\s*=/);
  assert.doesNotMatch(page, /\son\w+\s*=/);
  assert.doesNotMatch(page, /<style/);
  assert.doesNotMatch(page, /<script(?![^>]*\ssrc=)/);
  assert.doesNotMatch(page, /javascript:/);
});
