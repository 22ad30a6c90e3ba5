// @ts-check
// Edits the models of wasm-pack.toml as text, so that everything else, comments too, stays as it is.

/** @typedef {import("../manifest.mjs").Model} Model */

/** A model's table: from its head to the empty line after it. */
const TABLE = /^\[\[model\]\]\n(?:.+\n)+\n?/gm;

/**
 * The text with one more model: beside the others of its language, what is fast first, or after all languages.
 *
 * @param {string} text
 * @param {Model} model
 */
export function withModel(text, model) {
  const tables = [...text.matchAll(TABLE)].map((match) => ({ at: match.index, table: match[0] }));
  if (tables.length === 0) throw new Error("wasm-pack.toml has no model to go by");
  const siblings = tables.filter(({ table }) => field(table, "lang") === model.lang);
  const [first] = siblings;
  const last = (siblings.length > 0 ? siblings : tables)[(siblings.length || tables.length) - 1];
  const at = first !== undefined && model.variant === "fast" ? first.at : last.at + last.table.length;
  return text.slice(0, at) + table(model) + text.slice(at);
}

/**
 * The text without the models of a language, or of one variant of it.
 *
 * @param {string} text
 * @param {string} lang
 * @param {string} [variant]
 */
export function withoutModels(text, lang, variant) {
  return text.replace(TABLE, (table) => {
    const isMeant = field(table, "lang") === lang && (variant === undefined || field(table, "variant") === variant);
    return isMeant ? "" : table;
  });
}

/**
 * @param {string} table
 * @param {string} name
 */
function field(table, name) {
  return table.match(new RegExp(`^${name} *= *"([^"]*)"`, "m"))?.[1];
}

/** @param {Model} model */
function table({ lang, variant, sha256, wheel, npm, deb }) {
  const lines = Object.entries({ lang, variant, sha256 });
  for (const [kind, source] of Object.entries({ wheel, npm, deb })) {
    for (const [name, value] of Object.entries(source ?? {})) lines.push([`${kind}.${name}`, value]);
  }
  // None of these values has a character that TOML would want escaped, as names and sums have none.
  return `[[model]]\n${lines.map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`).join("")}\n`;
}
