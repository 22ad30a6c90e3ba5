// @ts-check
// Debian packages, for what comes from no other registry.

import { capture, run, say, which } from "../shell.mjs";

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

/** What to put before apt-get: nothing for root, sudo where it needs no password, null otherwise. */
function privilege() {
  if (process.getuid?.() === 0) return [];
  return capture("sudo", ["-n", "true"]) === null ? null : ["sudo", "-n"];
}
