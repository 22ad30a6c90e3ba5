// @ts-check
// What the repository says of packages: where they come from is the client's business, what they are is not.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { ROOT } from "../paths.mjs";
import { capture } from "../shell.mjs";

/** @typedef {{ link?: boolean, integrity?: string, engines?: { node?: string } }} Locked */
/** @typedef {[number, number, number]} Version */

/** @param {string} path */
const read = (path) => readFileSync(join(ROOT, path), "utf8");

/** Each package of package-lock.json but ourselves. */
function locked() {
  /** @type {Record<string, Locked>} */
  const packages = JSON.parse(read("package-lock.json")).packages;
  return Object.entries(packages).filter(([path]) => path !== "");
}

test("no file names the address of a registry", (t) => {
  const listed = capture("git", ["ls-files", "-z"], { cwd: ROOT });
  if (listed === null) return t.skip("this is no clone");
  const hosts = /npmjs\.(com|org)|crates\.io|pypi\.org|python[h]osted/i;
  // How cargo writes down that a crate is from its own registry, wherever that is mirrored.
  const cargos = /^source = "registry\+https:\/\/github\.com\/rust-lang\/crates\.io-index"$/;
  const found = listed.split("\0").filter(Boolean).flatMap((path) =>
    read(path).split("\n").flatMap((line, index) => {
      const isCargos = path.endsWith("Cargo.lock") && cargos.test(line);
      return hosts.test(line) && !isCargos ? [`${path}:${index + 1}`] : [];
    }),
  );
  assert.deepEqual(found, []);
});

test("every package is known by its sum", () => {
  const unsummed = locked().filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ""));
  assert.deepEqual(unsummed.map(([path]) => path), []);
  const crates = read("Cargo.lock").split("[[package]]").slice(1);
  const without = crates.filter((crate) => !/^checksum = "[0-9a-f]{64}"$/m.test(crate));
  assert.deepEqual(without.map((crate) => crate.match(/^name = "(.*)"$/m)?.[1]), ["pagewise"]);
});

test("every package runs on the oldest Node that we name", () => {
  const ours = JSON.parse(read("package.json")).engines.node;
  const oldest = version(ours.replace(/^>=/, ""));
  const refusing = locked().filter(([, { engines }]) => engines?.node !== undefined && !admits(engines.node, oldest));
  assert.deepEqual(refusing.map(([path, { engines }]) => `${path} takes Node ${engines?.node}`), []);
});

test("ranges of versions are understood", () => {
  /** @type {[string, string, boolean][]} */
  const cases = [
    ["*", "20.19", true],
    [">= 18", "20.19", true],
    [">=20.19.0 || >=22.13.0", "20.19", true],
    [">=22.13.0 || >=24", "20.19", false],
    ["4.x || >=6.0.0", "5.1", false],
    ["^18 || ^20.9.0", "20.19", true],
    ["^20.20.0", "20.19", false],
    [">=18 <20", "20.19", false],
    ["20", "20.19", true],
    ["~20.18.0", "20.19", false],
  ];
  for (const [range, wanted, isAdmitted] of cases) assert.equal(admits(range, version(wanted)), isAdmitted, range);
  assert.throws(() => admits("latest", version("20")), /latest/);
});

/**
 * What is not said is zero.
 *
 * @param {string} text
 * @returns {Version}
 */
function version(text) {
  const [major = 0, minor = 0, patch = 0] = text.split(".").map(Number);
  return [major, minor, patch];
}

/**
 * Whether a version is within a range, as npm writes ranges of Node.
 *
 * @param {string} range
 * @param {Version} wanted
 */
function admits(range, wanted) {
  return range.split("||").some((all) => all.replace(/([<>=^~])\s+/g, "$1").trim().split(/\s+/).every((one) => meets(one, wanted)));
}

/**
 * @param {string} comparator
 * @param {Version} wanted
 */
function meets(comparator, wanted) {
  const parts = comparator.match(/^(|[<>]=?|=|\^|~)(\*|\d+(?:\.(?:\d+|x|\*))*)$/);
  if (!parts) throw new Error(`${comparator} is no range that this test understands`);
  const [, sign, text] = parts;
  if (text === "*") return true;
  const said = text.split(".").filter((part) => /^\d/.test(part)).length;
  const limit = version(text.replace(/\.[x*]/g, ""));
  const order = wanted.map((part, index) => Math.sign(part - limit[index])).find((sign) => sign !== 0) ?? 0;
  const isSame = (/** @type {number} */ count) => limit.slice(0, count).every((part, index) => part === wanted[index]);
  switch (sign) {
    case ">=":
      return order >= 0;
    case ">":
      return order > 0 && !isSame(said);
    case "<=":
      return order <= 0 || isSame(said);
    case "<":
      return order < 0;
    case "^":
      return order >= 0 && isSame(1);
    case "~":
      return order >= 0 && isSame(Math.min(said, 2));
    default:
      return isSame(said);
  }
}
