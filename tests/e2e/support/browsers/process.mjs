// @ts-check
// Programs that tests start and that go with them, and files that browsers download.

import { spawn } from "node:child_process";
import { existsSync, statSync, watch } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";

/** Longer than anything takes on two slow cores. */
export const PATIENCE_MS = 60_000;

/**
 * Starts a program and waits for what it says when it is ready, if it does.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ says?: RegExp, env?: NodeJS.ProcessEnv }} options
 */
export async function started(program, args, { says, env = process.env }) {
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const stop = () => new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve(undefined);
    child.once("exit", resolve);
    child.kill();
  });
  let output = "";
  /** @type {RegExpMatchArray} */
  const match = await new Promise((resolve, reject) => {
    const listen = (/** @type {string} */ text) => {
      output += text;
      const match = says && output.match(says);
      if (match) resolve(match);
    };
    if (!says) child.once("spawn", () => resolve([""]));
    child.stdout.setEncoding("utf8").on("data", listen);
    child.stderr.setEncoding("utf8").on("data", listen);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${program} ended with ${code}:\n${output}`)));
  });
  return { match, stop };
}

/**
 * Waits until a file is downloaded whole: browsers give it its name before, and no sign after.
 *
 * @param {string} path
 * @param {number} size
 * @returns {Promise<Buffer>}
 */
export async function downloaded(path, size) {
  await within(`${basename(path)} was not downloaded`, (resolve) => {
    const look = () => existsSync(path) && statSync(path).size >= size && resolve();
    const watcher = watch(dirname(path), look);
    look();
    return () => watcher.close();
  });
  return readFile(path);
}

/**
 * Waits for something, and not for ever.
 *
 * @param {string} otherwise
 * @param {(resolve: () => void) => () => void} wait what it returns ends the waiting
 */
async function within(otherwise, wait) {
  let end = () => {};
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  try {
    await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(otherwise)), PATIENCE_MS);
      end = wait(() => resolve(undefined));
    });
  } finally {
    clearTimeout(timer);
    end();
  }
}
