//! What the page and its workers say to each other.
//!
//! Requests are imperatives, replies past participles. Every message is a small serde value; files and
//! pixels travel beside it (see `src/browser/wire.rs`) and never inside. Every request gets exactly one final
//! reply, or its worker is dead.
//!
//! Enums are tagged as serde does by default: its other ways copy every message into a tree of its own first, page
//! texts included, and the code for that would be 19 KB of what everybody downloads.

use serde::{Deserialize, Serialize};

use crate::formats::export::{DocumentInfo, ExportOptions, Format};
use crate::model::bitmap::BitmapHeader;
use crate::model::budget::Bytes;
use crate::model::error::Error;
use crate::model::options::PageSegmentationMode;
use crate::model::page::{PageIndex, PageSize, PageText};
use crate::model::source::FileKind;
use crate::reading::DrawRequest;

/// The version of Pagewise; page and workers must agree.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What a worker is for. A worker has one role for its whole life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Owns PDFium and the open document.
    Renderer,
    /// Owns Tesseract and one model.
    Recognizer,
    /// Writes files, and lives as long as that takes.
    Writer,
}

/// The first message to a worker; its engine, already compiled, travels beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Start {
    /// [`VERSION`] of the page.
    pub version: String,
    /// What the worker is for.
    pub role: Role,
    /// Language code of the model that travels along, for a recognizer.
    pub lang: String,
}

/// Pairs a reply with its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestId(pub u32);

/// From the page to a worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Request {
    /// Open a document, closing the one before. Its files travel along: one PDF, or any number of images.
    Open {
        /// What each file is.
        kinds: Vec<FileKind>,
        /// The password, if one is known.
        password: Option<String>,
    },
    /// Draw a page of the open document.
    Draw(DrawRequest),
    /// Read something of no interest, so that the browser optimizes the engine before it is needed.
    WarmUp,
    /// Read a page; its pixels travel along.
    Recognize {
        /// What the pixels show.
        header: BitmapHeader,
        /// How to look for text.
        psm: PageSegmentationMode,
    },
    /// Begin to write: one file, or an archive of several.
    BeginWriting {
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
        /// The document it is made of.
        document: DocumentInfo,
    },
    /// Add a page to the file begun last.
    AddPage(WrittenPage),
    /// End the file begun last.
    EndFile,
    /// End writing, and send what has not been sent yet.
    FinishWriting,
    /// Have the engine that draws write a damaged PDF anew; the file travels along.
    Rewrite {
        /// The password, if one is known.
        password: Option<String>,
    },
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
}

/// From a worker to the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    /// The engine is running. Answers [`Start`], under [`START_ID`].
    Started,
    /// Answers [`Request::WarmUp`].
    WarmedUp,
    /// Answers [`Request::Open`].
    Opened {
        /// Pages in each of its files.
        pages: Vec<u32>,
    },
    /// Answers [`Request::Draw`]; the pixels travel along.
    Drawn {
        /// What the pixels show.
        header: BitmapHeader,
        /// What the page has as text of its own, be it all that it says or not.
        own_text: Option<PageText>,
        /// Time it took.
        milliseconds: f64,
    },
    /// Answers [`Request::Draw`] where the page carries its text and that is kept.
    TextFound {
        /// What it says.
        text: PageText,
        /// Time it took.
        milliseconds: f64,
    },
    /// Answers [`Request::Recognize`].
    Recognized {
        /// What was read.
        text: PageText,
        /// Time it took.
        milliseconds: f64,
    },
    /// Some of what is being written travels along, in order; the answer follows.
    Piece,
    /// Answers most requests to the writer: it is ready for more.
    Accepted,
    /// Answers [`Request::BeginPdf`].
    PdfBegun {
        /// The file is signed: the signature covers it as it was, and not what is added.
        is_signed: bool,
    },
    /// Answers [`Request::FinishWriting`]; the last piece travels along.
    Written {
        /// What was written goes after the document's own file, which is not among it.
        follows_original: bool,
    },
    /// Answers [`Request::Rewrite`]; the new file travels along.
    Rewritten,
    /// A sign of life while a page is being read; the final reply follows.
    Progress {
        /// How far the page is, 0 to 100.
        percent: u8,
    },
    /// Answers any request.
    Failed {
        /// What happened.
        error: Error,
    },
}

/// The request id under which [`Start`] is answered.
pub const START_ID: RequestId = RequestId(0);

/// The linear memories of one worker, as they were when it replied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Heaps {
    /// The engine's: PDFium or Tesseract.
    pub engine: Bytes,
    /// Pagewise's own module in that worker.
    pub core: Bytes,
}

impl Heaps {
    /// Both together.
    pub fn total(&self) -> Bytes {
        self.engine + self.core
    }
}

/// A request on its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RequestEnvelope {
    /// Chosen by the page.
    pub id: RequestId,
    /// What to do.
    pub request: Request,
}

/// A reply on its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReplyEnvelope {
    /// The request it answers.
    pub id: RequestId,
    /// The answer.
    pub reply: Reply,
    /// What the worker's memories have come to.
    pub heaps: Heaps,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::bitmap::Strip;
    use crate::model::options::OwnText;
    use crate::model::page::PageIndex;

    #[test]
    fn messages_survive_the_wire() {
        let request = RequestEnvelope {
            id: RequestId(7),
            request: Request::Draw(DrawRequest {
                page: PageIndex(3),
                strip: Strip { index: 1, top: 8.5 },
                dpi: None,
                max_pixels: 9,
                max_decoded: Bytes(10),
                reduction: 1.0,
                own_text: OwnText::Keep,
            }),
        };
        let json = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<RequestEnvelope>(&json).unwrap(), request);

        let error = Error::PageTooLarge { width_pt: 1.0, height_pt: 2.0 };
        let reply =
            ReplyEnvelope { id: RequestId(7), reply: Reply::Failed { error }, heaps: Heaps::default() };
        let json = serde_json::to_string(&reply).unwrap();
        assert_eq!(serde_json::from_str::<ReplyEnvelope>(&json).unwrap(), reply);
    }
}
