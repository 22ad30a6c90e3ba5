// @ts-check
// Loads Pagewise and starts it. Everything that happens afterwards is in src/browser/app.rs.

import { Assets } from "./assets.js";

const TOO_OLD = "This browser cannot run Pagewise. Use a current version of Firefox, Chrome, Edge or Safari.";
const NOT_LOADED = "Pagewise could not be loaded. Reload the page; if that does not help, its files are incomplete on the server.";

/** @param {string} sentence */
function fail(sentence) {
  const boot = document.getElementById("boot");
  if (boot) {
    boot.textContent = sentence;
    boot.dataset.state = "failed";
    boot.hidden = false;
  }
}

// A file dropped before the program listens would be opened in place of the page.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => event.preventDefault(), { passive: false });
}

async function load() {
  if (typeof WebAssembly !== "object" || typeof Worker !== "function") {
    fail(TOO_OLD);
    return;
  }
  const assets = await Assets.open();
  const [glue, code] = await Promise.all([assets.script("pkg/pagewise.js"), assets.load("pkg/pagewise_bg.wasm")]);
  const core = await import(glue);
  // Compiled from bytes, so that a server that sends .wasm with another type is good enough. The module is
  // kept, because every worker gets the same one.
  const module = await WebAssembly.compile(await code.arrayBuffer());
  assets.release("pkg/pagewise_bg.wasm");
  core.initSync({ module });
  core.boot_page(module, glue, assets);
}

load().catch((error) => {
  console.error(error);
  fail(NOT_LOADED);
});
