// @ts-check
// How pages in many languages are read: with the wrong model, with the right one, with the one that is found out, and
// by Tesseract outside of the browser. And how often the language that is found out is the right one.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { ROOT } from "../scripts/paths.mjs";
import { serve } from "../scripts/serve.mjs";
import { Failure, say } from "../scripts/shell.mjs";
import { inFreshBrowser } from "./browser.mjs";
import { native } from "./engines/native.mjs";
import { USAGE, parseLanguagesOptions } from "./languages/options.mjs";
import { samples } from "./languages/samples.mjs";
import { accuracy, beside, confusion } from "./languages/tables.mjs";
import { visit } from "./languages/visit.mjs";
import { describe, machine } from "./machine.mjs";
import { measure, rates } from "./score.mjs";
import { builtSite, modelOf } from "./site.mjs";

/** @typedef {import("./languages/samples.mjs").Document} Document */
/** @typedef {import("./languages/options.mjs").Setting} Setting */
/** @typedef {import("./languages/samples.mjs").Sample} Sample */
/** @typedef {import("./languages/visit.mjs").Read} Read */
/** @typedef {{ counts: import("./score.mjs").Counts, models: string[], words: number, which: string, text: string }} PageScore */
/**
 * @typedef {{
 *   sample: Sample, setting: Setting, model: string | null, usual: string, pages: PageScore[], seconds: number,
 *   heapBytes: number | null,
 * }} Result `model` is what was asked for, null where it was to be found out; `usual` is the one that is read with where
 *   none is found out
 */

/** What a person reads who uses the browser: what is wrong for pages in other languages, and usual where nothing is found out. */
const USUAL = { language: "eng", locale: "en-US" };
/** The same for pages in that. */
const OTHER = { language: "deu", locale: "de-DE" };
/** Scripts without spaces between words: their letters are counted. */
const WITHOUT_SPACES = /^(chi_sim|chi_tra|jpn|tha|lao|khm|mya|bod|dzo)/;

/**
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export async function languages(args) {
  const options = parseLanguagesOptions(args);
  if (options.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const site = await builtSite(options.site, USAGE);
  const wanted = await samples(options);
  const server = await serve({ root: site });
  /** @type {Result[]} */
  const results = [];
  let failures = 0;
  try {
    for (const sample of wanted) {
      const right = sample.models.find((code) => modelOf(site, code) !== null);
      if (right === undefined) {
        say(`left out: ${sample.name}, because the site has no model for ${sample.models.join(" or ")}`);
        continue;
      }
      for (const setting of options.settings) {
        try {
          const result = await read({ site, url: server.url }, sample, setting, right);
          if (result) results.push(result);
        } catch (error) {
          failures++;
          say(`${sample.name}, ${setting}: that failed: ${/** @type {Error} */ (error).stack}`);
        }
      }
      keep(results);
    }
  } finally {
    await server.close();
  }
  if (results.length === 0) throw new Failure("Nothing was measured.", USAGE);
  const parts = [describe(machine()), accuracy(results), beside(results), confusion(results)];
  process.stdout.write(`\n${parts.filter(Boolean).join("\n\n")}\n`);
  return failures === 0 ? 0 : 1;
}

/**
 * @param {{ site: string, url: string }} where the site lies, and where it is served
 * @param {Sample} sample
 * @param {Setting} setting
 * @param {string} right
 * @returns {Promise<Result | null>} null where that cannot be tried on this machine
 */
async function read({ site, url }, sample, setting, right) {
  const person = sample.models.includes(USUAL.language) ? OTHER : USUAL;
  const model = { wrong: person.language, right, native: right, auto: null }[setting];
  const reads = model !== null && setting === "native"
    ? await readNatively(site, sample.documents, model)
    : await readInPage(url, sample.documents, model, person.locale);
  if (reads === null) return null;
  const pages = sample.documents.flatMap(({ name, gold }, i) => gold.map((truth, page) => {
    const { text, models } = reads[i].pages[page] ?? { text: "", models: [] };
    const byLetter = WITHOUT_SPACES.test(sample.language);
    return { counts: measure(truth, text, { byLetter }), models, words: words(truth), which: `${name} ${page + 1}`, text };
  }));
  const seconds = reads.reduce((sum, { seconds }) => sum + seconds, 0);
  const heapBytes = setting === "native" ? null : Math.max(...reads.map((read) => read.heapBytes));
  const result = { sample, setting, model, usual: person.language, pages, seconds, heapBytes };
  const f1s = pages.map(({ counts }) => (100 * rates(counts).bagF1).toFixed(1));
  say(`${sample.name}, ${setting}: word F1 ${f1s.join(", ")}; ${(seconds / pages.length).toFixed(1)} s a page`);
  return result;
}

/**
 * @param {string} url
 * @param {Document[]} documents
 * @param {string | null} model null for the one that is found out
 * @param {string} locale
 */
function readInPage(url, documents, model, locale) {
  return inFreshBrowser(async (page) => {
    /** @type {Read[]} */
    const reads = [];
    for (const document of documents) {
      const usual = { workers: "1", keep: "nothing", text: "read", preset: "aggressive", flow: "printed" };
      const query = new URLSearchParams({ lang: model ?? "auto", ...usual });
      if (document.isPdf) query.set("pages", `1-${document.gold.length}`);
      reads.push(await visit(page, `${url}?${query}`, document.path));
    }
    return reads;
  }, { locale });
}

/**
 * @param {string} site
 * @param {Document[]} documents
 * @param {string} model
 * @returns {Promise<Read[] | null>}
 */
async function readNatively(site, documents, model) {
  const engine = native("native", "outside of the browser", { model: modelOf(site, model), language: model });
  const reason = engine.missing();
  if (reason !== null) {
    say(`left out: Tesseract outside of the browser, because ${reason}`);
    return null;
  }
  const reads = [];
  for (const document of documents) {
    const { pages, seconds } = await engine.read({ ...document, openOrder: false });
    reads.push({ pages: pages.map((text) => ({ text, models: [model] })), seconds, heapBytes: 0 });
  }
  return reads;
}

/**
 * Words of a text, also where no spaces divide them.
 *
 * @param {string} text
 */
function words(text) {
  return [...new Intl.Segmenter(undefined, { granularity: "word" }).segment(text)].filter(({ isWordLike }) => isWordLike).length;
}

/** @param {Result[]} results */
function keep(results) {
  const file = join(ROOT, "bench", ".results", "languages.json");
  mkdirSync(dirname(file), { recursive: true });
  const kept = results.map(({ sample: { documents, ...sample }, ...result }) => ({ sample, ...result }));
  writeFileSync(file, JSON.stringify(kept, null, 1));
}
