// @ts-check

/** Where the table of a model has its neural network, without which Tesseract 5 reads nothing. */
const NETWORK = 17;

/**
 * Whether a file is a model with a network. Models are a count, so many places of 8 bytes, and the parts; a part that
 * is not there is at -1.
 *
 * @param {Buffer} bytes
 */
export function hasNetwork(bytes) {
  const place = 4 + 8 * NETWORK;
  if (bytes.length < place + 8 || bytes.readInt32LE(0) <= NETWORK) return false;
  const at = bytes.readBigInt64LE(place);
  return at >= 0 && at < bytes.length;
}
