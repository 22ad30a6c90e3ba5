// @ts-check
// How much text is lost, and whether that is said: pages of many kinds read with every lever and with none.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../scripts/paths.mjs";
import { serve } from "../scripts/serve.mjs";
import { say } from "../scripts/shell.mjs";
import { inFreshBrowser } from "./browser.mjs";
import { corpusByFolder, draw, goldPages } from "./documents.mjs";
import { describe, machine } from "./machine.mjs";
import { markdownTable } from "./markdown.mjs";
import { USAGE, parseLossOptions } from "./loss/options.mjs";
import { LEVERS, visit } from "./loss/visit.mjs";
import { measure } from "./score.mjs";
import { builtSite } from "./site.mjs";

/** @typedef {{ name: string, path: string, gold: string[], isPdf: boolean, folder: string }} Document */
/** @typedef {{ name: string, without: readonly string[] }} Setting */
/** @typedef {{ gold: number, read: number, common: number, quality: string, seconds: number }} PageScore in words */
/** @typedef {{ document: string, folder: string, setting: string, pages: PageScore[] }} Result */

/** What the pages that the generator draws are called among the folders of the corpus. */
const DRAWN = "drawn";
const WITH_ALL = "all";
const WITH_NONE = "none";
/** A page that lost more of its words than this should be called doubtful, */
const LOST = 0.05;
/** and one that lost less than this should not. */
const WHOLE = 0.005;

/**
 * @param {string[]} args
 * @param {{ each: boolean }} how `each` tries every lever by itself
 * @returns {Promise<number>}
 */
export async function loss(args, { each }) {
  const options = parseLossOptions(args);
  if (options.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const documents = (await kinds(options.corpus))
    .filter(({ name }) => options.only.length === 0 || options.only.some((word) => name.includes(word)))
    .map((document) => ({ ...document, gold: document.gold.slice(0, options.pages) }));
  const settings = [
    { name: WITH_ALL, without: [] },
    ...(each ? LEVERS.map((lever) => ({ name: `without ${lever}`, without: [lever] })) : []),
    { name: WITH_NONE, without: LEVERS },
  ];
  const server = await serve({ root: await builtSite(options.site, USAGE) });
  /** @type {Result[]} */
  const results = [];
  try {
    for (const document of documents) {
      for (const setting of settings) results.push(await read(server.url, document, setting, options.workers));
    }
  } finally {
    await server.close();
  }
  process.stdout.write(`\n${describe(machine())}\n\n${found(results)}\n\n${check(results)}\n\n${levers(results, settings)}\n`);
  return 0;
}

/**
 * The generator's pages of every kind, and the scans of the corpus if they are wanted.
 *
 * @param {boolean} withCorpus
 * @returns {Promise<Document[]>}
 */
async function kinds(withCorpus) {
  const folder = join(ROOT, "bench", ".results", "kinds");
  say("drawing pages of every kind");
  await draw(folder, ["kinds"]);
  const drawn = readdirSync(folder).filter((name) => name.endsWith(".pdf")).sort().map((name) => ({
    name: name.replace(/^kind-|\.pdf$/g, ""),
    path: join(folder, name),
    gold: goldPages(join(folder, `${name}.gt.txt`)),
    isPdf: true,
    folder: DRAWN,
  }));
  if (!withCorpus) return drawn;
  const real = corpusByFolder();
  if (real.length === 0) say("no corpus lies beside the project: only drawn pages are read");
  return [...drawn, ...real];
}

/**
 * @param {string} site
 * @param {Document} document
 * @param {Setting} setting
 * @param {number} workers
 * @returns {Promise<Result>}
 */
async function read(site, document, { name, without }, workers) {
  const query = new URLSearchParams({ workers: String(workers), keep: "nothing", text: "read", preset: "aggressive", flow: "printed" });
  if (document.isPdf) query.set("pages", `1-${document.gold.length}`);
  const pages = await inFreshBrowser((page) => visit(page, `${site}?${query}`, document.path, without));
  const scores = document.gold.map((gold, i) => {
    const { text, quality, seconds } = pages[i] ?? { text: "", quality: "failed", seconds: 0 };
    const { goldBag, readBag, common } = measure(gold, text);
    return { gold: goldBag, read: readBag, common, quality, seconds };
  });
  const result = { document: document.name, folder: document.folder, setting: name, pages: scores };
  const doubtful = scores.filter(({ quality }) => quality === "doubtful").length;
  say(`${document.name}, ${name}: ${percent(recall(scores))} of the words, ${doubtful} of ${scores.length} pages doubtful`);
  return result;
}

/** @param {PageScore[]} pages */
function recall(pages) {
  const gold = pages.reduce((sum, page) => sum + page.gold, 0);
  return gold === 0 ? 1 : pages.reduce((sum, page) => sum + page.common, 0) / gold;
}

/** @param {PageScore[]} pages */
function f1(pages) {
  const both = pages.reduce((sum, { gold, read }) => sum + gold + read, 0);
  return both === 0 ? 1 : (2 * pages.reduce((sum, { common }) => sum + common, 0)) / both;
}

/**
 * Kind and strength, and the share of the words that were found before and after.
 *
 * @param {Result[]} results
 */
function found(results) {
  const names = [...new Set(results.map(({ document }) => document))];
  const of = (/** @type {string} */ name, /** @type {string} */ setting) =>
    results.find((result) => result.document === name && result.setting === setting)?.pages ?? [];
  const rows = names.map((name) => ({ name, before: of(name, WITH_NONE), after: of(name, WITH_ALL) }));
  const doubtful = (/** @type {PageScore[]} */ pages) => pages.filter(({ quality }) => quality === "doubtful").length;
  return markdownTable(
    [
      ["document", ({ name }) => name],
      ["pages", ({ after }) => String(after.length)],
      ["words found by the engine alone", ({ before }) => percent(recall(before))],
      ["words found", ({ after }) => percent(recall(after))],
      ["pages called doubtful", ({ after }) => String(doubtful(after))],
      ["time beside the engine alone", ({ before, after }) => (seconds(after) / Math.max(seconds(before), 0.001)).toFixed(2)],
    ],
    rows,
    1,
  );
}

/**
 * Whether what was lost was said, and what was not lost was not: of drawn pages with all levers and with none, of each
 * folder of the corpus with all.
 *
 * @param {Result[]} results
 */
function check(results) {
  const folders = [...new Set(results.map(({ folder }) => folder))];
  const counted = results.filter(({ folder, setting }) => setting === WITH_ALL || (folder === DRAWN && setting === WITH_NONE));
  const rows = folders.map((folder) => ({ folder, ...checked(counted.filter((result) => result.folder === folder)) }));
  const of = (/** @type {Judged[]} */ some, /** @type {Judged[]} */ all) => (all.length === 0 ? "" : percent(some.length / all.length));
  const table = markdownTable(
    [
      ["pages", ({ folder }) => folder],
      [`lost more than ${100 * LOST} % of their words`, ({ lost }) => String(lost.length)],
      ["of these called doubtful, empty or failed", ({ lost, silent }) => of(lost.filter((page) => !silent.includes(page)), lost)],
      [`lost less than ${100 * WHOLE} %`, ({ whole }) => String(whole.length)],
      ["of these called so", ({ whole, alarmed }) => of(alarmed, whole)],
    ],
    rows,
    1,
  );
  return [
    table,
    "",
    ...rows.flatMap(({ silent }) => silent.map(({ which, gold, common }) => `  in silence: ${which} (${common} of ${gold})`)),
    ...rows.flatMap(({ alarmed }) => alarmed.map(({ which }) => `  for nothing: ${which}`)),
  ].join("\n");
}

/** @typedef {PageScore & { which: string }} Judged */

/**
 * @param {Result[]} results
 * @returns {{ lost: Judged[], whole: Judged[], silent: Judged[], alarmed: Judged[] }}
 */
function checked(results) {
  const pages = results.flatMap(({ document, setting, pages }) => pages.map((page, i) => ({ ...page, which: `${document} ${i + 1}, ${setting}` })));
  const written = pages.filter(({ gold }) => gold > 0);
  const lost = written.filter(({ gold, common }) => common < (1 - LOST) * gold);
  const whole = written.filter(({ gold, common }) => common >= (1 - WHOLE) * gold);
  const isSaid = (/** @type {PageScore} */ { quality }) => quality !== "good";
  return { lost, whole, silent: lost.filter((page) => !isSaid(page)), alarmed: whole.filter(isSaid) };
}

/**
 * @param {Result[]} results
 * @param {Setting[]} settings
 */
function levers(results, settings) {
  const rows = settings.map(({ name }) => {
    const pages = results.filter(({ setting }) => setting === name).flatMap(({ pages }) => pages);
    return { name, pages };
  });
  const [all] = rows;
  return markdownTable(
    [
      ["levers", ({ name }) => name],
      ["words found", ({ pages }) => percent(recall(pages))],
      ["word F1", ({ pages }) => percent(f1(pages))],
      ["time beside all", ({ pages }) => (seconds(pages) / Math.max(seconds(all.pages), 0.001)).toFixed(2)],
    ],
    rows,
    1,
  );
}

/** @param {PageScore[]} pages */
function seconds(pages) {
  return pages.reduce((sum, page) => sum + page.seconds, 0);
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
