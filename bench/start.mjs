// @ts-check
// How long people wait before they can choose a file, and before everything is there: cold and warm, in each browser that
// can be had here, over lines of 5 and 20 Mbit/s. The line is made by our own server, since not every browser has one.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";

import { say } from "../scripts/shell.mjs";
import { BROWSERS } from "../tests/e2e/support/browsers.mjs";
import { describe, machine } from "./machine.mjs";
import { builtSite } from "./site.mjs";

const USAGE = "npm run bench -- start [--site FOLDER]";
const RATES = [5, 20];
/** Bytes that go down the line at once. */
const PIECE = 8192;
const TYPES = new Map([
  [".html", "text/html; charset=utf-8"],
  [".css", "text/css"],
  [".js", "text/javascript"],
  [".svg", "image/svg+xml"],
  [".json", "application/json"],
  [".wasm", "application/wasm"],
]);

/** A line that carries so many bits a second, whoever sends. */
class Line {
  #free = 0;

  /** @param {number} megabits */
  constructor(megabits) {
    this.bytesPerMs = (megabits * 1e6) / 8 / 1000;
  }

  /** Waits until so many bytes have gone down the line. @param {number} bytes */
  carried(bytes) {
    const now = performance.now();
    this.#free = Math.max(now, this.#free) + bytes / this.bytesPerMs;
    return new Promise((resolve) => setTimeout(resolve, this.#free - now));
  }
}

/** The site as a server sends it: compressed, with a tag by which it is known again. @param {string} folder */
function packed(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(entries.map((entry) => {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    const bytes = readFileSync(file);
    const tag = `"${createHash("sha256").update(bytes).digest("base64url")}"`;
    const type = TYPES.get(extname(file)) ?? "application/octet-stream";
    return [relative(folder, file).split(sep).join("/"), { tag, type, body: gzipSync(bytes) }];
  }));
}

/**
 * @param {ReturnType<typeof packed>} files
 * @param {number} megabits
 * @returns {Promise<{ url: string, close: () => void }>}
 */
function server(files, megabits) {
  const line = new Line(megabits);
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname).slice(1) || "index.html";
    const file = files.get(path);
    if (!file) return void response.writeHead(404).end();
    const head = { ETag: file.tag, "Cache-Control": "no-cache", "Content-Type": file.type };
    if (request.headers["if-none-match"] === file.tag) return void response.writeHead(304, head).end();
    response.writeHead(200, { ...head, "Content-Encoding": "gzip" });
    const { body } = file;
    for (let at = 0; at < body.length; at += PIECE) {
      const piece = body.subarray(at, at + PIECE);
      await line.carried(piece.length);
      response.write(piece);
    }
    response.end();
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => {
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    resolve({ url: `http://127.0.0.1:${port}/`, close: () => (server.closeAllConnections(), server.close()) });
  }));
}

/** In the page: milliseconds from asking for it until it is painted, with the field for files, and until it is ready. */
async function standing() {
  const ready = await new Promise((resolve) => {
    const look = () => (document.querySelector("#boot[data-state=ready]") ? resolve(performance.now()) : setTimeout(look, 5));
    look();
  });
  const painted = performance.getEntriesByName("first-contentful-paint")[0];
  return { choose: painted?.startTime ?? null, ready };
}

/** @param {string[]} args */
export async function start(args) {
  const folder = await builtSite(args[0] === "--site" ? args[1] ?? "" : null, USAGE);
  const files = packed(folder);
  const rows = ["| browser | Mbit/s | visit | a file can be chosen, s | ready, s |", "| --- | ---: | --- | ---: | ---: |"];
  const seconds = (/** @type {number | null} */ ms) => (ms === null ? "not told" : (ms / 1000).toFixed(2));
  for (const { name, skip, open } of BROWSERS) {
    if (skip) say(`${name} is left out: ${skip}`);
    for (const megabits of skip ? [] : RATES) {
      const { url, close } = await server(files, megabits);
      const visitor = await open();
      try {
        for (const visit of ["cold", "warm"]) {
          await visitor.goto(url);
          const { choose, ready } = await visitor.evaluate(standing);
          rows.push(`| ${name} | ${megabits} | ${visit} | ${seconds(choose)} | ${seconds(ready)} |`);
          say(/** @type {string} */ (rows.at(-1)));
          await visitor.goto("about:blank");
        }
      } finally {
        await visitor.close();
        close();
      }
    }
  }
  process.stdout.write(`\n${describe(machine())}\n\n${rows.join("\n")}\n`);
  return 0;
}
