// @ts-check
// What Lighthouse says of the built site, cold: as a phone with a slow processor on a slow line, and as a desktop.

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../scripts/paths.mjs";
import { chromiumPath } from "../scripts/setup/programs.mjs";
import { Failure, run } from "../scripts/shell.mjs";
import { packed, server } from "./line.mjs";
import { describe, machine } from "./machine.mjs";
import { markdownTable } from "./markdown.mjs";
import { builtSite } from "./site.mjs";

const USAGE = "npm run bench -- lighthouse [--site FOLDER]";
/** Fetched by npm when it is asked for: 100 MB that nothing else needs. The newest that runs on the oldest Node we name. */
const LIGHTHOUSE = "lighthouse@12.8.2";
/** Faster than whatever it is slowed down to. */
const MEGABITS = 1000;
/** How each device is called, and what Lighthouse is told of it. */
const DEVICES = { phone: [], desktop: ["--preset=desktop"] };
const FIGURES = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"];

/** @typedef {{ score: number | null, displayValue?: string, title: string }} Audit */
/** @typedef {{ categories: Record<string, { title: string, score: number }>, audits: Record<string, Audit> }} Report */

/** @param {string[]} args */
export async function lighthouse(args) {
  const folder = await builtSite(args[0] === "--site" ? args[1] ?? "" : null, USAGE);
  const site = await server(packed(folder), MEGABITS);
  try {
    const reports = [];
    for (const [device, told] of Object.entries(DEVICES)) reports.push({ device, ...(await audited(site.url, device, told)) });
    process.stdout.write(`\n${describe(machine())}\n\n${table(reports)}\n`);
  } finally {
    site.close();
  }
  return 0;
}

/**
 * @param {string} url
 * @param {string} device
 * @param {string[]} told
 * @returns {Promise<Report>}
 */
async function audited(url, device, told) {
  const folder = join(ROOT, "bench", ".results", "lighthouse");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${device}.json`);
  const flags = `--headless=new${process.getuid?.() === 0 ? " --no-sandbox" : ""}`;
  const code = await run(
    "npm",
    [
      "exec", "--yes", `--package=${LIGHTHOUSE}`, "--", "lighthouse", url, "--quiet", "--no-enable-error-reporting",
      "--only-categories=performance,accessibility,best-practices,seo", "--output=json", `--output-path=${file}`,
      `--chrome-flags=${flags}`, ...told,
    ],
    // Somewhere without a package of its own, so that npm takes the one that is named.
    { cwd: folder, env: { ...process.env, CHROME_PATH: chromiumPath() } },
  );
  if (code !== 0) throw new Failure("Lighthouse has failed.", "Its own words stand above.");
  return JSON.parse(readFileSync(file, "utf8"));
}

/** @param {(Report & { device: string })[]} reports */
function table(reports) {
  /** @typedef {Report & { device: string }} Row */
  const [{ categories, audits }] = reports;
  const scores = Object.entries(categories).map(([id, { title }]) =>
    /** @type {[string, (row: Row) => string]} */ ([title, (row) => (100 * row.categories[id].score).toFixed(0)]));
  const figures = FIGURES.map((id) =>
    /** @type {[string, (row: Row) => string]} */ ([audits[id].title, (row) => row.audits[id].displayValue ?? ""]));
  return markdownTable([["device", (/** @type {Row} */ row) => row.device], ...scores, ...figures], reports, 1);
}
