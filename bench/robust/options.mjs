// @ts-check
// What can be asked of the benchmark of hostile and odd files.

import { Failure } from "../../scripts/shell.mjs";
import { parseArguments } from "../arguments.mjs";

export const USAGE = `npm run bench -- robust [options]
  --only TEXT      only files whose folder and name contain TEXT (may be repeated)
  --sample N       every Nth file only
  --shard I/N      the I-th of N parts of the files
  --resume         leaves out the files that are in the results already
  --results FILE   where results are kept (by default bench/.results/robust.jsonl)
  --pages RANGE    the pages that are read of each file (by default 1-2)
  --limit SECONDS  how long a file may take before it counts as hanging (by default 300)
  --site FOLDER    measure the site built in FOLDER instead of building dist/`;

/**
 * @typedef {{
 *   help: boolean, only: string[], sample: number, shard: [number, number], resume: boolean, results: string | null,
 *   pages: string, limitMs: number, site: string | null,
 * }} RobustOptions
 */

/**
 * @param {string[]} args
 * @returns {RobustOptions}
 */
export function parseRobustOptions(args) {
  const values = parse(args);
  const [part, parts] = (values.shard ?? "1/1").split("/").map(Number);
  const sample = Number(values.sample ?? 1);
  const limit = Number(values.limit ?? 300);
  const counts = [part, parts, sample].every((count) => Number.isInteger(count) && count >= 1);
  if (!counts || part > parts) throw new Failure("--shard is written like 2/4, --sample like 10.", USAGE);
  if (!(limit > 0)) throw new Failure(`--limit ${values.limit} is not a number of seconds.`, USAGE);
  return {
    help: values.help ?? false,
    only: values.only ?? [],
    sample,
    shard: [part, parts],
    resume: values.resume ?? false,
    results: values.results ?? null,
    pages: values.pages ?? "1-2",
    limitMs: limit * 1000,
    site: values.site ?? null,
  };
}

/** @param {string[]} args */
function parse(args) {
  const options = /** @type {const} */ ({
    help: { type: "boolean", short: "h" },
    only: { type: "string", multiple: true },
    sample: { type: "string" },
    shard: { type: "string" },
    resume: { type: "boolean" },
    results: { type: "string" },
    pages: { type: "string" },
    limit: { type: "string" },
    site: { type: "string" },
  });
  return parseArguments({ args, options }, USAGE).values;
}
