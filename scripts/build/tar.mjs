// @ts-check
// Reads one file of a tar archive (an npm package is one, compressed). Enough of the format for names of 100 bytes,
// which are all that is asked for.

const BLOCK = 512;
/** Where a header has the file's name, and its length in octal digits. */
const NAME = { at: 0, length: 100 };
const LENGTH = { at: 124, length: 12 };

/**
 * The content of a file, or null when there is none of that name.
 *
 * @param {Buffer} tar
 * @param {string} name
 */
export function readTarEntry(tar, name) {
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const header = tar.subarray(at, at + BLOCK);
    // Two blocks of zeros end an archive.
    if (header.every((byte) => byte === 0)) return null;
    const length = parseInt(text(header, LENGTH), 8);
    if (!(length >= 0) || at + BLOCK + length > tar.length) throw new Error("the tar archive is damaged");
    if (text(header, NAME) === name) return tar.subarray(at + BLOCK, at + BLOCK + length);
    at += BLOCK + Math.ceil(length / BLOCK) * BLOCK;
  }
  return null;
}

/**
 * @param {Buffer} header
 * @param {{ at: number, length: number }} field
 */
function text(header, { at, length }) {
  return header.toString("utf8", at, at + length).replace(/\0.*$/s, "");
}
