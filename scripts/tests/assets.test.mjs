// @ts-check
// How the parts of Pagewise are counted while they come.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { Assets } from "../../www/assets.js";

/** @param {string} text */
const entry = (text) => ({ bytes: text.length, sha256: createHash("sha256").update(text).digest("hex") });

test("a part that has to be fetched again takes nothing from what others have brought", async (t) => {
  const { readable: old, writable } = new TransformStream();
  const coming = writable.getWriter();
  const answers = new Map([
    ["./part.js default", () => new Response(old)],
    ["./part.js reload", () => new Response("the part")],
    ["./other.js default", () => new Response("another part")],
  ]);
  t.mock.method(globalThis, "fetch", async (/** @type {string} */ url, /** @type {RequestInit} */ { cache }) =>
    answers.get(`${url} ${cache}`)?.(),
  );
  const files = { "part.js": entry("the part"), "other.js": entry("another part") };
  const assets = new Assets({ files, engine: null }, { models: [] }, "");
  const part = assets.load("part.js");
  await assets.load("other.js");
  await coming.write(Buffer.from("an old file"));
  await coming.close();
  assert.equal(await (await part).text(), "the part");
  assert.deepEqual([assets.loaded, assets.total], ["the part".length + "another part".length, assets.loaded]);
});

test("a model is found by its list; of one that a person added nothing is checked", async (t) => {
  const known = { lang: "eng", variant: "fast", file: "eng.fast.traineddata", ...entry("a model") };
  const added = { lang: "xyz", file: "xyz.traineddata" };
  const lists = new Map([
    ["./assets.json", JSON.stringify({ files: {}, engine: null })],
    ["./models/models.json", JSON.stringify({ models: [known, added] })],
    ["./config.json", '{ "title": "Ours" }'],
    ["./models/eng.fast.traineddata", "a modem"],
    ["./models/xyz.traineddata", "anything"],
  ]);
  /** @type {string[]} */
  const asked = [];
  t.mock.method(globalThis, "fetch", async (/** @type {string} */ url, /** @type {RequestInit} */ { cache }) => {
    asked.push(`${url} ${cache}`);
    return new Response(lists.get(url));
  });
  const assets = await Assets.open();
  assert.deepEqual(assets.models?.models, [known, added]);
  assert.equal(assets.config, '{ "title": "Ours" }', "as it stands there: Rust says what is wrong in it");
  assert.equal(await (await assets.load("models/xyz.traineddata")).text(), "anything");
  assert.deepEqual([assets.loaded, assets.total], [8, 8]);
  await assert.rejects(assets.load("models/eng.fast.traineddata"), /models\/eng\.fast\.traineddata/);
  assert.deepEqual(asked.slice(0, 3).sort(), ["./assets.json no-cache", "./config.json no-cache", "./models/models.json no-cache"]);
  assert.deepEqual(asked.slice(4), ["./models/eng.fast.traineddata default", "./models/eng.fast.traineddata reload"]);
  assert.deepEqual([assets.loaded, assets.total], [8, 8]);
});

test("without a list of models and a word of the site the other parts come all the same", async (t) => {
  t.mock.method(globalThis, "fetch", async (/** @type {string} */ url) =>
    url === "./assets.json" ? new Response(JSON.stringify({ files: {}, engine: null })) : new Response("", { status: 404 }),
  );
  const assets = await Assets.open();
  assert.deepEqual([assets.models, assets.config], [null, undefined]);
});
