//! What a writer is asked, and what it answers.

use serde::{Deserialize, Serialize};

use crate::formats::export::{DocumentInfo, ExportOptions, Format};
use crate::model::error::Error;
use crate::model::options::OwnText;
use crate::model::page::{PageIndex, PageSize, PageText};
use crate::model::record::HiddenText;
use crate::model::source::FileKind;

/// From the session to a writer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Request {
    /// Begin to write: one file, or an archive of several.
    Begin {
        /// Whether the files go into an archive.
        archive: bool,
    },
    /// Begin a file.
    BeginFile {
        /// Its name.
        name: String,
        /// Its format.
        format: Format,
        /// What was chosen about it.
        options: ExportOptions,
        /// The document it is made of.
        document: DocumentInfo,
    },
    /// Begin a searchable PDF. The document's files travel along: one PDF, or any number of images.
    BeginPdf {
        /// Its name.
        name: String,
        /// What each file is.
        kinds: Vec<FileKind>,
        /// The password that opens it, if it needs one.
        password: Option<String>,
        /// What becomes of the text that its pages have.
        own_text: OwnText,
        /// The document it is made of.
        document: DocumentInfo,
    },
    /// Add a page to the file begun last.
    AddPage(WrittenPage),
    /// End the file begun last.
    EndFile,
    /// End writing, and send what has not been sent yet.
    Finish,
}

/// A page on its way to the writer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WrittenPage {
    /// Position in the document.
    pub page: PageIndex,
    /// Size as shown, in points, where it is known.
    pub size: Option<PageSize>,
    /// What was read, if it was.
    pub text: Option<PageText>,
    /// The sentence that says why it could not be read.
    pub failure: Option<String>,
    /// Lines that flowing text goes without, by their place in [`PageText::lines`], ascending.
    #[serde(default)]
    pub left_out: Vec<usize>,
}

/// What a person should know of a page that was added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Remark {
    /// It is empty, since its image cannot be put into a PDF.
    LeftEmpty(Error),
    /// It had text that nobody sees, and was to lose it.
    HiddenText(HiddenText),
}

/// From a writer to the session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    /// Ready. Answers [`super::Start`], under [`super::START_ID`].
    Started,
    /// Some of what is being written travels along, in order; the answer follows.
    Piece,
    /// Answers most requests: ready for more.
    Accepted {
        /// What is to be said of the page that was added.
        remark: Option<Remark>,
    },
    /// Answers [`Request::BeginPdf`].
    PdfBegun {
        /// The file is signed: the signature covers it as it was, and not what is added.
        is_signed: bool,
    },
    /// Answers [`Request::Finish`]; the last piece travels along.
    Written {
        /// What was written goes after the document's own file, which is not among it.
        follows_original: bool,
    },
    /// Answers any request.
    Failed {
        /// What happened.
        error: Error,
    },
}
