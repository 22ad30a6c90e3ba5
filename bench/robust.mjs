// @ts-check
// Gives the page every hostile and odd file there is, and prints what became of each: it must be read, be refused with
// a sentence, or ask for its password, in reasonable time, and nothing may break.

import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

import { ROOT } from "../scripts/paths.mjs";
import { serve } from "../scripts/serve.mjs";
import { say } from "../scripts/shell.mjs";
import { oddFiles } from "./robust/corpus.mjs";
import { USAGE, parseRobustOptions } from "./robust/options.mjs";
import { line, totals } from "./robust/report.mjs";
import { Visitor } from "./robust/visit.mjs";
import { builtSite } from "./site.mjs";

/** @typedef {import("./robust/visit.mjs").Outcome} Outcome */

/**
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export async function robust(args) {
  const options = parseRobustOptions(args);
  if (options.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const [part, parts] = options.shard;
  const files = oddFiles()
    .filter(({ name }) => options.only.length === 0 || options.only.some((text) => name.includes(text)))
    .filter((_, i) => i % options.sample === 0)
    .filter((_, i) => i % parts === part - 1);
  const results = options.results ?? join(ROOT, "bench", ".results", "robust.jsonl");
  mkdirSync(dirname(results), { recursive: true });
  if (!options.resume) rmSync(results, { force: true });
  const before = earlier(results);
  const server = await serve({ root: await builtSite(options.site, USAGE) });
  const query = new URLSearchParams({ pages: options.pages, workers: "1", preset: "conservative" });
  const visitor = new Visitor({ address: `${server.url}?${query}`, limitMs: options.limitMs });
  /** @type {Outcome[]} */
  const outcomes = [];
  try {
    for (const file of files) {
      let outcome = before.get(file.name);
      if (!outcome) {
        outcome = await visitor.give(file);
        appendFileSync(results, `${JSON.stringify(outcome)}\n`);
        process.stdout.write(`${line(outcome)}\n`);
      }
      outcomes.push(outcome);
    }
  } finally {
    await Promise.all([visitor.close(), server.close()]);
  }
  const { text, good } = totals(outcomes, files);
  process.stdout.write(`\n${text}\n`);
  say(`every outcome is in ${results}`);
  return good ? 0 : 1;
}

/**
 * @param {string} path
 * @returns {Map<string, Outcome>} what is in the results already, by file
 */
function earlier(path) {
  if (!existsSync(path)) return new Map();
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  return new Map(lines.map((text) => JSON.parse(text)).map((outcome) => [outcome.file, outcome]));
}
