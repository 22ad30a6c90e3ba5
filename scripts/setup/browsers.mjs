// @ts-check
// The browsers beside Chromium in which the main path is tried: Firefox, and WebKit with its driver.

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { say, which } from "../shell.mjs";
import * as debian from "./debian.mjs";

/** Debian packages of each. WebKit shows its window, and gets a display of its own for that. */
const PACKAGES = { Firefox: ["firefox-esr"], WebKit: ["webkit2gtk-driver", "xvfb"] };

/** Debian's folders of libraries, in one of which WebKit has its plain browser. */
const LIBRARIES = "/usr/lib";

/** The program of an installed Firefox, or null. FIREFOX_PATH chooses one. */
export function firefoxPath() {
  const chosen = process.env.FIREFOX_PATH;
  if (chosen) return existsSync(chosen) ? chosen : null;
  return which("firefox-esr") ?? which("firefox");
}

/**
 * WebKit's driver, the plain browser that it drives, and the display that this is shown on; null where one is missing.
 *
 * @returns {{ driver: string, browser: string, display: string } | null}
 */
export function webkitPaths() {
  const [driver, display] = [which("WebKitWebDriver"), which("Xvfb")];
  const browser = miniBrowser();
  return driver && display && browser ? { driver, browser, display } : null;
}

export async function setUpBrowsers() {
  const missing = Object.entries(PACKAGES).filter(([name]) => (name === "Firefox" ? firefoxPath() : webkitPaths()) === null);
  for (const [name, packages] of missing) {
    if (debian.canInstall() && (await debian.install(packages))) continue;
    say(`${name} cannot be installed here, so the tests in it are skipped`);
  }
}

/** @returns {string | null} */
function miniBrowser() {
  if (!existsSync(LIBRARIES)) return null;
  const folders = readdirSync(LIBRARIES).filter((name) => name.includes("-linux-gnu"));
  const versions = folders.flatMap((folder) =>
    readdirSync(join(LIBRARIES, folder)).filter((name) => name.startsWith("webkit")).map((name) => join(LIBRARIES, folder, name)));
  return versions.map((folder) => join(folder, "MiniBrowser")).find((path) => existsSync(path)) ?? null;
}
