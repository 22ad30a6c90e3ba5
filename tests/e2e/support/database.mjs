// @ts-check
// The database of jobs, as it lies in the browser. Everything here opens it only where it is there: opening would make
// it, without its tables.

const NAME = "pagewise-jobs";

/**
 * Everything in the table of files, by key.
 *
 * @param {import("playwright-core").Page} page
 * @returns {Promise<Record<string, string | null>>}
 */
export function storedFiles(page) {
  return page.evaluate(async (name) => {
    if (!(await indexedDB.databases()).some((database) => database.name === name)) return {};
    /** @type {IDBDatabase} */
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const files = database.transaction("files").objectStore("files");
    /** @param {IDBRequest} request @returns {Promise<any>} */
    const result = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const [keys, values] = await Promise.all([result(files.getAllKeys()), result(files.getAll())]);
    database.close();
    return Object.fromEntries(keys.map((/** @type {string} */ key, /** @type {number} */ i) => [key, values[i]]));
  }, NAME);
}

/**
 * Puts something into the table of files.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} key
 * @param {string | null} value
 */
export function storeFile(page, key, value) {
  return page.evaluate(async ([name, key, value]) => {
    /** @type {IDBDatabase} */
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open(/** @type {string} */ (name));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    await new Promise((resolve) => {
      const writing = database.transaction("files", "readwrite");
      writing.objectStore("files").put(value, /** @type {string} */ (key));
      writing.oncomplete = () => resolve(undefined);
    });
    database.close();
  }, [NAME, key, value]);
}

/**
 * Waits until so many pages are stored.
 *
 * @param {import("playwright-core").Page} page
 * @param {number} count
 */
export async function pagesStored(page, count) {
  const pages = async () => Object.keys(await storedFiles(page)).filter((key) => /\/page-\d+-/.test(key)).length;
  while ((await pages()) < count) await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
}
