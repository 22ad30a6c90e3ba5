// @ts-check
// Pictures one after the other as one moving picture: APNG, which every browser shows and which takes PNGs as they are.

import { crc32 } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** @typedef {{ type: string, data: Buffer }} Chunk */

/** @param {Buffer} png @returns {Chunk[]} */
function chunks(png) {
  const found = [];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    found.push({ type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return found;
}

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** @param {...number} numbers of four bytes each */
function numbers(...numbers) {
  const bytes = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, i) => bytes.writeUInt32BE(number, i * 4));
  return bytes;
}

/**
 * @param {{ png: Buffer, milliseconds: number }[]} frames all of one size and kind; how long each is seen
 * @returns {Buffer} it begins again for ever
 */
export function apng(frames) {
  const [first] = frames.map(({ png }) => chunks(png));
  const header = first.find(({ type }) => type === "IHDR");
  if (!header) throw new Error("This is no PNG.");
  const [width, height] = [header.data.readUInt32BE(0), header.data.readUInt32BE(4)];
  let sequence = 0;
  const parts = [SIGNATURE, chunk("IHDR", header.data), chunk("acTL", numbers(frames.length, 0))];
  for (const [i, { png, milliseconds }] of frames.entries()) {
    const delay = Buffer.alloc(6);
    delay.writeUInt16BE(milliseconds, 0);
    delay.writeUInt16BE(1000, 2);
    parts.push(chunk("fcTL", Buffer.concat([numbers(sequence++, width, height, 0, 0), delay])));
    for (const { data } of chunks(png).filter(({ type }) => type === "IDAT")) {
      parts.push(i === 0 ? chunk("IDAT", data) : chunk("fdAT", Buffer.concat([numbers(sequence++), data])));
    }
  }
  return Buffer.concat([...parts, chunk("IEND", Buffer.alloc(0))]);
}
