// @ts-check
// First of all the worker takes from itself whatever could reach a network, but for one way to download its own parts. It
// cannot rely on a policy: its would be that of the response this script came with, and a plain file server sends none.

/** What stays: the language itself, and what is used below. Whatever browsers add later is not in it. */
const NEEDED = new Set([
  "AggregateError", "Array", "ArrayBuffer", "BigInt", "BigInt64Array", "BigUint64Array", "Boolean", "DataView", "Date", "Error",
  "EvalError", "Float32Array", "Float64Array", "Function", "Infinity", "Int16Array", "Int32Array", "Int8Array", "Intl", "Iterator", "JSON",
  "Map", "Math", "NaN", "Number", "Object", "Promise", "Proxy", "RangeError", "ReferenceError", "Reflect", "RegExp", "Set", "String",
  "Symbol", "SyntaxError", "TypeError", "URIError", "Uint16Array", "Uint32Array", "Uint8Array", "Uint8ClampedArray", "WeakMap",
  "WeakRef", "WeakSet", "decodeURIComponent", "encodeURIComponent", "eval", "globalThis", "isFinite", "isNaN", "parseFloat",
  "parseInt", "undefined",
  "Blob", "File", "FormData", "Headers", "MessageChannel", "Request", "Response", "URL", "URLSearchParams", "addEventListener",
  "caches", "clearTimeout", "console", "constructor", "crypto", "location", "performance", "self", "setTimeout",
]);

/** What would download or open something by itself, of the objects that stay. */
const HARMFUL = /** @type {const} */ ([
  ["Cache", ["add", "addAll"]],
  ["Clients", ["openWindow", "claim"]],
  ["WindowClient", ["navigate"]],
  ["ServiceWorkerRegistration", [
    "backgroundFetch", "cookies", "index", "navigationPreload", "paymentManager", "periodicSync", "pushManager", "showNotification", "sync",
  ]],
]);

/** @type {any} */
export const worker = self;
export const { clients, registration } = worker;
export const takeOver = worker.skipWaiting.bind(worker);

/** Everything of the site lies under this address. */
export const SITE = new URL("./", location.href).href;

/**
 * Takes away what is not needed, and gives a way to download a file of the site, and nothing else.
 *
 * @param {any} scope
 * @param {(path: string) => boolean} isOwn whether the site has such a file
 */
export function lock(scope, isOwn) {
  const native = scope.fetch.bind(scope);
  for (const [name, members] of HARMFUL) {
    for (const member of members) if (scope[name]) Reflect.deleteProperty(scope[name].prototype, member);
  }
  for (let object = scope; object && object !== Object.prototype; object = Object.getPrototypeOf(object)) {
    for (const name of Object.getOwnPropertyNames(object)) {
      if (!NEEDED.has(name)) Reflect.deleteProperty(object, name);
    }
  }
  /** @param {RequestInfo} input @param {RequestInit} [init] */
  const fetch = async (input, init) => {
    const request = new Request(input, init);
    const path = request.url.startsWith(SITE) ? request.url.slice(SITE.length) : null;
    if (request.method !== "GET" || path === null || !isOwn(path)) {
      throw new TypeError(`${request.method} ${request.url} is no download of a part of Pagewise.`);
    }
    // By its address alone: no header, no body and no referrer of whoever asked goes with it, and it leads nowhere else.
    return native(request.url, { cache: request.cache, credentials: "same-origin", redirect: "error", referrerPolicy: "no-referrer" });
  };
  Object.defineProperty(scope, "fetch", { value: fetch });
  return fetch;
}
