// @ts-check
// Attempts to get something out: from the page, from its workers, from the service worker. Each is stopped, and whoever listens
// elsewhere hears nothing.

import assert from "node:assert/strict";
import { test } from "node:test";

import { elsewhere } from "./support/elsewhere.mjs";
import { fixture } from "./support/fixtures.mjs";
import { site } from "./support/site.mjs";

const here = site();

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
      request: await outcome((settle) => {
        const request = new XMLHttpRequest();
        request.onload = () => settle("answered");
        request.open("GET", `${url}xhr`);
        request.send();
      }),
      transport: await outcome((settle) => {
        const transport = new WebTransport(url.replace("http", "https"));
        transport.ready.then(() => settle("open"), () => {});
        transport.closed.catch(() => {});
      }),
      font: await outcome((settle) => void new FontFace("other", `url(${url}font)`).load().then(() => settle("loaded"), () => {})),
      module: await outcome((settle) => void import(`${url}module`).then(() => settle("loaded"), () => {})),
      worker: await outcome((settle) => {
        try {
          new Worker(`${url}worker`);
        } catch {
          settle("refused");
        }
      }),
      prefetch: await element("link", { rel: "prefetch", href: `${url}prefetch` }),
      preload: await element("link", { rel: "preload", as: "image", href: `${url}preload` }),
      modulepreload: await element("link", { rel: "modulepreload", href: `${url}modulepreload` }),
      image: await element("img", { src: `${url}image` }),
      script: await element("script", { src: `${url}script` }),
      style: await element("link", { rel: "stylesheet", href: `${url}style` }),
      frame: await element("iframe", { src: `${url}frame` }),
      object: await element("object", { data: `${url}object` }),
      // One that would lead the page away does not get as far as the policy (www/stay.js).
      form: await outcome((settle) => {
        const { navigation } = /** @type {any} */ (window);
        navigation.addEventListener("navigate", (/** @type {Event} */ event) => settle(event.defaultPrevented ? "refused" : "led away"), { once: true });
        const form = Object.assign(document.createElement("form"), { action: `${url}form`, method: "post" });
        document.body.append(form);
        form.submit();
      }),
      formElsewhere: await outcome(() => {
        const form = Object.assign(document.createElement("form"), { action: `${url}form`, method: "post", target: "_blank" });
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
    request: "blocked by connect-src",
    transport: "blocked by connect-src",
    font: "blocked by font-src",
    module: "blocked by script-src-elem",
    worker: "refused",
    prefetch: "blocked by default-src",
    preload: "blocked by img-src",
    modulepreload: "blocked by script-src-elem",
    image: "blocked by img-src",
    script: "blocked by script-src-elem",
    style: "blocked by style-src-elem",
    frame: "blocked by frame-src",
    object: "blocked by object-src",
    form: "refused",
    formElsewhere: "blocked by form-action",
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
  for (const worker of await reader.workers(2)) {
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
    const others = await worker.evaluate(async (url) => {
      /** @param {(refuse: () => void) => any} act */
      const outcome = (act) =>
        new Promise((resolve) => {
          self.addEventListener("securitypolicyviolation", (event) => resolve(/** @type {any} */ (event).effectiveDirective), { once: true });
          try {
            Promise.resolve(act(() => resolve("refused"))).catch(() => {});
          } catch (error) {
            resolve(/** @type {Error} */ (error).name);
          }
        });
      return [
        await outcome(() => {
          const request = new XMLHttpRequest();
          request.open("GET", `${url}xhr`);
          request.send();
        }),
        await outcome((refuse) => (new WebSocket(url.replace("http", "ws")).onerror = refuse)),
        await outcome((refuse) => (new EventSource(`${url}events`).onerror = refuse)),
        await outcome((refuse) => new WebTransport(url.replace("http", "https")).ready.catch(refuse)),
        await outcome(() => import(`${url}module`)),
        await outcome((refuse) => new FontFace("other", `url(${url}font)`).load().catch(refuse)),
      ];
    }, other.url);
    assert.deepEqual(others.filter((outcome) => !/^(connect-src|script-src-elem|script-src|worker-src|font-src|refused|SecurityError|NetworkError)$/.test(outcome)), []);
  }
  assert.deepEqual(other.heard, []);
  reader.forgive(/Content Security Policy|violates the following/);
});

test("no script of the page leads it elsewhere, and none has a way from browser to browser", async (t) => {
  const other = await elsewhere(t);
  const reader = await here.visit(t);
  await reader.ready();
  const address = reader.page.url();
  const outcomes = await reader.page.evaluate((url) => {
    const link = Object.assign(document.createElement("a"), { href: `${url}link` });
    document.body.append(link);
    link.click();
    location.href = `${url}location`;
    location.assign(`${url}assign`);
    location.replace(`${url}replace`);
    const refresh = Object.assign(document.createElement("meta"), { httpEquiv: "refresh", content: `0; url=${url}refresh` });
    document.head.append(refresh);
    return { opened: window.open(`${url}open`), peer: typeof (/** @type {any} */ (window).RTCPeerConnection) };
  }, other.url);
  assert.deepEqual(outcomes, { opened: null, peer: "undefined" });
  // What is led to inside the page still works, and comes after all of that.
  await reader.page.evaluate(() => new Promise((resolve) => {
    addEventListener("hashchange", resolve, { once: true });
    location.hash = "here";
  }));
  assert.equal(reader.page.url(), `${address}#here`);
  assert.deepEqual(other.heard, []);
});

test("the service worker can download the parts of the site, and nothing else", async (t) => {
  const other = await elsewhere(t);
  const reader = await here.visit(t, { offline: true });
  await reader.ready();
  const [worker] = reader.page.context().serviceWorkers();
  const asked = here.server.requests.length;
  const outcomes = await worker.evaluate(async (url) => {
    const scope = /** @type {any} */ (self);
    /** @param {() => any} act */
    const outcome = async (act) => {
      try {
        await act();
        return "done";
      } catch (error) {
        return /** @type {Error} */ (error).name;
      }
    };
    const cache = /** @type {any} */ (await caches.open("another"));
    const outcomes = {
      fetch: await outcome(() => fetch(`${url}fetch`)),
      inherited: await outcome(() => Object.getPrototypeOf(Object.getPrototypeOf(self)).fetch.call(self, `${url}inherited`)),
      post: await outcome(() => fetch("./index.html", { method: "POST", body: "text" })),
      query: await outcome(() => fetch("./index.html?text")),
      unknown: await outcome(() => fetch("./text.txt")),
      add: await outcome(() => cache.add(`${url}add`)),
      addAll: await outcome(() => cache.addAll([`${url}add-all`])),
      open: await outcome(() => scope.clients.openWindow(`${url}open`)),
      import: await outcome(() => import(`${url}import`)),
      background: await outcome(() => scope.registration.backgroundFetch.fetch("id", `${url}background`)),
      notification: await outcome(() => scope.registration.showNotification("", { icon: `${url}icon` })),
      own: await outcome(async () => {
        if (!(await fetch("./icon.svg")).ok) throw new Error("It is not answered.");
      }),
    };
    await caches.delete("another");
    const names = ["importScripts", "XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport", "FontFace", "fonts",
      "RTCPeerConnection", "Worker", "SharedWorker", "BackgroundFetchManager", "PushManager", "CookieStore", "cookieStore", "navigator",
      "indexedDB", "clients", "registration"];
    return { ...outcomes, left: names.filter((name) => name in self) };
  }, other.url);
  assert.deepEqual(outcomes, {
    fetch: "TypeError",
    inherited: "TypeError",
    post: "TypeError",
    query: "TypeError",
    unknown: "TypeError",
    add: "TypeError",
    addAll: "TypeError",
    open: "TypeError",
    import: "TypeError",
    background: "TypeError",
    notification: "TypeError",
    own: "done",
    left: [],
  });
  assert.deepEqual(other.heard, []);
  assert.deepEqual(here.server.requests.slice(asked).map(({ method, path }) => `${method} ${path}`), ["GET /icon.svg"]);
});

test("what the page has asked for is listed, and can be taken away; attempts are listed as such", async (t) => {
  const other = await elsewhere(t);
  const reader = await here.visit(t, { offline: true, query: "?workers=1&dpi=150" });
  await reader.ready();
  await reader.read(fixture("page.png"));
  await reader.page.getByText("How, and how to check").click();
  const summary = reader.page.locator("#requests-summary");
  await summary.getByText(/engines were loaded/).waitFor();
  const save = async () => JSON.parse((await reader.download("Save this list")).bytes.toString("utf8"));
  const first = await save();
  const listed = new Set(first.requests.filter((/** @type {any} */ { here }) => !here).map((/** @type {any} */ { address }) => new URL(address).pathname));
  // The browser itself asks for the worker's script, and for icons.
  const served = here.server.requests.map(({ path }) => path).filter((path) => !/service-worker\.js|icon|favicon/.test(path));
  assert.deepEqual(served.filter((path) => !listed.has(path)), [], "everything that the server was asked for is in the list");
  assert.ok(first.requests.every((/** @type {any} */ { address, refused }) => address.startsWith(here.server.url) && refused === null));
  assert.match(first.policy, /default-src 'none'/);

  await reader.page.reload();
  await reader.ready();
  await reader.page.getByText("How, and how to check").click();
  await summary.getByText(/^None since the engines were loaded\./).waitFor();
  await reader.page.evaluate((url) => fetch(url).catch(() => {}), `${other.url}attempt`);
  await summary.getByText("The security policy refused 1 attempt.").waitFor();
  await reader.page.locator("#requests li", { hasText: `${other.url}attempt` }).filter({ hasText: "refused (connect-src)" }).waitFor();
  const second = await save();
  assert.equal(second.since_engines_loaded, 0);
  assert.ok(second.requests.some((/** @type {any} */ { here, address }) => here && address.endsWith("/page.js")), "answered on this device");
  assert.deepEqual(other.heard, []);
  reader.forgive(/Content Security Policy|violates the following/);
});
