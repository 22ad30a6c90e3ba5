// @ts-check
// Draws www/icon.svg as PNG: what of SVG that drawing uses, which is filled paths and strokes across with round ends.

import { deflateSync } from "node:zlib";

/** @typedef {{ x: number, y: number }} Point */
/** @typedef {[from: number, to: number]} Span */
/** @typedef {{ color: number[], spans: (y: number) => Span[] }} Shape what of a line it covers */

/** Samples of a pixel, in each direction. */
const SAMPLE_BITS = 2;
const SAMPLES = 1 << SAMPLE_BITS;
/** Steps in which a quarter of a circle is drawn. */
const ARC_STEPS = 8;
/** The share of a maskable icon that the drawing takes: within a circle of four fifths of its width. */
const MASKED_SHARE = 0.62;
/** The ground of a maskable icon, which reaches its edges: the page's. */
const GROUND = "#f5f6f3";

/**
 * @param {string} svg
 * @param {number} size pixels, in each direction
 * @param {boolean} maskable
 */
export function drawIcon(svg, size, maskable) {
  const [, box] = svg.match(/viewBox="0 0 (\d+) \1"/) ?? [];
  if (box === undefined) throw new Error("www/icon.svg is not a square from 0 on");
  const shapes = [...svg.matchAll(/<path ([^>]*)\/>/g)].map(([, attributes]) => shape(attributes));
  const scale = Number(box) / size / (maskable ? MASKED_SHARE : 1) / SAMPLES;
  const middle = (size * SAMPLES) / 2;
  const inDrawing = (/** @type {number} */ sample) => (sample + 0.5 - middle) * scale + Number(box) / 2;
  const toSample = (/** @type {number} */ place) => Math.round((place - Number(box) / 2) / scale + middle);
  const rows = Buffer.alloc(size * (1 + size * 4));
  for (let y = 0; y < size; y++) {
    const sums = new Float64Array(size * 4);
    for (let line = 0; line < SAMPLES; line++) {
      /** @type {(number[] | undefined)[]} */
      const samples = new Array(size * SAMPLES).fill(maskable ? rgb(GROUND) : undefined);
      for (const { color, spans } of shapes) {
        for (const [from, to] of spans(inDrawing(y * SAMPLES + line))) samples.fill(color, Math.max(0, toSample(from)), Math.max(0, toSample(to)));
      }
      samples.forEach((color, x) => {
        if (!color) return;
        const at = (x >> SAMPLE_BITS) * 4;
        for (let channel = 0; channel < 3; channel++) sums[at + channel] += color[channel];
        sums[at + 3] += 255;
      });
    }
    for (let x = 0; x < size; x++) {
      const [red, green, blue, covered] = sums.subarray(x * 4, x * 4 + 4);
      const pixel = [red, green, blue].map((sum) => (covered > 0 ? (sum * 255) / covered : 0));
      rows.set([...pixel, covered / SAMPLES ** 2].map(Math.round), y * (1 + size * 4) + 1 + x * 4);
    }
  }
  return png(size, rows);
}

/** @param {string} attributes @returns {Shape} */
function shape(attributes) {
  const value = (/** @type {string} */ name) => attributes.match(new RegExp(`(?:^| )${name}="([^"]*)"`))?.[1];
  const points = outline(value("d") ?? "");
  const stroke = value("stroke");
  if (stroke === undefined) return { color: rgb(value("fill")), spans: (y) => inside(points, y) };
  const [from, to] = points;
  if (from.y !== to.y) throw new Error("www/icon.svg has a stroke that does not run across");
  const reach = Number(value("stroke-width")) / 2;
  return {
    color: rgb(stroke),
    spans: (y) => {
      const beyond = Math.sqrt(reach ** 2 - (y - from.y) ** 2);
      return Number.isNaN(beyond) ? [] : [[from.x - beyond, to.x + beyond]];
    },
  };
}

/** @param {string | undefined} color */
function rgb(color) {
  if (!/^#[0-9a-f]{6}$/.test(color ?? "")) throw new Error(`www/icon.svg has a color that is not drawn: ${color}`);
  return [1, 3, 5].map((at) => parseInt(String(color).slice(at, at + 2), 16));
}

/**
 * The corners of a path of lines and quarters of circles.
 *
 * @param {string} path
 */
function outline(path) {
  /** @type {Point[]} */
  const points = [];
  let at = { x: 0, y: 0 };
  const go = (/** @type {number} */ x, /** @type {number} */ y) => points.push((at = { x, y }));
  for (const [, command, numbers] of path.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const values = (numbers.match(/-?[\d.]+/g) ?? []).map(Number);
    if (command === "M") go(values[0], values[1]);
    else if (command === "h") go(at.x + values[0], at.y);
    else if (command === "H") go(values[0], at.y);
    else if (command === "v") go(at.x, at.y + values[0]);
    else if (command === "V") go(at.x, values[0]);
    else if (command === "l") go(at.x + values[0], at.y + values[1]);
    else if (command === "a") arc(at, values, go);
    else if (command !== "z") throw new Error(`www/icon.svg has a command that is not drawn: ${command}`);
  }
  return points;
}

/**
 * A quarter of a circle, from where the path is.
 *
 * @param {Point} from
 * @param {number[]} values
 * @param {(x: number, y: number) => void} go
 */
function arc(from, [radius, , , , sweep, dx, dy], go) {
  if (Math.abs(dx) !== radius || Math.abs(dy) !== radius) throw new Error("www/icon.svg has an arc that is no quarter of a circle");
  // The middle lies beside the line from end to end, on the side that it is swept around.
  const isFirstAlongX = (dx * dy > 0) === (sweep === 1);
  const middle = isFirstAlongX ? { x: from.x, y: from.y + dy } : { x: from.x + dx, y: from.y };
  const start = Math.atan2(from.y - middle.y, from.x - middle.x);
  for (let step = 1; step <= ARC_STEPS; step++) {
    const angle = start + ((sweep === 1 ? 1 : -1) * Math.PI * step) / 2 / ARC_STEPS;
    go(middle.x + radius * Math.cos(angle), middle.y + radius * Math.sin(angle));
  }
}

/** What of a line lies inside. @param {Point[]} points @param {number} y @returns {Span[]} */
function inside(points, y) {
  const crossings = points.flatMap((to, i) => {
    const from = points.at(i - 1) ?? to;
    return from.y > y !== to.y > y ? [from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x)] : [];
  });
  crossings.sort((one, other) => one - other);
  return crossings.flatMap((at, i) => (i % 2 === 0 ? [/** @type {Span} */ ([at, crossings[i + 1]])] : []));
}

/**
 * @param {number} size
 * @param {Buffer} rows each with the number of its filter before it
 */
function png(size, rows) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // 8 bits a channel, red, green, blue and alpha.
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

/** @param {string} name @param {Buffer} data */
function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** @param {Buffer} bytes */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
