// @ts-check

import assert from "node:assert/strict";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { serve } from "../serve.mjs";

/** @type {string} */
let folder;
/** @type {string} */
let root;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "pagewise-serve-"));
  root = join(folder, "site");
  await mkdir(join(root, "pkg"), { recursive: true });
  await writeFile(join(root, "index.html"), "<h1>here</h1>");
  await writeFile(join(root, "pkg", "core.wasm"), "wasm");
  await writeFile(join(folder, "secret.txt"), "secret");
  await mkdir(join(folder, "site-of-others"));
  await writeFile(join(folder, "site-of-others", "secret.txt"), "secret");
});

after(() => rm(folder, { recursive: true, force: true }));

/**
 * Asks for a path as it is; fetch would tidy it first.
 *
 * @param {string} url
 * @param {string} path
 * @returns {Promise<{ status: number | undefined, body: string }>}
 */
function ask(url, path) {
  const { port } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => (body += text));
      response.on("end", () => resolve({ status: response.statusCode, body }));
    }).on("error", reject).end();
  });
}

test("serves files with their types and lists the requests", async () => {
  const server = await serve({ root });
  try {
    const page = await fetch(server.url);
    assert.equal(await page.text(), "<h1>here</h1>");
    assert.match(String(page.headers.get("content-type")), /^text\/html/);
    const wasm = await fetch(`${server.url}pkg/core.wasm`);
    assert.equal(wasm.headers.get("content-type"), "application/wasm");
    assert.equal((await fetch(`${server.url}absent.js`)).status, 404);
    assert.deepEqual(server.requests, [
      { method: "GET", path: "/", status: 200 },
      { method: "GET", path: "/pkg/core.wasm", status: 200 },
      { method: "GET", path: "/absent.js", status: 404 },
    ]);
  } finally {
    await server.close();
  }
});

test("serves under a prefix only, and .wasm under the wrong type when asked to", async () => {
  const server = await serve({ root, prefix: "/some/path", wasmType: "text/plain" });
  try {
    assert.match(server.url, /\/some\/path\/$/);
    assert.equal((await fetch(server.url)).status, 200);
    assert.equal((await fetch(`${server.url}pkg/core.wasm`)).headers.get("content-type"), "text/plain");
    assert.equal((await fetch(new URL("/", server.url))).status, 404);
    assert.equal((await fetch(new URL("/pkg/core.wasm", server.url))).status, 404);
  } finally {
    await server.close();
  }
});

test("serves nothing from outside the folder", async () => {
  const server = await serve({ root });
  try {
    for (const path of [
      "/../secret.txt",
      "/%2e%2e/secret.txt",
      "/..%2fsecret.txt",
      "/pkg/..%2f..%2fsecret.txt",
      "/..%2fsite-of-others%2fsecret.txt",
      "/%00",
      "/%zz",
    ]) {
      assert.equal((await ask(server.url, path)).status, 404, path);
    }
  } finally {
    await server.close();
  }
});

test("refuses other methods", async () => {
  const server = await serve({ root });
  try {
    assert.equal((await fetch(server.url, { method: "POST", body: "text" })).status, 404);
    const head = await fetch(server.url, { method: "HEAD" });
    assert.equal(head.headers.get("content-length"), "13");
  } finally {
    await server.close();
  }
});
