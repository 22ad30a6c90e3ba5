// @ts-check
// The promise: the document stays on this device.

import assert from "node:assert/strict";
import { test } from "node:test";

import { storedFiles } from "./support/database.mjs";
import { elsewhere } from "./support/elsewhere.mjs";
import { fixture } from "./support/fixtures.mjs";
import { site } from "./support/site.mjs";

const here = site();

test("nothing is asked of any other origin, and nothing at all once it is ready", async (t) => {
  const document = fixture("scan44.pdf");
  const reader = await here.visit(t, { query: "?pages=1-3&workers=2&dpi=150" });
  /** @type {{ url: string, method: string, body: string | null }[]} */
  const asked = [];
  reader.page.context().on("request", (request) => {
    asked.push({ url: request.url(), method: request.method(), body: request.postData() });
  });
  const { requests } = here.server;
  await reader.page.reload();
  await reader.ready();
  const loaded = requests.length;
  await reader.choose(document);
  await reader.begin();
  await reader.finished(1);
  await reader.ended();
  await reader.download("Download text");
  await reader.download("Download report");
  await reader.download("Download searchable PDF");
  assert.deepEqual(requests.slice(loaded), [], "asked for after it said that it would not");

  assert.ok(asked.length > 5, "requests were seen at all");
  const { origin } = new URL(here.server.url);
  for (const { url, method, body } of asked) {
    assert.equal(new URL(url).origin, origin, url);
    assert.equal(method, "GET");
    assert.equal(body, null);
  }
  assert.ok(requests.every(({ method }) => method === "GET"));
});

test("what has loaded goes on without any server", async (t) => {
  const document = fixture("xref-table.pdf");
  const reader = await here.visit(t, { query: "?dpi=150&workers=1" });
  await reader.ready();
  await reader.choose(document);
  await reader.page.context().setOffline(true);
  await reader.begin();
  await reader.ended();
  assert.deepEqual((await reader.rows()).map(({ state }) => state), document.texts.map(() => "Done"));
});

test("neither the page nor a worker makes code of text", async (t) => {
  const reader = await here.visit(t, { query: "?workers=1" });
  await reader.ready();
  await reader.choose(fixture("xref-table.pdf"));
  // From a timer, because what a debugger evaluates itself is exempt.
  const attempt = () =>
    new Promise((resolve) => {
      setTimeout(() => {
        try {
          resolve(new Function("return 1")());
        } catch (error) {
          resolve(/** @type {Error} */ (error).name);
        }
      });
    });
  assert.equal(await reader.page.evaluate(attempt), "EvalError");
  for (const worker of await reader.workers(2)) assert.equal(await worker.evaluate(attempt), "EvalError");
  reader.forgive(/Content Security Policy|violates the following/);
});

/**
 * Everything that the browser keeps for this site, by where it lies.
 *
 * @param {import("./support/reader.mjs").Reader} reader
 */
async function kept(reader) {
  const other = await reader.page.evaluate(async () => {
    /** @type {string[]} */
    const folders = [];
    for await (const name of /** @type {any} */ (await navigator.storage.getDirectory()).keys()) folders.push(name);
    return {
      folders,
      stored: JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }) + window.document.cookie,
      databases: (await indexedDB.databases()).map(({ name }) => name),
      caches: await window.caches.keys(),
    };
  });
  return { ...other, files: await storedFiles(reader.page) };
}

/** @param {string} text */
function longWord(text) {
  const word = text.split(/\s+/).find((word) => word.length > 8) ?? "";
  assert.notEqual(word, "");
  return word;
}

test("nothing of the document is kept when nothing is to be", async (t) => {
  const reader = await here.visit(t, { query: "?pages=1&dpi=150&keep=nothing" });
  longWord((await reader.read(fixture("xref-table.pdf")))[0]);
  assert.deepEqual(await kept(reader), { files: {}, folders: [], stored: "{}{}", databases: [], caches: [] });
});

test("what is kept of the document is what is said: its name and the text of its pages", async (t) => {
  const document = fixture("encrypted-aes-256.pdf");
  const reader = await here.visit(t, { query: "?pages=1&dpi=150" });
  await reader.choose(document);
  const field = reader.page.getByLabel(`Password for ${document.file}`);
  await field.fill(document.password ?? "");
  await field.press("Enter");
  await reader.page.locator(".document[data-state=ready]").waitFor();
  await reader.begin();
  await reader.ended();
  // The list of what is kept is asked for at the end of reading, after everything has been stored.
  await reader.clear.click();
  await reader.page.locator(".kept-job", { hasText: "1 of 1 page read" }).waitFor();
  const { files, ...others } = await kept(reader);
  assert.deepEqual(others, { folders: [], stored: "{}{}", databases: ["pagewise-jobs"], caches: [] });
  const names = Object.keys(files).sort();
  assert.deepEqual(names.map((name) => name.replace(/[0-9a-f]{32}/, "…").replace(/[0-9a-f]{8}$/, "…")), ["…/", "…/job", "…/page-1-…"]);
  const [, job, page] = names.map((name) => files[name] ?? "");
  assert.ok(job.includes(`"name":"${document.file}"`) && job.length < 1000, job);
  assert.ok(page.length < 200_000 && !page.includes("%PDF"), "no pixels and nothing of the file");
  assert.ok(document.password && !(job + page).includes(document.password), "the password is nowhere");
});
