// @ts-check
// Running other programs, and telling a person what happens and what to do when it fails.

import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";

const WINDOWS = process.platform === "win32";

/** Something that stops the work, with what a person can do about it. */
export class Failure extends Error {
  /**
   * @param {string} message what happened
   * @param {string} advice what to do
   */
  constructor(message, advice) {
    super(message);
    this.advice = advice;
  }
}

/** @param {string} sentence */
export function say(sentence) {
  process.stdout.write(`pagewise: ${sentence}\n`);
}

/**
 * The full path of a program, or null.
 *
 * @param {string} name
 * @param {string} [path] a list of folders like PATH
 */
export function which(name, path = process.env.PATH ?? "") {
  const endings = WINDOWS ? [".exe", ".cmd", ""] : [""];
  for (const folder of path.split(delimiter).filter(Boolean)) {
    for (const ending of endings) {
      const file = join(folder, name + ending);
      try {
        accessSync(file, constants.X_OK);
        if (statSync(file).isFile()) return file;
      } catch {
        // Not here; the next folder may have it.
      }
    }
  }
  return null;
}

/**
 * @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, onOutput?: (text: string) => void }} RunOptions
 */

/**
 * Runs a program, its output shown, and gives its exit code. With `onOutput` the standard output is shown and
 * handed over as well.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>}
 */
export function run(program, args, { cwd, env = process.env, onOutput } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env,
      // npm and npx are batch files there, which only a shell runs.
      shell: WINDOWS && !program.endsWith(".exe"),
      stdio: ["ignore", onOutput ? "pipe" : "inherit", "inherit"],
    });
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      process.stdout.write(text);
      onOutput?.(text);
    });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a program silently and gives its trimmed output, or null when it fails or is not there.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export function capture(program, args, { cwd, env = process.env } = {}) {
  const result = spawnSync(program, args, { cwd, env, encoding: "utf8", maxBuffer: 1 << 28 });
  return result.status === 0 ? result.stdout.trim() : null;
}

/**
 * Whether a module is the one that node was started with.
 *
 * @param {string} url the module's import.meta.url
 */
export function isMain(url) {
  return process.argv[1] !== undefined && url === pathToFileURL(process.argv[1]).href;
}

/**
 * Runs a script's work and turns a failure into sentences and an exit code.
 *
 * @param {() => Promise<number | void>} work
 */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`\npagewise: ${error.message}\n${error.advice}\n`);
    process.exitCode = 1;
  }
}
