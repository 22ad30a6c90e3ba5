// @ts-check
// Where things lie.

import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
export const DIST = join(ROOT, "dist");
/** The edition of one file. */
export const SINGLE = join(ROOT, "dist-single", "pagewise.html");
export const NODE_MODULES = join(ROOT, "node_modules");

/** What set-up makes or fetches once for every clone on this machine. */
export const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "pagewise");
