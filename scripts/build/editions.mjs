// @ts-check

/** A line of index.html that is of one edition. */
const LINE = /^.*\sdata-edition="(\w+)".*\n/gm;

/**
 * The page without what is of the other edition: elements with `data-edition`, each on a line of its own.
 *
 * @param {string} page
 * @param {"site" | "single"} wanted
 */
export function edition(page, wanted) {
  return page.replace(LINE, (line, of) => (of === wanted ? line.replace(` data-edition="${of}"`, "") : ""));
}
