// @ts-check
// Firefox, by the protocol that it speaks itself: WebDriver BiDi.

import { mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { WebSocket } from "ws";

import { firefoxPath } from "../../../../scripts/setup/browsers.mjs";
import { downloaded, started } from "./process.mjs";

/** @typedef {import("../browsers.mjs").Visitor} Visitor */

/** Downloads go where they are told without a question, and a PDF is a file like any other. */
const PREFERENCES = {
  "browser.download.folderList": 2,
  "browser.download.open_pdf_attachments_inline": false,
  "browser.download.always_ask_before_handling_new_types": false,
  "browser.helperApps.neverAsk.saveToDisk": "application/pdf,text/plain",
  "pdfjs.disabled": true,
  "datareporting.policy.dataSubmissionEnabled": false,
  "app.update.enabled": false,
  "network.captive-portal-service.enabled": false,
};

/** Commands and their answers, by a socket. */
class Connection {
  #last = 0;
  /** @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void }>} */
  #waiting = new Map();

  /** @param {WebSocket} socket */
  constructor(socket) {
    this.socket = socket;
    /** Told of every event. @type {(method: string, params: any) => void} */
    this.onEvent = () => {};
    socket.on("message", (data) => {
      const { id, type, result, method, params, error, message } = JSON.parse(String(data));
      if (type === "event") return this.onEvent(method, params);
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (type === "success") waiting?.resolve(result);
      else waiting?.reject(new Error(`${error}: ${message}`));
    });
  }

  /** @param {string} url @returns {Promise<Connection>} */
  static open(url) {
    const socket = new WebSocket(url);
    return new Promise((resolve, reject) => socket.once("open", () => resolve(new Connection(socket))).once("error", reject));
  }

  /** @param {string} method @param {object} params @returns {Promise<any>} */
  send(method, params) {
    const id = ++this.#last;
    this.socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }
}

/**
 * Opens a window of a new Firefox.
 *
 * @returns {Promise<Visitor>}
 */
export async function openFirefox() {
  const folder = mkdtempSync(join(tmpdir(), "pagewise-firefox-"));
  const preferences = { ...PREFERENCES, "browser.download.dir": folder };
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
  writeFileSync(join(folder, "user.js"), lines.join("\n"));
  const args = ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile", folder];
  const { match, stop } = await started(/** @type {string} */ (firefoxPath()), args, { says: /BiDi listening on (ws:\S+)/ });
  const connection = await Connection.open(`${match[1]}/session`);
  await connection.send("session.new", { capabilities: {} });
  await connection.send("session.subscribe", { events: ["log.entryAdded"] });
  const { context } = await connection.send("browsingContext.create", { type: "tab" });
  const target = { context };
  /** @type {string[]} */
  const problems = [];
  connection.onEvent = (method, { level, text }) => {
    if (method === "log.entryAdded" && level === "error") problems.push(text);
  };

  const evaluate = async (/** @type {Function} */ act, /** @type {unknown} */ argument) => {
    // What goes in and comes out is JSON: the protocol has a form of its own for everything else.
    const functionDeclaration = `async (given) => JSON.stringify(await (${act})(JSON.parse(given)) ?? null)`;
    const given = [{ type: "string", value: JSON.stringify(argument ?? null) }];
    const options = { functionDeclaration, arguments: given, target, awaitPromise: true, userActivation: true };
    const { result, exceptionDetails } = await connection.send("script.callFunction", options);
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return JSON.parse(result.value);
  };
  const element = async (/** @type {string} */ selector) => {
    const { nodes } = await connection.send("browsingContext.locateNodes", { ...target, locator: { type: "css", value: selector } });
    return { sharedId: nodes[0].sharedId };
  };
  return {
    problems,
    goto: (url) => connection.send("browsingContext.navigate", { ...target, url, wait: "interactive" }),
    evaluate,
    choose: async (selector, path) => connection.send("input.setFiles", { ...target, element: await element(selector), files: [path] }),
    click: async (selector) => {
      await evaluate((/** @type {string} */ selector) => document.querySelector(selector)?.scrollIntoView({ block: "center" }), selector);
      const origin = { type: "element", element: await element(selector) };
      const actions = [{ type: "pointerMove", x: 0, y: 0, origin }, { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }];
      await connection.send("input.performActions", { ...target, actions: [{ type: "pointer", id: "mouse", actions }] });
    },
    downloaded: (name, size) => downloaded(join(folder, name), size),
    size: (width, height) => connection.send("browsingContext.setViewport", { ...target, viewport: { width, height } }),
    screenshot: async () => Buffer.from((await connection.send("browsingContext.captureScreenshot", target)).data, "base64"),
    close: async () => {
      connection.socket.close();
      await stop();
      // Its processes end a little later, and write until then.
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    },
  };
}
