// @ts-check
// OCRmyPDF, the usual way outside the browser.

import { spawn } from "node:child_process";

import { haveTool } from "../../scripts/setup/programs.mjs";
import { capture } from "../../scripts/shell.mjs";
import { MemorySampler } from "../memory.mjs";

/** @typedef {import("./tool.mjs").Tool} Tool */

const PROGRAM = "ocrmypdf";
/** One page at a time, and one thread for it: Tesseract takes several where it is let. */
const ONE = ["--jobs", "1", "--language", "eng"];
const ENVIRONMENT = { ...process.env, OMP_THREAD_LIMIT: "1" };

/** @returns {Tool[]} */
export function ocrmypdf() {
  return [
    tool("OCRmyPDF", "changing as little as it can", ["--output-type", "pdf", "--optimize", "0"]),
    tool("OCRmyPDF, PDF/A", "as it comes: made PDF/A, images optimized", []),
  ];
}

/** Seconds that the program takes to start, which every document pays once. Null: it is not there. */
export function startSeconds() {
  if (!haveTool(PROGRAM)) return null;
  const started = performance.now();
  capture(PROGRAM, ["--version"]);
  return (performance.now() - started) / 1000;
}

/**
 * The versions of the program and of its engine.
 *
 * @returns {string}
 */
export function versions() {
  const engine = capture("tesseract", ["--version"])?.split("\n")[0] ?? "no tesseract";
  return `OCRmyPDF ${capture(PROGRAM, ["--version"])}, ${engine}`;
}

/**
 * @param {string} name
 * @param {string} about
 * @param {string[]} options
 * @returns {Tool}
 */
function tool(name, about, options) {
  const args = [...ONE, ...options];
  return {
    name,
    about: `${about}: ${PROGRAM} ${args.join(" ")}`,
    missing: () =>
      haveTool(PROGRAM) ? null : `${PROGRAM} is not installed; on Debian: apt-get install ocrmypdf, elsewhere: pip install ocrmypdf`,
    async make(from, to) {
      const sampler = new MemorySampler();
      const started = performance.now();
      let memory = null;
      try {
        await run([...args, "--quiet", from, to]);
      } finally {
        memory = sampler.stop();
      }
      return { seconds: (performance.now() - started) / 1000, memory };
    },
  };
}

/**
 * Not waited for synchronously: its memory is sampled.
 *
 * @param {string[]} args
 * @returns {Promise<void>}
 */
function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(PROGRAM, args, { env: ENVIRONMENT, stdio: ["ignore", "ignore", "pipe"] });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (part) => (errors += part));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`code ${code}: ${errors.trim().split("\n")[0]}`)),
    );
  });
}
