// @ts-check
// Debian packages, for what comes from no other registry.

import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { capture, run, say, which } from "../shell.mjs";
import { quietly } from "./quietly.mjs";

/** Whether packages can be installed here without asking anybody. */
export function canInstall() {
  return which("apt-get") !== null && privilege() !== null;
}

/**
 * Installs packages. False when that is not possible here, or fails.
 *
 * @param {string[]} packages
 */
export async function install(packages) {
  const prefix = privilege();
  if (which("apt-get") === null || prefix === null) return false;
  say(`installing with apt-get: ${packages.join(" ")}`);
  const apt = (/** @type {string[]} */ ...args) => {
    const [program, ...rest] = [...prefix, "apt-get", "-q", "-y", ...args];
    return run(program, rest, { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
  };
  const wanted = ["install", "--no-install-recommends", ...packages];
  if ((await apt(...wanted)) === 0) return true;
  // The package lists may be missing, as in a fresh container, or old.
  return (await apt("update")) === 0 && (await apt(...wanted)) === 0;
}

/** The one renewal of the package lists that downloads wait for. @type {Promise<boolean> | undefined} */
let renewed;

/**
 * Fetches a package without installing it, and gives its file, or null where that cannot be done.
 *
 * @param {string} name
 * @param {string} folder
 */
export async function download(name, folder) {
  if (which("apt-get") === null) return null;
  const fetch = async () => (await quietly("apt-get", ["-q", "download", name], { cwd: folder })).code === 0;
  if (!(await fetch())) {
    renewed ??= renew();
    if (!(await renewed) || !(await fetch())) return null;
  }
  const file = (await readdir(folder)).find((file) => file.endsWith(".deb"));
  return file === undefined ? null : join(folder, file);
}

/**
 * Fetches a package, and of those that it needs the ones this machine has not, without installing any.
 *
 * @param {string} name
 * @param {string} folder with one more in it, `partial`, as apt-get wants it
 */
export async function downloadWithNeeds(name, folder) {
  const args = ["install", "--download-only", "--no-install-recommends", "-o", `Dir::Cache::archives=${folder}`, name];
  if (await aptGet(...args)) return true;
  renewed ??= renew();
  return (await renewed) && (await aptGet(...args));
}

/** The package lists may be missing, as in a fresh container, or old. */
function renew() {
  return aptGet("update");
}

/** @param {...string} args */
async function aptGet(...args) {
  const prefix = privilege();
  if (which("apt-get") === null || prefix === null) return false;
  const [program, ...rest] = [...prefix, "apt-get", "-q", "-y", ...args];
  return (await quietly(program, rest)).code === 0;
}

/** What to put before apt-get: nothing for root, sudo where it needs no password, null otherwise. */
function privilege() {
  if (process.getuid?.() === 0) return [];
  return capture("sudo", ["-n", "true"]) === null ? null : ["sudo", "-n"];
}
