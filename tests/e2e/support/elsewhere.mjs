// @ts-check
// A place elsewhere that would take anything, and writes down whatever reaches it. A connection in which nothing is said,
// as browsers make one for a link to be followed, is not told.

import { createSocket } from "node:dgram";
import { createServer } from "node:http";

/**
 * @param {import("node:test").TestContext} t
 */
export async function elsewhere(t) {
  /** @type {string[]} */
  const heard = [];
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    response.writeHead(200, { "Access-Control-Allow-Origin": "*", "Content-Type": "text/javascript" }).end("");
  });
  server.on("upgrade", (request, socket) => {
    heard.push(`UPGRADE ${request.url}`);
    socket.destroy();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  // At the same number, for what speaks UDP.
  const socket = createSocket("udp4");
  socket.on("message", () => heard.push("a packet"));
  await new Promise((resolve) => socket.bind(port, "127.0.0.1", () => resolve(undefined)));
  t.after(() => {
    server.closeAllConnections();
    server.close();
    socket.close();
  });
  return { url: `http://127.0.0.1:${port}/`, port, heard };
}
