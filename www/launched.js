// @ts-check
// Files that the system opens with the installed page, or that another program shares with it. They come in like files that
// are dropped.

/**
 * Hands them to the page, which listens by now: those that are there, and those that come later.
 */
export function takeLaunched() {
  const queue = /** @type {any} */ (window).launchQueue;
  queue?.setConsumer(async (/** @type {{ files?: any[] }} */ { files: handles = [] }) => {
    const opened = await Promise.allSettled(handles.map(async (handle) => ({ handle, file: await handle.getFile() })));
    // One that was moved meanwhile keeps no other from coming.
    const there = opened.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
    if (there.length > 0) handOver(there.map(({ file }) => file), there.map(({ handle }) => handle));
  });
  if (new URLSearchParams(location.search).has("shared")) takeShared();
}

/** What the service worker has taken of a form (www/service-worker/share.js), and what is not kept any longer from then on. */
async function takeShared() {
  // Loading the page anew is not sharing the files once more.
  history.replaceState(null, "", "./");
  const kept = await caches.open(`pagewise ${new URL("./", location.href).pathname} shared`);
  /** @type {File[]} */
  const files = [];
  for (const request of await kept.keys()) {
    const response = await kept.match(request);
    if (!response) continue;
    const name = decodeURIComponent(response.headers.get("x-file-name") ?? "");
    files.push(new File([await response.blob()], name, { type: response.headers.get("content-type") ?? "" }));
  }
  if (files.length > 0) handOver(files, []);
  await Promise.all((await kept.keys()).map((request) => kept.delete(request)));
}

/**
 * @param {File[]} files
 * @param {unknown[]} handles
 */
function handOver(files, handles) {
  document.dispatchEvent(Object.assign(new Event("pagewise-launched"), { files, handles }));
}
