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
  const assets = new Assets({ files: { "part.js": entry("the part"), "other.js": entry("another part") }, models: [], engine: null });
  const part = assets.load("part.js");
  await assets.load("other.js");
  await coming.write(Buffer.from("an old file"));
  await coming.close();
  assert.equal(await (await part).text(), "the part");
  assert.deepEqual([assets.loaded, assets.total], ["the part".length + "another part".length, assets.loaded]);
});
