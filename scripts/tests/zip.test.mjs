// @ts-check

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";

import { readZipEntry } from "../build/zip.mjs";

/**
 * A zip archive, written as the format's description has it.
 *
 * @param {{ name: string, content: string, deflate: boolean }[]} entries
 * @param {string} comment
 */
function archive(entries, comment) {
  /** @type {Buffer[]} */
  const parts = [];
  /** @type {Buffer[]} */
  const directory = [];
  let offset = 0;
  for (const { name, content, deflate } of entries) {
    const data = deflate ? deflateRawSync(content) : Buffer.from(content);
    const extra = Buffer.from("local extra data");
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(extra.length, 28);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50);
    central.writeUInt16LE(deflate ? 8 : 0, 10);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    parts.push(local, Buffer.from(name), extra, data);
    directory.push(central, Buffer.from(name));
    offset += 30 + name.length + extra.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, ...directory, end, Buffer.from(comment)]);
}

const ZIP = archive(
  [
    { name: "data/first.txt", content: "stored", deflate: false },
    { name: "data/second.txt", content: "deflated ".repeat(1000), deflate: true },
  ],
  "a comment",
);

test("reads stored and deflated entries", () => {
  assert.equal(String(readZipEntry(ZIP, "data/first.txt")), "stored");
  assert.equal(String(readZipEntry(ZIP, "data/second.txt")), "deflated ".repeat(1000));
});

test("tells an absent entry from a damaged archive", () => {
  assert.equal(readZipEntry(ZIP, "data/third.txt"), null);
  assert.throws(() => readZipEntry(Buffer.from("no zip archive at all, just text"), "data/first.txt"));
});
