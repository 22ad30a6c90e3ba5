// @ts-check
// A table in Markdown that can be quoted as it is printed.

/**
 * @template Row
 * @param {[title: string, cell: (row: Row) => string][]} columns
 * @param {Row[]} rows
 * @param {number} texts how many of the columns, from the left, are words and not figures
 */
export function markdownTable(columns, rows, texts) {
  const head = columns.map(([title]) => title);
  let before = "";
  const cells = rows.map((row) => {
    const [name, ...others] = columns.map(([, cell]) => cell(row));
    const shown = name === before ? "" : name;
    before = name;
    return [shown, ...others];
  });
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i].length)));
  const line = (/** @type {string[]} */ row) =>
    `| ${row.map((cell, i) => (i < texts ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(" | ")} |`;
  const rule = widths.map((width, i) => (i < texts ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  return [line(head), line(rule), ...cells.map(line)].join("\n");
}
