//! The form of a stored record: one line that says what it is, of which version and with which checksum, then its
//! content.
//!
//! ```text
//! pagewise 2 a1b2c3d4e5f60718
//! …
//! ```

/// Version of the records. Raised when one changes in a way that an older program would misread.
pub const RECORD_VERSION: u32 = 3;

/// The most bytes that are taken for a record. A page of 10,000 words takes about two million.
const MAX_BYTES: usize = 32_000_000;

const MARK: &str = "pagewise";

/// Why a record is of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// A newer version of Pagewise wrote it. It must not be touched.
    #[error("the record was written by a newer version")]
    Newer,
    /// Truncated, damaged, or not a record at all.
    #[error("the record is damaged")]
    Damaged,
}

/// A record as it is stored, of its content.
pub fn seal(content: &str) -> String {
    format!("{MARK} {RECORD_VERSION} {:016x}\n{content}", checksum(content))
}

/// The content of a stored record.
///
/// # Errors
/// [`Unusable`], for whatever is not exactly as it was sealed.
pub fn unseal(record: &str) -> Result<&str, Unusable> {
    let (line, content) = record.split_once('\n').ok_or(Unusable::Damaged)?;
    let line = line.strip_prefix(MARK).and_then(|rest| rest.strip_prefix(' ')).ok_or(Unusable::Damaged)?;
    let (version, sum) = line.split_once(' ').ok_or(Unusable::Damaged)?;
    let version: u32 = version.parse().map_err(|_| Unusable::Damaged)?;
    if version > RECORD_VERSION {
        return Err(Unusable::Newer);
    }
    let intact = record.len() <= MAX_BYTES && sum == format!("{:016x}", checksum(content));
    if version == RECORD_VERSION && intact { Ok(content) } else { Err(Unusable::Damaged) }
}

/// FNV-1a of 64 bits: enough to notice damage, which is all it is for.
pub(super) fn checksum(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
