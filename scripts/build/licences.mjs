// @ts-check
// licenses.txt: the licences of everything in dist/ that others made. A text that several share is printed once.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

import { readManifest } from "../manifest.mjs";
import { ROOT } from "../paths.mjs";
import { origin } from "../setup/models.mjs";
import { Failure, capture } from "../shell.mjs";

/** @typedef {{ name: string, licence: string, texts: string[] }} Notice names, SPDX expression and full texts */
/**
 * What `cargo metadata` says of a package, as far as it is used here.
 *
 * @typedef {{
 *   id: string, name: string, version: string, license: string | null, manifest_path: string,
 *   authors: string[], targets: { kind: string[] }[],
 * }} Package
 */

const RULE = "=".repeat(80);

const HEAD = `Pagewise itself is under the MIT licence or the Apache License 2.0, as you choose.

It contains the works below, each under its own licence. Where a licence offers a choice and includes the MIT
licence, the MIT licence was chosen.
`;

/**
 * @param {"own" | "npm"} engine which engine is in dist/
 * @param {import("../manifest.mjs").Model[]} models those in dist/
 * @returns {Promise<string>}
 */
export async function licences(engine, models) {
  const { notice } = await readManifest();
  const present = notice.filter((one) => one.engine === undefined || one.engine === engine);
  const vendored = present.map(({ name: what, licence, texts, models: isModels }) => {
    const name = isModels ? `${what}: ${models.map(origin).join(", ")}` : what;
    return { name, licence, texts: texts.map((path) => readFileSync(join(ROOT, path), "utf8")) };
  });
  return render([...vendored, ...crateNotices()]);
}

/** @param {Notice[]} notices */
function render(notices) {
  /** @type {Map<string, { text: string, of: string[] }>} */
  const texts = new Map();
  for (const notice of notices) {
    for (const text of notice.texts) {
      const key = text.replace(/\s+/g, " ").trim();
      const entry = texts.get(key) ?? { text: text.replace(/\r/g, "").trim(), of: [] };
      texts.set(key, { ...entry, of: [...entry.of, notice.name] });
    }
  }
  const list = notices.map(({ name, licence }) => `- ${name}: ${licence}`).join("\n");
  const parts = [...texts.values()].map(({ text, of }) => `${RULE}\n${of.join("\n")}\n${RULE}\n\n${text}\n`);
  return [HEAD, `${list}\n`, ...parts].join("\n");
}

/** The crates whose code is in our own wasm. */
function crateNotices() {
  const packages = linkedPackages();
  const standard = standardTexts(packages);
  const crates = packages.map((crate) => {
    const licence = (crate.license ?? "").replaceAll("/", " OR ");
    const texts = licenceFiles(crate, licence).map((file) => readFileSync(file, "utf8"));
    if (texts.length > 0) return { name: `${crate.name} ${crate.version}`, licence, texts };
    // Some crates name a licence but do not bring its text along.
    const text = [...standard].find(([id]) => licence.includes(id))?.[1];
    if (text === undefined) {
      throw new Failure(
        `There is no licence text for the crate ${crate.name} (${licence || "no licence"}).`,
        "Find out under which licence it is, and add its text to scripts/build/licences.mjs.",
      );
    }
    const authors = crate.authors.length > 0 ? crate.authors.join(", ") : `the authors of ${crate.name}`;
    return { name: `${crate.name} ${crate.version}`, licence, texts: [`Copyright (c) ${authors}\n\n${text}`] };
  });
  const library = { name: "The Rust standard library", licence: "MIT OR Apache-2.0" };
  return [...crates, { ...library, texts: [`Copyright (c) The Rust Project Contributors\n\n${standard.get("MIT")}`] }];
}

/**
 * The packages that are linked: dependencies of dependencies, without those that only run while building.
 *
 * @returns {Package[]}
 */
function linkedPackages() {
  const args = ["metadata", "--format-version", "1", "--filter-platform", "wasm32-unknown-unknown"];
  const output = capture("cargo", args, { cwd: ROOT });
  if (output === null) {
    throw new Failure("cargo could not list the crates that are used.", "Run `cargo metadata` to see why.");
  }
  const { packages, resolve } = JSON.parse(output);
  /** @type {Map<string, Package>} */
  const byId = new Map(packages.map((/** @type {Package} */ crate) => [crate.id, crate]));
  /** @type {Map<string, { deps: { pkg: string, dep_kinds: { kind: string | null }[] }[] }>} */
  const nodes = new Map(resolve.nodes.map((/** @type {{ id: string }} */ node) => [node.id, node]));
  const linked = new Set();
  const visit = (/** @type {string} */ id) => {
    const crate = byId.get(id);
    if (!crate || linked.has(crate) || crate.targets.some(({ kind }) => kind.includes("proc-macro"))) return;
    linked.add(crate);
    for (const { pkg, dep_kinds: kinds } of nodes.get(id)?.deps ?? []) {
      if (kinds.some(({ kind }) => kind === null)) visit(pkg);
    }
  };
  visit(resolve.root);
  return [...linked].filter(({ id }) => id !== resolve.root).sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * A crate's licence files: the one of the licence that was chosen, if it can be told, or all.
 *
 * @param {Package} crate
 * @param {string} licence
 */
function licenceFiles(crate, licence) {
  const folder = dirname(crate.manifest_path);
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|copyright|notice|unlicense)/i.test(name));
  const free = /\bMIT\b/.test(licence) && !/\bAND\b/.test(licence);
  const chosen = free ? names.filter((name) => /MIT/.test(name)) : [];
  return (chosen.length > 0 ? chosen : names).map((name) => join(folder, name)).filter((file) => existsSync(file));
}

/**
 * The bodies of the common licences, as some crate has them.
 *
 * @param {Package[]} packages
 * @returns {Map<string, string>}
 */
function standardTexts(packages) {
  const texts = new Map();
  for (const crate of packages) {
    for (const file of licenceFiles(crate, "")) {
      const text = readFileSync(file, "utf8");
      const mit = text.match(/Permission is hereby granted, free of charge[^]*/);
      if (/LICENSE-MIT$/.test(file) && mit && !texts.has("MIT")) texts.set("MIT", mit[0]);
      if (/LICENSE-APACHE$/.test(file) && !texts.has("Apache-2.0")) texts.set("Apache-2.0", text);
    }
  }
  return texts;
}
