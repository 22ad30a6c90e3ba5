//! What ends a worker, told from the words of browsers and engines.

use serde::{Deserialize, Serialize};

/// What ended a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StopCause {
    /// An engine asked for more memory than it may have, or than the browser gives.
    OutOfMemory,
    /// WebAssembly did something that is forbidden: an access out of bounds, an instruction that is never to be
    /// reached, a stack that overflowed.
    Trap,
    /// An engine found itself in a state it cannot go on from.
    Abort,
    /// Ended from outside, or for a reason that nobody tells.
    Killed,
}

/// Words that give a cause away, the more telling first: an engine that is out of memory aborts as well.
const TELLING: [(StopCause, &[&str]); 3] = [
    (
        StopCause::OutOfMemory,
        &[
            "memory allocation",
            "allocation failed",
            "out of memory",
            "(oom",
            "enlarge memory",
            "memory.grow",
            "could not allocate",
            "bad_alloc",
        ],
    ),
    (
        StopCause::Trap,
        &[
            "unreachable",
            "out of bounds",
            "runtimeerror",
            "null function",
            "signature mismatch",
            "call stack",
            "recursion",
            "overflow",
            "divide by zero",
            "division by zero",
            "table index",
            "panicked",
        ],
    ),
    (StopCause::Abort, &["abort"]),
];

impl StopCause {
    /// What the words of an engine or a browser mean.
    pub fn told_by(words: &str) -> StopCause {
        let words = words.to_ascii_lowercase();
        let tells = |signs: &[&str]| signs.iter().any(|sign| words.contains(sign));
        TELLING.iter().find(|(_, signs)| tells(signs)).map_or(StopCause::Killed, |(cause, _)| *cause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_browsers_and_engines_are_understood() {
        let cases = [
            ("Aborted(OOM)", StopCause::OutOfMemory),
            ("Uncaught RangeError: Array buffer allocation failed", StopCause::OutOfMemory),
            ("Cannot enlarge memory arrays to size 2147549184 bytes", StopCause::OutOfMemory),
            ("Uncaught RuntimeError: memory access out of bounds", StopCause::Trap),
            ("RuntimeError: unreachable executed", StopCause::Trap),
            ("Uncaught RangeError: Maximum call stack size exceeded", StopCause::Trap),
            ("RuntimeError: Aborted(OOM)", StopCause::OutOfMemory),
            ("Aborted(native code called abort())", StopCause::Abort),
            ("Uncaught Error: missing field `id`", StopCause::Killed),
            ("", StopCause::Killed),
        ];
        for (words, cause) in cases {
            assert_eq!(StopCause::told_by(words), cause, "{words}");
        }
    }
}
