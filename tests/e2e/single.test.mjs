// @ts-check
// The edition of one file, opened from disk: it reads, it writes, and it has no way to reach anything.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import { BROWSERS, appears } from "./support/browsers.mjs";
import { elsewhere } from "./support/elsewhere.mjs";
import { fixture } from "./support/fixtures.mjs";
import { tryToLeak } from "./support/leaks.mjs";
import { fits, reads, savesSearchable } from "./support/main_path.mjs";
import { single } from "./support/single.mjs";

/** @typedef {import("./support/browsers.mjs").Visitor} Visitor */

const { path, url } = single();

/** Takes what the browser said of refusals that the test provoked off the list. @param {Visitor} visitor */
function forgiveRefusals(visitor) {
  const others = visitor.problems.filter((problem) => !/Content.Security.Policy|violates the following|NS_ERROR_CONTENT_BLOCKED/.test(problem));
  visitor.problems.splice(0, Infinity, ...others);
}

test("its policy allows nothing from anywhere, and nothing of it stands elsewhere", () => {
  const page = readFileSync(path, "utf8");
  const policy = page.match(/Content-Security-Policy" content="([^"]*)"/)?.[1] ?? "";
  assert.match(policy, /connect-src 'none'/);
  assert.doesNotMatch(policy, /'self'|'unsafe|https?:|\*/);
  for (const [, address] of page.matchAll(/\s(?:src|href)="([^"]*)"/g)) {
    if (address.startsWith("#")) {
      assert.ok(page.includes(`id="${address.slice(1)}"`), `${address} is in it`);
      continue;
    }
    assert.match(address, /^(?:data:image\/svg\+xml;|\.\/licenses\.txt$)/, "the licences are made an address of when it runs");
  }
});

const webkit = BROWSERS.find(({ name }) => name === "WebKit");

test("in WebKit, which does not run it from disk, it says that", { skip: webkit?.skip }, async (t) => {
  const visitor = await /** @type {import("./support/browsers.mjs").Browser} */ (webkit).open();
  t.after(() => visitor.close());
  await visitor.goto(url);
  assert.match(await appears(visitor, "#boot[data-state=failed]"), /opened from disk\. Open this file with Firefox/);
});

for (const { name, skip, open } of BROWSERS.filter(({ name }) => name !== "WebKit")) {
  describe(`from disk in ${name}`, { skip }, () => {
    /** @type {Visitor} */
    let visitor;
    const scan = fixture("xref-table.pdf");
    before(async () => {
      visitor = await open();
    });
    after(() => visitor?.close());

    test("a scan is read", () => reads(visitor, url, scan));
    test("it is taken home searchable", () => savesSearchable(visitor, scan));
    test("the page fits its window", () => fits(visitor));

    test("what it was unpacked of is not kept, and nothing was asked for", async () => {
      const left = await visitor.evaluate(() => ({
        blocks: document.querySelectorAll("[data-part]").length,
        length: document.documentElement.outerHTML.length,
        asked: performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => !/^(?:blob|data):/.test(name)),
      }));
      assert.equal(left.blocks, 0);
      assert.ok(left.length < 500_000, `${left.length} characters of page`);
      assert.deepEqual(left.asked, []);
    });

    test("its licences are in it", async () => {
      const address = await visitor.evaluate(() => document.querySelector("footer a")?.getAttribute("href"));
      assert.match(address, /^blob:/);
    });

    test("what is said of privacy is true of a file", async () => {
      const said = await visitor.evaluate(() => [...document.querySelectorAll(".privacy-text")].map((text) => text.textContent));
      assert.equal(said.length, 1);
      assert.match(said[0].trim(), /^Pagewise is this one file/);
      assert.doesNotMatch(said[0], /has no server that reads|download from the address of this site/);
    });

    test("it goes on after a reload", async () => {
      await visitor.goto(`${url}?dpi=150&workers=1&again`);
      assert.equal(await appears(visitor, "#kept-jobs [data-slot=name]"), scan.file);
    });

    test("nothing went wrong meanwhile", () => assert.deepEqual(visitor.problems, []));

    test("there is no way to reach a place elsewhere", async (t) => {
      const { heard, ...other } = await elsewhere(t);
      await visitor.goto(`${url}?leak`);
      await appears(visitor, "#boot[data-state=ready]");
      const outcomes = await visitor.evaluate(tryToLeak, { url: other.url, port: other.port });
      t.diagnostic(JSON.stringify(outcomes));
      assert.deepEqual(Object.entries(outcomes).filter(([, what]) => !/^refused|^nothing said$/.test(what)), []);
      assert.deepEqual(heard, []);
      for (const known of ["fetch", "request", "beacon", "image", "script", "style", "font", "import"]) {
        assert.match(outcomes[known], /^refused by/, known);
      }
      assert.match(outcomes.peers, /^refused: there are none/);
      assert.equal((await fetch(`${other.url}control`)).status, 200);
      assert.deepEqual(heard, ["GET /control"], "it hears what reaches it");
      forgiveRefusals(visitor);
    });
  });
}

describe("a file that is not whole", () => {
  /** @type {Visitor} */
  let visitor;
  before(async () => {
    visitor = await BROWSERS[0].open();
  });
  after(() => visitor?.close());

  test("says so, and what to do", async () => {
    const { url } = single((page) => page.slice(0, page.length >> 1));
    await visitor.goto(url);
    const said = await appears(visitor, "#boot[data-state=failed]");
    assert.match(said, /could not be loaded/);
  });

  test("of which a part was changed reads nothing with it", async () => {
    const { url } = single((page) => page.replace(/(data-part="engines\/pdfium\/pdfium\.wasm">.{4000})(.{8})/, (_, before) => `${before}AAAABBBB`));
    await visitor.goto(url);
    assert.match(await appears(visitor, "#boot[data-state=failed]"), /could not be loaded/);
    const said = await appears(visitor, "#notices [data-slot=text]");
    assert.match(said, /pdfium\.wasm/);
  });
});
