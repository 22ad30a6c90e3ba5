// @ts-check
// The parts that Pagewise is made of, by the lists that the build made of them: each is fetched once, checked, and kept.
// Workers get what they need from here, and never ask a server.

import { openPart, readList } from "./supply.js";

/** @typedef {{ bytes?: number, sha256?: string }} File what is not said, as in a line that a person wrote, is not checked */
/** @typedef {{ files: Record<string, File>, engine: unknown }} List */
/** @typedef {{ models: (File & { file: string })[] }} ModelList */

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

  /**
   * @param {List} list
   * @param {ModelList | null} models null where that list is not to be had
   */
  constructor(list, models) {
    this.files = { ...list.files };
    /** The models to choose from, the preferred first. */
    this.models = models;
    /** Which engine reads. */
    this.engine = list.engine;
    if (!Array.isArray(models?.models)) return;
    for (const { file, bytes, sha256 } of models.models) this.files[`models/${file}`] = { bytes, sha256 };
  }

  /** Fetches the lists. */
  static async open() {
    // Rust says what it means that there are no models; a page without its parts cannot even do that.
    const models = readList("models/models.json").catch(() => null);
    return new Assets(await readList("assets.json"), await models);
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
    this.total += file.bytes ?? 0;
    for (const anew of [false, true]) {
      let come = 0;
      try {
        const blob = await read(path, anew, (bytes) => {
          come += bytes;
          this.loaded += bytes;
          if (file.bytes === undefined) this.total += bytes;
          this.onProgress();
        });
        if (await isWhole(blob, file)) return blob;
      } catch {
        // Tried once more, past whatever the browser has kept of another version.
      }
      // Its own bytes only: others come meanwhile.
      this.loaded -= come;
      if (file.bytes === undefined) this.total -= come;
    }
    this.total -= file.bytes ?? 0;
    throw new Missing(path);
  }
}

/**
 * @param {string} path
 * @param {boolean} anew
 * @param {(bytes: number) => void} onBytes
 */
async function read(path, anew, onBytes) {
  const chunks = [];
  const reader = (await openPart(path, anew)).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    onBytes(next.value.byteLength);
  }
  return new Blob(chunks, path.endsWith(".js") ? { type: "text/javascript" } : {});
}

/**
 * Whether it is the file of the list. Without a secure connection browsers compute no sums, and the size must do.
 *
 * @param {Blob} blob
 * @param {File} file
 */
async function isWhole(blob, { bytes, sha256 }) {
  if (bytes !== undefined && blob.size !== bytes) return false;
  if (sha256 === undefined || !crypto.subtle) return true;
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  return [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("") === sha256;
}
