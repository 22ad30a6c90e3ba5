// @ts-check
// Pictures of every state of the page, in both schemes, at the widths of a phone, a tablet and a small screen, to be looked at.
//
// `node scripts/states.mjs FOLDER [--site FOLDER]`

import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { chromium } from "playwright-core";

import { Reader } from "../tests/e2e/support/reader.mjs";
import { inEveryLight, walk } from "../tests/e2e/support/states.mjs";
import { build } from "./build.mjs";
import { DIST } from "./paths.mjs";
import { serve } from "./serve.mjs";
import { chromiumPath } from "./setup/programs.mjs";
import { setUp } from "./setup.mjs";
import { main, say } from "./shell.mjs";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { site: { type: "string" } } });

await main(async () => {
  if (values.site === undefined) await build(await setUp({ tests: true }));
  const folder = resolve(positionals[0] ?? "states");
  mkdirSync(folder, { recursive: true });
  const server = await serve({ root: values.site === undefined ? DIST : resolve(values.site) });
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await chromium.launch({ executablePath: chromiumPath(), args });
  let pictures = 0;
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${server.url}?dpi=150&workers=1`);
    await walk(new Reader(page), async (state) => {
      await inEveryLight(page, async (width, scheme) => {
        pictures += 1;
        const number = String(pictures).padStart(3, "0");
        await page.screenshot({ path: join(folder, `${number}-${state}-${width}-${scheme}.png`) });
      });
    });
  } finally {
    await browser.close();
    await server.close();
  }
  say(`${pictures} pictures in ${folder}`);
});
