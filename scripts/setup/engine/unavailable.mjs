// @ts-check

/**
 * Something that building the engine needs cannot be had here. The message is the first half of a sentence, which goes
 * on with what is done instead.
 */
export class Unavailable extends Error {}
