// @ts-check

import { spawn } from "node:child_process";

/**
 * Runs a program beside whatever else is going on, without showing its output.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ code: number, output: string, errors: string }>} code 127 where there is no such program
 */
export function quietly(program, args, { cwd, env = process.env } = {}) {
  return new Promise((resolve) => {
    // npm is a batch file there, which only a shell runs.
    const shell = process.platform === "win32" && program === "npm";
    const child = spawn(program, args, { cwd, env, shell, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (errors += text));
    child.on("error", (error) => resolve({ code: 127, output, errors: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, output, errors }));
  });
}
