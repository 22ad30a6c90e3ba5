// @ts-check
// Judges one PDF, in a process of its own, since a hostile file may take a viewer with it. Prints the verdict.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { judge } from "../../tests/searchable/support/judge.mjs";

const [path, password = null] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "pagewise-judge-"));
try {
  process.stdout.write(JSON.stringify(await judge(path, password, join(folder, "searchable.pdf"))));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
