// @ts-check
// Files that another program shares with the installed page come as a form. The worker takes it, and it goes nowhere.

import { SHARED, address } from "./kept.js";

export const SHARE_PATH = "share";

/**
 * Keeps the files for the page, and leads there.
 *
 * @param {Request} request
 */
export async function takeShared(request) {
  // What cannot be read (the file was moved, or the browser does not let the worker have it) does not come, and goes nowhere either.
  const form = await request.formData().catch(() => new FormData());
  const files = form.getAll("files").filter((entry) => entry instanceof File);
  const shared = await caches.open(SHARED);
  // What was never taken goes with the next.
  for (const old of await shared.keys()) await shared.delete(old);
  for (const [place, file] of files.entries()) {
    const headers = { "content-type": file.type || "application/octet-stream", "x-file-name": encodeURIComponent(file.name) };
    await shared.put(address(`${SHARE_PATH}/${place}`), new Response(file, { headers }));
  }
  return Response.redirect(address(files.length > 0 ? "?shared" : ""), 303);
}
