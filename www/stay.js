// @ts-check
// What no policy can forbid, as far as a page can forbid it to itself. A policy has no word for leaving the page (an address
// can carry a text), nor, in most browsers, for a connection between browsers. Here both are taken away from every script of the
// page. That is a second lock on a door that nothing of Pagewise opens, and not a wall: a script with a window of its own has
// both again. What holds without any trust is the browser's own list of connections.

export function stay() {
  const inside = (/** @type {string} */ address) => {
    const { origin, protocol } = new URL(address, location.href);
    // What the page has made itself, which is taken home by an address of this kind, and what lies beside a page on disk.
    return origin === location.origin || protocol === "blob:" || (protocol === "file:" && location.protocol === "file:");
  };
  /** @type {any} */ (window).navigation?.addEventListener("navigate", (/** @type {any} */ event) => {
    if (!inside(event.destination.url) && event.cancelable) event.preventDefault();
  });
  const open = window.open.bind(window);
  window.open = (address, ...rest) => (address === undefined || !inside(String(address)) ? null : open(address, ...rest));
  for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection"]) Reflect.deleteProperty(window, name);
}
