//! Every way in which reading a document can fail, as values.
//!
//! [`Error`] crosses the worker boundary as it is and is handled exactly once, by the pipeline for a page
//! and by the app for a document. Its `Display` is the sentence a person reads: what happened, and what to
//! do about it. Code never looks at the sentence; it asks [`Error::scope`] and [`Error::is_worth_retrying`].

use serde::{Deserialize, Serialize};

pub use stop_cause::StopCause;

mod stop_cause;

/// What a failed operation came to. The text is complete sentences, ready to be shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Error {
    /// Neither a PDF nor an image that can be decoded, judged by its first bytes.
    #[error("This is not a PDF or a supported image. Choose a PDF, PNG, JPEG, WebP, BMP, GIF or TIFF file.")]
    UnsupportedFile,
    /// A file of zero bytes.
    #[error("This file is empty. Check that it was copied or downloaded completely.")]
    EmptyFile,
    /// A file that could not be read from disk.
    #[error("The browser could not read this file. It may have been moved or changed; choose it again.")]
    UnreadableFile,
    /// PDFium addresses a file with 32 bits.
    #[error("This file is larger than 4 GB, the most that can be opened. Split it and try the parts.")]
    FileTooLarge,
    /// Starts like a PDF, but its structure cannot be followed.
    #[error("This PDF is damaged or incomplete and cannot be opened. Download or scan it again.")]
    DamagedPdf,
    /// A file over which the engine was still busy when its time was up.
    #[error(
        "This file could not be opened within {seconds} seconds, and was given up. It is probably damaged."
    )]
    OpeningTooSlow {
        /// The time it was given.
        seconds: u32,
    },
    /// A well-formed PDF with an empty page tree.
    #[error("This PDF has no pages, so there is nothing to read.")]
    NoPages,
    /// Encrypted, and no password was given.
    #[error("This PDF is protected. Enter its password to open it.")]
    PasswordNeeded,
    /// Encrypted, and the given password does not open it.
    #[error("That password does not open this PDF. Check it and try again.")]
    PasswordWrong,
    /// Encrypted in a way that PDFium does not know.
    #[error(
        "This PDF is protected in a way that Pagewise cannot open. Save an unprotected copy and use that."
    )]
    UnsupportedEncryption,
    /// The page does not exist or its description is damaged.
    #[error("This page is damaged in the file and could not be drawn.")]
    DamagedPage,
    /// Even at the lowest resolution the page would not fit under the memory ceiling.
    #[error(
        "This page is too large to read ({width_pt:.0} × {height_pt:.0} points). Its size in the file is probably wrong."
    )]
    PageTooLarge {
        /// Width in points.
        width_pt: f32,
        /// Height in points.
        height_pt: f32,
    },
    /// An image whose pixels alone would not fit under the memory ceiling.
    #[error("This image is too large to read ({width} × {height} pixels). Scale it down and try again.")]
    ImageTooLarge {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// An image file that its decoder rejects.
    #[error("This image is damaged or of a kind that cannot be decoded ({reason}).")]
    DamagedImage {
        /// The decoder's own words.
        reason: String,
    },
    /// The recognition engine rejects the language model.
    #[error(
        "The language model \u{201c}{model}\u{201d} is damaged. Reload the page; if that does not help, its files are incomplete on the server."
    )]
    ModelDamaged {
        /// Which model.
        model: String,
    },
    /// A part of Pagewise itself could not be loaded from the server.
    #[error(
        "Pagewise could not load a part of itself ({file}). Check the connection to the server and reload the page."
    )]
    PartMissing {
        /// File name relative to the page.
        file: String,
    },
    /// A PDF whose structure cannot be followed well enough to add to it. Written anew, it can be added to.
    #[error("This PDF is damaged ({reason}), so nothing can be added to it as it is.")]
    DamagedStructure {
        /// What does not add up.
        reason: String,
    },
    /// A file could not be written.
    #[error("The file could not be made ({reason}).")]
    NotWritten {
        /// What the writer said.
        reason: String,
    },
    /// An engine refused a page for a reason of its own.
    #[error("The page could not be read ({reason}).")]
    EngineFailed {
        /// What the engine said.
        reason: String,
    },
    /// A worker trapped, aborted, ran out of memory or was killed.
    #[error("The page made the reading engine stop ({cause}).")]
    WorkerStopped {
        /// What ended it.
        cause: StopCause,
    },
    /// A page that was still being drawn or read when its time was up.
    #[error(
        "This page was not finished within {seconds} seconds, the time limit. Raise the limit in the options and start again."
    )]
    TooSlow {
        /// The limit.
        seconds: u32,
    },
    /// Page and worker come from different versions of Pagewise.
    #[error("Pagewise was updated while this page was open. Reload the page to go on.")]
    VersionMismatch,
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
            | Error::FileTooLarge
            | Error::DamagedPdf
            | Error::OpeningTooSlow { .. }
            | Error::NoPages
            | Error::PasswordNeeded
            | Error::PasswordWrong
            | Error::UnsupportedEncryption
            | Error::DamagedStructure { .. }
            | Error::NotWritten { .. } => Scope::Document,
            Error::ModelDamaged { .. } | Error::PartMissing { .. } | Error::VersionMismatch => {
                Scope::Application
            }
        }
    }

    /// Whether the same page may succeed in a fresh worker with fewer pixels.
    pub fn is_worth_retrying(&self) -> bool {
        matches!(self, Error::WorkerStopped { .. } | Error::EngineFailed { .. } | Error::TooSlow { .. })
    }
}
