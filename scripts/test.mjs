// @ts-check
// Runs every test and ends with how many passed and failed.
//
// `--only-native` runs what cargo tests, `--only-e2e` the tests in tests/e2e, `--only-scripts` those of the build,
// `--only-searchable` what other programs make of searchable PDFs, `--only-engine` the engine's own code.
// Any other word selects cargo's tests, and test files of the others, whose name contains it.

import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { build } from "./build.mjs";
import { ROOT } from "./paths.mjs";
import { setUp } from "./setup.mjs";
import { main, run, say } from "./shell.mjs";

/** @typedef {{ passed: number, failed: number }} Count */

const given = process.argv.slice(2);
const words = given.filter((word) => !word.startsWith("--"));
const only = given.filter((word) => word.startsWith("--only-")).map((word) => word.slice("--only-".length));
const wanted = (/** @type {string} */ kind) => only.length === 0 || only.includes(kind);

await main(async () => {
  const tools = await setUp({ tests: true });
  /** @type {Count[]} */
  const counts = [];
  if (wanted("native")) counts.push(await native());
  if (wanted("scripts")) counts.push(await node("the build scripts", testFiles("scripts/tests")));
  if (wanted("engine")) counts.push(await node("the engine's own code", testFiles("tests/engine")));
  if (wanted("searchable")) counts.push(await node("searchable PDFs in three viewers", testFiles("tests/searchable")));
  if (wanted("e2e")) {
    await build(tools);
    counts.push(await node("Pagewise in browsers", testFiles("tests/e2e")));
  }
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
});

/** What cargo tests: the pure core, the generator, the documentation's examples. */
async function native() {
  say("testing the Rust code");
  let output = "";
  const code = await run("cargo", ["test", "--no-fail-fast", "--", ...words], {
    cwd: ROOT,
    onOutput: (text) => (output += text),
  });
  const results = [...stripVTControlCharacters(output).matchAll(/^test result: .*? (\d+) passed; (\d+) failed;/gm)];
  return counted(code, {
    passed: results.reduce((sum, [, passed]) => sum + Number(passed), 0),
    failed: results.reduce((sum, [, , failed]) => sum + Number(failed), 0),
  });
}

/**
 * Tests in files for node's own runner, one file at a time because each keeps the processor busy.
 *
 * @param {string} what
 * @param {string[]} files
 */
async function node(what, files) {
  if (files.length === 0) return { passed: 0, failed: 0 };
  say(`testing ${what}`);
  const folder = await mkdtemp(join(tmpdir(), "pagewise-test-"));
  try {
    const summary = join(folder, "summary.tap");
    const reporters = ["spec", "tap"].map((name) => `--test-reporter=${name}`);
    const destinations = ["stdout", summary].map((place) => `--test-reporter-destination=${place}`);
    const args = ["--test", "--test-concurrency=1", ...reporters, ...destinations, ...files];
    const code = await run(process.execPath, args, { cwd: ROOT });
    const tap = await readFile(summary, "utf8");
    const number = (/** @type {string} */ name) => Number(tap.match(new RegExp(`^# ${name} (\\d+)$`, "m"))?.[1] ?? 0);
    return counted(code, { passed: number("pass"), failed: number("fail") + number("cancelled") });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * A run that failed without a failing test (it did not compile, it crashed) counts as one.
 *
 * @param {number} code
 * @param {Count} count
 */
function counted(code, { passed, failed }) {
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1) };
}

/** @param {string} folder */
function testFiles(folder) {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(".test.mjs") && words.every((word) => name.includes(word)))
    .sort()
    .map((name) => join(folder, name));
}
