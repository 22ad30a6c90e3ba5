// @ts-check
// The promise: the document stays on this computer.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";

import { fixture } from "./support/fixtures.mjs";
import { site } from "./support/site.mjs";

const here = site();

/**
 * A server elsewhere that would take anything, and writes down whatever reaches it.
 *
 * @param {import("node:test").TestContext} t
 */
async function elsewhere(t) {
  /** @type {string[]} */
  const heard = [];
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    response.writeHead(200, { "Access-Control-Allow-Origin": "*", "Content-Type": "text/javascript" }).end("");
  });
  server.on("upgrade", (request, socket) => {
    heard.push(`UPGRADE ${request.url}`);
    socket.destroy();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  t.after(() => server.close());
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}/`, heard };
}

/** @param {string} place */
function isEngine(place) {
  return /\/(pkg|engines|models)\//.test(place) || place.endsWith("worker.js");
}

test("nothing is asked of any other origin, and nothing at all while pages are read", async (t) => {
  const document = fixture("scan44.pdf");
  const reader = await here.visit(t, { query: "?pages=1-3&workers=2&dpi=150" });
  /** @type {{ url: string, method: string, body: string | null }[]} */
  const asked = [];
  reader.page.context().on("request", (request) => {
    asked.push({ url: request.url(), method: request.method(), body: request.postData() });
  });
  const { requests } = here.server;
  await reader.page.reload();
  await reader.ready();
  const loaded = requests.length;
  await reader.choose(document);
  await reader.begin();
  await reader.finished(1);
  // Workers are new instances of what is loaded already. Their scripts (never the engines' code or the model,
  // which the page hands over) may be asked for again when they start, which is over by now.
  const started = requests.length;
  const starting = requests.slice(loaded).map(({ path }) => path);
  assert.ok(starting.every((path) => path.endsWith(".js") && isEngine(path)), starting.join(" "));
  await reader.ended();
  await reader.download("Download text");
  await reader.download("Download report");
  assert.deepEqual(requests.slice(started), [], "asked for while reading");

  assert.ok(asked.length > 5, "requests were seen at all");
  const { origin } = new URL(here.server.url);
  for (const { url, method, body } of asked) {
    assert.equal(new URL(url).origin, origin, url);
    assert.equal(method, "GET");
    assert.equal(body, null);
  }
  assert.ok(requests.every(({ method }) => method === "GET"));
});

test("what has loaded goes on without any server", async (t) => {
  const document = fixture("xref-table.pdf");
  const reader = await here.visit(t, { query: "?dpi=150&workers=1" });
  await reader.ready();
  await reader.choose(document);
  // Workers start as soon as there is something to read; each loads our own script and that of its engine.
  const scripts = () =>
    new Promise((resolve) => {
      let missing = ["/pkg/", "/engines/"];
      new PerformanceObserver((list) => {
        for (const { name } of list.getEntries()) missing = missing.filter((part) => !name.includes(part));
        if (missing.length === 0) resolve(true);
      }).observe({ type: "resource", buffered: true });
    });
  const workers = reader.page.workers();
  assert.equal(workers.length, 2, "one that draws and one that reads");
  await Promise.all(workers.map((worker) => worker.evaluate(scripts)));
  await reader.page.context().setOffline(true);
  await reader.begin();
  await reader.ended();
  assert.deepEqual((await reader.rows()).map(({ state }) => state), document.texts.map(() => "Done"));
});

test("the page cannot reach another origin by any way there is", async (t) => {
  const other = await elsewhere(t);
  const reader = await here.visit(t);
  await reader.ready();
  const outcomes = await reader.page.evaluate(async (url) => {
    /** @param {(settle: (outcome: string) => void) => void} act */
    const outcome = (act) =>
      new Promise((resolve) => {
        document.addEventListener("securitypolicyviolation", (event) => resolve(`blocked by ${event.effectiveDirective}`), { once: true });
        act(resolve);
      });
    const element = (/** @type {string} */ name, /** @type {Record<string, string>} */ attributes) =>
      outcome((settle) => {
        const element = Object.assign(document.createElement(name), attributes);
        element.addEventListener("load", () => settle("loaded"));
        document.body.append(element);
      });
    return {
      fetch: await outcome((settle) => void fetch(`${url}fetch`).then(() => settle("answered"), () => {})),
      beacon: await outcome(() => void navigator.sendBeacon(`${url}beacon`, "text")),
      socket: await outcome((settle) => (new WebSocket(url.replace("http", "ws")).onopen = () => settle("open"))),
      events: await outcome((settle) => (new EventSource(`${url}events`).onopen = () => settle("open"))),
      image: await element("img", { src: `${url}image` }),
      script: await element("script", { src: `${url}script` }),
      style: await element("link", { rel: "stylesheet", href: `${url}style` }),
      frame: await element("iframe", { src: `${url}frame` }),
      object: await element("object", { data: `${url}object` }),
      form: await outcome(() => {
        const form = Object.assign(document.createElement("form"), { action: `${url}form`, method: "post" });
        document.body.append(form);
        form.submit();
      }),
    };
  }, other.url);
  assert.deepEqual(outcomes, {
    fetch: "blocked by connect-src",
    beacon: "blocked by connect-src",
    socket: "blocked by connect-src",
    events: "blocked by connect-src",
    image: "blocked by img-src",
    script: "blocked by script-src-elem",
    style: "blocked by style-src-elem",
    frame: "blocked by frame-src",
    object: "blocked by object-src",
    form: "blocked by form-action",
  });
  assert.deepEqual(other.heard, []);
  // The server does hear what reaches it.
  await fetch(`${other.url}control`);
  assert.deepEqual(other.heard, ["GET /control"]);
  reader.forgive(/Content Security Policy|violates the following/);
});

test("no worker can reach another origin", async (t) => {
  const other = await elsewhere(t);
  const reader = await here.visit(t, { query: "?workers=1" });
  await reader.ready();
  await reader.choose(fixture("xref-table.pdf"));
  const workers = reader.page.workers();
  assert.equal(workers.length, 2, "one that draws and one that reads");
  for (const worker of workers) {
    const outcome = await worker.evaluate(
      (url) => fetch(url).then(() => "answered", (error) => /** @type {Error} */ (error).name),
      other.url,
    );
    assert.equal(outcome, "TypeError");
    const violation = await worker.evaluate(
      (url) =>
        new Promise((resolve) => {
          self.addEventListener("securitypolicyviolation", (event) => resolve(/** @type {any} */ (event).effectiveDirective));
          fetch(url).then(() => resolve("answered"), () => {});
        }),
      other.url,
    );
    assert.equal(violation, "connect-src");
  }
  assert.deepEqual(other.heard, []);
  reader.forgive(/Content Security Policy|violates the following/);
});

test("neither the page nor a worker makes code of text", async (t) => {
  const reader = await here.visit(t, { query: "?workers=1" });
  await reader.ready();
  await reader.choose(fixture("xref-table.pdf"));
  // From a timer, because what a debugger evaluates itself is exempt.
  const attempt = () =>
    new Promise((resolve) => {
      setTimeout(() => {
        try {
          resolve(new Function("return 1")());
        } catch (error) {
          resolve(/** @type {Error} */ (error).name);
        }
      });
    });
  assert.equal(await reader.page.evaluate(attempt), "EvalError");
  for (const worker of reader.page.workers()) assert.equal(await worker.evaluate(attempt), "EvalError");
  reader.forgive(/Content Security Policy|violates the following/);
});

test("nothing of the document is kept when the page is closed", async (t) => {
  const document = fixture("xref-table.pdf");
  const reader = await here.visit(t, { query: "?pages=1&dpi=150" });
  const [text] = await reader.read(document);
  const word = text.split(/\s+/).find((word) => word.length > 8) ?? "";
  assert.notEqual(word, "");
  const { stored, databases, caches } = await reader.page.evaluate(async () => ({
    stored: JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }) + window.document.cookie,
    databases: await indexedDB.databases(),
    caches: await window.caches.keys(),
  }));
  assert.ok(!stored.includes(word) && !stored.includes(document.file), stored);
  assert.deepEqual({ databases, caches }, { databases: [], caches: [] });
});
