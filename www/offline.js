// @ts-check
// Keeps Pagewise in this browser, so that it opens without any server: when everything has come and is checked, a service worker
// (www/service-worker/) is given what is here already, brings in the rest, and is installed once all of a version is kept. Where
// there is no such thing (plain http, a private window, a browser that refuses) nothing is kept, and nothing is claimed.

/** @typedef {import("./assets.js").File} File */

/** How long the worker has to answer. One that cannot be started never does. */
const PATIENCE_MS = 60_000;

export class Offline {
  /** How much is kept: "nothing" that could be relied on, it is "coming", or the "whole" of it. */
  standing = "nothing";
  /** Whether a new version waits to be used. */
  hasUpdate = false;
  /** Told when one of these changes. @type {() => void} */
  onChange = () => {};

  #caches = `pagewise ${new URL("./", location.href).pathname} `;
  #version;
  /** What was loaded of the site, until the worker has it. @type {Map<string, Blob>} */
  #loaded = new Map();
  /** Whether the worker is installed, with all of its version; null until that is known. @type {boolean | null} */
  #isInstalled = null;
  /** Models that are loaded, each with whether it is kept. @type {Map<string, Promise<boolean>>} */
  #models = new Map();
  /** Models that are to be kept as soon as there is a worker. @type {Map<string, [File, Blob]>} */
  #waiting = new Map();
  /** @type {ServiceWorkerRegistration | undefined} */
  #registration;

  /** What keeps a page of this version, where there can be such a thing. @param {string} version */
  static open(version) {
    return "serviceWorker" in navigator && "caches" in window && version !== "" ? new Offline(version) : null;
  }

  /** @param {string} version of the page: the sum of its list of parts */
  constructor(version) {
    this.#version = version;
    navigator.serviceWorker.addEventListener("message", ({ data, ports: [port] }) => {
      if (data?.give) port.postMessage(new Map([...this.#loaded].filter(([path]) => data.give.includes(path))));
    });
    navigator.serviceWorker.startMessages();
    // A new version may have come at an earlier visit, or comes during this one.
    navigator.serviceWorker.getRegistration("./").then((registration) => {
      // Another Pagewise may lie above this one.
      if (registration?.scope === new URL("./", location.href).href) this.#watch(registration);
    }, () => {});
  }

  /**
   * What is kept of a file, unchecked; null if nothing is.
   *
   * @param {string} path
   * @param {File} file
   */
  async find(path, { sha256 }) {
    try {
      const isModel = path.startsWith("models/");
      const name = this.#caches + (isModel ? "models" : this.#version);
      if (!(await caches.has(name))) return null;
      const kept = await (await caches.open(name)).match(isModel && sha256 ? `./${path}?${sha256}` : `./${path}`);
      return (await kept?.blob()) ?? null;
    } catch {
      // Storage is denied, or broken: then it is loaded.
      return null;
    }
  }

  /**
   * A file has come, and is what it should be.
   *
   * @param {string} path
   * @param {File} file
   * @param {Blob} blob
   */
  hold(path, file, blob) {
    if (path.startsWith("models/")) {
      this.#waiting.set(path, [file, blob]);
      if (this.#isInstalled) this.#keepModels();
    } else if (this.#isInstalled === null) {
      this.#loaded.set(path, blob);
    }
  }

  /**
   * A file was found here.
   *
   * @param {string} path
   */
  found(path) {
    if (path.startsWith("models/")) this.#models.set(path, Promise.resolve(true));
  }

  /** Everything that reading and writing needs has come: keeps it. */
  async keep() {
    this.#tell("coming");
    try {
      const registration = await navigator.serviceWorker.register("./service-worker.js", { scope: "./", updateViaCache: "none" });
      this.#watch(registration);
      const worker = await installed(registration);
      this.#isInstalled = await ask(worker, "whole");
    } catch {
      this.#isInstalled = false;
    }
    this.#loaded.clear();
    if (this.#isInstalled) await this.#keepModels();
    else this.#tell("nothing");
  }

  /** Has the new version take over, and loads the page anew. Other tabs stay as they are until they are loaded anew. */
  takeUpdate() {
    const waiting = this.#registration?.waiting;
    if (!waiting) return location.reload();
    waiting.addEventListener("statechange", () => {
      if (waiting.state === "activated") location.reload();
    });
    waiting.postMessage("take-over");
  }

  async #keepModels() {
    for (const [path, [{ sha256 }, model]] of this.#waiting) {
      const worker = this.#registration?.active;
      this.#models.set(path, worker ? ask(worker, { keep: { path, sha256, model } }).catch(() => false) : Promise.resolve(false));
    }
    if (this.#waiting.size > 0) this.#tell("coming");
    this.#waiting.clear();
    const models = [...this.#models.values()];
    const areKept = (await Promise.all(models)).every(Boolean);
    // One that was loaded meanwhile says the last word.
    if (models.length === this.#models.size && models.every((model) => [...this.#models.values()].includes(model))) {
      this.#tell(areKept ? "whole" : "nothing");
    }
  }

  /** @param {ServiceWorkerRegistration} registration */
  #watch(registration) {
    if (this.#registration === registration) return;
    this.#registration = registration;
    const offer = async () => {
      const { waiting } = registration;
      if (!waiting || (await ask(waiting, "version").catch(() => this.#version)) === this.#version) return;
      this.hasUpdate = true;
      this.onChange();
    };
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", offer);
    });
    registration.installing?.addEventListener("statechange", offer);
    offer();
  }

  /** @param {"nothing" | "coming" | "whole"} standing */
  #tell(standing) {
    this.standing = standing;
    this.onChange();
  }
}

/**
 * The worker of a registration, once it is installed.
 *
 * @param {ServiceWorkerRegistration} registration
 * @returns {Promise<ServiceWorker>}
 */
function installed(registration) {
  return new Promise((resolve, reject) => {
    if (registration.active) return resolve(registration.active);
    const worker = registration.installing ?? registration.waiting;
    if (!worker) return reject(new Error("There is no worker."));
    const look = () => {
      if (worker.state === "activated") resolve(worker);
      else if (worker.state === "redundant") reject(new Error("Not all of it is to be had."));
    };
    worker.addEventListener("statechange", look);
    look();
  });
}

/**
 * @param {ServiceWorker} worker
 * @param {unknown} question
 * @returns {Promise<any>}
 */
function ask(worker, question) {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => reject(new Error("The worker does not answer.")), PATIENCE_MS);
    port1.onmessage = ({ data }) => {
      clearTimeout(timer);
      port1.close();
      resolve(data);
    };
    worker.postMessage(question, [port2]);
  });
}
