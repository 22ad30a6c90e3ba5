//! Every way in which reading a document can fail, as values.
//!
//! [`Error`] crosses the worker boundary as it is and is handled exactly once, by the pipeline for a page and by the
//! session for a document. It is a code and values; the sentence that a person reads is made of it in
//! [`crate::words`]. Code asks [`Error::scope`] and [`Error::is_worth_retrying`].

use std::fmt;

use serde::{Deserialize, Serialize};

pub use stop_cause::StopCause;

mod stop_cause;

/// What a failed operation came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Error {
    /// Neither a PDF nor an image that can be decoded, judged by its first bytes.
    UnsupportedFile,
    /// A file of zero bytes.
    EmptyFile,
    /// A file that could not be read from disk.
    UnreadableFile,
    /// PDFium addresses a file with 32 bits.
    FileTooLarge,
    /// Starts like a PDF, but its structure cannot be followed.
    DamagedPdf,
    /// A file over which the engine was still busy when its time was up.
    OpeningTooSlow {
        /// The time it was given.
        seconds: u32,
    },
    /// A well-formed PDF with an empty page tree.
    NoPages,
    /// Encrypted, and no password was given.
    PasswordNeeded,
    /// Encrypted, and the given password does not open it.
    PasswordWrong,
    /// Encrypted in a way that PDFium does not know.
    UnsupportedEncryption,
    /// Encrypted in a way in which nothing can be written.
    UnwritableEncryption {
        /// What the file says about it.
        method: String,
    },
    /// The page does not exist or its description is damaged.
    DamagedPage,
    /// Even at the lowest resolution the page would not fit under the memory ceiling.
    PageTooLarge {
        /// Width in points.
        width_pt: f32,
        /// Height in points.
        height_pt: f32,
    },
    /// An image whose pixels alone would not fit under the memory ceiling.
    ImageTooLarge {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// An image file that its decoder rejects.
    DamagedImage {
        /// The decoder's own words.
        reason: String,
    },
    /// The recognition engine rejects the language model.
    ModelDamaged {
        /// Which model.
        model: String,
    },
    /// A file that a person gave as a language model, and that nothing can be read with.
    ModelUnfit {
        /// It is for Tesseract 3; else it is damaged.
        is_old: bool,
    },
    /// A part of Pagewise itself could not be loaded from the server.
    PartMissing {
        /// File name relative to the page.
        file: String,
    },
    /// The data of a language is not kept here, and no server answers.
    LanguageOutOfReach {
        /// Its code.
        lang: String,
    },
    /// A PDF whose structure cannot be followed well enough to add to it. Written anew, it can be added to.
    DamagedStructure {
        /// What does not add up.
        reason: String,
    },
    /// A file could not be written.
    NotWritten {
        /// What the writer said.
        reason: String,
    },
    /// An engine refused a page for a reason of its own.
    EngineFailed {
        /// What the engine said.
        reason: String,
    },
    /// A worker trapped, aborted, ran out of memory or was killed.
    WorkerStopped {
        /// What ended it.
        cause: StopCause,
    },
    /// A page that was still being drawn or read when its time was up.
    TooSlow {
        /// The limit.
        seconds: u32,
    },
    /// Page and worker come from different versions of Pagewise.
    VersionMismatch,
    /// The browser has no WebAssembly SIMD, which the engine is built on.
    NoSimd,
}

/// How far a failure reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// One page: the document goes on.
    Page,
    /// One document: the others go on.
    Document,
    /// Everything: nothing can be read until the page is reloaded.
    Application,
}

impl Error {
    /// A word for it that never changes, for programs and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Error::UnsupportedFile => "unsupported-file",
            Error::EmptyFile => "empty-file",
            Error::UnreadableFile => "unreadable-file",
            Error::FileTooLarge => "file-too-large",
            Error::DamagedPdf => "damaged-pdf",
            Error::OpeningTooSlow { .. } => "opening-too-slow",
            Error::NoPages => "no-pages",
            Error::PasswordNeeded => "password-needed",
            Error::PasswordWrong => "password-wrong",
            Error::UnsupportedEncryption => "unsupported-encryption",
            Error::UnwritableEncryption { .. } => "unwritable-encryption",
            Error::DamagedPage => "damaged-page",
            Error::PageTooLarge { .. } => "page-too-large",
            Error::ImageTooLarge { .. } => "image-too-large",
            Error::DamagedImage { .. } => "damaged-image",
            Error::ModelDamaged { .. } => "model-damaged",
            Error::ModelUnfit { is_old: true } => "model-too-old",
            Error::ModelUnfit { is_old: false } => "model-unfit",
            Error::PartMissing { .. } => "part-missing",
            Error::LanguageOutOfReach { .. } => "language-out-of-reach",
            Error::DamagedStructure { .. } => "damaged-structure",
            Error::NotWritten { .. } => "not-written",
            Error::EngineFailed { .. } => "engine-failed",
            Error::WorkerStopped { .. } => "worker-stopped",
            Error::TooSlow { .. } => "too-slow",
            Error::VersionMismatch => "version-mismatch",
            Error::NoSimd => "no-simd",
        }
    }

    /// How far this failure reaches.
    pub fn scope(&self) -> Scope {
        match self {
            Error::DamagedPage
            | Error::PageTooLarge { .. }
            | Error::ImageTooLarge { .. }
            | Error::DamagedImage { .. }
            | Error::EngineFailed { .. }
            | Error::TooSlow { .. }
            | Error::WorkerStopped { .. } => Scope::Page,
            Error::UnsupportedFile
            | Error::EmptyFile
            | Error::UnreadableFile
            | Error::ModelUnfit { .. }
            | Error::FileTooLarge
            | Error::DamagedPdf
            | Error::OpeningTooSlow { .. }
            | Error::NoPages
            | Error::PasswordNeeded
            | Error::PasswordWrong
            | Error::UnsupportedEncryption
            | Error::UnwritableEncryption { .. }
            | Error::DamagedStructure { .. }
            | Error::NotWritten { .. } => Scope::Document,
            Error::ModelDamaged { .. }
            | Error::PartMissing { .. }
            | Error::LanguageOutOfReach { .. }
            | Error::VersionMismatch
            | Error::NoSimd => Scope::Application,
        }
    }

    /// Whether the same page may succeed in a fresh worker with fewer pixels.
    pub fn is_worth_retrying(&self) -> bool {
        matches!(self, Error::WorkerStopped { .. } | Error::EngineFailed { .. } | Error::TooSlow { .. })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Error {}
