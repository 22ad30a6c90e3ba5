// @ts-check
// The parts that Pagewise is made of, by the list that the build made of them: each is fetched once, checked, and kept.
// Workers get what they need from here, and never ask a server.

/** @typedef {{ bytes: number, sha256: string }} File */
/** @typedef {{ files: Record<string, File>, models: unknown[], engine: unknown }} List */

/** A part that is not there, or not what it should be. Its message is the name of the file. */
class Missing extends Error {}

export class Assets {
  /** Bytes that have come, and that are to come. */
  loaded = 0;
  total = 0;
  /** Told whenever more bytes have come. @type {() => void} */
  onProgress = () => {};
  /** @type {Map<string, Promise<Blob>>} */
  #blobs = new Map();
  /** @type {Map<string, Promise<string>>} */
  #scripts = new Map();

  /** @param {List} list */
  constructor(list) {
    this.files = list.files;
    /** The models to choose from, the preferred first. */
    this.models = list.models;
    /** Which engine reads. */
    this.engine = list.engine;
  }

  /** Fetches the list. It alone is asked for anew at every visit, so that old and new parts never mix. */
  static async open() {
    const response = await fetch("./assets.json", { cache: "no-cache" });
    if (!response.ok) throw new Missing("assets.json");
    return new Assets(await response.json());
  }

  /**
   * A part. Asked for again it is the same.
   *
   * @param {string} path
   */
  load(path) {
    const known = this.#blobs.get(path);
    if (known) return known;
    const coming = this.#fetch(path);
    this.#blobs.set(path, coming);
    // What failed may come at the next try.
    coming.catch(() => this.#blobs.delete(path));
    return coming;
  }

  /**
   * An address for a script from which nothing is loaded but the script itself.
   *
   * @param {string} path
   */
  script(path) {
    const known = this.#scripts.get(path);
    if (known) return known;
    const coming = this.load(path).then((blob) => URL.createObjectURL(blob));
    this.#scripts.set(path, coming);
    coming.catch(() => this.#scripts.delete(path));
    return coming;
  }

  /**
   * Lets go of a part that was taken into memory in another form.
   *
   * @param {string} path
   */
  release(path) {
    this.#blobs.delete(path);
  }

  /** @param {string} path */
  async #fetch(path) {
    const file = this.files[path];
    if (!file) throw new Missing(path);
    this.total += file.bytes;
    for (const cache of /** @type {const} */ (["default", "reload"])) {
      let come = 0;
      try {
        const blob = await this.#read(path, cache, (bytes) => (come += bytes));
        if (await isWhole(blob, file)) return blob;
      } catch {
        // Tried once more, past whatever the browser has kept of another version.
      }
      // Its own bytes only: others come meanwhile.
      this.loaded -= come;
    }
    this.total -= file.bytes;
    throw new Missing(path);
  }

  /**
   * @param {string} path
   * @param {RequestCache} cache
   * @param {(bytes: number) => void} onBytes
   */
  async #read(path, cache, onBytes) {
    const response = await fetch(`./${path}`, { cache });
    if (!response.ok || !response.body) throw new Missing(path);
    const chunks = [];
    const reader = response.body.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      chunks.push(next.value);
      this.loaded += next.value.byteLength;
      onBytes(next.value.byteLength);
      this.onProgress();
    }
    return new Blob(chunks, path.endsWith(".js") ? { type: "text/javascript" } : {});
  }
}

/**
 * Whether it is the file of the list. Without a secure connection browsers compute no sums, and the size must do.
 *
 * @param {Blob} blob
 * @param {File} file
 */
async function isWhole(blob, { bytes, sha256 }) {
  if (blob.size !== bytes) return false;
  if (!crypto.subtle) return true;
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  return [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("") === sha256;
}
