// @ts-check
// What the worker answers: a page and its parts from what is kept, of the version that the page is of; lists that may have changed
// from the server, as long as it answers.

import { complete, letGo, letModelsGo, modelAddress } from "./install.js";
import { CACHES, LIST, MODELS, NOTES, OWN, TABS, address, asked, isSound, isVersion, obtain } from "./kept.js";
import { SITE, registration, takeOver } from "./lock.js";

/** How long the server has to send a list, before the one that is kept does. */
const LIST_PATIENCE_MS = 4000;

/**
 * The path of a file of the site, null for any other address. Options in an address are the page's.
 *
 * @param {string} url
 */
export function pathOf(url) {
  const { origin, pathname } = new URL(url);
  const whole = origin + pathname;
  if (!whole.startsWith(SITE)) return null;
  return whole === SITE ? "index.html" : whole.slice(SITE.length);
}

/**
 * A part as a page is to have it.
 *
 * @param {any} event
 * @param {string} path
 */
export async function part(event, path) {
  const { request } = event;
  // Somebody has emptied the browser's caches, or a part could not be mended: everything is as if there were no worker.
  if (!(await caches.has(OWN).catch(() => false))) return asked(path === "index.html" ? "" : path, "no-cache");
  const version = request.mode === "navigate" ? await entered(event) : await versionOf(event.clientId);
  const cache = await caches.open(CACHES + version);
  const kept = isMistrusted(request) && version === LIST.version ? undefined : await cache.match(address(path));
  // What a script fetches, the page checks itself (www/assets.js), by this list.
  const isChecked = request.destination === "" && path !== "assets.json";
  if (kept && (isChecked || (await isAsListed(kept.clone(), path, version)))) return kept;
  // Of a version that is not this one nothing else is to be had, and parts of two versions are never mixed.
  if (version !== LIST.version) return Response.error();
  await cache.delete(address(path));
  try {
    await obtain(path);
  } catch (error) {
    const answer = await giveUp();
    if (answer && path === "index.html") return answer;
    throw error;
  }
  return (await cache.match(address(path))) ?? Response.error();
}

/**
 * @param {Response} response
 * @param {string} path
 * @param {string} version
 */
async function isAsListed(response, path, version) {
  return version !== LIST.version || isSound(await response.blob(), LIST.files[path]?.sha256);
}

/** A part is damaged, and the server, which answers, does not have it any more: from now on the server alone has the word. */
async function giveUp() {
  const answer = await asked("", "no-store").catch(() => null);
  if (!answer?.ok) return null;
  await caches.delete(OWN);
  await registration.unregister();
  return answer;
}

/** Whether the page has found that what it got was not as it should be. @param {Request} request */
function isMistrusted({ cache, destination }) {
  return cache === "reload" && destination === "";
}

/** A tab opens the page: it has this version until it is loaded anew. @param {any} event */
async function entered(event) {
  if (event.resultingClientId) {
    // Where there is no room for the note the tab has this version as well, as long as there is no other.
    await note(event.resultingClientId).catch(() => {});
    if ((await caches.keys()).some((name) => isVersion(name) && name !== OWN)) event.waitUntil(letGo());
  }
  return LIST.version;
}

/** @param {string} tab */
async function note(tab) {
  await (await caches.open(TABS)).put(address(tab), new Response(LIST.version));
}

/** @param {string} tab */
async function versionOf(tab) {
  const version = tab ? await (await (await caches.open(TABS)).match(address(tab)))?.text() : undefined;
  return version ?? LIST.version;
}

/**
 * A list as the server has it now, or as it was when the server last answered.
 *
 * @param {string} path
 * @param {RequestCache} cache
 */
export async function newest(path, cache) {
  const lists = await caches.open(NOTES);
  const coming = asked(path, cache).then((response) => listed(lists, path, response));
  coming.catch(() => {});
  const late = new Promise((resolve) => setTimeout(resolve, LIST_PATIENCE_MS));
  const answer = await Promise.race([coming, late]).catch(() => undefined);
  return answer ?? (await lists.match(address(path))) ?? coming;
}

/**
 * @param {Cache} lists
 * @param {string} path
 * @param {Response} response
 */
async function listed(lists, path, response) {
  if (response.status >= 500) throw new Error(`The server has no answer for ${path}.`);
  if (!response.ok) {
    // That it has none is worth knowing when it does not answer.
    await lists.put(address(path), response.clone());
    return response;
  }
  const text = await response.text();
  const answer = () => new Response(text, { headers: { "Content-Type": "application/json" } });
  try {
    const list = JSON.parse(text);
    await lists.put(address(path), answer());
    if (path === "models/models.json") await letModelsGo(list);
  } catch {
    // The page of a network that wants to be paid first is no list; a list with a mistake in it is, and the page says so.
    if (response.headers.get("content-type")?.startsWith("text/html")) throw new Error(`${path} is no list.`);
  }
  return answer();
}

/**
 * What a page asks of the worker.
 *
 * @param {any} event
 */
export async function reply({ data, ports: [port] }) {
  if (data === "version") return port.postMessage(LIST.version);
  if (data === "take-over") return takeOver();
  if (data === "whole") {
    const isWhole = await complete().then(() => true, () => false);
    if (!isWhole) await giveUp();
    return port.postMessage(isWhole);
  }
  const { path, sha256, model } = data.keep;
  try {
    if (!(await isSound(model, sha256))) return port.postMessage(false);
    await (await caches.open(MODELS)).put(modelAddress(path, sha256), new Response(model));
    port.postMessage(true);
  } catch {
    port.postMessage(false);
  }
}
