// @ts-check
// Scripts other than ours, from drop to searchable PDF: what was read is what three viewers find, in its order, and without a
// space that is not there.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { haveTool, missingFonts } from "../../scripts/setup/programs.mjs";
import * as pdfium from "../searchable/viewers/pdfium.mjs";
import * as pdfjs from "../searchable/viewers/pdfjs.mjs";
import * as poppler from "../searchable/viewers/poppler.mjs";
import { fixture, lacks } from "./support/fixtures.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";

const here = site();
const absent = [...poppler.PROGRAMS.filter((name) => !haveTool(name)), ...missingFonts()];
const skip = absent.length > 0 ? `${absent.join(" and ")} cannot be had here` : false;

/** A space between two characters of scripts that know none. */
const INVENTED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}] [\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;

/** What is left when lines may end anywhere, and viewers say of Arabic which way it runs. @param {string} text */
const letters = (text) => text.normalize("NFKC").replace(/[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "");

for (const { lang, file, misread } of [
  { lang: "ara", file: "lang-ara_05.pdf", misread: 0.06 },
  { lang: "jpn", file: "lang-jpn_05.pdf", misread: 0.05 },
  { lang: "chi_sim", file: "lang-chi_sim_05.pdf", misread: 0.08 },
  { lang: "rus", file: "lang-rus_05.pdf", misread: 0.02 },
]) {
  test(`${file} is read, and found by three viewers`, { skip: skip || lacks(lang) }, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "pagewise-scripts-"));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const document = fixture(file);
    const reader = await here.visit(t, { query: `?lang=${lang}` });
    const [text] = await reader.read(document);
    assert.ok(cer(letters(document.texts[0]), letters(text)) <= misread, text);
    assert.doesNotMatch(text, INVENTED);
    const { bytes } = await reader.download("Download searchable PDF");
    const path = join(folder, "searchable.pdf");
    writeFileSync(path, bytes);
    for (const [name, viewer] of Object.entries({ poppler, pdfium, pdfjs })) {
      const [found] = await viewer.view(path, null);
      assert.ok(cer(letters(text), letters(found.text)) <= 0.01, `${name}: ${found.text}`);
      assert.doesNotMatch(found.text, INVENTED, name);
    }
  });
}
