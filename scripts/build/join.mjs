// @ts-check
// Makes one script of a module and of those that it imports, for a page that can load none. Only what our own modules
// are written in is understood: imports of names from a neighbour, and exports of what is declared. Anything else stops
// the build.

import { posix } from "node:path";

import { Failure } from "../shell.mjs";

const IMPORT = /^import \{ ([\w, ]+) \} from "(\.\.?\/[\w./-]+)";$/gm;
const EXPORT = /^export (?=(?:async )?(?:class|function|const|let) (\w+)|(?:async )?function\* (\w+))/gm;
const OTHER = /^\s*(?:import\b(?!\()|export\b)/m;

/**
 * @param {string} entry the path of the module to begin with
 * @param {(path: string) => string} read the text of a module
 */
export function joined(entry, read) {
  /** Each module's name in the script, in the order in which they run. @type {Map<string, string>} */
  const names = new Map();
  /** @type {string[]} */
  const parts = [];
  const opening = new Set();

  /** @param {string} path */
  const add = (path) => {
    const known = names.get(path);
    if (known) return known;
    if (opening.has(path)) throw failure(path, "is imported in a circle");
    opening.add(path);
    const exported = /** @type {string[]} */ ([]);
    const text = read(path)
      .replace(IMPORT, (_, wanted, from) => `const { ${wanted} } = ${add(posix.join(posix.dirname(path), from))};`)
      .replace(EXPORT, (_, one, other) => {
        exported.push(one ?? other);
        return "";
      });
    if (OTHER.test(text)) throw failure(path, "imports or exports in a way that the build does not join");
    const name = `module${names.size}`;
    names.set(path, name);
    parts.push(`const ${name} = (() => {\n${text}\nreturn { ${exported.join(", ")} };\n})();`);
    return name;
  };
  add(entry);
  return `${parts.join("\n")}\n`;
}

/**
 * @param {string} path
 * @param {string} what
 */
function failure(path, what) {
  return new Failure(`${path} ${what}.`, "See scripts/build/join.mjs for what can be joined, or serve the site instead.");
}
