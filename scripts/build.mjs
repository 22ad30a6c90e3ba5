// @ts-check
// Builds the static site into dist/. `--dev` builds the Rust code quickly and without the size budget; `--share-target` lets
// other programs share files with the installed page, which README.md says when not to do. `--single` builds the edition of
// one file instead, with the languages of `--languages eng,deu` (English, if nothing is said).

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";

import { CONFIG, assetList, coreFiles, engineFiles, listedModels, modelFiles, pageFiles } from "./build/assets.mjs";
import { buildCore } from "./build/core.mjs";
import { configMistakes, languagesOf } from "./build/config.mjs";
import { installFiles, serviceWorker } from "./build/install.mjs";
import { licences } from "./build/licences.mjs";
import { singleFile } from "./build/single.mjs";
import { checkSizes } from "./build/sizes.mjs";
import { DIST, ROOT, SINGLE } from "./paths.mjs";
import { engineModule } from "./setup/engine.mjs";
import { setUp } from "./setup.mjs";
import { Failure, isMain, main, say } from "./shell.mjs";

/** @typedef {import("./build/assets.mjs").Files} Files */
/** @typedef {import("./setup.mjs").Tools} Tools */

/**
 * @param {Tools} tools
 * @param {{ dev?: boolean, shareTarget?: boolean }} [options]
 */
export async function build(tools, { dev = false, shareTarget = false } = {}) {
  const files = await siteFiles(tools, { dev, shareTarget });
  await write(files);
  if (!dev) await checkSizes(files);
  say("dist/ is built");
}

/**
 * @param {Tools} tools
 * @param {{ dev?: boolean, languages: string[] }} options
 */
export async function buildSingle(tools, { dev = false, languages }) {
  const page = Buffer.from(singleFile(await siteFiles(tools, { dev, shareTarget: false, languages: languages.map((wanted) => wanted.split(":")[0]) }), languages));
  await mkdir(dirname(SINGLE), { recursive: true });
  await writeFile(SINGLE, page);
  const megabytes = (/** @type {Buffer} */ { length }) => `${(length / 1e6).toFixed(1)} MB`;
  say(`${relative(ROOT, SINGLE)} is built: ${megabytes(page)}, or ${megabytes(gzipSync(page))} as a server or an archive packs it`);
}

/**
 * Every file of the site.
 *
 * @param {Tools} tools
 * @param {{ dev: boolean, shareTarget: boolean, languages?: string[] }} options which of its languages are used, if not all
 */
async function siteFiles(tools, { dev, shareTarget, languages }) {
  // Beside the Rust code, which takes about as long. What goes wrong with it is told when it is waited for.
  const engine = engineModule();
  engine.catch(() => {});
  const core = await buildCore(tools, { dev });
  const own = await engine;
  const engines = await engineFiles(own);
  const models = await modelFiles();
  /** @type {Files} */
  const files = new Map([
    ...pageFiles(),
    ...installFiles({ shareTarget }),
    ...coreFiles(core),
    ...engines.files,
    ...models.files,
    ["licenses.txt", Buffer.from(await licences(own === null ? "npm" : "own", models.present))],
  ]);
  files.set("assets.json", assetList(files, engines.offer));
  files.set("service-worker.js", serviceWorker(files));
  say(`pages will be read by ${engines.offer.name}`);
  const offered = languages ?? languagesOf(listedModels(files));
  const mistakes = await configMistakes(core[0], String(files.get(CONFIG)), offered);
  if (mistakes.length > 0) throw new Failure(mistakes.join("\n"), `Put ${CONFIG} right and run this again.`);
  return files;
}

/**
 * Makes dist/ hold these files and no others; a file that is right already is left alone.
 *
 * @param {Files} files
 */
async function write(files) {
  const present = existsSync(DIST) ? readdirSync(DIST, { recursive: true, withFileTypes: true }) : [];
  for (const entry of present.filter((entry) => entry.isFile())) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (!files.has(relative(DIST, path).split(sep).join("/"))) await rm(path);
  }
  for (const [path, bytes] of files) {
    const file = join(DIST, path);
    if (existsSync(file) && bytes.equals(readFileSync(file))) continue;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}

/** What is asked for on the command line. @param {string[]} args */
export function options(args) {
  const { values } = parseArgs({
    args,
    options: {
      dev: { type: "boolean" },
      "share-target": { type: "boolean" },
      single: { type: "boolean" },
      languages: { type: "string", default: "eng" },
    },
  });
  const { dev, single, languages, "share-target": shareTarget } = values;
  return { dev, shareTarget, single, languages: languages.split(",") };
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const { single, languages, ...site } = options(process.argv.slice(2));
    const tools = await setUp();
    await (single ? buildSingle(tools, { dev: site.dev, languages }) : build(tools, site));
  });
}
