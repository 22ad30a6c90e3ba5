// @ts-check
// What is in a ZIP, as which DOCX and XLSX come.

import { inflateRawSync } from "node:zlib";

const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END = 0x06054b50;

/**
 * The content of one of its files, found by the directory at its end.
 *
 * @param {Buffer} zip
 * @param {string} wanted
 */
export function unzipped(zip, wanted) {
  let end = zip.length - 22;
  while (zip.readUInt32LE(end) !== DIRECTORY_END) end -= 1;
  let entry = zip.readUInt32LE(end + 16);
  while (zip.readUInt32LE(entry) === DIRECTORY_ENTRY) {
    const [bytes, name, extra, comment] = [20, 28, 30, 32].map((at) => (at === 20 ? zip.readUInt32LE(entry + at) : zip.readUInt16LE(entry + at)));
    if (zip.toString("utf8", entry + 46, entry + 46 + name) === wanted) {
      const local = zip.readUInt32LE(entry + 42);
      const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const content = zip.subarray(begin, begin + bytes);
      return (zip.readUInt16LE(entry + 10) === 0 ? content : inflateRawSync(content)).toString("utf8");
    }
    entry += 46 + name + extra + comment;
  }
  throw new Error(`There is no ${wanted} in it.`);
}
