// @ts-check
// Measures Pagewise beside the usual ways, on the same pages in the same run, and prints one table.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { ROOT } from "../scripts/paths.mjs";
import { serve } from "../scripts/serve.mjs";
import { Failure, main, say } from "../scripts/shell.mjs";
import { SCAN44, documents } from "./documents.mjs";
import { ON_EVERY_DOCUMENT, engines } from "./engines.mjs";
import { compareEngines } from "./engine.mjs";
import { languages } from "./languages.mjs";
import { lighthouse } from "./lighthouse.mjs";
import { loss } from "./loss.mjs";
import { describe, machine } from "./machine.mjs";
import { USAGE, parseOptions } from "./options.mjs";
import { robust } from "./robust.mjs";
import { measure, rates } from "./score.mjs";
import { search } from "./search.mjs";
import { compareSearchable } from "./searchable/compare.mjs";
import { builtSite } from "./site.mjs";
import { soak } from "./soak.mjs";
import { start } from "./start.mjs";
import { notes, table } from "./table.mjs";
import { list, targets } from "./targets.mjs";

/** @typedef {import("./documents.mjs").Document} Document */
/** @typedef {import("./engines/engine.mjs").Engine} Engine */
/** @typedef {import("./engines/engine.mjs").Reading} Reading */
/** @typedef {import("./options.mjs").Options} Options */
/**
 * @typedef {{
 *   document: string, engine: string, pages: number, openOrder: boolean,
 *   reading: Reading, rates: import("./score.mjs").Rates,
 * }} Result
 */

const RESULTS = join(ROOT, "bench", ".results");

await main(async () => {
  const [first, ...rest] = process.argv.slice(2);
  if (first === "loss" || first === "ablation") return loss(rest, { each: first === "ablation" });
  if (first === "languages") return languages(rest);
  if (first === "robust") return robust(rest);
  if (first === "engine") return compareEngines(rest);
  if (first === "searchable") return compareSearchable(rest);
  if (first === "search") return search();
  if (first === "start") return start(rest);
  if (first === "lighthouse") return lighthouse(rest);
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const siteFolder = await builtSite(options.site, USAGE);
  if (options.soak) {
    const site = await serve({ root: siteFolder });
    try {
      const reached = await soak({ ...options, site: site.url, folder: join(RESULTS, "soak") });
      process.stdout.write(`\n${describe(machine())}\n\n${list(reached)}\n`);
      return reached.every(({ met }) => met) ? 0 : 1;
    } finally {
      await site.close();
    }
  }
  const [site, project] = await Promise.all([serve({ root: siteFolder }), serve({ root: ROOT })]);
  try {
    return await compare(options, engines({ site: site.url, siteFolder, origin: project.url, all: options.all }));
  } finally {
    await Promise.all([site.close(), project.close()]);
  }
});

/**
 * @param {Options} options
 * @param {Engine[]} available
 */
async function compare(options, available) {
  const named = (/** @type {string[]} */ words, /** @type {string} */ name) =>
    words.length === 0 || words.some((word) => name.includes(word));
  const drawn = await documents({ folder: join(RESULTS, "scans"), all: options.all, pages: options.pages });
  const chosen = available.filter((engine) => named(options.only, engine.name) && isThere(engine));
  const on = machine();
  /** @type {Result[]} */
  const results = [];
  let failures = 0;
  for (const document of drawn.filter((document) => named(options.documents, document.name))) {
    for (const engine of chosen) {
      if (!engine.takes(document) || (document.name !== SCAN44 && !ON_EVERY_DOCUMENT.includes(engine.name))) continue;
      say(`${document.name}: ${engine.name} (${engine.about})`);
      try {
        const result = await judge(document, engine);
        results.push(result);
        say(`${(result.reading.seconds / result.pages).toFixed(2)} s a page`);
      } catch (error) {
        failures++;
        say(`that failed: ${/** @type {Error} */ (error).stack}`);
      }
    }
  }
  if (results.length === 0) throw new Failure("Nothing was measured.", USAGE);

  const reached = targets(results);
  const file = join(RESULTS, `${new Date().toISOString().replace(/[:.]/g, "-")}.json`);
  write(file, JSON.stringify({ machine: on, options, results: results.map(withoutText), targets: reached }, null, 1));
  process.stdout.write(`\n${describe(on)}\n\n${table(results)}\n\n${notes(results)}\n\n${list(reached)}\n\n`);
  say(`every figure is in ${file}, every text under ${join(RESULTS, "text")}`);
  return failures === 0 ? 0 : 1;
}

/** @param {Engine} engine */
function isThere({ name, missing }) {
  const reason = missing();
  if (reason !== null) say(`left out: ${name}, because ${reason}`);
  return reason === null;
}

/**
 * @param {Document} document
 * @param {Engine} engine
 * @returns {Promise<Result>}
 */
async function judge(document, engine) {
  const reading = await engine.read(document);
  write(join(RESULTS, "text", document.name, `${engine.name}.txt`), reading.pages.join("\f"));
  write(join(RESULTS, "text", document.name, "gold.txt"), document.gold.join("\f"));
  if (reading.pages.length !== document.gold.length) {
    throw new Error(`${reading.pages.length} pages came back of ${document.gold.length}`);
  }
  return {
    document: document.name,
    engine: engine.name,
    pages: document.gold.length,
    openOrder: document.openOrder,
    reading,
    rates: rates(measure(document.gold.join("\f"), reading.pages.join("\f"))),
  };
}

/** @param {Result} result */
function withoutText({ reading: { pages, ...reading }, ...result }) {
  return { ...result, reading };
}

/**
 * @param {string} path
 * @param {string} text
 */
function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
