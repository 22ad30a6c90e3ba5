// @ts-check
// Reads one entry of a zip archive (a Python wheel is one). Enough of the format for files below 4 GB.

import { inflateRawSync } from "node:zlib";

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_LENGTH = 22;
const STORED = 0;
const DEFLATED = 8;

/**
 * The content of an entry, or null when there is none of that name.
 *
 * @param {Buffer} zip
 * @param {string} name
 */
export function readZipEntry(zip, name) {
  const end = zip.lastIndexOf(Buffer.from(new Uint32Array([END_OF_DIRECTORY]).buffer), zip.length - END_LENGTH);
  if (end < 0) throw new Error("not a zip archive");
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error("the zip archive's directory is damaged");
    const nameLength = zip.readUInt16LE(at + 28);
    if (zip.toString("utf8", at + 46, at + 46 + nameLength) === name) return content(zip, at);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return null;
}

/**
 * @param {Buffer} zip
 * @param {number} entry where its directory entry begins
 */
function content(zip, entry) {
  const method = zip.readUInt16LE(entry + 10);
  const length = zip.readUInt32LE(entry + 20);
  const header = zip.readUInt32LE(entry + 42);
  // The local header repeats the name, and may carry more extra data than the directory.
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const data = zip.subarray(start, start + length);
  if (method === STORED) return data;
  if (method === DEFLATED) return inflateRawSync(data);
  throw new Error(`zip compression method ${method} is not known`);
}
