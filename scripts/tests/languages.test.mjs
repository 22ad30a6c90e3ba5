// @ts-check
// The languages of the site: what there is, and how they come into wasm-pack.toml and go.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { parse } from "smol-toml";

import { isScript, near, readCatalogue, ways } from "../languages/catalogue.mjs";
import { withModel, withoutModels } from "../languages/manifest_text.mjs";
import { hasNetwork } from "../languages/model_file.mjs";
import { table } from "../languages/table.mjs";
import { ROOT } from "../paths.mjs";

const catalogue = readCatalogue();

/** @param {string} code */
function language(code) {
  const found = catalogue.find((language) => language.code === code);
  assert.ok(found, code);
  return found;
}

/** @param {string} text */
function models(text) {
  // As plain objects, which can be compared.
  const manifest = JSON.parse(JSON.stringify(parse(text)));
  return /** @type {{ lang: string, variant: string }[]} */ (manifest.model);
}

/** @param {string} text */
const names = (text) => models(text).map(({ lang, variant }) => `${lang} ${variant}`);

const MANIFEST = `# A comment.
[build]
target = "web"

# Languages.

[[model]]
lang = "eng"
variant = "best_int"
sha256 = "12"
npm.package = "@x/eng"

# More of it.
[[notice]]
name = "something"
`;

/** @param {string} lang @param {string} variant */
const model = (lang, variant) => ({ lang, variant, sha256: "ab", deb: { package: `tesseract-ocr-${lang}` } });

test("every language is there once, and whole", () => {
  assert.equal(new Set(catalogue.map(({ code }) => code)).size, catalogue.length);
  for (const { code, own, english, script, debian, npm } of catalogue) {
    assert.match(code, /^(?:[a-z]{3}(?:_[a-z]+)*|[A-Z][A-Za-z_]+)$/);
    assert.ok(own !== "" && english !== "", code);
    assert.match(script, /^[A-Z][a-z]{3}$/, code);
    for (const bytes of [debian, npm]) assert.ok(bytes == null || bytes > 100_000, code);
  }
});

test("what every machine can fetch is tried first", () => {
  const tried = (/** @type {string} */ code) => ways(language(code)).map(({ variant, from }) => `${variant} ${from}`);
  assert.deepEqual(tried("deu"), ["fast PyPI", "best_int npm", "fast Debian"]);
  assert.deepEqual(tried("fra"), ["best_int npm", "fast Debian"]);
  assert.deepEqual(tried("rus"), ["fast Debian"], "npm has none");
  assert.deepEqual(tried("dan"), ["best_int npm", "fast Debian"], "nobody has asked npm yet");
  const packages = ["chi_tra_vert", "HanS_vert", "Latin"].map((code) => ways(language(code)).at(-1)?.source.deb?.package);
  assert.deepEqual(packages, ["tesseract-ocr-chi-tra-vert", "tesseract-ocr-script-hans-vert", "tesseract-ocr-script-latn"]);
  assert.ok(isScript("Latin") && !isScript("lat"));
});

test("who mistypes a code, or knows only the name, is told of those near", () => {
  const codes = (/** @type {string} */ word) => near(word, catalogue).map(({ code }) => code);
  assert.deepEqual(codes("german"), ["deu", "frk"]);
  assert.deepEqual(codes("Français"), ["fra", "frm"]);
  assert.deepEqual(codes("germn"), ["deu"]);
  assert.deepEqual(codes("chi-sim"), ["chi_sim"]);
  assert.ok(codes("dek").includes("deu"));
  assert.deepEqual(codes("klingon"), []);
});

test("a model comes after the others, beside those of its language, and goes again", () => {
  const more = withModel(withModel(MANIFEST, model("deu", "fast")), model("eng", "fast"));
  assert.deepEqual(names(more), ["eng fast", "eng best_int", "deu fast"]);
  assert.deepEqual(models(more)[2], model("deu", "fast"));
  for (const comment of ["# A comment.\n", "# Languages.\n\n[[model]]", "# More of it.\n[[notice]]"]) assert.ok(more.includes(comment));
  assert.deepEqual(names(withModel(more, model("deu", "best_int"))), ["eng fast", "eng best_int", "deu fast", "deu best_int"]);
  assert.deepEqual(names(withoutModels(more, "eng")), ["deu fast"]);
  assert.equal(withoutModels(withoutModels(more, "deu"), "eng", "fast"), MANIFEST);
  assert.equal(withoutModels(MANIFEST, "fra"), MANIFEST);
});

test("the manifest is one that can be edited, and a language and variant is in it once", () => {
  const text = readFileSync(join(ROOT, "wasm-pack.toml"), "utf8");
  const all = /** @type {import("../manifest.mjs").Model[]} */ (models(text));
  for (const one of all) {
    assert.match(one.sha256, /^[0-9a-f]{64}$/, one.lang);
    const without = withoutModels(text, one.lang, one.variant);
    assert.equal(models(without).length, all.length - 1, one.lang);
    assert.deepEqual(models(withModel(without, one)).find(({ lang, variant }) => lang === one.lang && variant === one.variant), one);
    assert.ok(catalogue.some(({ code }) => code === one.lang), one.lang);
  }
  assert.equal(new Set(names(text)).size, all.length);
  assert.equal(all[0].lang, "eng");
});

test("a model without a network is told", () => {
  const file = (/** @type {number} */ count, /** @type {bigint} */ at) => {
    const bytes = Buffer.alloc(4 + 8 * count + 8, 0xff);
    bytes.writeInt32LE(count, 0);
    if (count > 17) bytes.writeBigInt64LE(at, 4 + 8 * 17);
    return bytes;
  };
  assert.ok(hasNetwork(file(24, 200n)));
  assert.ok(!hasNetwork(file(24, -1n)));
  assert.ok(!hasNetwork(file(24, 10_000n)));
  assert.ok(!hasNetwork(file(3, 0n)));
  assert.ok(!hasNetwork(Buffer.from("a page that says Not found")));
});

test("the list says what there is and what is in", () => {
  const lines = table(catalogue, [{ ...model("deu", "fast") }, { ...model("deu", "best_int") }]).split("\n");
  const german = lines.find((line) => / deu /.test(line)) ?? "";
  assert.match(german, /^fast, best_int +deu +German +Latn +fast 0\.9 MB \(PyPI\), best_int 8\.4 MB \(npm\), fast 0\.7 MB \(Debian\) +Deutsch$/);
  assert.match(lines.find((line) => / dan /.test(line)) ?? "", /best_int \? \(npm\)/);
});
