// @ts-check
// Loads Pagewise and starts it. Everything that happens afterwards is in src/browser/app.rs.

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
    fail("This browser cannot run Pagewise. Use a current version of Firefox, Chrome, Edge or Safari.");
    return;
  }
  const core = await import("./pkg/pagewise.js");
  // Compiled from bytes, so that a server that sends .wasm with another type is good enough. The module is
  // kept, because every worker gets the same one.
  const response = await fetch("./pkg/pagewise_bg.wasm");
  if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
  const module = await WebAssembly.compile(await response.arrayBuffer());
  core.initSync({ module });
  core.boot_page(module);
}

load().catch((error) => {
  console.error(error);
  fail("Pagewise could not be loaded. Reload the page; if that does not help, its files are incomplete on the server.");
});
