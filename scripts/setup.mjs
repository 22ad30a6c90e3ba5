// @ts-check
// Brings in what is missing. Does nothing where nothing is. `--tests` adds what only tests need.

import { setUpBrowsers } from "./setup/browsers.mjs";
import { setUpCargoTools } from "./setup/cargo_tools.mjs";
import { setUpModels } from "./setup/models.mjs";
import { setUpPackages } from "./setup/packages.mjs";
import { setUpChromium, setUpFonts, setUpPdfTools } from "./setup/programs.mjs";
import { setUpRust } from "./setup/rust.mjs";
import { setUpWebServers } from "./setup/web_servers.mjs";
import { isMain, main } from "./shell.mjs";

/**
 * @typedef {{ rust: Record<string, string>, folders: string[] }} Tools variables for building for wasm32, and
 *   folders to go before PATH
 */

/**
 * @param {{ tests?: boolean }} [options]
 * @returns {Promise<Tools>}
 */
export async function setUp({ tests = false } = {}) {
  await setUpPackages();
  const rust = await setUpRust();
  const folders = await setUpCargoTools();
  await setUpModels();
  if (tests) {
    await setUpChromium();
    await setUpBrowsers();
    await setUpPdfTools();
    await setUpFonts();
    await setUpWebServers();
  }
  return { rust, folders };
}

if (isMain(import.meta.url)) {
  await main(async () => void (await setUp({ tests: process.argv.includes("--tests") })));
}
