//! Why nothing can be added to a PDF.

/// What a failed operation came to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PdfError {
    /// Its structure cannot be trusted. A viewer may still mend it, and what a viewer writes anew can be
    /// added to.
    #[error("the PDF is damaged: {reason}")]
    NeedsRewrite {
        /// What does not add up.
        reason: &'static str,
    },
    /// Encrypted, and the password (or none) does not open it.
    #[error("the password does not open the PDF")]
    PasswordWrong,
    /// Encrypted in a way in which nothing can be written.
    #[error("the PDF is protected in a way that cannot be written into: {method}")]
    UnsupportedEncryption {
        /// What the file says about it.
        method: String,
    },
    /// Bytes of the file could not be read.
    #[error("the file could not be read: {reason}")]
    Unreadable {
        /// What the system said.
        reason: String,
    },
}

impl PdfError {
    /// Shorthand for [`PdfError::NeedsRewrite`].
    pub(super) const fn damaged(reason: &'static str) -> Self {
        Self::NeedsRewrite { reason }
    }
}

impl From<std::io::Error> for PdfError {
    fn from(error: std::io::Error) -> Self {
        Self::Unreadable { reason: error.to_string() }
    }
}
