// @ts-check
// WebKit, by its own driver and the W3C's protocol: as GTK has it, in its plain browser.

import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { webkitPaths } from "../../../../scripts/setup/browsers.mjs";
import { PATIENCE_MS, downloaded, started } from "./process.mjs";

/** @typedef {import("../browsers.mjs").Visitor} Visitor */

/** Under which key the protocol gives an element. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** A port that nobody has. @returns {Promise<number>} */
function freePort() {
  const server = createServer();
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => {
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    server.close(() => resolve(port));
  }));
}

/**
 * Opens a window of a new WebKit.
 *
 * @returns {Promise<Visitor>}
 */
export async function openWebkit() {
  const paths = webkitPaths();
  if (!paths) throw new Error("WebKit is not there.");
  const home = mkdtempSync(join(tmpdir(), "pagewise-webkit-"));
  const downloads = join(home, "Downloads");
  mkdirSync(downloads);
  // Where GTK looks for it.
  mkdirSync(join(home, ".config"));
  writeFileSync(join(home, ".config", "user-dirs.dirs"), 'XDG_DOWNLOAD_DIR="$HOME/Downloads"\n');
  const screen = await started(paths.display, ["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], { says: /^(\d+)$/m });
  const env = { ...process.env, DISPLAY: `:${screen.match[1]}`, HOME: home, XDG_CONFIG_HOME: join(home, ".config"), XDG_CACHE_HOME: join(home, ".cache"), XDG_DATA_HOME: join(home, ".local") };
  const port = await freePort();
  const driver = await started(paths.driver, [`--port=${port}`], { env });

  /** @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>} */
  const ask = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = /** @type {{ value: any }} */ (await response.json());
    if (!response.ok) throw new Error(`${path}: ${value.error}: ${value.message}`);
    return value;
  };
  const listening = async () => {
    for (;;) {
      try {
        return await ask("GET", "/status");
      } catch {
        // It says nothing when it listens; being asked is all there is.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  };
  await listening();
  const options = { binary: paths.browser, args: ["--automation"] };
  const { sessionId } = await ask("POST", "/session", { capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } } });
  const session = `/session/${sessionId}`;
  await ask("POST", `${session}/timeouts`, { script: PATIENCE_MS, pageLoad: PATIENCE_MS });
  const element = async (/** @type {string} */ selector) =>
    (await ask("POST", `${session}/element`, { using: "css selector", value: selector }))[ELEMENT];

  return {
    // The driver tells nothing of the console.
    problems: [],
    goto: (url) => ask("POST", `${session}/url`, { url }),
    evaluate: async (act, argument) => {
      const script = `const done = arguments[1]; Promise.resolve((${act})(arguments[0])).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const { value, error } = await ask("POST", `${session}/execute/async`, { script, args: [argument ?? null] });
      if (error) throw new Error(error);
      return value;
    },
    choose: async (selector, path) => ask("POST", `${session}/element/${await element(selector)}/value`, { text: path }),
    click: async (selector) => ask("POST", `${session}/element/${await element(selector)}/click`, {}),
    downloaded: (name, size) => downloaded(join(downloads, name), size),
    size: (width, height) => ask("POST", `${session}/window/rect`, { width, height }),
    screenshot: async () => Buffer.from(await ask("GET", `${session}/screenshot`), "base64"),
    close: async () => {
      await ask("DELETE", session).catch(() => {});
      await driver.stop();
      await screen.stop();
      // Its processes end a little later, and write until then.
      await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    },
  };
}
