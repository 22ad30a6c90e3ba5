// @ts-check
// Where the parts of Pagewise come from: the server that the page came from. The edition of one file has another of
// these (single/supply.js) in this one's place, and nothing else knows which edition it is.

/** Whether there is a server, of which a copy may be kept. */
export const isServed = true;

/** The server answers, and has not what was asked for. Anything else means that it does not answer. */
export class NotThere extends Error {}

/**
 * @param {string} path
 * @param {RequestCache} cache
 */
async function ask(path, cache) {
  const response = await fetch(`./${path}`, { cache });
  // Some servers send a page for whatever they do not have.
  const isPage = response.headers.get("content-type")?.startsWith("text/html");
  if (!response.ok || !response.body || isPage) throw new NotThere(path);
  return response;
}

/**
 * The text of a list. Asked for anew at every visit, so that old and new parts never mix.
 *
 * @param {string} path
 */
export async function readList(path) {
  return (await ask(path, "no-cache")).text();
}

/**
 * The bytes of a part, as they come.
 *
 * @param {string} path
 * @param {boolean} anew past whatever the browser has kept of another version
 * @returns {Promise<ReadableStream<Uint8Array<ArrayBuffer>>>}
 */
export async function openPart(path, anew) {
  const { body } = await ask(path, anew ? "reload" : "default");
  return /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (body);
}
