// @ts-check
// Memory of everything this program has started, as the system counts it: proportional set size where it may
// be read (shared pages are counted once), resident set size where not. On systems without /proc, nothing.

import { readFileSync, readdirSync } from "node:fs";

const INTERVAL_MS = 200;
/** Adding up a browser's pages takes the system tens of milliseconds. What is measured should not notice: at most this part of one core. */
const SHARE = 0.01;

/** @typedef {{ peakBytes: number, measure: "PSS" | "RSS" | "PSS and RSS", processes: number }} TreeMemory */

/** Samples the memory of all descendants of this process until it is stopped. */
export class MemorySampler {
  #peak = 0;
  #processes = 0;
  /** @type {Set<"PSS" | "RSS">} */
  #measures = new Set();
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  constructor() {
    this.#sampleOnAndOn();
  }

  #sampleOnAndOn() {
    const began = performance.now();
    this.#sample();
    const took = performance.now() - began;
    this.#timer = setTimeout(() => this.#sampleOnAndOn(), Math.max(INTERVAL_MS, took / SHARE));
    // What fails before it is stopped must not keep the program running.
    this.#timer.unref();
  }

  /** Memory held at this moment, in bytes. */
  now() {
    return this.#sample();
  }

  /** @returns {TreeMemory | null} */
  stop() {
    clearTimeout(this.#timer);
    this.#sample();
    if (this.#peak === 0) return null;
    const measure = this.#measures.size > 1 ? "PSS and RSS" : [...this.#measures][0];
    return { peakBytes: this.#peak, measure, processes: this.#processes };
  }

  #sample() {
    const members = descendants(process.pid);
    let bytes = 0;
    for (const pid of members) {
      const own = memoryOf(pid);
      if (own === null) continue;
      bytes += own.bytes;
      this.#measures.add(own.measure);
    }
    this.#processes = Math.max(this.#processes, members.length);
    this.#peak = Math.max(this.#peak, bytes);
    return bytes;
  }
}

/** @param {number} root */
function descendants(root) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const name of list("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    // The name, in parentheses, may hold anything; the parent is the second field after it.
    const parent = Number(read(`/proc/${name}/stat`)?.replace(/^.*\)/s, "").trim().split(" ")[1]);
    if (!parent) continue;
    const siblings = children.get(parent);
    if (siblings) siblings.push(Number(name));
    else children.set(parent, [Number(name)]);
  }
  const found = [...(children.get(root) ?? [])];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

/**
 * @param {number} pid
 * @returns {{ bytes: number, measure: "PSS" | "RSS" } | null} null: it has ended
 */
function memoryOf(pid) {
  const proportional = read(`/proc/${pid}/smaps_rollup`)?.match(/^Pss:\s+(\d+) kB/m);
  if (proportional) return { bytes: Number(proportional[1]) * 1024, measure: "PSS" };
  const resident = read(`/proc/${pid}/status`)?.match(/^VmRSS:\s+(\d+) kB/m);
  return resident ? { bytes: Number(resident[1]) * 1024, measure: "RSS" } : null;
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return undefined;
  }
}

/** @param {string} folder */
function list(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
