// @ts-check
// What the page has asked for since it was opened, by what its browser notes down of it, and by what the service worker says.

/**
 * @typedef {{ address: string, at: number, by: "page" | "service-worker", here: boolean, refused: string | null }} Request
 *   see src/model/request.rs
 */

/** More than a page ever asks for: a browser notes down 250 by itself. */
const MOST = 10_000;

export class Requests {
  /** @type {Request[]} */
  all = [];
  /** Told when there is one more. @type {() => void} */
  onChange = () => {};
  site = new URL("./", location.href).href;

  constructor() {
    performance.setResourceTimingBufferSize?.(MOST);
    // What goes to a blob of the page itself goes nowhere.
    const isRequest = (/** @type {PerformanceEntry} */ { name }) => /^(https?|wss?):/.test(name);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries().filter(isRequest)) this.#add(fromEntry(/** @type {PerformanceResourceTiming} */ (entry)));
    }).observe({ type: "resource", buffered: true });
    const [opened] = performance.getEntriesByType("navigation");
    if (opened && isRequest(opened)) this.#add(fromEntry(/** @type {PerformanceNavigationTiming} */ (opened)));
    document.addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective, timeStamp, disposition }) => {
      if (disposition === "report") return;
      this.#add({ address: blockedURI, at: timeStamp, by: "page", here: false, refused: effectiveDirective });
    });
    navigator.serviceWorker?.addEventListener("message", ({ data }) => {
      const { asked, at } = data ?? {};
      // Other sites may lie on this origin.
      if (asked?.startsWith(this.site)) this.#add({ address: asked, at: at - performance.timeOrigin, by: "service-worker", here: false, refused: null });
    });
  }

  get count() {
    return this.all.length;
  }

  get policy() {
    const meta = document.querySelector("meta[http-equiv=Content-Security-Policy]");
    return meta?.getAttribute("content") ?? "";
  }

  /** @param {Request} request */
  #add(request) {
    this.all.push(request);
    this.onChange();
  }
}

/**
 * @param {PerformanceResourceTiming} entry
 * @returns {Request}
 */
function fromEntry({ name, startTime, transferSize, decodedBodySize }) {
  // Over the network at least the head of an answer comes.
  const here = transferSize === 0 && decodedBodySize > 0;
  return { address: name, at: startTime, by: "page", here, refused: null };
}
