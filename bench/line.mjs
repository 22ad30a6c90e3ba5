// @ts-check
// The built site as a server on the web sends it: compressed, with tags, and over a line of any speed, since not every
// browser can slow one down.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";

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

/** The site compressed, each file with a tag by which it is known again. @param {string} folder */
export function packed(folder) {
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
 * @param {number} megabits a second
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export function server(files, megabits) {
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
