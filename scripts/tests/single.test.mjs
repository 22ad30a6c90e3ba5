// @ts-check
// How the edition of one file is made: scripts joined, a policy without a server, lines of one edition only.

import assert from "node:assert/strict";
import { test } from "node:test";

import { edition } from "../build/editions.mjs";
import { joined } from "../build/join.mjs";
import { singlePolicy } from "../build/single.mjs";
import { Failure } from "../shell.mjs";

/** Runs what was joined of these modules. @param {Record<string, string>} modules */
function run(modules) {
  const said = /** @type {unknown[]} */ ([]);
  new Function("say", joined("a.js", (path) => modules[path]))((/** @type {unknown} */ what) => said.push(what));
  return said;
}

test("modules are joined in the order of their imports, each once", () => {
  const said = run({
    "a.js": 'import { two } from "./b.js";\nimport { one, Three } from "./in/c.js";\nsay([one, two(), new Three().value]);\n',
    "b.js": 'import { one } from "./in/c.js";\nexport function two() {\n  return one + 1;\n}\n',
    "in/c.js": 'say("c");\nexport const one = 1;\nexport class Three {\n  value = 3;\n}\n',
  });
  assert.deepEqual(said, ["c", [1, 2, 3]]);
});

test("names that two modules have do not meet", () => {
  assert.deepEqual(run({ "a.js": 'import { b } from "./b.js";\nconst x = 1;\nsay(x + b);\n', "b.js": "const x = 2;\nexport const b = x;\n" }), [3]);
});

test("what cannot be joined stops the build", () => {
  for (const line of ['import all from "./b.js";', 'import * as all from "./b.js";', 'import "./b.js";', "export default 5;", 'export * from "./b.js";']) {
    assert.throws(() => joined("a.js", () => `${line}\n`), Failure, line);
  }
  const circle = { "a.js": 'import { b } from "./b.js";\n', "b.js": 'import { a } from "./a.js";\n' };
  assert.throws(() => joined("a.js", (path) => circle[/** @type {"a.js"} */ (path)]), /circle/);
  // What is asked for while running is no business of the build's.
  assert.match(joined("a.js", () => "const later = () => import(address);\n"), /import\(address\)/);
});

test("nothing of the policy is left to a server", () => {
  const policy = "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self' blob:";
  assert.equal(
    singlePolicy(policy, { scripts: [""], style: "" }),
    "default-src 'none'; script-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' blob: 'wasm-unsafe-eval'; connect-src 'none'; "
      + "style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; img-src data: blob:",
  );
});

test("a line of one edition is in that alone", () => {
  const page = '<p>both</p>\n<p class="x" data-edition="site">one</p>\n  <p data-edition="single">other</p>\n';
  assert.equal(edition(page, "site"), '<p>both</p>\n<p class="x">one</p>\n');
  assert.equal(edition(page, "single"), "<p>both</p>\n  <p>other</p>\n");
});
