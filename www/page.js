// @ts-check
// Loads Pagewise and starts it. Everything that happens afterwards is in src/browser/app.rs.

import { Assets } from "./assets.js";
import { takeLaunched } from "./launched.js";
import { Offline } from "./offline.js";
import { Requests } from "./requests.js";
import { stay } from "./stay.js";
import { isServed } from "./supply.js";

stay();
const requests = new Requests();

/** @param {"tooOld" | "notFromDisk" | "notLoaded"} what sentence of index.html is to be said */
function fail(what) {
  const boot = document.getElementById("boot");
  if (boot) {
    boot.textContent = boot.dataset[what] ?? "";
    boot.dataset.state = "failed";
    boot.hidden = false;
  }
}

/** Over once the program listens for itself. */
const early = new AbortController();

/** What comes in before that waits in the field, where the program looks first. @param {FileList | null} [files] */
function keep(files) {
  const field = document.getElementById("files");
  if (!files?.length || !(field instanceof HTMLInputElement)) return;
  if (field.files !== files) {
    const all = new DataTransfer();
    for (const file of [...(field.files ?? []), ...files]) all.items.add(file);
    field.files = all.files;
  }
  const boot = document.getElementById("boot");
  if (boot && !boot.dataset.state) boot.textContent = boot.dataset.waiting ?? "";
}

const options = { passive: false, signal: early.signal };
document.addEventListener("dragover", (event) => event.preventDefault(), options);
document.addEventListener("drop", (event) => {
  // Or the file would be opened in place of the page.
  event.preventDefault();
  keep(event.dataTransfer?.files);
}, options);
document.addEventListener("paste", (event) => keep(event.clipboardData?.files), options);
document.addEventListener("change", (event) => event.target instanceof HTMLInputElement && keep(event.target.files), options);

async function load() {
  if (typeof WebAssembly !== "object" || typeof Worker !== "function") {
    fail("tooOld");
    return;
  }
  const assets = await Assets.open();
  assets.requests = requests;
  assets.offline = isServed ? Offline.open(assets.version) : null;
  const [glue, code] = await Promise.all([assets.load("pkg/pagewise.js"), assets.load("pkg/pagewise_bg.wasm")]);
  const core = await import(await assets.script("pkg/pagewise.js"));
  // Compiled from bytes, so that a server that sends .wasm with another type is good enough. The module is
  // kept, because every worker gets the same one.
  const module = await WebAssembly.compile(await code.arrayBuffer());
  assets.release("pkg/pagewise_bg.wasm");
  core.initSync({ module });
  early.abort();
  core.boot_page(module, glue, assets);
  takeLaunched();
}

load().catch((error) => {
  console.error(error);
  fail(error.sentence ?? "notLoaded");
});
