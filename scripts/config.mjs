// @ts-check
// Checks a site's configuration before it is uploaded: the same program, the same sentences as in the page.
//
//   npm run config -- check dist/config.json

import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { configMistakes, languagesOf } from "./build/config.mjs";
import { readManifest } from "./manifest.mjs";
import { ROOT } from "./paths.mjs";
import { Failure, main, say } from "./shell.mjs";

const USAGE = "Say `npm run config -- check FILE`.";

await main(async () => {
  const [command, file, ...more] = process.argv.slice(2);
  if (command !== "check" || file === undefined || more.length > 0) throw new Failure("What is to be done is not clear.", USAGE);
  const path = resolve(file);
  if (!existsSync(path)) throw new Failure(`There is no ${file}.`, USAGE);
  const { module: [reader] } = await readManifest();
  const core = join(ROOT, reader["out-dir"]);
  if (!existsSync(join(core, `${reader["out-name"]}_bg.wasm`))) {
    throw new Failure("What checks it is a part of the page, and not built yet.", "Run `npm run build` first.");
  }
  // Where it lies in a site, that is known to have models.
  const list = join(dirname(path), "models", "models.json");
  const models = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")).models : [];
  const mistakes = await configMistakes(core, readFileSync(path, "utf8"), languagesOf(models));
  if (mistakes.length > 0) throw new Failure(mistakes.join("\n"), "The page would say the same, and use the rest.");
  say(`${file} is right`);
});
