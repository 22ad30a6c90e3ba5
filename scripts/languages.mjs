// @ts-check
// The languages of the site: lists what can be had, and puts models into wasm-pack.toml or takes them out.
//
//   npm run languages
//   npm run languages -- add deu chi_sim fra:fast
//   npm run languages -- remove deu
//   npm run languages -- add all

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { sha256 } from "./build/digest.mjs";
import { VARIANTS, near, readCatalogue, ways } from "./languages/catalogue.mjs";
import { withModel, withoutModels } from "./languages/manifest_text.mjs";
import { hasNetwork } from "./languages/model_file.mjs";
import { table } from "./languages/table.mjs";
import { readManifest } from "./manifest.mjs";
import { ROOT } from "./paths.mjs";
import { each, fetchModel, keepModel } from "./setup/models.mjs";
import { setUpPackages } from "./setup/packages.mjs";
import { Unavailable } from "./setup/unavailable.mjs";
import { Failure, main, say } from "./shell.mjs";

/** @typedef {import("./languages/catalogue.mjs").Language} Language */
/** @typedef {import("./languages/catalogue.mjs").Way} Way */
/** @typedef {import("./manifest.mjs").Model} Model */
/** @typedef {{ language: Language, variant?: string }} Wanted */

const MANIFEST = join(ROOT, "wasm-pack.toml");
const USAGE = "Say `npm run languages`, `npm run languages -- add deu fra:fast`, `… add all`, or `… remove deu`.";

await main(async () => {
  await setUpPackages();
  const catalogue = readCatalogue();
  const { model: models } = await readManifest();
  const [command, ...words] = process.argv.slice(2);
  if (command === undefined) return void process.stdout.write(table(catalogue, models));
  if (!["add", "remove"].includes(command) || words.length === 0) {
    throw new Failure(`Nothing is done by ${[command, ...words].join(" ")}.`, USAGE);
  }
  const wanted = words.flatMap((word) => understood(word, catalogue, models, command === "remove"));
  return command === "add" ? add(wanted, models) : remove(wanted, models);
});

/**
 * What a word of the command line asks for: a code, perhaps with a variant, or all.
 *
 * @param {string} word
 * @param {Language[]} catalogue
 * @param {Model[]} models
 * @param {boolean} isRemoving what is in may be taken out, whether there are packages of it or not
 * @returns {Wanted[]}
 */
function understood(word, catalogue, models, isRemoving) {
  const [code, variant] = word.split(":");
  if (variant !== undefined && !VARIANTS.some((known) => known === variant)) {
    throw new Failure(`There is no variant ${variant}.`, `A model is ${VARIANTS.join(" or ")}.`);
  }
  if (code === "all" && !isRemoving) return catalogue.map((language) => ({ language, variant }));
  const language = catalogue.find((language) => language.code === code);
  if (language !== undefined) return [{ language, variant }];
  if (isRemoving && models.some(({ lang }) => lang === code)) {
    return [{ language: { code, own: code, english: code, script: "", debian: null, npm: null }, variant }];
  }
  const meant = near(code, catalogue).slice(0, 5).map(({ code, english }) => `${code} (${english})`);
  throw new Failure(
    `There is no language ${code}${meant.length > 0 ? `; there is ${meant.join(", ")}` : ""}.`,
    "`npm run languages` lists all of them.",
  );
}

/**
 * @param {Wanted[]} wanted
 * @param {Model[]} models
 */
async function add(wanted, models) {
  const absent = wanted.filter(({ language: { code }, variant }) => {
    const there = models.filter((model) => model.lang === code && (variant ?? model.variant) === model.variant);
    if (there.length > 0) say(`${code} is in already (${there.map(({ variant }) => variant).join(", ")})`);
    return there.length === 0;
  });
  if (absent.length === 0) return 0;
  say(`fetching ${absent.length} language ${absent.length === 1 ? "model" : "models"}${atLeast(absent)}`);
  /** @type {Map<Wanted, Model>} */
  const had = new Map();
  await each(absent, async (one) => {
    const model = await firstToBeHad(one);
    if (model !== null) had.set(one, model);
  });
  let text = readFileSync(MANIFEST, "utf8");
  for (const one of absent) {
    const model = had.get(one);
    if (model !== undefined) text = withModel(text, model);
  }
  writeFileSync(MANIFEST, text);
  if (had.size > 0) say("wasm-pack.toml has them; `npm run build` builds them into the site");
  return had.size === absent.length ? 0 : 1;
}

/** How much is going to be downloaded, as far as it is known. @param {Wanted[]} wanted */
function atLeast(wanted) {
  const known = wanted.map(({ language, variant }) => waysTo(language, variant)[0]?.bytes ?? 0);
  const megabytes = known.reduce((sum, bytes) => sum + bytes, 0) / 1e6;
  return megabytes < 1 ? "" : `, ${megabytes.toFixed(0)} MB or more`;
}

/**
 * @param {Language} language
 * @param {string} [variant]
 */
function waysTo(language, variant) {
  return ways(language).filter((way) => variant === undefined || way.variant === variant);
}

/**
 * @param {Wanted} wanted
 * @returns {Promise<Model | null>}
 */
async function firstToBeHad({ language, variant }) {
  const reasons = [];
  for (const way of waysTo(language, variant)) {
    try {
      const bytes = await fetchModel(way.source);
      if (!hasNetwork(bytes)) throw new Unavailable(`what ${way.from} has is for Tesseract 3`);
      const model = { lang: language.code, variant: way.variant, sha256: sha256(bytes), ...way.source };
      await keepModel(model, bytes);
      const size = (bytes.length / 1e6).toFixed(1);
      say(`${language.code}, ${language.english}: ${way.variant}, ${size} MB, from ${way.from}`);
      return model;
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      reasons.push(error.message);
    }
  }
  if (reasons.length === 0) reasons.push(`no package has a ${variant} model`);
  say(`${language.code} cannot be had: ${reasons.join("; ")}`);
  return null;
}

/**
 * @param {Wanted[]} wanted
 * @param {Model[]} models
 */
function remove(wanted, models) {
  const goes = (/** @type {Model} */ { lang, variant }) =>
    wanted.some((one) => one.language.code === lang && (one.variant ?? variant) === variant);
  if (models.every(goes)) {
    throw new Failure("Without a language the site would read nothing.", "Add another one first.");
  }
  let text = readFileSync(MANIFEST, "utf8");
  for (const { language: { code }, variant } of wanted) {
    const name = variant === undefined ? code : `${code} (${variant})`;
    const without = withoutModels(text, code, variant);
    say(without === text ? `${name} is not in` : `${name} is out`);
    text = without;
  }
  writeFileSync(MANIFEST, text);
  return 0;
}
