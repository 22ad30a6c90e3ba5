//! Why nothing can be added to a PDF.

/// What a failed operation came to. The text is complete sentences, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PdfError {
    /// Its structure cannot be trusted. A viewer may still mend it, and what a viewer writes anew can be
    /// added to.
    #[error("This PDF is damaged ({reason}), so nothing can be added to it as it is.")]
    NeedsRewrite {
        /// What does not add up.
        reason: &'static str,
    },
    /// Encrypted, and the password (or none) does not open it.
    #[error("That password does not open this PDF. Check it and try again.")]
    PasswordWrong,
    /// Encrypted in a way in which nothing can be written.
    #[error(
        "This PDF is protected in a way that Pagewise cannot write into ({method}). Its text can still be saved in other formats; or save an unprotected copy and use that."
    )]
    UnsupportedEncryption {
        /// What the file says about it.
        method: String,
    },
    /// Bytes of the file could not be read.
    #[error("This file could not be read ({reason}). It may have been moved or changed; choose it again.")]
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
