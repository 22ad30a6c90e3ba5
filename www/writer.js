// @ts-check
// Loads the part of Pagewise that writes files in the larger formats: only when one is asked for. Everything
// that happens afterwards is in src/browser/worker/writing.rs.

/** A rejection inside a worker does not reach the page; an error thrown from a timer does. @param {unknown} error */
function rethrow(error) {
  setTimeout(() => {
    throw error;
  });
}

/** @param {unknown} start */
async function boot(start) {
  const core = await import("./pkg-writer/pagewise_writer.js");
  // From bytes, so that a server that sends .wasm with another type is good enough.
  const response = await fetch(new URL("./pkg-writer/pagewise_writer_bg.wasm", import.meta.url));
  if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
  core.initSync({ module: await WebAssembly.compile(await response.arrayBuffer()) });
  core.boot_writer(start);
}

addEventListener("message", (event) => boot(event.data).catch(rethrow), { once: true });
