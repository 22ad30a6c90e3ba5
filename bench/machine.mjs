// @ts-check
// On what it was measured. Figures without this say nothing.

import { availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";

import { capture } from "../scripts/shell.mjs";
import { chromiumPath } from "../scripts/setup/programs.mjs";

/**
 * @typedef {{
 *   processor: string, cores: number, memoryBytes: number, system: string, load: number,
 *   browser: string, node: string, commit: string | null,
 * }} Machine
 */

/** @returns {Machine} */
export function machine() {
  return {
    processor: cpus()[0]?.model ?? "unknown processor",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${type()} ${release()}`,
    load: loadavg()[0],
    browser: capture(chromiumPath(), ["--version"]) ?? "unknown browser",
    node: process.version,
    commit: capture("git", ["describe", "--always", "--dirty"]),
  };
}

/** @param {Machine} machine */
export function describe({ processor, cores, memoryBytes, system, load, browser, node }) {
  const memory = `${Math.round(memoryBytes / 2 ** 30)} GiB`;
  const lines = [`${processor}, ${cores} cores, ${memory}; ${system}; ${browser}; Node ${node}`];
  if (load > cores / 4) {
    lines.push(`Other programs are running (load ${load.toFixed(1)}): times are not to be relied on.`);
  }
  return lines.join("\n");
}
