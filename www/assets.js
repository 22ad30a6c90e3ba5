// @ts-check
// The parts that Pagewise is made of, by the lists that the build made of them: each is fetched once, checked, and kept.
// Workers get what they need from here, and never ask a server.

import { NotThere, openPart, readList } from "./supply.js";

/** @typedef {{ bytes?: number, sha256?: string }} File what is not said, as in a line that a person wrote, is not checked */
/** @typedef {{ files: Record<string, File>, engine: unknown }} List */
/** @typedef {{ models: (File & { file: string })[] }} ModelList */

/** A part that is not there, or not what it should be. Its message is the name of the file. */
class Missing extends Error {
  /** Whether no server answers. */
  isOutOfReach = false;
}

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
  /** What keeps all of it, where there is such a thing. @type {import("./offline.js").Offline | null} */
  offline = null;
  /** What was asked for. @type {import("./requests.js").Requests | null} */
  requests = null;

  /**
   * @param {List} list
   * @param {ModelList | null} models null where that list is not to be had
   * @param {string} version the sum of the list, where browsers compute sums
   * @param {string} [config] what the site says of itself, if it says anything
   */
  constructor(list, models, version, config) {
    this.version = version;
    this.files = { ...list.files };
    /** The models to choose from, the preferred first. */
    this.models = models;
    /** What the site says of itself, as it stands in its file. */
    this.config = config;
    /** Which engine reads. */
    this.engine = list.engine;
    if (!Array.isArray(models?.models)) return;
    for (const { file, bytes, sha256 } of models.models) this.files[`models/${file}`] = { bytes, sha256 };
  }

  /** Fetches the lists. */
  static async open() {
    // Rust says what it means that there are no models; a page without its parts cannot even do that.
    const models = readList("models/models.json").then(JSON.parse).catch(() => null);
    // A site need not say anything of itself.
    const config = readList("config.json").catch(() => undefined);
    const list = await readList("assets.json");
    const version = crypto.subtle ? await sum(new Blob([list])) : "";
    return new Assets(JSON.parse(list), await models, version, await config);
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
    // What may have changed, which nobody can tell, is kept for when no server answers.
    const mayHaveChanged = file.sha256 === undefined;
    const kept = mayHaveChanged ? null : await this.#find(path, file);
    if (kept) return kept;
    this.total += file.bytes ?? 0;
    let isOutOfReach = false;
    for (const anew of [false, true]) {
      let come = 0;
      try {
        const blob = await read(path, anew, (bytes) => {
          come += bytes;
          this.loaded += bytes;
          if (file.bytes === undefined) this.total += bytes;
          this.onProgress();
        });
        if (await isWhole(blob, file)) {
          this.offline?.hold(path, file, blob);
          return blob;
        }
        isOutOfReach = false;
      } catch (error) {
        // Tried once more, past whatever the browser has kept of another version.
        isOutOfReach = !(error instanceof NotThere);
      }
      // Its own bytes only: others come meanwhile.
      this.loaded -= come;
      if (file.bytes === undefined) this.total -= come;
    }
    this.total -= file.bytes ?? 0;
    const old = mayHaveChanged ? await this.#find(path, file) : null;
    if (old) return old;
    throw Object.assign(new Missing(path), { isOutOfReach });
  }

  /**
   * What is kept of a file from an earlier visit, checked.
   *
   * @param {string} path
   * @param {File} file
   */
  async #find(path, file) {
    const kept = await this.offline?.find(path, file);
    if (!kept || !(await isWhole(kept, file))) return null;
    this.offline?.found(path);
    return path.endsWith(".js") ? kept.slice(0, kept.size, "text/javascript") : kept;
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
  return (await sum(blob)) === sha256;
}

/** @param {Blob} blob */
async function sum(blob) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
