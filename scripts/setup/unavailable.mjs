// @ts-check

/**
 * Something that the engine is built of, or a language model, cannot be had here. The message is the first half of a
 * sentence, which goes on with what is done instead.
 */
export class Unavailable extends Error {}
