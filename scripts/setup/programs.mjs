// @ts-check
// What tests and benchmarks use beside the product: Chromium, Poppler, qpdf, fonts.

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { Failure, run, say, which } from "../shell.mjs";
import * as debian from "./debian.mjs";

/** Debian packages and a program of each that shows it is there. */
const PDF_TOOLS = { "poppler-utils": "pdftotext", qpdf: "qpdf" };

/** Debian packages of fonts and a file of each, where tests/generator/fonts.rs looks for it. */
const FONTS = {
  "fonts-wqy-microhei": "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
  "fonts-hosny-amiri": "/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf",
  "fonts-lohit-deva": "/usr/share/fonts/truetype/lohit-devanagari/Lohit-Devanagari.ttf",
};

const ADVICE =
  "Install Chrome or Chromium, or set CHROME_PATH to its program, and run this again.";

/**
 * Whether a program is installed. Tests that need one which is not are skipped.
 *
 * @param {string} name
 */
export function haveTool(name) {
  return which(name) !== null;
}

/** The program of an installed Chrome or Chromium. */
export function chromiumPath() {
  const path = findChromium();
  if (path === null) throw new Failure("There is no Chrome or Chromium on this machine.", ADVICE);
  return path;
}

export async function setUpChromium() {
  if (findChromium() !== null) return;
  say("fetching Chromium for the tests (npx playwright-core install chromium)");
  await run("npx", ["--no-install", "playwright-core", "install", "chromium"]);
  if (findChromium() !== null) return;
  say("that did not work");
  await debian.install(["chromium"]);
  chromiumPath();
}

export async function setUpPdfTools() {
  const missing = Object.entries(PDF_TOOLS).filter(([, program]) => !haveTool(program)).map(([name]) => name);
  if (missing.length === 0) return;
  if (!debian.canInstall() || !(await debian.install(missing))) {
    say(`${missing.join(" and ")} cannot be installed here, so the tests that need them are skipped`);
  }
}

/** Fonts of scripts that the generator's own have not. Without them, their pages are not drawn. */
export async function setUpFonts() {
  const missing = missingFonts();
  if (missing.length === 0) return;
  if (!debian.canInstall() || !(await debian.install(missing))) {
    say(`${missing.join(" and ")} cannot be installed here, so no pages are drawn in the scripts that need them`);
  }
}

/** The packages of those fonts that are not there. */
export function missingFonts() {
  return Object.entries(FONTS).filter(([, path]) => !existsSync(path)).map(([name]) => name);
}

/** @returns {string | null} */
function findChromium() {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new Failure(`CHROME_PATH names ${chosen}, which is not there.`, ADVICE);
  }
  for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]) {
    const path = which(name);
    if (path !== null) return path;
  }
  return [...usualPlaces(), playwrightPlace()].find((path) => existsSync(path)) ?? null;
}

function usualPlaces() {
  if (process.platform === "darwin") {
    const app = (/** @type {string} */ name) => `/Applications/${name}.app/Contents/MacOS/${name}`;
    return [app("Google Chrome"), app("Chromium")];
  }
  if (process.platform !== "win32") return [];
  return ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"]
    .map((name) => process.env[name])
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, "Google", "Chrome", "Application", "chrome.exe"));
}

/** Where playwright-core keeps the browser that it fetched. */
function playwrightPlace() {
  return createRequire(import.meta.url)("playwright-core").chromium.executablePath();
}
