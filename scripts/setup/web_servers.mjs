// @ts-check
// The web servers on which tests host the site. They are unpacked and not installed: an installed one would begin to
// serve on this machine.

import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

import { CACHE } from "../paths.mjs";
import { say, which } from "../shell.mjs";
import * as debian from "./debian.mjs";
import { quietly } from "./quietly.mjs";

/** Debian packages, and where the program is in each. */
const SERVERS = {
  nginx: { package: "nginx", program: "usr/sbin/nginx" },
  apache: { package: "apache2-bin", program: "usr/sbin/apache2" },
  caddy: { package: "caddy", program: "usr/bin/caddy" },
};

/** @typedef {keyof typeof SERVERS} ServerName */
/** @typedef {{ folder: string, program: string, libraries: string }} WebServer `libraries` is for LD_LIBRARY_PATH */

/** Brings in the servers that are not there. Tests that need one which cannot be had are skipped. */
export async function setUpWebServers() {
  const names = /** @type {ServerName[]} */ (Object.keys(SERVERS));
  for (const name of names.filter((name) => !existsSync(folderOf(name)))) {
    say(`fetching ${name} for the tests of hosting`);
    if (!(await unpack(name))) say(`${name} cannot be had here, which takes Debian's packages; hosting is not tried on it`);
  }
}

/**
 * An unpacked server, or null where it could not be had.
 *
 * @param {ServerName} name
 * @returns {WebServer | null}
 */
export function webServer(name) {
  const folder = folderOf(name);
  const program = join(folder, SERVERS[name].program);
  if (!existsSync(program)) return null;
  const libraries = join(folder, "usr", "lib", `${MACHINES[process.arch] ?? process.arch}-linux-gnu`);
  return { folder, program, libraries };
}

/** How Debian calls processors where Node calls them otherwise. @type {Partial<Record<string, string>>} */
const MACHINES = { x64: "x86_64", arm64: "aarch64" };

/** @param {ServerName} name */
function folderOf(name) {
  return join(CACHE, "web-servers", name);
}

/**
 * The folder appears under its name when it is whole.
 *
 * @param {ServerName} name
 */
async function unpack(name) {
  if (which("dpkg-deb") === null) return false;
  await mkdir(join(CACHE, "web-servers"), { recursive: true });
  const folder = await mkdtemp(join(CACHE, "web-servers", `${name}.`));
  const packages = join(folder, "packages");
  const unpacked = join(folder, "unpacked");
  try {
    await mkdir(join(packages, "partial"), { recursive: true });
    if (!(await debian.downloadWithNeeds(SERVERS[name].package, packages))) return false;
    for (const file of (await readdir(packages)).filter((file) => file.endsWith(".deb"))) {
      if ((await quietly("dpkg-deb", ["--extract", join(packages, file), unpacked])).code !== 0) return false;
    }
    if (!existsSync(join(unpacked, SERVERS[name].program))) return false;
    await rename(unpacked, folderOf(name));
    return true;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
