// @ts-check
// Adds a text layer to every PDF in some folders and counts what came of it.
//
// `node bench/searchable/run.mjs [--corpus DIR] [--json FILE] [NAME ...]` takes the files and folders of these names
// in DIR, or all. A file is clean, refused with a reason, unopened by PDFium, wrong, or unjudged: a viewer died of it.
// Needs qpdf and poppler. The aim is that nothing is wrong.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { ROOT } from "../../scripts/paths.mjs";
import { haveTool } from "../../scripts/setup/programs.mjs";
import { Failure, main, say } from "../../scripts/shell.mjs";
import { buildProgram } from "../../tests/searchable/support/layer.mjs";

/** @typedef {{ file: string, verdict: string, why: string, added?: number, pages?: number }} Judged */

const JUDGE = join(ROOT, "bench", "searchable", "judge.mjs");

await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { corpus: { type: "string", default: join(ROOT, "..", "shared", "corpus") }, json: { type: "string" } },
  });
  const { corpus, json } = values;
  if (!existsSync(corpus)) {
    say(`there are no documents in ${corpus}, so nothing is measured; name others with --corpus`);
    return 0;
  }
  for (const program of ["qpdf", "pdftotext", "pdftoppm"]) {
    if (!haveTool(program)) throw new Failure(`${program} is not installed.`, "Install qpdf and poppler-utils, and run this again.");
  }
  buildProgram();
  const passwords = readPasswords(join(corpus, "PASSWORDS.tsv"));
  const names = positionals.length > 0 ? positionals : ["."];
  const files = names.flatMap((name) => pdfs(corpus, name)).sort();
  /** @type {Judged[]} */
  const judged = [];
  for (const file of files) {
    const result = { file, ...judge(join(corpus, file), passwords.get(file)) };
    judged.push(result);
    if (result.verdict === "wrong") say(`${file}: ${result.why}`);
    if (judged.length % 50 === 0) say(`${judged.length} of ${files.length}`);
  }
  if (json) writeFileSync(json, JSON.stringify(judged, null, 1));
  report(judged);
  return judged.some(({ verdict }) => verdict === "wrong") ? 1 : 0;
});

/**
 * @param {string} path
 * @param {string | undefined} password
 * @returns {Omit<Judged, "file">}
 */
function judge(path, password) {
  const args = [JUDGE, path, ...(password === undefined ? [] : [password])];
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 180_000 });
  if (status === 0) return JSON.parse(stdout);
  const why = `${error?.message ?? stderr}`.trim().split("\n").find((line) => /^\w*Error: /.test(line)) ?? "no reason";
  // What our own program does not survive is wrong; what a viewer does not survive is the file's doing.
  return { verdict: /^Error: searchable /.test(why) ? "wrong" : "unjudged", why };
}

/** @param {Judged[]} judged */
function report(judged) {
  const share = (/** @type {string} */ kind) => judged.filter(({ verdict }) => verdict === kind);
  const clean = share("clean");
  const added = clean.map(({ added = 0 }) => added).sort((a, b) => a - b);
  console.log(`\n${judged.length} documents`);
  console.log(`  ${clean.length} clean; bytes added for each page, median: ${Math.round(added[Math.floor(added.length / 2)] ?? 0)}`);
  for (const kind of ["wrong", "refused", "unopened", "unjudged"]) {
    console.log(`  ${share(kind).length} ${kind}`);
    /** @type {Map<string, number>} */
    const reasons = new Map();
    for (const { why } of share(kind)) reasons.set(why, (reasons.get(why) ?? 0) + 1);
    for (const [why, count] of [...reasons].sort((a, b) => b[1] - a[1])) console.log(`    ${count} × ${why}`);
  }
}

/**
 * @param {string} corpus
 * @param {string} name
 */
function pdfs(corpus, name) {
  if (statSync(join(corpus, name)).isFile()) return [name];
  return readdirSync(join(corpus, name), { recursive: true, encoding: "utf8" })
    .filter((file) => file.toLowerCase().endsWith(".pdf"))
    .map((file) => join(name, file));
}

/** @param {string} path a list of files and what opens them, divided by tabs */
function readPasswords(path) {
  if (!existsSync(path)) return new Map();
  const rows = readFileSync(path, "utf8").split("\n").slice(1).map((row) => row.split("\t"));
  return new Map(rows.flatMap(([file, password]) => (password ? [[file, password]] : [])));
}
