// @ts-check
// The main path in each browser that can be had here.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { DIST } from "../../scripts/paths.mjs";
import { serve } from "../../scripts/serve.mjs";
import { BROWSERS, appears } from "./support/browsers.mjs";
import { fixture } from "./support/fixtures.mjs";
import { fits, reads, savesSearchable } from "./support/main_path.mjs";

/** @typedef {import("./support/browsers.mjs").Visitor} Visitor */

for (const { name, skip, open } of BROWSERS) {
  describe(name, { skip }, () => {
    /** @type {Visitor} */
    let visitor;
    /** @type {Awaited<ReturnType<typeof serve>>} */
    let server;
    const document = fixture("xref-table.pdf");

    before(async () => {
      server = await serve({ root: DIST });
      visitor = await open();
    });
    after(async () => {
      await visitor?.close();
      await server?.close();
    });

    test("a scan is read", () => reads(visitor, server.url, document));
    test("it is taken home searchable", () => savesSearchable(visitor, document));
    test("the page fits its window", () => fits(visitor));
    test("after a reload the pages are still known", async () => {
      await visitor.goto(`${server.url}?dpi=150&workers=1&again`);
      const kept = await appears(visitor, "#kept-jobs [data-slot=name]");
      assert.equal(kept, document.file);
    });
    test("nothing went wrong meanwhile", () => assert.deepEqual(visitor.problems, []));
  });
}
