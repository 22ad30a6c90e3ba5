// @ts-check
// Every way there is for a page to reach a place elsewhere.

/**
 * Tries them all, in the page. Each answers with what came of it: how the browser refused, or that it did not.
 *
 * @param {{ url: string, port: number }} elsewhere
 * @returns {Promise<Record<string, string>>}
 */
export async function tryToLeak({ url, port }) {
  /**
   * What is refused is told by its address, since browsers tell it when they come to it.
   *
   * @param {string} name
   * @param {(address: string, settle: (outcome: string) => void) => unknown} act
   */
  const outcome = (name, act) =>
    new Promise((resolve) => {
      const address = `${url}${name}`;
      const refused = (/** @type {SecurityPolicyViolationEvent} */ event) => {
        if (event.blockedURI.endsWith(`/${name}`)) settle(`refused by ${event.effectiveDirective}`);
      };
      const settle = (/** @type {string} */ what) => {
        document.removeEventListener("securitypolicyviolation", refused);
        resolve(what);
      };
      document.addEventListener("securitypolicyviolation", refused);
      // As long as a request takes here, many times over.
      setTimeout(() => settle("nothing said"), 1_500);
      try {
        act(address, settle);
      } catch (error) {
        settle(`refused: ${/** @type {Error} */ (error).name}`);
      }
    });
  const element = (/** @type {string} */ name, /** @type {string} */ kind, /** @type {Record<string, string>} */ attributes = {}) =>
    outcome(name, (address, settle) => {
      const element = document.createElement(kind);
      const place = { img: "src", video: "src", script: "src", iframe: "src", object: "data", link: "href" }[kind];
      for (const [key, value] of Object.entries({ ...attributes, [place ?? "src"]: address })) element.setAttribute(key, value);
      // A frame that was refused says that it has loaded as well.
      if (kind !== "iframe") element.addEventListener("load", () => settle("loaded"));
      document.body.append(element);
    });
  return Object.fromEntries(await Promise.all(Object.entries({
    fetch: outcome("fetch", (address, settle) => void fetch(address).then(() => settle("answered"), () => {})),
    request: outcome("request", (address, settle) => {
      const request = new XMLHttpRequest();
      request.onload = () => settle("answered");
      request.open("POST", address);
      request.send("text");
    }),
    beacon: outcome("beacon", (address) => void navigator.sendBeacon(address, "text")),
    socket: outcome("socket", (address, settle) => (new WebSocket(address.replace("http", "ws")).onopen = () => settle("open"))),
    events: outcome("events", (address, settle) => (new EventSource(address).onopen = () => settle("open"))),
    image: element("image", "img"),
    video: element("video", "video"),
    script: element("script", "script"),
    style: element("style", "link", { rel: "stylesheet" }),
    frame: element("frame", "iframe"),
    object: element("object", "object"),
    manifest: element("manifest", "link", { rel: "manifest" }),
    preload: element("preload", "link", { rel: "preload", as: "image" }),
    modulepreload: element("modulepreload", "link", { rel: "modulepreload" }),
    prefetch: element("prefetch", "link", { rel: "prefetch" }),
    font: outcome("font", (address, settle) => void new FontFace("elsewhere", `url(${address})`).load().then(() => settle("loaded"), () => {})),
    background: outcome("background", (address) => document.body.style.setProperty("background-image", `url(${address})`)),
    import: outcome("import", (address, settle) => void import(address).then(() => settle("loaded"), () => {})),
    worker: outcome("worker", (address) => new Worker(address)),
    "from a worker": outcome("from-a-worker", (address, settle) => {
      const act = `fetch(${JSON.stringify(address)}).then(() => postMessage("answered"), (error) => postMessage("refused: " + error.name))`;
      const worker = new Worker(URL.createObjectURL(new Blob([act], { type: "text/javascript" })));
      worker.onmessage = ({ data }) => settle(data);
    }),
    form: outcome("form", (address) => {
      const form = Object.assign(document.createElement("form"), { action: address, method: "post" });
      document.body.append(form);
      form.submit();
    }),
    peers: outcome("peers", (_, settle) => {
      if (typeof RTCPeerConnection !== "function") return settle("refused: there are none");
      const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] });
      connection.createDataChannel("text");
      connection.onicegatheringstatechange = () => connection.iceGatheringState === "complete" && settle("gathered");
      connection.createOffer().then((offer) => connection.setLocalDescription(offer)).catch((error) => settle(`refused: ${error.name}`));
    }),
  }).map(async ([name, coming]) => [name, await coming])));
}
