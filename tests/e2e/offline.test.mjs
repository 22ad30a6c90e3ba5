// @ts-check
// The page without its server: what is kept, when that is said, and how a new version comes.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fixture, lacks } from "./support/fixtures.mjs";
import { Reader } from "./support/reader.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";
import { Hosted, versions } from "./support/versions.mjs";

const here = site();

const OFFLINE = "Ready, offline too. Nothing more will be loaded.";
const NOT_KEPT = "Ready. Nothing more will be loaded.";
/** What a browser says of a server that does not answer, and of a file that is not there. */
const UNREACHABLE = /ERR_CONNECTION_REFUSED|Failed to load resource|Failed to fetch|bad HTTP response code/;

/** @param {Reader} reader */
const said = (reader) => reader.page.locator("#boot").textContent();

/**
 * What is kept of a site, each part with its sum.
 *
 * @param {Reader} reader
 * @returns {Promise<[string, string][]>}
 */
function kept(reader) {
  return reader.page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => /^pagewise .* [0-9a-f]{64}$/.test(name));
    const parts = await Promise.all(
      names.map(async (name) => {
        const cache = await caches.open(name);
        return Promise.all(
          (await cache.keys()).map(async (request) => {
            const body = await (await cache.match(request))?.arrayBuffer();
            const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", /** @type {ArrayBuffer} */ (body)));
            const text = [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
            return /** @type {[string, string]} */ ([request.url.slice(new URL("./", location.href).href.length), text]);
          }),
        );
      }),
    );
    return parts.flat();
  });
}

test("with its server gone the page opens again, reads a scan and makes it searchable; nothing was loaded twice", async (t) => {
  const document = fixture("scan-clean.pdf");
  const hosted = await Hosted.begin(t, "A", { prefix: "/deep/er/" });
  const reader = await here.visit(t, { offline: true, at: hosted.server.url, query: "?dpi=150&workers=1" });
  await reader.ready();
  assert.equal(await said(reader), OFFLINE);
  const times = new Map();
  for (const { path } of hosted.server.requests) times.set(path, (times.get(path) ?? 0) + 1);
  const large = [...times].filter(([path]) => /\/(engines|models|pkg|pkg-writer)\//.test(path) && !path.endsWith(".json"));
  assert.ok(large.length >= 8, `${large.length} large parts were asked for`);
  assert.deepEqual(large.filter(([, count]) => count !== 1), []);
  const list = /** @type {Map<string, string>} */ (hosted.sums);
  assert.deepEqual(new Map((await kept(reader)).filter(([path]) => path !== "assets.json")), list, "all of it, as it should be");

  await hosted.end();
  await reader.page.reload();
  await reader.ready();
  assert.equal(await said(reader), OFFLINE);
  assert.equal(await versions(reader.page), "A A A");
  const texts = await reader.read(document);
  for (const [i, text] of texts.entries()) assert.ok(cer(document.texts[i], text) <= 0.03, `page ${i + 1}`);
  const pdf = await reader.download("Download searchable PDF");
  assert.ok(pdf.bytes.includes("PagewiseInvisible"));
  reader.forgive(UNREACHABLE);
});

for (const { what, spoil } of [
  { what: "damaged", spoil: (/** @type {Hosted} */ hosted) => hosted.put("licenses.txt", "none") },
  { what: "missing", spoil: (/** @type {Hosted} */ hosted) => hosted.remove("licenses.txt") },
]) {
  test(`with a ${what} part it is not ready for use offline, and does not say so; it is as soon as it can be`, async (t) => {
    const hosted = await Hosted.begin(t, "A");
    spoil(hosted);
    const reader = await here.visit(t, { offline: true, at: hosted.server.url });
    await reader.ready();
    assert.equal(await said(reader), NOT_KEPT);
    const list = /** @type {Map<string, string>} */ (hosted.sums);
    const half = await kept(reader);
    assert.deepEqual(half.filter(([path, sum]) => path !== "assets.json" && list.get(path) !== sum), [], "nothing damaged is kept");
    assert.equal(half.some(([path]) => path === "licenses.txt"), false);
    assert.equal(await reader.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active ?? null), null);
    await hosted.end();
    await assert.rejects(reader.page.reload(), /ERR_CONNECTION_REFUSED/, "half of a version is not served");
    await hosted.resume();
    hosted.restore("licenses.txt");
    const next = new Reader(await reader.page.context().newPage());
    await next.page.goto(hosted.server.url);
    await next.ready();
    assert.equal(await said(next), OFFLINE);
    assert.deepEqual(hosted.server.requests.filter(({ path }) => path.endsWith(".wasm")), [], "what was kept is not loaded again");
    reader.forgive(UNREACHABLE);
  });
}

test("a part that is damaged where it is kept is not used, and is brought in anew", async (t) => {
  const hosted = await Hosted.begin(t, "A");
  const reader = await here.visit(t, { offline: true, at: hosted.server.url });
  await reader.ready();
  await reader.page.evaluate(async () => {
    const name = (await caches.keys()).find((name) => /[0-9a-f]{64}$/.test(name)) ?? "";
    const cache = await caches.open(name);
    for (const path of ["./page.js", "./engines/pdfium/pdfium.wasm"]) await cache.put(path, new Response("damaged"));
  });
  await reader.page.reload();
  await reader.ready();
  assert.equal(await said(reader), OFFLINE);
  const list = /** @type {Map<string, string>} */ (hosted.sums);
  assert.deepEqual((await kept(reader)).filter(([path, sum]) => path !== "assets.json" && list.get(path) !== sum), []);
});

test("a new version is offered and taken; a tab with the old one stays as it is, and never gets a part of the new", async (t) => {
  const hosted = await Hosted.begin(t, "A");
  const reader = await here.visit(t, { offline: true, at: hosted.server.url, query: "?dpi=150&workers=1" });
  await reader.ready();
  // Two tabs whose version the worker knows.
  await reader.page.reload();
  await reader.ready();
  const other = new Reader(await reader.page.context().newPage());
  await other.page.goto(hosted.server.url);
  await other.ready();
  await reader.choose(fixture("page.png"));

  hosted.change("B");
  const update = reader.page.locator("#update");
  await reader.page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await update.waitFor();
  assert.match((await update.textContent()) ?? "", /A new version of Pagewise is ready\. Reload to use it\. What was read stays kept here/);
  assert.equal(await versions(reader.page), "A A A", "it is not forced");
  await other.page.reload();
  await other.ready();
  assert.equal(await versions(other.page), "A A A", "nor at the next visit, while a tab has the old one");

  await reader.begin();
  assert.equal(await update.isVisible(), false, "nothing is offered in the middle of a job");
  await reader.ended();
  await update.waitFor();
  const asked = hosted.server.requests.length;
  await Promise.all([reader.page.waitForEvent("load"), update.getByRole("button", { name: "Reload" }).click()]);
  await reader.ready();
  assert.equal(await versions(reader.page), "B B B");
  assert.equal(await said(reader), OFFLINE);
  const large = hosted.server.requests.slice(asked).filter(({ path }) => path.endsWith(".wasm"));
  assert.deepEqual(large, [], "what is the same in both is not loaded again");

  assert.equal(await versions(other.page), "A A A");
  const fromOld = await other.page.evaluate(async () => (await fetch("./page.js")).text());
  assert.match(fromOld, /"A";\n$/, "the old tab still has its own parts");
  await hosted.end();
  await other.page.reload();
  await other.ready();
  assert.equal(await versions(other.page), "B B B");
  await reader.page.reload();
  await reader.ready();
  const names = await reader.page.waitForFunction(async () => {
    const names = (await caches.keys()).filter((name) => /[0-9a-f]{64}$/.test(name));
    return names.length === 1 && names;
  });
  assert.ok(names, "the old version is let go");
  for (const page of [reader, other]) page.forgive(UNREACHABLE);
  assert.deepEqual(other.problems, []);
});

test("an offer that is left for later is gone, by keyboard, and the version comes at the next visit", async (t) => {
  const hosted = await Hosted.begin(t, "A");
  const reader = await here.visit(t, { offline: true, at: hosted.server.url });
  await reader.ready();
  await reader.page.reload();
  await reader.ready();
  hosted.change("B");
  await reader.page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  const later = reader.page.getByRole("button", { name: "Later" });
  await later.waitFor();
  await later.focus();
  await reader.page.keyboard.press("Enter");
  await reader.page.locator("#update").waitFor({ state: "hidden" });
  assert.equal(await versions(reader.page), "A A A");
  // With its last tab the old version goes.
  const next = new Reader(await reader.page.context().newPage());
  await reader.page.goto("about:blank");
  await next.page.goto(hosted.server.url);
  await next.ready();
  assert.equal(await versions(next.page), "B B B");
});

test("languages that were loaded are there without a server, in the form that the site has; others say that they are not", { skip: lacks("deu") }, async (t) => {
  const hosted = await Hosted.begin(t, "A");
  const reader = await here.visit(t, { offline: true, at: hosted.server.url, query: "?lang=eng+deu&dpi=150&workers=1" });
  await reader.ready();
  assert.equal(await said(reader), OFFLINE);
  const models = () => reader.page.evaluate(async () => {
    const name = (await caches.keys()).find((name) => name.endsWith(" models")) ?? "";
    return (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname.replace(/.*\//, "")).sort();
  });
  assert.deepEqual(await models(), ["deu.fast.traineddata", "eng.fast.traineddata"]);
  await hosted.end();
  await reader.page.reload();
  await reader.ready();
  assert.equal(await said(reader), OFFLINE);
  const image = fixture("page.png");
  const [text] = await reader.read(image);
  assert.ok(cer(image.texts[0], text) <= 0.03);

  await reader.page.goto(`${hosted.server.url}?lang=fra`);
  const sentence = /data of this language \(“fra”\) is not kept on this device yet, and the server cannot be reached/;
  await reader.notices.filter({ hasText: sentence }).waitFor();
  assert.match((await said(reader)) ?? "", sentence);

  // The site gets another model of the same name.
  const { models: listed } = JSON.parse(readFileSync(`${new URL("../../dist/models/models.json", import.meta.url).pathname}`, "utf8"));
  const other = Buffer.concat([readFileSync(new URL("../../dist/models/deu.fast.traineddata", import.meta.url)), Buffer.from("\0")]);
  const changed = listed.map((/** @type {any} */ model) =>
    model.lang === "deu" ? { ...model, bytes: other.length, sha256: createHash("sha256").update(other).digest("hex") } : model,
  );
  await hosted.resume();
  hosted.put("models/deu.fast.traineddata", other);
  hosted.put("models/models.json", JSON.stringify({ models: changed }));
  await reader.page.goto(`${hosted.server.url}?lang=deu`);
  await reader.ready();
  assert.equal(await said(reader), OFFLINE);
  assert.deepEqual(hosted.server.requests.filter(({ path }) => path.endsWith(".traineddata")).map(({ path }) => path), ["/models/deu.fast.traineddata"]);
  assert.deepEqual(await models(), ["deu.fast.traineddata", "eng.fast.traineddata"], "and the old one is let go");
  reader.forgive(UNREACHABLE);
});

test("where browsers keep nothing everything is as ever, and nothing is claimed", async (t) => {
  const reader = await here.visit(t);
  await reader.ready();
  assert.equal(await said(reader), NOT_KEPT);
  assert.deepEqual(await reader.page.evaluate(() => caches.keys()), []);
});
