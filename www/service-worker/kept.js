// @ts-check
// What is kept: a cache for each version, in which nothing lies that was not checked, and the models, by their sums.

import { SITE, clients, lock } from "./lock.js";

/**
 * The list of the build, which writes it here, so that every build is another worker.
 *
 * @type {{ version: string, files: Record<string, { bytes: number, sha256: string }>, engine: { module?: string } }}
 */
export const LIST = /** @type {any} */ ("{{list}}");

// Several Pagewises may lie on one origin, and share its caches: each has names of its own. www/offline.js knows them too.
export const CACHES = `pagewise ${new URL(SITE).pathname} `;
export const OWN = CACHES + LIST.version;
export const MODELS = `${CACHES}models`;
/** Lists that an administrator may change without a build. */
export const NOTES = `${CACHES}lists`;
/** Which tab has which version. */
export const TABS = `${CACHES}tabs`;
/** Files that were shared with the installed page, until it has taken them. */
export const SHARED = `${CACHES}shared`;

/** Files that change without a build, and may be missing. */
export const CHANGEABLE = ["models/models.json", "config.json"];

const download = lock(self, (path) => path === "" || Object.hasOwn(LIST.files, path) || CHANGEABLE.includes(path));

/** @param {string} path */
export const address = (path) => new URL(path, SITE).href;

/**
 * @param {Blob} blob
 * @param {string | undefined} sum
 */
export async function isSound(blob, sum) {
  if (sum === undefined) return true;
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("") === sum;
}

const TYPES = /** @type {Record<string, string>} */ ({
  css: "text/css", html: "text/html", js: "text/javascript", json: "application/json", png: "image/png", svg: "image/svg+xml",
  txt: "text/plain", wasm: "application/wasm", webmanifest: "application/manifest+json",
});

/**
 * A file as it is kept. What the server said of it (a policy of its own, perhaps) stays with it, but for how it was packed.
 *
 * @param {string} path
 * @param {Blob} blob
 * @param {Headers} [headers]
 */
function asKept(path, blob, headers) {
  const kept = new Headers(headers);
  for (const name of ["content-encoding", "content-length", "transfer-encoding", "set-cookie"]) kept.delete(name);
  const type = TYPES[path.split(".").pop() ?? ""] ?? "application/octet-stream";
  kept.set("content-type", /^(text|application\/json)/.test(type) ? `${type}; charset=utf-8` : type);
  return new Response(blob, { headers: kept });
}

/**
 * A part of this version, checked and kept: as a page has it, as an earlier version has it, or as the server has it. Where none of
 * these is right there is nothing to be kept.
 *
 * @param {string} path
 * @param {Blob} [given]
 */
export async function obtain(path, given) {
  const own = await caches.open(OWN);
  const { sha256 } = LIST.files[path];
  /** @param {Blob} blob @param {Headers} [headers] */
  const keep = async (blob, headers) => {
    if (!(await isSound(blob, sha256))) return false;
    await own.put(address(path), asKept(path, blob, headers));
    return true;
  };
  if (given && (await keep(given))) return;
  for (const name of await caches.keys()) {
    const old = isVersion(name) && name !== OWN ? await (await caches.open(name)).match(address(path)) : undefined;
    if (old && (await keep(await old.blob(), old.headers))) return;
  }
  // Servers that know index.html only as the folder send elsewhere who asks for it by its name.
  const addresses = path === "index.html" ? ["", path] : [path];
  for (const cache of /** @type {const} */ (["force-cache", "reload"])) {
    for (const from of addresses) {
      const response = await asked(from, cache).catch(() => null);
      if (response?.ok && (await keep(await response.blob(), response.headers))) return;
    }
  }
  throw new Error(`${path} is not to be had as it should be.`);
}

/**
 * A file of the server, and every page is told that it was asked for.
 *
 * @param {string} path
 * @param {RequestCache} cache
 */
export async function asked(path, cache) {
  for (const client of await pages()) client.postMessage({ asked: address(path), at: Date.now() });
  return download(address(path), { cache });
}

/** The pages of this site, whoever serves them. */
export async function pages() {
  const all = await clients.matchAll({ type: "window", includeUncontrolled: true });
  return all.filter((/** @type {any} */ client) => client.url.startsWith(SITE));
}

/** @param {string} cache */
export function isVersion(cache) {
  return cache.startsWith(CACHES) && /^[0-9a-f]{64}$/.test(cache.slice(CACHES.length));
}
