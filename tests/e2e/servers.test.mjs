// @ts-check
// On real web servers, each configured as README says: below a path, compressed or not, with a policy of the server's
// own, and inside a frame of another site.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { ROOT } from "../../scripts/paths.mjs";
import { fixtures } from "./support/fixtures.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";
import { host, lacksServer, writtenIn } from "./support/web_servers.mjs";

/** What a browser says that it takes. */
const COMPRESSED = { headers: { "Accept-Encoding": "gzip" } };

for (const kind of /** @type {const} */ (["nginx", "apache", "caddy", "python"])) {
  describe(`on ${kind}`, { skip: lacksServer(kind) }, () => {
    const here = site({ host: () => host(kind) });

    test("a PDF is read and made searchable", async (t) => {
      const [pdf] = fixtures("xref-table.pdf");
      const reader = await here.visit(t, { query: "?pages=1&dpi=150" });
      const [text] = await reader.read(pdf);
      assert.ok(cer(pdf.texts[0], text) <= 0.03);
      const { bytes } = await reader.download("Download searchable PDF");
      assert.ok(bytes.length > readFileSync(pdf.path).length);
    });

    if (kind === "python") {
      test("nothing is compressed, and that does no harm", async () => {
        const { headers } = await fetch(new URL("style.css", here.server.url), COMPRESSED);
        assert.equal(headers.get("content-encoding"), null);
      });
      return;
    }

    test("what is large is compressed", async () => {
      for (const path of ["pkg/pagewise_bg.wasm", "page.js", "assets.json"]) {
        const { status, headers } = await fetch(new URL(path, here.server.url), COMPRESSED);
        assert.equal(status, 200, path);
        assert.equal(headers.get("content-encoding"), "gzip", path);
      }
    });

    test("every file has the server's policy", async () => {
      for (const path of ["", "worker.js", "pkg/pagewise_bg.wasm"]) {
        const { headers } = await fetch(new URL(path, here.server.url));
        assert.equal(headers.get("content-security-policy"), policy(), path);
      }
    });

    test("the address without its last slash leads there", async () => {
      const { status, url } = await fetch(here.server.url.replace(/\/$/, ""));
      assert.equal(status, 200);
      assert.equal(url, here.server.url);
    });
  });
}

describe("inside a frame of another site", () => {
  const here = site();

  test("an image is read", async (t) => {
    const [image] = fixtures("page.png");
    const outer = await serveFrame(here.server.url);
    t.after(() => outer.close());
    const reader = await here.visit(t, { at: outer.url });
    const frame = reader.page.frameLocator("iframe");
    await frame.locator("#boot[data-state=ready]").waitFor({ state: "attached" });
    await frame.locator("#files").setInputFiles(image.path);
    await frame.locator(".document[data-state=ready]").waitFor();
    await frame.locator("#start").click();
    await frame.locator(".document[data-state=done]").waitFor();
    assert.ok(cer(image.texts[0], (await frame.locator("#text .page-text-body").textContent()) ?? "") <= 0.03);
  });
});

test("the policy that README gives servers is the page's own", () => {
  const page = readFileSync(join(ROOT, "index.html"), "utf8");
  const own = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
  assert.equal(policy(), own);
  for (const fence of ["apache", "caddyfile"]) assert.ok(writtenIn(fence).includes(`"${own}"`), fence);
});

/** The policy of README's block for nginx. */
function policy() {
  return /Content-Security-Policy "([^"]*)"/.exec(writtenIn("nginx"))?.[1];
}

/**
 * A page of another origin with the site in a frame.
 *
 * @param {string} address
 * @returns {Promise<{ url: string, close: () => void }>}
 */
function serveFrame(address) {
  const server = createServer((request, response) => {
    response.writeHead(request.url === "/" ? 200 : 204, { "Content-Type": "text/html" });
    response.end(request.url === "/" ? `<!doctype html><title>Outer</title><iframe src="${address}?dpi=150" width="900" height="700"></iframe>` : "");
  });
  return new Promise((resolve) => {
    server.listen(0, "localhost", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      resolve({ url: `http://localhost:${port}/`, close: () => server.close() });
    });
  });
}
