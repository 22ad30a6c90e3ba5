// @ts-check
// Edit distance by Myers' bit vectors, in Hyyrö's form for patterns of many blocks: 32 cells of a column at a
// time, so that a whole document is compared in a second.

/**
 * The least number of insertions, deletions and substitutions that turn one list into the other.
 *
 * @param {ArrayLike<string>} a
 * @param {ArrayLike<string>} b
 */
export function levenshtein(a, b) {
  if (a.length === 0) return b.length;
  const blocks = Math.ceil(a.length / 32);
  /** Where in `a` each symbol stands, a bit for each place. @type {Map<string, Int32Array>} */
  const places = new Map();
  for (let i = 0; i < a.length; i++) {
    let bits = places.get(a[i]);
    if (!bits) places.set(a[i], (bits = new Int32Array(blocks)));
    bits[i >>> 5] |= 1 << (i & 31);
  }
  const nowhere = new Int32Array(blocks);

  // Vertical differences of the current column: where a cell is one more, one less, than the one above it.
  const more = new Int32Array(blocks).fill(-1);
  const less = new Int32Array(blocks);
  const last = 1 << ((a.length - 1) & 31);
  let distance = a.length;
  for (let j = 0; j < b.length; j++) {
    const bits = places.get(b[j]) ?? nowhere;
    // Horizontal difference that enters a block from above: the top row grows by one a column.
    let entering = 1;
    for (let block = 0; block < blocks; block++) {
      const up = more[block];
      const down = less[block];
      let equal = bits[block];
      const vertical = equal | down;
      if (entering < 0) equal |= 1;
      const horizontal = (((equal & up) + up) ^ up) | equal;
      let right = down | ~(horizontal | up);
      let left = up & horizontal;
      const bottom = block === blocks - 1 ? last : 1 << 31;
      const leaving = right & bottom ? 1 : left & bottom ? -1 : 0;
      right = (right << 1) | (entering > 0 ? 1 : 0);
      left = (left << 1) | (entering < 0 ? 1 : 0);
      more[block] = left | ~(vertical | right);
      less[block] = right & vertical;
      entering = leaving;
    }
    distance += entering;
  }
  return distance;
}
