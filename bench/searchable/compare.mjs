// @ts-check
// Makes the same scans searchable with Pagewise and with OCRmyPDF, and prints one table: which words a viewer finds,
// how far off their boxes are, and what it costs in bytes, seconds and memory.

import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { ROOT } from "../../scripts/paths.mjs";
import { serve } from "../../scripts/serve.mjs";
import { haveTool } from "../../scripts/setup/programs.mjs";
import { Failure, say } from "../../scripts/shell.mjs";
import * as poppler from "../../tests/searchable/viewers/poppler.mjs";
import { describe, machine } from "../machine.mjs";
import { measure } from "../score.mjs";
import { builtSite } from "../site.mjs";
import { scans } from "./documents.mjs";
import { ocrmypdf, startSeconds, versions } from "./ocrmypdf.mjs";
import { USAGE, parseSearchableOptions } from "./options.mjs";
import { PAGEWISE, pagewise } from "./pagewise.mjs";
import { notes, table } from "./table.mjs";
import { comparePage, sum } from "./words.mjs";

/** @typedef {import("./documents.mjs").Scan} Scan */
/** @typedef {import("./tool.mjs").Tool} Tool */
/**
 * @typedef {{
 *   document: string, tool: string, pages: number, before: number, after: number, recall: number, precision: number,
 *   tally: import("./words.mjs").Tally | null, cost: import("./tool.mjs").Cost,
 * }} Made one document by one tool: its size in bytes `before` and `after`, and how its words compare with the true
 *   ones; no `tally` where their places are not known
 *
 * @typedef {{ document: string, tool: string, reason: string }} NotMade
 */

const RESULTS = join(ROOT, "bench", ".results");

/**
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export async function compareSearchable(args) {
  const options = parseSearchableOptions(args);
  if (options.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const lacking = poppler.PROGRAMS.filter((program) => !haveTool(program));
  if (lacking.length > 0) {
    throw new Failure(`${lacking.join(" and ")} not installed.`, "Install poppler-utils, and run this again.");
  }
  const site = await serve({ root: await builtSite(options.site, USAGE) });
  try {
    const tools = [pagewise(site.url), ...ocrmypdf()].filter(isThere);
    const documents = await scans(join(RESULTS, "scans"), options);
    if (documents.length === 0) throw new Failure("There is no document of that name.", USAGE);
    return await compare(documents, tools);
  } finally {
    await site.close();
  }
}

/**
 * @param {Scan[]} documents
 * @param {Tool[]} tools
 */
async function compare(documents, tools) {
  const on = machine();
  const start = startSeconds();
  /** @type {Made[]} */
  const made = [];
  /** @type {NotMade[]} */
  const notMade = [];
  for (const document of documents) {
    for (const tool of tools) {
      say(`${document.name}: ${tool.name} (${tool.about})`);
      try {
        made.push(await judge(document, tool));
      } catch (error) {
        const reason = /** @type {Error} */ (error).message;
        notMade.push({ document: document.name, tool: tool.name, reason });
        say(`that failed: ${reason}`);
      }
    }
  }
  if (made.length === 0) throw new Failure("Nothing was measured.", USAGE);
  const file = join(RESULTS, "searchable.json");
  writeFileSync(file, JSON.stringify({ machine: on, made: made.map(withoutEdges), notMade }, null, 1));
  const others = start === null ? "" : `\n${versions()}`;
  process.stdout.write(`\n${describe(on)}${others}\n\n${table(made)}\n\n${notes(made, notMade, start)}\n\n`);
  say(`every figure is in ${file}, every PDF under ${join(RESULTS, "searchable")}`);
  // What another tool cannot do is a result.
  return notMade.some(({ tool }) => tool === PAGEWISE) ? 1 : 0;
}

/** @param {Tool} tool */
function isThere({ name, missing }) {
  const reason = missing();
  if (reason !== null) say(`left out: ${name}, because ${reason}`);
  return reason === null;
}

/**
 * @param {Scan} document
 * @param {Tool} tool
 * @returns {Promise<Made>}
 */
async function judge(document, tool) {
  const path = join(RESULTS, "searchable", tool.name.replace(/\W+/g, "-").toLowerCase(), document.name);
  mkdirSync(dirname(path), { recursive: true });
  // What an earlier run left must not be taken for what this one made.
  rmSync(path, { force: true });
  const cost = await tool.make(document.path, path);
  const viewed = await poppler.view(path, null);
  if (viewed.length !== document.gold.length) throw new Error(`${viewed.length} pages of ${document.gold.length}`);
  const tally = document.pages && sum(document.pages.map((page, i) => comparePage(page, viewed[i])));
  const words = tally ?? bag(document.gold, viewed);
  return {
    document: document.name,
    tool: tool.name,
    pages: document.gold.length,
    before: document.bytes,
    after: statSync(path).size,
    recall: words.found / words.words,
    precision: words.seen > 0 ? words.found / words.seen : 0,
    tally,
    cost,
  };
}

/**
 * Words by their text alone, those broken at line ends joined.
 *
 * @param {string[]} gold
 * @param {import("../../tests/searchable/viewers/poppler.mjs").ViewedPage[]} viewed
 */
function bag(gold, viewed) {
  const { goldBag, readBag, common } = measure(gold.join("\f"), viewed.map(({ text }) => text).join("\f"));
  return { words: goldBag, seen: readBag, found: common };
}

/** @param {Made} made */
function withoutEdges({ tally, ...made }) {
  if (tally === null) return made;
  const { across, down, ...counts } = tally;
  return { ...made, counts };
}
