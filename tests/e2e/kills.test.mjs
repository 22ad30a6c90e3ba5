// @ts-check
// A hundred kills of any worker at any moment, in one run: no page is lost, doubled or out of its place.

import assert from "node:assert/strict";
import { test } from "node:test";

import { manyPages } from "./support/fixtures.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";

const here = site();

const PAGES = 100;
const KILLS = 100;
const CEILING = 250_000_000;

test("a hundred kills of random workers lose, double or misplace no page", async (t) => {
  const document = manyPages(PAGES);
  const reader = await here.visit(t, {
    query: "?preset=moderate&workers=2&dpi=150",
    init: assassin,
    // A kill for every other request; the last requests are spared, so that every kill falls within the run.
    initArgument: { seed: 20_260, kills: KILLS, requests: PAGES * 2 - 40, mostDelay: 250 },
  });
  reader.page.setDefaultTimeout(180_000);
  await reader.ready();
  await reader.read(document);

  const { kills, hits } = await reader.page.evaluate(() => /** @type {any} */ (window).assassin);
  assert.equal(kills, KILLS, "every kill found its worker");
  const { pages, totals, workers_replaced: replaced, replacement, peak_memory: peak } = await reader.report();
  t.diagnostic(`${totals.done} pages read, ${totals.failed} killed twice, in ${totals.seconds.toFixed(0)} s`);
  t.diagnostic(`${replaced} replacements: ${replacement.mean_milliseconds.toFixed(0)} ms on average, ${replacement.slowest_milliseconds.toFixed(0)} at most`);

  const numbers = Array.from({ length: PAGES }, (_, i) => i + 1);
  const rows = await reader.rows();
  assert.deepEqual(rows.map(({ number }) => number), numbers, "page count out = page count in, in order");
  assert.deepEqual(pages.map((/** @type {{ number: number }} */ { number }) => number), numbers);
  // What was read of small type is doubtful here and there.
  const isRead = (/** @type {string} */ state) => state === "Done" || state === "Doubtful";
  const done = rows.filter(({ state }) => isRead(state)).map(({ number }) => number);
  const headings = await reader.page.locator("#text h3").allTextContents();
  assert.deepEqual(headings.map((heading) => heading.trim()), done.map((number) => `Page ${number}`), "each once, in order");

  const texts = await reader.texts();
  for (const [i, number] of done.entries()) {
    const rate = cer(document.texts[number - 1], texts[i]);
    // Another page's text would be wrong by more than half.
    assert.ok(rate <= 0.25, `page ${number}: CER ${rate.toFixed(2)}\n${texts[i]}`);
  }
  for (const { number, state, message } of rows) {
    assert.equal(isRead(state) ? "Read" : state, hits[number] === 2 ? "Failed" : "Read", `page ${number} was hit ${hits[number] ?? 0} times`);
    assert.equal(pages[number - 1].attempts, Math.min(1 + (hits[number] ?? 0), 2), `page ${number}`);
    if (state === "Failed") assert.match(message ?? "", /page made the reading engine stop \(it was killed\)/);
  }

  assert.ok(peak.total <= CEILING, `peak of all heaps and bitmaps: ${peak.total}`);
  await reader.workersGone();
  const now = parseInt((await reader.page.locator("#memory [data-slot=now]").textContent()) ?? "", 10);
  assert.ok(now <= 20, `${now} MB are still held`);
});

/**
 * Runs in the page before its program. Each of `kills` requests among the first `requests`, chosen by the seed, has a
 * worker killed, any, up to `mostDelay` milliseconds later.
 *
 * @param {{ seed: number, kills: number, requests: number, mostDelay: number }} plan
 */
function assassin({ seed, kills, requests, mostDelay }) {
  let state = seed;
  const below = (/** @type {number} */ bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  /** @typedef {{ page: number | null, request: number, heard: boolean }} Victim */
  /** @type {Map<Worker, Victim>} */
  const alive = new Map();
  const done = { kills: 0, hits: /** @type {Record<number, number>} */ ({}) };
  Object.assign(window, { assassin: done });
  let seen = 0;
  let planned = 0;
  let unheard = 0;

  const { postMessage, terminate } = Worker.prototype;
  const kill = () => {
    // Workers that never get to say a word are, after a dozen in a row, taken for workers that cannot be had.
    const victims = [...alive].filter(([, { heard }]) => heard || unheard < 3);
    if (victims.length === 0) return void setTimeout(kill, 20);
    const [worker, { page, heard }] = victims[below(victims.length)];
    unheard = heard ? unheard : unheard + 1;
    if (page !== null) done.hits[page] = (done.hits[page] ?? 0) + 1;
    done.kills += 1;
    alive.delete(worker);
    terminate.call(worker);
    worker.dispatchEvent(new ErrorEvent("error", { message: "killed by the test", cancelable: true }));
  };
  // @ts-ignore: one signature of two is used.
  Worker.prototype.postMessage = function (message, transfer) {
    const request = message.head.request;
    if (!request) {
      /** @type {Victim} */
      const victim = { page: null, request: 0, heard: false };
      alive.set(this, victim);
      this.addEventListener("message", ({ data }) => {
        if (!alive.has(this)) return;
        victim.heard = true;
        unheard = 0;
        if (data.head.id === victim.request && !("progress" in Object(data.head.reply))) victim.page = null;
      });
    } else if (request.draw || request.recognize) {
      const victim = alive.get(this);
      if (victim) Object.assign(victim, { page: (request.draw?.page ?? request.recognize.header.page) + 1, request: message.head.id });
      // So many of the requests that are left, by chance.
      const left = requests - seen;
      seen += 1;
      if (left > 0 && below(left) < kills - planned) {
        planned += 1;
        setTimeout(kill, below(mostDelay));
      }
    }
    postMessage.call(this, message, transfer);
  };
  Worker.prototype.terminate = function () {
    alive.delete(this);
    terminate.call(this);
  };
}
