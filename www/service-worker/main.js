// @ts-check
// What happens to the worker, and who answers.

import { newest, part, pathOf, reply } from "./answer.js";
import { complete, supersede } from "./install.js";
import { CHANGEABLE, LIST } from "./kept.js";
import { worker } from "./lock.js";
import { SHARE_PATH, takeShared } from "./share.js";

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(complete()));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(supersede()));
worker.addEventListener("message", (/** @type {any} */ event) => event.waitUntil(reply(event)));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { method, url } = event.request;
  const path = pathOf(url);
  if (path === SHARE_PATH && method === "POST") return event.respondWith(takeShared(event.request));
  if (method !== "GET" || path === null) return;
  if (CHANGEABLE.includes(path)) return event.respondWith(newest(path, event.request.cache));
  if (Object.hasOwn(LIST.files, path)) event.respondWith(part(event, path));
});
