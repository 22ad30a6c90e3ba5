// @ts-check
// Every file of dist/ with its content: the page, the compiled core, the engines, the language models.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { readManifest } from "../manifest.mjs";
import { ROOT } from "../paths.mjs";
import { modelPath } from "../setup/models.mjs";
import { Failure } from "../shell.mjs";
import { sha256 } from "./digest.mjs";
import { edition } from "./editions.mjs";

/** @typedef {Map<string, Buffer>} Files content by path in dist/ */
/** @typedef {import("../manifest.mjs").Asset} Asset */
/** @typedef {import("../manifest.mjs").Model} Model */

/** The sheets of www/style/ in the order in which they are one: of two rules that say as much, the later one holds. */
const SHEETS = ["ground", "controls", "page", "work", "reading", "room", "notices", "offline", "widths", "print"];

/** What whoever runs the site may change without a build. */
export const CONFIG = "config.json";

/**
 * The page itself: index.html, what lies directly in www/, and the style sheet, which is asked for once.
 *
 * @returns {Files}
 */
export function pageFiles() {
  const index = join(ROOT, "index.html");
  const www = join(ROOT, "www");
  if (!existsSync(index) || !existsSync(www)) {
    throw new Failure("index.html or www/ is missing, so there is no page to build.", "Restore them from the repository.");
  }
  const files = readdirSync(www, { withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map([
    ["index.html", Buffer.from(edition(readFileSync(index, "utf8"), "site"))],
    ...files.map(({ name }) => /** @type {const} */ ([name, readFileSync(join(www, name))])),
    [CONFIG, siteConfig()],
    ["language.js", languageScript(join(www, "language.js"))],
    ["style.css", Buffer.from(styleSheet(join(www, "style")))],
  ]);
}

/** What a site says of itself: one's own at the top of the project, or nothing. */
function siteConfig() {
  const own = join(ROOT, CONFIG);
  return existsSync(own) ? readFileSync(own) : Buffer.from("{}\n");
}

/**
 * The script that says the page in another language, with the sentences that it needs before there is any program.
 *
 * @param {string} script
 */
function languageScript(script) {
  const words = join(ROOT, "src", "words");
  const tables = readdirSync(words).filter((name) => name.endsWith(".json"));
  const languages = tables.map((name) => JSON.parse(readFileSync(join(words, name), "utf8")));
  return Buffer.from(`globalThis.pagewiseLanguages = ${JSON.stringify(languages)};\n${readFileSync(script, "utf8")}`);
}

/** @param {string} folder */
function styleSheet(folder) {
  return SHEETS.map((name) => readFileSync(join(folder, `${name}.css`), "utf8")).join("\n");
}

/**
 * The compiled modules: what a browser loads of them, not the type declarations.
 *
 * @param {string[]} folders
 * @returns {Files}
 */
export function coreFiles(folders) {
  const loaded = (/** @type {string} */ name) => name.endsWith(".js") || name.endsWith(".wasm");
  const files = folders.flatMap((folder) => readdirSync(folder).filter(loaded).map((name) => join(folder, name)));
  return new Map(files.map((file) => [`${basename(dirname(file))}/${basename(file)}`, readFileSync(file)]));
}

/** @typedef {{ name: string, module?: string }} EngineOffer what reads, and its module where it is of our own build */

/** Where the engine of our own build goes. */
const OWN_ENGINE = "engines/tesseract/tesseract.wasm";

/**
 * Both engines, and which it is that reads: our own build where there is one, else that of the package.
 *
 * @param {import("../setup/engine.mjs").Engine | null} own
 * @returns {Promise<{ files: Files, offer: EngineOffer }>}
 */
export async function engineFiles(own) {
  const { asset: assets } = await readManifest();
  const wanted = assets.filter((asset) => !asset.fallback || own === null);
  /** @type {Files} */
  const files = new Map(wanted.map((asset) => [asset.to, engineFile(asset)]));
  if (own === null) return { files, offer: { name: `tesseract.js-core ${packageVersion("tesseract.js-core")}` } };
  files.set(OWN_ENGINE, readFileSync(own.path));
  return { files, offer: { name: own.version, module: OWN_ENGINE } };
}

/** @param {string} name */
function packageVersion(name) {
  return JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).dependencies[name];
}

/** @param {Asset} asset */
function engineFile(asset) {
  const bytes = checked(asset.from, readFileSync(join(ROOT, asset.from)), asset.sha256);
  if (!asset.to.endsWith(".js")) return bytes;
  // Source maps are not shipped, and a browser's developer tools would ask for them.
  const script = bytes.toString("utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "").trimEnd();
  return Buffer.from(`${script}\n${asset.append ?? ""}`);
}

/** @typedef {{ lang: string, variant: string, file: string, bytes: number, sha256: string }} Offer */

/** The list of models: by itself, so that whoever has only dist/ can add a line. */
const MODEL_LIST = "models/models.json";

/**
 * The models that set-up could get, with their list.
 *
 * @returns {Promise<{ files: Files, present: Model[] }>}
 */
export async function modelFiles() {
  const { model: models } = await readManifest();
  const present = models.filter((model) => existsSync(modelPath(model)));
  const [preferred] = models;
  if (!present.some(({ lang }) => lang === preferred?.lang)) {
    throw new Failure(
      `There is no model of ${preferred?.lang ?? "any language"}, the first language in wasm-pack.toml.`,
      "Set-up said why it could not be had. Run this again when it can, or choose others with `npm run languages`.",
    );
  }
  const contents = present.map((model) => ({ model, bytes: modelBytes(model) }));
  const offers = contents.map(({ model, bytes }) => offer(model, bytes.length));
  /** @type {Files} */
  const files = new Map(contents.map(({ bytes }, i) => [`models/${offers[i].file}`, bytes]));
  files.set(MODEL_LIST, modelList(offers));
  return { files, present };
}

/**
 * @param {Model} model
 * @param {number} bytes
 * @returns {Offer}
 */
function offer({ lang, variant, sha256 }, bytes) {
  return { lang, variant, file: `${lang}.${variant}.traineddata`, bytes, sha256 };
}

/** The list as the page reads it, a line a model, to which one can be added by hand. @param {Offer[]} offers */
export function modelList(offers) {
  return Buffer.from(`{ "models": [\n${offers.map((offer) => JSON.stringify(offer)).join(",\n")}\n] }\n`);
}

/** The models of that list, the preferred first. @param {Files} files @returns {Offer[]} */
export function listedModels(files) {
  return JSON.parse(String(files.get(MODEL_LIST))).models;
}

/**
 * The one list of all parts but the models and what a site says of itself, by which the page, its workers and whatever else
 * is made of them find and check each. The service worker, which has this list in it, is none of them.
 *
 * @param {Files} files
 * @param {EngineOffer} engine
 */
export function assetList(files, engine) {
  const parts = [...files].filter(([path]) => !path.startsWith("models/") && path !== CONFIG);
  const entries = parts.map(([path, bytes]) => [path, { bytes: bytes.length, sha256: sha256(bytes) }]);
  return Buffer.from(`${JSON.stringify({ files: Object.fromEntries(entries), engine }, null, 1)}\n`);
}

/** @param {Model} model */
function modelBytes(model) {
  const path = modelPath(model);
  const bytes = readFileSync(path);
  if (sha256(bytes) === model.sha256) return bytes;
  throw new Failure(`${path} is damaged.`, "Delete it and run this again.");
}

/**
 * @param {string} name
 * @param {Buffer} bytes
 * @param {string} wanted
 */
function checked(name, bytes, wanted) {
  const sum = sha256(bytes);
  if (sum === wanted) return bytes;
  throw new Failure(
    `${name} is not the file that wasm-pack.toml records: its SHA-256 is ${sum}.`,
    "Delete node_modules and run this again. If you changed a package's version, record the new sum in wasm-pack.toml.",
  );
}
