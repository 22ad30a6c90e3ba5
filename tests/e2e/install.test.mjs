// @ts-check
// The installed page: its manifest, and files that the system opens with it or other programs share with it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";

import { installFiles } from "../../scripts/build/install.mjs";
import { DIST } from "../../scripts/paths.mjs";
import { fixture } from "./support/fixtures.mjs";
import { site } from "./support/site.mjs";

describe("below the root", () => {
  const here = site({ prefix: "/sub/path/" });

  test("the browser finds nothing that keeps the page from being installed, and all of its icons", async (t) => {
    const reader = await here.visit(t, { offline: true });
    await reader.ready();
    const devtools = await reader.page.context().newCDPSession(reader.page);
    const { url, errors, data } = await devtools.send("Page.getAppManifest");
    assert.equal(url, `${here.server.url}manifest.webmanifest`);
    assert.deepEqual(errors, []);
    const manifest = JSON.parse(data ?? "");
    assert.equal(manifest.share_target, undefined, "whoever wants it builds it in, and knows what that means");
    const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
    const others = installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito");
    assert.deepEqual(others, []);
    for (const { src, sizes, type } of manifest.icons.filter((/** @type {any} */ { type }) => type === "image/png")) {
      assert.match(src, /^\.\//);
      const response = await fetch(new URL(src, here.server.url));
      assert.equal(response.headers.get("content-type"), type);
      const size = await reader.page.evaluate(async (src) => {
        const image = new Image();
        image.src = src;
        await image.decode();
        return `${image.naturalWidth}x${image.naturalHeight}`;
      }, src);
      assert.equal(size, sizes);
    }
    for (const { action } of manifest.file_handlers) assert.equal(new URL(action, url).href, here.server.url);
  });

  test("a file that the system opens with it comes in with its handle", async (t) => {
    const { path } = fixture("page.png");
    const reader = await here.visit(t, {
      init: () => {
        Object.defineProperty(window, "launchQueue", { value: { setConsumer: (/** @type {any} */ take) => Object.assign(window, { take }) } });
      },
    });
    await reader.ready();
    await reader.page.evaluate(async (bytes) => {
      const handle = await (await navigator.storage.getDirectory()).getFileHandle("opened.png", { create: true });
      const file = await handle.createWritable();
      await file.write(Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0)));
      await file.close();
      await /** @type {any} */ (window).take({ files: [handle] });
    }, readFileSync(path, "base64"));
    await reader.opened();
    assert.deepEqual((await reader.documents()).map(({ name, state }) => [name, state]), [["opened.png", "Ready"]]);
  });

  test("files that another program shares go to the page and nowhere else, with no server at all", async (t) => {
    const { path } = fixture("page.png");
    const reader = await here.visit(t, { offline: true });
    await reader.ready();
    const asked = here.server.requests.length;
    // The form that a system posts. The page itself may have none.
    await reader.page.goto(`${here.server.url}licenses.txt`);
    await reader.page.evaluate(() => {
      document.body.innerHTML = `<form method="post" enctype="multipart/form-data" action="./share">
        <input type="file" name="files" multiple><button>Share</button></form>`;
    });
    const image = { mimeType: "image/png", buffer: readFileSync(path) };
    await reader.page.locator("input").setInputFiles([{ ...image, name: "größe 1.png" }, { ...image, name: "größe 2.png" }]);
    await reader.page.getByRole("button", { name: "Share" }).click();
    await reader.opened();
    const [shared] = await reader.documents();
    assert.equal(shared.kind, "2 images");
    assert.equal(reader.page.url(), here.server.url, "to load the page anew is not to share once more");
    await reader.ready();
    const left = await reader.page.evaluate(async () => {
      const name = (await caches.keys()).find((name) => name.endsWith(" shared")) ?? "";
      return (await (await caches.open(name)).keys()).length;
    });
    assert.equal(left, 0, "nothing of it stays");
    const since = here.server.requests.slice(asked);
    assert.deepEqual(since.filter(({ method, path }) => method !== "GET" || path.includes("share")), []);
    reader.forgive(/Failed to load resource/);
  });
});

test("the manifest takes shared files only where the site was built so", () => {
  const manifest = (/** @type {boolean} */ shareTarget) =>
    JSON.parse(String(installFiles({ shareTarget }).get("manifest.webmanifest")));
  const { share_target: target } = manifest(true);
  assert.deepEqual([target.action, target.method, target.params.files[0].name], ["./share", "POST", "files"]);
  assert.equal(manifest(false).share_target, undefined);
  const list = JSON.parse(readFileSync(join(DIST, "assets.json"), "utf8"));
  assert.ok(list.files["manifest.webmanifest"] && list.files["icon-512.png"], "kept for use offline like every part");
  assert.equal(list.files["service-worker.js"], undefined);
});
