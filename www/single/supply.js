// @ts-check
// Where the parts of Pagewise come from in the edition of one file: the file itself, in whose data blocks they stand
// packed. In the place of ../supply.js.

/** Whether there is a server, of which a copy may be kept. */
export const isServed = false;

/** A part is not in the file. */
export class NotThere extends Error {}

/** @type {Map<string, Blob>} */
const packed = new Map();

// Text of a third more than the parts, and of no more use once it is bytes: the browser keeps those where it likes. What
// looks through the page later does not come across it.
for (const block of document.querySelectorAll("script[data-part]")) {
  block.remove();
  const path = /** @type {HTMLElement} */ (block).dataset.part ?? "";
  const before = packed.get(path);
  packed.set(path, new Blob([...(before ? [before] : []), decoded(block.textContent ?? "")]));
}
showTexts();
const lacking = whatIsLacking();

/**
 * The text of a list.
 *
 * @param {string} path
 */
export async function readList(path) {
  const sentence = await lacking;
  if (sentence) throw Object.assign(new Error(path), { sentence });
  return new Response(await openPart(path)).text();
}

/**
 * The bytes of a part, as they come.
 *
 * @param {string} path
 * @returns {Promise<ReadableStream<Uint8Array<ArrayBuffer>>>}
 */
export async function openPart(path) {
  const part = packed.get(path);
  if (!part) throw new NotThere(path);
  return part.stream().pipeThrough(new DecompressionStream("gzip"));
}

/**
 * What a block says; nothing, if it is damaged, which comes out when the part is unpacked. Most browsers read base64 by
 * themselves; the others have it as text of one byte a character.
 *
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
function decoded(text) {
  const { fromBase64 } = /** @type {{ fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }} */ (
    /** @type {unknown} */ (Uint8Array)
  );
  try {
    if (fromBase64) return fromBase64(text);
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

/**
 * The sentence of index.html about what this browser lacks, if it does. WebKit lets no worker of a page from disk import
 * a script, and only trying tells.
 *
 * @returns {Promise<"tooOld" | "notFromDisk" | null>}
 */
async function whatIsLacking() {
  if (typeof DecompressionStream !== "function") return "tooOld";
  const make = `URL.createObjectURL(new Blob(["export {}"], { type: "text/javascript" }))`;
  const act = `import(${make}).then(() => postMessage(true), () => postMessage(false))`;
  const address = URL.createObjectURL(new Blob([act], { type: "text/javascript" }));
  const worker = new Worker(address);
  const imports = await new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = () => resolve(false);
  });
  worker.terminate();
  URL.revokeObjectURL(address);
  return imports ? null : "notFromDisk";
}

/** Links to texts that stand beside the page on a server lead to those that are in the file. */
async function showTexts() {
  for (const link of document.querySelectorAll("a[href^='./']")) {
    const path = link.getAttribute("href")?.slice("./".length) ?? "";
    const text = await openPart(path).then((part) => new Response(part).blob()).catch(() => null);
    // What is not there is said by those who need it.
    if (!text) continue;
    link.setAttribute("href", URL.createObjectURL(new Blob([text], { type: "text/plain; charset=utf-8" })));
    link.setAttribute("target", "_blank");
    link.setAttribute("rel", "noopener");
  }
}
