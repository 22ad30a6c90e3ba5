// @ts-check
// What the project promises itself on the 44-page scan, held against what was measured in this run. Mostly
// ratios of figures from the same run, which a slower machine does not change.

import { CONSERVATIVE, MODERATE, MODERATE_ONE, TESSERACT_JS } from "./engines.mjs";
import { SCAN44 } from "./documents.mjs";

/** @typedef {import("./run.mjs").Result} Result */
/** @typedef {{ what: string, value: string, target: string, met: boolean }} Target */

const MOST_HEAP_BYTES = 150e6;
/** The page's meter, from which growth is taken, counts whole megabytes. */
const METER_STEP_BYTES = 1e6;
const LEAST_GAIN_OF_SECOND_WORKER = 1.7;
const MOST_FIRST_TEXT_SECONDS = 3;

/**
 * @param {Result[]} results
 * @returns {Target[]} those for which everything needed was measured
 */
export function targets(results) {
  const of = (/** @type {string} */ engine) =>
    results.find((result) => result.document === SCAN44 && result.engine === engine);
  const [conservative, moderate, moderateOne, peer] = [CONSERVATIVE, MODERATE, MODERATE_ONE, TESSERACT_JS].map(of);
  const found = [];
  if (conservative) found.push(...memory(conservative), firstText(conservative));
  if (moderate && moderateOne) found.push(secondWorker(moderateOne, moderate));
  if (conservative && peer) found.push(...against(conservative, peer));
  return found;
}

/** @param {Target[]} targets */
export function list(targets) {
  return targets
    .map(({ what, value, target, met }) => `${met ? "met   " : "MISSED"}  ${what}: ${value} (${target})`)
    .join("\n");
}

/** @param {Result} result */
function perPage({ reading }) {
  return reading.seconds / reading.pages.length;
}

/**
 * @param {Result} result
 * @returns {Target[]}
 */
function memory({ pages, reading: { heaps } }) {
  if (!heaps) return [];
  const peak = {
    what: "peak of all wasm heaps and bitmaps, one worker",
    value: megabytes(heaps.total),
    target: `at most ${megabytes(MOST_HEAP_BYTES)}`,
    met: heaps.total <= MOST_HEAP_BYTES,
  };
  if (heaps.byFifthPage === null) return [peak];
  const growth = Math.max(heaps.total - heaps.byFifthPage, 0);
  return [
    peak,
    {
      what: `growth of that peak from page 5 to page ${pages}`,
      value: growth <= METER_STEP_BYTES ? "none" : megabytes(growth),
      target: "none",
      met: growth <= METER_STEP_BYTES,
    },
  ];
}

/**
 * @param {Result} result
 * @returns {Target}
 */
function firstText({ reading: { firstTextSeconds } }) {
  const seconds = firstTextSeconds ?? Infinity;
  return {
    what: "first text after Start, warm load, one worker",
    value: `${seconds.toFixed(1)} s`,
    target: `at most ${MOST_FIRST_TEXT_SECONDS} s`,
    met: seconds <= MOST_FIRST_TEXT_SECONDS,
  };
}

/**
 * @param {Result} one
 * @param {Result} two
 * @returns {Target}
 */
function secondWorker(one, two) {
  const gain = perPage(one) / perPage(two);
  return {
    what: "pages per minute of two workers over one, same memory",
    value: `${gain.toFixed(2)} times`,
    target: `at least ${LEAST_GAIN_OF_SECOND_WORKER}`,
    met: gain >= LEAST_GAIN_OF_SECOND_WORKER,
  };
}

/**
 * @param {Result} pagewise
 * @param {Result} peer
 * @returns {Target[]}
 */
function against(pagewise, peer) {
  const time = perPage(pagewise) / perPage(peer);
  const [own, other] = [pagewise.rates.cer, peer.rates.cer];
  return [
    {
      what: `time for a page over that of ${peer.engine}, one worker each`,
      value: time.toFixed(2),
      target: "less than 1",
      met: time < 1,
    },
    {
      what: `CER against ${peer.engine}`,
      value: `${percent(own)} against ${percent(other)}`,
      target: "not worse",
      met: own <= other,
    },
  ];
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`;
}

/** @param {number} share */
function percent(share) {
  return `${(share * 100).toFixed(2)} %`;
}
