// @ts-check
// Sets up, builds and serves Pagewise on this computer. PORT chooses the port.

import { build, options } from "./build.mjs";
import { DIST } from "./paths.mjs";
import { serve } from "./serve.mjs";
import { setUp } from "./setup.mjs";
import { main, say } from "./shell.mjs";

const USUAL_PORT = 8080;

await main(async () => {
  await build(await setUp(), options(process.argv.slice(2)));
  const { url } = await onPort(Number(process.env.PORT ?? USUAL_PORT));
  say(`open ${url} (end with Ctrl+C)`);
});

/** @param {number} port */
async function onPort(port) {
  try {
    return await serve({ root: DIST, port });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EADDRINUSE") throw error;
    say(`port ${port} is taken, so a free one is used`);
    return serve({ root: DIST });
  }
}
