// @ts-check
// A plain static file server on this computer only, as simple as any that Pagewise may be hosted on.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";

const TYPES = new Map([
  [".css", "text/css; charset=utf-8"],
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".json", "application/json"],
  [".mjs", "text/javascript; charset=utf-8"],
  [".png", "image/png"],
  [".svg", "image/svg+xml"],
  [".txt", "text/plain; charset=utf-8"],
  [".webmanifest", "application/manifest+json"],
]);

/**
 * @typedef {{ method: string, path: string, status: number }} Served
 * @typedef {{ url: string, requests: Served[], close: () => Promise<void> }} Server
 */

/**
 * Serves a folder on 127.0.0.1. `requests` of the result lists what was served, in order.
 *
 * @param {{
 *   root: string,
 *   prefix?: string,
 *   port?: number,
 *   wasmType?: string,
 *   log?: (request: Served) => void,
 * }} options `prefix` is the path under which the folder appears, `wasmType` the MIME type of .wasm; port 0 is a
 *   free one
 * @returns {Promise<Server>}
 */
export function serve({ root, prefix = "/", port = 0, wasmType = "application/wasm", log }) {
  const base = prefix.endsWith("/") ? prefix : `${prefix}/`;
  /** @type {Served[]} */
  const requests = [];

  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const method = request.method ?? "GET";
    const file = method === "GET" || method === "HEAD" ? await fileFor(root, base, path) : null;
    const served = { method, path, status: file === null ? 404 : 200 };
    requests.push(served);
    log?.(served);
    if (file === null) {
      response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" }).end("Not found\n");
      return;
    }
    const ending = extname(file.path);
    const type = ending === ".wasm" ? wasmType : TYPES.get(ending) ?? "application/octet-stream";
    // Always asked for again, so that a new build is seen.
    response.writeHead(200, { "Content-Type": type, "Content-Length": file.size, "Cache-Control": "no-cache" });
    if (method === "HEAD") response.end();
    else createReadStream(file.path).on("error", () => response.destroy()).pipe(response);
  });

  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = /** @type {import("node:net").AddressInfo} */ (server.address());
      resolve({
        url: `http://127.0.0.1:${address.port}${base}`,
        requests,
        close: () => new Promise((done) => {
          server.close(() => done());
          server.closeAllConnections();
        }),
      });
    });
  });
}

/**
 * The file that a request's path names, if it lies inside the folder.
 *
 * @param {string} root
 * @param {string} base
 * @param {string} path
 */
async function fileFor(root, base, path) {
  if (!path.startsWith(base)) return null;
  try {
    const relative = decodeURIComponent(path.slice(base.length));
    const file = normalize(join(root, relative === "" || relative.endsWith("/") ? `${relative}index.html` : relative));
    if (relative.includes("\0") || !file.startsWith(normalize(root + sep))) return null;
    const stats = await stat(file);
    return stats.isFile() ? { path: file, size: stats.size } : null;
  } catch {
    return null;
  }
}
