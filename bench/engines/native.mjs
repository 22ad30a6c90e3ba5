// @ts-check
// The same engine outside the browser: pdftoppm draws the pages, tesseract reads them, one thread each.

import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { haveTool } from "../../scripts/setup/programs.mjs";
import { MemorySampler } from "../memory.mjs";

/** @typedef {import("./engine.mjs").Engine} Engine */
/** @typedef {import("./engine.mjs").Document} Document */

const DPI = 200;

/**
 * @param {string} name
 * @param {string} about
 * @param {{ model: string | null, language?: string }} how the file of the model that Pagewise ships, and which language it is of
 * @returns {Engine}
 */
export function native(name, about, { model, language = "eng" }) {
  const missing = () => {
    const tools = ["pdftoppm", "tesseract"].filter((tool) => !haveTool(tool));
    if (tools.length > 0) return `${tools.join(" and ")} not installed`;
    return model !== null ? null : `the site has no model for ${language}`;
  };
  return {
    name,
    about,
    missing,
    takes: () => true,
    async read(document) {
      if (model === null) throw new Error("There is no model to read with.");
      const folder = mkdtempSync(join(tmpdir(), "pagewise-bench-"));
      try {
        const tessdata = join(folder, "tessdata");
        mkdirSync(tessdata);
        copyFileSync(model, join(tessdata, `${language}.traineddata`));
        const sampler = new MemorySampler();
        const started = performance.now();
        const list = join(folder, "pages.txt");
        writeFileSync(list, (await pictures(document, folder)).join("\n"));
        const text = await output("tesseract", [list, "stdout", "--tessdata-dir", tessdata, "-l", language, "--psm", "3"]);
        const seconds = (performance.now() - started) / 1000;
        // A form feed follows every page.
        const pages = text.replace(/\f$/, "").split("\f");
        return { seconds, firstTextSeconds: null, pages, memory: sampler.stop() };
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/**
 * @param {Document} document
 * @param {string} folder
 */
async function pictures(document, folder) {
  if (!document.isPdf) return [document.path];
  const first = ["-f", "1", "-l", String(document.gold.length)];
  await output("pdftoppm", ["-r", String(DPI), "-gray", ...first, document.path, join(folder, "page")]);
  // Numbers are padded with zeros, so the names sort as the pages do.
  return readdirSync(folder).filter((name) => name.startsWith("page-")).sort().map((name) => join(folder, name));
}

/**
 * Standard output of a program, which must succeed. Not waited for synchronously: its memory is sampled.
 *
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<string>}
 */
function output(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...process.env, OMP_THREAD_LIMIT: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [text, errors] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (part) => (text += part));
    child.stderr.setEncoding("utf8").on("data", (part) => (errors += part));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(text) : reject(new Error(`${program} ended with code ${code}: ${errors.trim()}`)),
    );
  });
}
