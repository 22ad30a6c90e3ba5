// @ts-check
// How long people wait before they can choose a file, and before everything is there: cold and warm, in each browser that
// can be had here, over lines of 5 and 20 Mbit/s.

import { say } from "../scripts/shell.mjs";
import { BROWSERS } from "../tests/e2e/support/browsers.mjs";
import { packed, server } from "./line.mjs";
import { describe, machine } from "./machine.mjs";
import { builtSite } from "./site.mjs";

const USAGE = "npm run bench -- start [--site FOLDER]";
const RATES = [5, 20];
/** In the page: milliseconds from asking for it until it is painted, with the field for files, and until it is ready. */
async function standing() {
  const ready = await new Promise((resolve) => {
    const look = () => (document.querySelector("#boot[data-state=ready]") ? resolve(performance.now()) : setTimeout(look, 5));
    look();
  });
  const painted = performance.getEntriesByName("first-contentful-paint")[0];
  return { choose: painted?.startTime ?? null, ready };
}

/** @param {string[]} args */
export async function start(args) {
  const folder = await builtSite(args[0] === "--site" ? args[1] ?? "" : null, USAGE);
  const files = packed(folder);
  const rows = ["| browser | Mbit/s | visit | a file can be chosen, s | ready, s |", "| --- | ---: | --- | ---: | ---: |"];
  const seconds = (/** @type {number | null} */ ms) => (ms === null ? "not told" : (ms / 1000).toFixed(2));
  for (const { name, skip, open } of BROWSERS) {
    if (skip) say(`${name} is left out: ${skip}`);
    for (const megabits of skip ? [] : RATES) {
      const { url, close } = await server(files, megabits);
      const visitor = await open();
      try {
        for (const visit of ["cold", "warm"]) {
          await visitor.goto(url);
          const { choose, ready } = await visitor.evaluate(standing);
          rows.push(`| ${name} | ${megabits} | ${visit} | ${seconds(choose)} | ${seconds(ready)} |`);
          say(/** @type {string} */ (rows.at(-1)));
          await visitor.goto("about:blank");
        }
      } finally {
        await visitor.close();
        close();
      }
    }
  }
  process.stdout.write(`\n${describe(machine())}\n\n${rows.join("\n")}\n`);
  return 0;
}
