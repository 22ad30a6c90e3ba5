// @ts-check
// Starts the part of Pagewise that writes files in the larger formats. Everything that happens afterwards is in
// src/browser/worker/writing.rs.

/** A rejection inside a worker does not reach the page; an error thrown from a timer does. @param {unknown} error */
function rethrow(error) {
  setTimeout(() => {
    throw error;
  });
}

/** @param {{ glue: Blob, code: Blob }} start */
async function boot(start) {
  const address = URL.createObjectURL(start.glue);
  const core = await import(address);
  URL.revokeObjectURL(address);
  core.initSync({ module: await WebAssembly.compile(await start.code.arrayBuffer()) });
  core.boot_writer(start);
}

addEventListener("message", (event) => boot(event.data).catch(rethrow), { once: true });
