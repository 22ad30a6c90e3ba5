// @ts-check
// The edition of one file: the page with everything in it, which opens from disk. Its scripts and its style sheet stand
// in it and are allowed by their sums; what they load stands in data blocks, packed, and is checked when it is unpacked.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { ROOT } from "../paths.mjs";
import { Failure } from "../shell.mjs";
import { assetList, listedModels, modelList } from "./assets.mjs";
import { edition } from "./editions.mjs";
import { joined } from "./join.mjs";

/** @typedef {import("./assets.mjs").Files} Files */

/** What the page loads after itself, beside the models and the lists. */
const PARTS = /^(?:(?:pkg|pkg-writer|engines)\/.*|worker\.js|writer\.js|licenses\.txt)$/;
/** Lists and settings that a page may have, by the names under which it asks for them. */
const OPTIONAL = ["config.json"];
/** Bytes of a data block: a browser has it as text and as bytes for a moment. A multiple of three needs no filling. */
const BLOCK = 3 << 18;

/**
 * @param {Files} files those of the site
 * @param {string[]} languages codes, each with `:variant` or without; of several models the first is taken
 * @returns {string}
 */
export function singleFile(files, languages) {
  const script = joined("page.js", (path) => (path === "supply.js" ? supply() : text(files, path)));
  const language = text(files, "language.js");
  const style = text(files, "style.css");
  const icon = `data:image/svg+xml;base64,${content(files, "icon.svg").toString("base64")}`;
  const parts = embedded(files, languages);

  let page = edition(readFileSync(join(ROOT, "index.html"), "utf8"), "single");
  page = page.replace(/(<meta http-equiv="Content-Security-Policy" content=")([^"]*)"/, (_, before, policy) =>
    `${before}${singlePolicy(policy, { scripts: [language, script], style })}"`);
  page = put(page, /<script src="\.\/language\.js"><\/script>/, `<script>${within("script", language)}</script>`);
  page = put(page, /<link rel="stylesheet" href="\.\/style\.css">/, `<style>${within("style", style)}</style>`);
  page = put(page, /<script type="module" src="\.\/page\.js"><\/script>/, `<script type="module">${within("script", script)}</script>`);
  page = page.replaceAll('"./icon.svg"', `"${icon}"`);
  return put(page, /<\/body>/, `${[...parts].map(([path, bytes]) => blocks(path, bytes)).join("")}</body>`);
}

/** @returns {string} */
function supply() {
  return readFileSync(join(ROOT, "www", "single", "supply.js"), "utf8");
}

/**
 * The parts that go into the file, with lists that name no others.
 *
 * @param {Files} files
 * @param {string[]} languages
 * @returns {Files}
 */
function embedded(files, languages) {
  const models = languages.map((wanted) => chosen(wanted, listedModels(files)));
  const parts = new Map([...files].filter(([path]) => PARTS.test(path)));
  const { engine } = JSON.parse(text(files, "assets.json"));
  const optional = OPTIONAL.filter((path) => files.has(path));
  return new Map([
    ["assets.json", assetList(parts, engine)],
    ["models/models.json", modelList(models)],
    ...optional.map((path) => /** @type {const} */ ([path, content(files, path)])),
    ...parts,
    ...models.map(({ file }) => /** @type {const} */ ([`models/${file}`, content(files, `models/${file}`)])),
  ]);
}

/**
 * @param {string} wanted
 * @param {import("./assets.mjs").Offer[]} offers
 */
function chosen(wanted, offers) {
  const [lang, variant] = wanted.split(":");
  const found = offers.find((offer) => offer.lang === lang && (variant ?? offer.variant) === offer.variant);
  if (found) return found;
  const there = offers.map((offer) => `${offer.lang}:${offer.variant}`).join(", ");
  throw new Failure(
    `There is no model ${wanted} to put into the file.`,
    `There are ${there}. Others are fetched by \`npm run languages -- add CODE\`.`,
  );
}

/**
 * The page's policy for a page that has no server: what is allowed from there is allowed by its sum, or not at all.
 *
 * @param {string} policy
 * @param {{ scripts: string[], style: string }} inline
 */
export function singlePolicy(policy, { scripts, style }) {
  /** @type {Record<string, string>} */
  const instead = { "script-src": scripts.map(sum).join(" "), "style-src": sum(style), "img-src": "data:" };
  return policy
    .split(";")
    .map((directive) => {
      const [name, ...sources] = directive.trim().split(/\s+/);
      const left = sources.flatMap((source) => (source === "'self'" ? instead[name] ?? [] : source));
      return [name, ...(left.length > 0 ? left : ["'none'"])].join(" ");
    })
    .join("; ");
}

/** @param {string} content */
function sum(content) {
  return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
}

/**
 * Data blocks, which no browser runs.
 *
 * @param {string} path
 * @param {Buffer} bytes
 */
function blocks(path, bytes) {
  const packed = gzipSync(bytes, { level: 9, memLevel: 9 });
  let text = "";
  for (let at = 0; at < packed.length; at += BLOCK) {
    text += `<script type="application/gzip" data-part="${path}">${packed.toString("base64", at, at + BLOCK)}</script>\n`;
  }
  return text;
}

/**
 * The text of an element. What would end it early cannot be in it.
 *
 * @param {string} element
 * @param {string} text
 */
function within(element, text) {
  if (!new RegExp(`</${element}|<!--`, "i").test(text)) return text;
  throw new Failure(`A ${element} of the page contains what would end it early.`, `Write "</${element}" and "<!--" in two pieces.`);
}

/**
 * @param {string} page
 * @param {RegExp} place
 * @param {string} text
 */
function put(page, place, text) {
  if (!place.test(page)) throw new Failure(`index.html has no ${place.source}.`, "Adapt scripts/build/single.mjs to it.");
  return page.replace(place, () => text);
}

/**
 * @param {Files} files
 * @param {string} path
 */
function content(files, path) {
  const bytes = files.get(path);
  if (!bytes) throw new Failure(`The site has no ${path}.`, "Build it anew.");
  return bytes;
}

/**
 * @param {Files} files
 * @param {string} path
 */
function text(files, path) {
  return content(files, path).toString("utf8");
}
