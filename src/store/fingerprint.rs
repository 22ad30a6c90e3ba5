//! By what a document is known again, whatever its name: the sizes of its files and a digest of samples of them.

use std::fmt;
use std::ops::Range;

/// Bytes in one sample.
const SAMPLE_BYTES: u64 = 32 * 1024;
/// Samples taken of a file. PDFs differ at the end, where an edit leaves its mark, and images in the middle.
const SAMPLES: u64 = 16;

/// Tells documents apart: 32 hexadecimal digits, fit to be a file name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint made of a SHA-256 digest of the [`preamble`] and every file's [`samples`]; `None` if the
    /// digest is too short to be one.
    pub fn from_digest(digest: &[u8]) -> Option<Fingerprint> {
        let half = digest.get(..16).filter(|_| digest.len() == 32)?;
        Some(Fingerprint(half.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// The fingerprint that a folder is named after.
    pub fn from_name(name: &str) -> Option<Fingerprint> {
        let digits = name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        (name.len() == 32 && digits).then(|| Fingerprint(name.to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is digested before the samples: the sizes of the files, so that no two lists of files give the same bytes.
pub fn preamble(sizes: &[u64]) -> String {
    sizes.iter().map(|size| format!("{size}\n")).collect()
}

/// The parts of a file that are looked at: all of a small file, and of a large one half a megabyte from its first
/// byte to its last, evenly spread. Ascending, not overlapping.
pub fn samples(size: u64) -> Vec<Range<u64>> {
    if size <= SAMPLE_BYTES * SAMPLES {
        return std::iter::once(0..size).collect();
    }
    let last = size - SAMPLE_BYTES;
    // Divided first, so that no size is too large to be multiplied; the last sample ends with the file.
    let start = |number: u64| if number == SAMPLES - 1 { last } else { last / (SAMPLES - 1) * number };
    (0..SAMPLES).map(|number| start(number)..start(number) + SAMPLE_BYTES).collect()
}
