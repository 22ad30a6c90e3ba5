// @ts-check
// A version counts when all of it is here: until then the worker is not installed, and nothing is served.

import { newest } from "./answer.js";
import { CACHES, CHANGEABLE, LIST, MODELS, OWN, TABS, address, isVersion, obtain, pages } from "./kept.js";
import { SITE, clients, registration } from "./lock.js";

/** Where the list of versions is written down that this one has taken the place of. */
const SUPERSEDED = "superseded";
/** How long a page has to say what it has. One that sleeps does not answer. */
const PATIENCE_MS = 3000;

/**
 * The parts of this version that are to be there. Of the builds of the package's engine a browser needs one, which a page knows, or
 * the version before this one.
 *
 * @param {string[]} given
 */
function parts(given) {
  const isNeeded = (/** @type {string} */ path) =>
    LIST.engine.module !== undefined || !path.startsWith("engines/tesseract/") || given.includes(path);
  return Object.keys(LIST.files).filter(isNeeded);
}

/** Parts that are not kept. */
async function missing() {
  const kept = new Set((await (await caches.open(OWN)).keys()).map(({ url }) => url));
  return Object.keys(LIST.files).filter((path) => !kept.has(address(path)));
}

/** Brings in what is missing of this version; rejects if not all of it is to be had. */
export async function complete() {
  const absent = await missing();
  if (absent.length === 0) return;
  const given = await offered(absent);
  const wanted = parts([...given.keys(), ...(await keptBefore())]).filter((path) => absent.includes(path));
  await Promise.all(wanted.map((path) => obtain(path, given.get(path))));
  await Promise.all(CHANGEABLE.map((path) => newest(path, "no-cache").catch(() => null)));
}

/** What other versions have. */
async function keptBefore() {
  const versions = (await caches.keys()).filter((name) => isVersion(name) && name !== OWN);
  const kept = await Promise.all(versions.map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().map(({ url }) => url.slice(SITE.length));
}

/**
 * What pages have loaded of these parts.
 *
 * @param {string[]} paths
 * @returns {Promise<Map<string, Blob>>}
 */
async function offered(paths) {
  const answers = await Promise.all((await pages()).map((/** @type {any} */ client) => answerOf(client, { give: paths })));
  return new Map(answers.flatMap((answer) => [.../** @type {Map<string, Blob>} */ (answer ?? [])]));
}

/**
 * @param {any} client
 * @param {unknown} question
 */
function answerOf(client, question) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(resolve, PATIENCE_MS);
    port1.onmessage = ({ data }) => {
      clearTimeout(timer);
      resolve(data);
    };
    client.postMessage(question, [port2]);
  });
}

/** This version takes over: whatever others there are will not come back, unless one of them is being installed already. */
export async function supersede() {
  if (registration.installing || registration.waiting) return;
  const old = (await caches.keys()).filter((name) => isVersion(name) && name !== OWN);
  await (await caches.open(TABS)).put(address(SUPERSEDED), new Response(JSON.stringify(old)));
  await letGo();
}

/** Lets go of superseded versions that no tab has any more, and of tabs that are closed. */
export async function letGo() {
  const tabs = await caches.open(TABS);
  /** @type {string[]} */
  const superseded = (await (await tabs.match(address(SUPERSEDED)))?.json()) ?? [];
  const used = new Set([OWN]);
  for (const request of await tabs.keys()) {
    if (request.url === address(SUPERSEDED)) continue;
    const version = await (await tabs.match(request))?.text();
    if (await clients.get(request.url.slice(SITE.length))) used.add(CACHES + version);
    else await tabs.delete(request);
  }
  await Promise.all(superseded.filter((name) => !used.has(name)).map((name) => caches.delete(name)));
}

/**
 * Lets go of models that the site does not have any more, or not in this form.
 *
 * @param {{ models?: { file: string, sha256?: string }[] }} list
 */
export async function letModelsGo(list) {
  if (!Array.isArray(list?.models)) return;
  const listed = new Set(list.models.map(({ file, sha256 }) => modelAddress(`models/${file}`, sha256)));
  const kept = await caches.open(MODELS);
  const gone = (await kept.keys()).filter(({ url }) => !listed.has(url));
  await Promise.all(gone.map((request) => kept.delete(request)));
}

/**
 * A model under its name and its sum, so that another one of that name is another. www/offline.js looks for it there.
 *
 * @param {string} path
 * @param {string | undefined} sha256
 */
export function modelAddress(path, sha256) {
  return address(sha256 === undefined ? path : `${path}?${sha256}`);
}
