// @ts-check
// Reads a PNG of eight bits a sample, grey or RGB, as grey: enough for a page to be read in tests.

import { inflateSync } from "node:zlib";

const SIGNATURE_LENGTH = 8;
const CHANNELS = new Map([[0, 1], [2, 3]]);

/**
 * @param {Buffer} png
 * @returns {import("./module.mjs").Grey}
 */
export function readPng(png) {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const channels = CHANNELS.get(png[25]);
  if (png[24] !== 8 || channels === undefined || png[28] !== 0) throw new Error("this kind of PNG is not read here");
  const parts = [];
  for (let at = SIGNATURE_LENGTH; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const rows = unfilter(inflateSync(Buffer.concat(parts)), width * channels, height, channels);
  const pixels = new Uint8Array(width * height);
  for (let i = 0; i < pixels.length; i++) {
    const [r, g, b] = [0, 1, 2].map((c) => rows[i * channels + (channels === 1 ? 0 : c)]);
    pixels[i] = Math.round(0.299 * r + 0.587 * g + 0.114 * b);
  }
  return { width, height, pixels };
}

/**
 * Undoes the filter of each row.
 *
 * @param {Buffer} data
 * @param {number} stride bytes of a row
 * @param {number} height
 * @param {number} back bytes of a pixel
 */
function unfilter(data, stride, height, back) {
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const left = x < back ? 0 : rows[y * stride + x - back];
      const up = y === 0 ? 0 : rows[(y - 1) * stride + x];
      const corner = x < back || y === 0 ? 0 : rows[(y - 1) * stride + x - back];
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      rows[y * stride + x] = data[y * (stride + 1) + 1 + x] + guess;
    }
  }
  return rows;
}

/**
 * @param {number} left
 * @param {number} up
 * @param {number} corner
 */
function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value));
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
