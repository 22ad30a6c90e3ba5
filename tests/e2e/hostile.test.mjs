// @ts-check
// Files made in malice: nothing in them is run, fetched or shown as anything but text, and none holds the page up.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fixture } from "./support/fixtures.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";

const here = site();

/**
 * Fails the test if a dialog opens, and tells what the page asked of anybody.
 *
 * @param {import("node:test").TestContext} t
 * @param {import("./support/reader.mjs").Reader} reader
 */
function watch(t, reader) {
  /** @type {string[]} */
  const dialogs = [];
  /** @type {string[]} */
  const requests = [];
  reader.page.on("dialog", async (dialog) => {
    dialogs.push(dialog.message());
    await dialog.dismiss();
  });
  reader.page.context().on("request", (request) => requests.push(request.url()));
  t.after(() => assert.deepEqual(dialogs, []));
  return requests;
}

/**
 * What the page is made of besides text: of malice there would be more of it.
 *
 * @param {import("./support/reader.mjs").Reader} reader
 */
function elements(reader) {
  return reader.page.locator("img, iframe, script, svg[onload], [onerror], a[href^='javascript']").count();
}

test("a name that is markup is shown as a name", async (t) => {
  const name = "<img src=x onerror=alert(1)>.pdf";
  const reader = await here.visit(t, { query: "?pages=1&dpi=150" });
  watch(t, reader);
  await reader.ready();
  const before = await elements(reader);
  const good = { name, mimeType: "application/pdf", buffer: readFileSync(fixture("xref-table.pdf").path) };
  const bad = { name: `<b onload=alert(2)>${name}`, mimeType: "application/pdf", buffer: Buffer.from("nothing") };
  await reader.input.setInputFiles([bad, good]);
  await reader.opened();
  await reader.begin();
  await reader.ended();
  assert.deepEqual((await reader.documents()).map((document) => document.name), [bad.name, name]);
  assert.equal(await elements(reader), before);
  const { name: download } = await reader.download("Download text");
  assert.match(download, /^[^<>:"/\\|?*]+\.txt$/);
});

test("text that is markup is text, on the page and in every file", async (t) => {
  const document = fixture("markup.pdf");
  const reader = await here.visit(t);
  watch(t, reader);
  await reader.ready();
  const before = await elements(reader);
  const [text] = await reader.read(document);
  assert.ok(cer(document.texts[0], text) <= 0.15, text);
  assert.match(text, /<img src=x/);
  // Once more over the picture of the page, and among what was found.
  const word = reader.page.locator(".overlay .word", { hasText: "<img" }).first();
  await word.waitFor({ state: "attached" });
  assert.match((await word.textContent()) ?? "", /^<img/);
  await reader.page.locator("#search").fill("<img src");
  await reader.page.locator("#hits .hit").first().waitFor();
  assert.match((await reader.page.locator("#hits .hit").first().textContent()) ?? "", /<img src=x/);
  assert.equal(await elements(reader), before);
  const { bytes } = await reader.download("Download text");
  assert.match(bytes.toString("utf8"), /<img src=x/);
});

test("what a PDF would run, open or fetch by itself stays undone", async (t) => {
  const document = fixture("active.pdf");
  const reader = await here.visit(t, { query: "?dpi=150" });
  const requests = watch(t, reader);
  const [text] = await reader.read(document);
  assert.ok(cer(document.texts[0], text) <= 0.03, text);
  const own = new URL(here.server.url).host;
  const foreign = requests.filter((url) => !url.startsWith("blob:") && new URL(url).host !== own);
  assert.deepEqual(foreign, []);
  assert.equal(reader.page.context().pages().length, 1, "no window was opened");
});

test("a page tree that contains itself comes to an end", async (t) => {
  const reader = await here.visit(t, { query: "?pages=1-2&dpi=150" });
  await reader.choose(fixture("cyclic-tree.pdf"));
  const [{ state, message }] = await reader.documents();
  if (state === "Cannot be read") {
    assert.match(message ?? "", /\.$/);
    return;
  }
  await reader.begin();
  await reader.ended();
  const rows = await reader.rows();
  assert.ok(rows.every((row) => row.state === "Done" || /page is damaged/.test(row.message ?? "")), JSON.stringify(rows));
});

test("a page of which nothing is left is damaged, not blank", async (t) => {
  const reader = await here.visit(t);
  await reader.read(fixture("cropped-away.pdf"));
  const [row] = await reader.rows();
  assert.equal(row.state, "Failed");
  assert.match(row.message ?? "", /page is damaged in the file/);
});

for (const file of ["huge-declared.gif", "huge-declared.bmp", "huge-declared.webp"]) {
  test(`${file} is refused before the browser decodes it`, async (t) => {
    const reader = await here.visit(t, {
      init: () => {
        window.createImageBitmap = () => {
          throw new Error("asked to decode");
        };
      },
    });
    await reader.choose(fixture(file));
    const [{ state, message }] = await reader.documents();
    assert.equal(state, "Cannot be read");
    assert.match(message ?? "", /image is too large to read \(60,000 × 60,000 pixels\)/);
  });
}

test("of an image that ends early the part that is there is read, and that is said", async (t) => {
  const document = fixture("cut.png");
  const reader = await here.visit(t);
  const [text] = await reader.read(document);
  const [row] = await reader.rows();
  assert.equal(row.state, "Done");
  assert.match(row.message ?? "", /ends early; what could be decoded of it was read/);
  const whole = document.texts[0];
  const part = text.slice(0, whole.length / 2);
  assert.ok(cer(whole.slice(0, part.length), part) <= 0.05, text);
});

test("a file over which the engine hangs is given up, and the next one is opened", async (t) => {
  const [hanging, good] = [fixture("xref-table.pdf"), fixture("xref-stream.pdf")];
  const reader = await here.visit(t, {
    query: "?pages=1&dpi=150",
    init: () => {
      const post = Worker.prototype.postMessage;
      let opened = 0;
      // @ts-ignore: one signature of two is used.
      Worker.prototype.postMessage = function (message, transfer) {
        // The first file to be opened never is: the worker does not hear of it, and is as silent as one that hangs.
        if (message.head.request?.open && opened++ === 0) return;
        post.call(this, message, transfer);
      };
      // The minute that a file is given is over in two seconds.
      const now = performance.now.bind(performance);
      performance.now = () => now() * 60;
    },
  });
  await reader.ready();
  await reader.choose(hanging, good);
  const [first, second] = await reader.documents();
  assert.equal(first.state, "Cannot be read");
  assert.match(first.message ?? "", /could not be opened within 60 seconds, and was given up/);
  assert.equal(second.state, "Ready");
});
