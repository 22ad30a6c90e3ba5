// @ts-check
// What makes the page installable and lets it run without a server: the manifest, its icons, the service worker.

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../paths.mjs";
import { sha256 } from "./digest.mjs";
import { drawIcon } from "./icon.mjs";

/** @typedef {import("./assets.mjs").Files} Files */

/**
 * The parts of the service worker, in the order in which they are one script, because not every browser takes modules there: the
 * first takes away what none may have.
 */
const WORKER_PARTS = ["lock", "kept", "install", "answer", "share", "main"];

/** Edges of the icons, in pixels. A maskable one may be cut to a circle of four fifths of its width. */
const ICONS = [
  { name: "icon-192.png", size: 192, maskable: false },
  { name: "icon-512.png", size: 512, maskable: false },
  { name: "icon-maskable-512.png", size: 512, maskable: true },
];

/** What the page reads, as the system is to know it. */
const KINDS = {
  "application/pdf": [".pdf"],
  "image/png": [".png"],
  "image/jpeg": [".jpg", ".jpeg"],
  "image/webp": [".webp"],
  "image/bmp": [".bmp"],
  "image/gif": [".gif"],
  "image/tiff": [".tif", ".tiff"],
};

/**
 * The manifest and its icons.
 *
 * @param {{ shareTarget: boolean }} options
 * @returns {Files}
 */
export function installFiles({ shareTarget }) {
  const drawing = readFileSync(join(ROOT, "www", "icon.svg"), "utf8");
  return new Map([
    ["manifest.webmanifest", Buffer.from(`${JSON.stringify(manifest(shareTarget), null, 1)}\n`)],
    ...ICONS.map(({ name, size, maskable }) => /** @type {const} */ ([name, drawIcon(drawing, size, maskable)])),
  ]);
}

/** Every address in it is relative, so that the site can lie anywhere. @param {boolean} shareTarget */
function manifest(shareTarget) {
  const icons = ICONS.map(({ name, size, maskable }) => ({
    src: `./${name}`, sizes: `${size}x${size}`, type: "image/png", purpose: maskable ? "maskable" : "any",
  }));
  return {
    name: "Pagewise",
    short_name: "Pagewise",
    description: "Turns scanned pages into text you can search, copy and keep, on this device.",
    id: "./",
    start_url: "./",
    scope: "./",
    display: "standalone",
    background_color: "#f5f6f3",
    theme_color: "#f5f6f3",
    icons: [...icons, { src: "./icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" }],
    file_handlers: [{ action: "./", accept: KINDS }],
    launch_handler: { client_mode: "navigate-new" },
    ...(shareTarget && {
      share_target: {
        action: "./share",
        method: "POST",
        enctype: "multipart/form-data",
        params: { files: [{ name: "files", accept: Object.keys(KINDS) }] },
      },
    }),
  };
}

/**
 * The service worker, with the list of what it is to keep in it: of another build it is another script, which browsers notice.
 * Nothing of it can be reached from outside of it.
 *
 * @param {Files} files with the list
 */
export function serviceWorker(files) {
  const bytes = /** @type {Buffer} */ (files.get("assets.json"));
  const { files: parts, engine } = JSON.parse(bytes.toString("utf8"));
  const version = sha256(bytes);
  const list = { version, files: { ...parts, "assets.json": { bytes: bytes.length, sha256: version } }, engine };
  const sources = WORKER_PARTS.map((name) => workerPart(readFileSync(join(ROOT, "www", "service-worker", `${name}.js`), "utf8")));
  const script = sources.join("\n").replace('"{{list}}"', () => JSON.stringify(list, null, 1));
  return Buffer.from(`(() => {\n"use strict";\n${script}})();\n`);
}

/** A module without what ties it to the others. @param {string} source */
function workerPart(source) {
  return source.replace(/^import .*\n/gm, "").replace(/^export /gm, "");
}
