// @ts-check
// Protected PDFs: the password is asked for, may be wrong, and opens the document.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fixture } from "./support/fixtures.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";

const here = site();

for (const cipher of ["rc4-40", "rc4-128", "aes-128", "aes-256"]) {
  test(`a PDF protected with ${cipher} opens with its password`, async (t) => {
    const document = fixture(`encrypted-${cipher}.pdf`);
    const reader = await here.visit(t, { query: "?pages=1&dpi=150" });
    await reader.choose(document);
    const row = reader.page.locator(".password");
    await reader.page.locator(".password[data-state=needed]").waitFor();
    const field = reader.page.getByLabel(`Password for ${document.file}`);
    assert.ok(await field.evaluate((field) => field === field.ownerDocument.activeElement), "the field has the focus");
    assert.ok(await reader.start.isDisabled(), "there is nothing to start yet");

    await field.fill("not the password");
    await row.getByRole("button", { name: "Open" }).click();
    await reader.page.locator(".password[data-state=wrong]").waitFor();
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    assert.match((await row.getByRole("status").textContent()) ?? "", /does not open/);

    await field.fill(document.password ?? "");
    await field.press("Enter");
    await reader.page.locator(".password[data-state=accepted]").waitFor({ state: "attached" });
    await reader.begin();
    await reader.ended();
    const [text] = await reader.texts();
    const rate = cer(document.texts[0], text);
    assert.ok(rate <= 0.03, `CER ${rate.toFixed(4)}\n${text}`);
    assert.doesNotMatch(JSON.stringify(await reader.report()), new RegExp(`${document.password}`));
  });
}

test("a PDF with an owner's password only opens without asking", async (t) => {
  const document = fixture("owner-password.pdf");
  const reader = await here.visit(t, { query: "?pages=1&dpi=150" });
  const [text] = await reader.read(document);
  assert.equal(await reader.page.locator(".password").count(), 0);
  assert.ok(cer(document.texts[0], text) <= 0.03);
});

test("other documents are read while a password is awaited", async (t) => {
  const [locked, open] = [fixture("encrypted-aes-256.pdf"), fixture("scan-clean.pdf")];
  const reader = await here.visit(t, { query: "?pages=1&dpi=150" });
  await reader.choose(locked, open);
  await reader.begin();
  await reader.ended();
  assert.deepEqual((await reader.documents()).map((document) => document.state), ["Password needed", "Done"]);
  const field = reader.page.getByLabel(`Password for ${locked.file}`);
  await field.fill(locked.password ?? "");
  await field.press("Enter");
  await reader.page.locator(".document[data-state=ready]").waitFor();
  await reader.begin();
  await reader.ended();
  const texts = await reader.texts();
  assert.equal(texts.length, 2);
  assert.ok(cer(locked.texts[0], texts[0]) <= 0.03, "the order is that of the documents");
  assert.ok(cer(open.texts[0], texts[1]) <= 0.03);
});

test("a password given while another document is read is used afterwards, without another Start", async (t) => {
  const [locked, open] = [fixture("encrypted-aes-128.pdf"), fixture("scan-clean.pdf")];
  const reader = await here.visit(t, { query: "?dpi=150&workers=1" });
  await reader.choose(locked, open);
  await reader.begin();
  const field = reader.page.getByLabel(`Password for ${locked.file}`);
  await field.fill(locked.password ?? "");
  await field.press("Enter");
  await reader.page.waitForFunction(() => document.querySelectorAll(".document[data-state=done]").length === 2);
  await reader.ended();
  assert.deepEqual((await reader.documents()).map((document) => document.state), ["Done", "Done"]);
  assert.equal((await reader.texts()).length, locked.texts.length + open.texts.length);
});
