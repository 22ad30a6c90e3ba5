// @ts-check
// A line a file, and what they come to.

/** @typedef {import("./corpus.mjs").OddFile} OddFile */
/** @typedef {import("./visit.mjs").Outcome} Outcome */

/** A first page with more characters than this in its text layer is not blank. */
const CERTAINLY_TEXT = 20;

/** @param {Outcome} outcome */
export function line(outcome) {
  const { file, seconds, peakMegabytes } = outcome;
  return `${seconds.toFixed(1).padStart(6)} s ${String(peakMegabytes).padStart(4)} MB  ${file}: ${became(outcome)}`;
}

/** @param {Outcome} outcome */
function became({ outcome, pages, read, failed, blank, sentences, unlocked, problems }) {
  const why = [...new Set(sentences)].join(" ");
  if (problems.length > 0) return `${outcome}: ${problems.join(" | ")}`;
  if (outcome !== "read") return why ? `${outcome}: ${why}` : outcome;
  const parts = [`${read} of ${pages} read`];
  if (blank.length > 0) parts.push(`${blank.length} without text`);
  if (failed > 0) parts.push(`${failed} failed`);
  return `${parts.join(", ")}${unlocked ? ", unlocked" : ""}${why ? `: ${why}` : ""}`;
}

/**
 * @param {Outcome[]} outcomes
 * @param {OddFile[]} files
 */
export function totals(outcomes, files) {
  const is = (/** @type {string} */ kind) => outcomes.filter(({ outcome }) => outcome === kind);
  const read = is("read");
  const failing = read.filter(({ failed }) => failed > 0);
  const nothing = failing.filter(({ read }) => read === 0);
  const slowest = outcomes.reduce((most, { seconds }) => Math.max(most, seconds), 0);
  const largest = outcomes.reduce((most, { peakMegabytes }) => Math.max(most, peakMegabytes), 0);
  const native = new Map(files.map((file) => [file.name, file]));
  /** @type {[string, Outcome[]][]} */
  const differences = [
    ["others open, and here they are refused", outcomes.filter((o) => native.get(o.file)?.native === "opens" && (o.outcome === "refused" || (o.outcome === "read" && o.read === 0)))],
    ["others refuse, and here they are read", read.filter((o) => native.get(o.file)?.native === "refuses" && o.read > 0)],
    ["a password is asked for here, and not by others, or the reverse", outcomes.filter((o) => asksOtherwise(o, native.get(o.file)))],
    ["the first page has a text layer, and nothing was read on it", read.filter((o) => o.blank.includes(1) && (native.get(o.file)?.characters ?? 0) > CERTAINLY_TEXT)],
  ];
  const zero = { crash: is("crash").length, hang: is("hang").length, unclear: is("unclear").length };
  const text = `${outcomes.length} files
  ${read.length - failing.length} read, ${failing.length - nothing.length} read in part, ${nothing.length} opened but no page readable
  ${is("refused").length} refused, ${is("password asked").length} asked for a password
  slowest ${slowest.toFixed(1)} s, largest heaps ${largest} MB
must be zero
  ${zero.crash} crashes, ${zero.hang} hangs, ${zero.unclear} without a clear outcome
${differences.map(([what, some]) => `${what}: ${some.length}${some.map(({ file }) => `\n  ${file}`).join("")}`).join("\n")}`;
  return { text, good: zero.crash + zero.hang + zero.unclear === 0 };
}

/**
 * @param {Outcome} outcome
 * @param {OddFile | undefined} file
 */
function asksOtherwise({ outcome, unlocked }, file) {
  if (!file || file.native === null) return false;
  const asked = outcome === "password asked" || unlocked;
  return asked !== (file.native === "asks for a password" || (asked && file.password !== null));
}
