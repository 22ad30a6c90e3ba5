// @ts-check
// Starts the part of Pagewise that writes files in the larger formats. Everything that happens afterwards is in
// src/browser/worker/writing.rs.

/** A rejection inside a worker does not reach the page; an error thrown from a timer does. @param {unknown} error */
function rethrow(error) {
  setTimeout(() => {
    throw error;
  });
}

/** @param {{ glue: string, code: Blob }} start */
async function boot(start) {
  const core = await import(start.glue);
  core.initSync({ module: await WebAssembly.compile(await start.code.arrayBuffer()) });
  core.boot_writer(start);
}

addEventListener("message", (event) => boot(event.data).catch(rethrow), { once: true });
