//! What a session and its workers say to each other.
//!
//! Requests are imperatives, replies past participles. Every message is a small serde value; files and pixels travel
//! beside it and never inside. Every request gets exactly one final reply, or its worker is dead. Each kind of worker
//! has messages of its own, so that none can be asked for what it does not do.
//!
//! Enums are tagged as serde does by default: its other ways copy every message into a tree of its own first, page
//! texts included, and the code for that would be 19 KB of what everybody downloads.

use serde::{Deserialize, Serialize};

use crate::model::budget::Bytes;

pub mod recognizing;
pub mod rendering;
pub mod writing;

/// The version of Pagewise; a session and its workers must agree.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The first message to a worker. It does one thing for its whole life.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Start {
    /// Owns PDFium and the open document. The engine, already compiled, travels along.
    Renderer,
    /// Owns Tesseract and its models. Engine and models travel along.
    Recognizer {
        /// Language codes of the models, such as `eng`, the main one first.
        languages: Vec<String>,
    },
    /// Writes files, and lives as long as that takes.
    Writer,
}

/// [`Start`], with the [`VERSION`] of whoever sends it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StartEnvelope {
    /// [`VERSION`] of the session.
    pub version: String,
    /// What the worker is for.
    pub start: Start,
}

impl From<Start> for StartEnvelope {
    fn from(start: Start) -> Self {
        Self { version: VERSION.to_owned(), start }
    }
}

/// Pairs a reply with its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestId(pub u32);

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
pub struct RequestEnvelope<R> {
    /// Chosen by the session.
    pub id: RequestId,
    /// What to do.
    pub request: R,
}

/// A reply on its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReplyEnvelope<R> {
    /// The request it answers.
    pub id: RequestId,
    /// The answer.
    pub reply: R,
    /// What the worker's memories have come to.
    pub heaps: Heaps,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::bitmap::Strip;
    use crate::model::error::Error;
    use crate::model::options::OwnText;
    use crate::model::page::PageIndex;
    use crate::reading::DrawRequest;

    #[test]
    fn messages_survive_the_wire() {
        let request = RequestEnvelope {
            id: RequestId(7),
            request: rendering::Request::Draw(DrawRequest {
                page: PageIndex(3),
                strip: Strip { index: 1, top: 8.5 },
                dpi: None,
                max_pixels: 9,
                max_decoded: Bytes(10),
                reduction: 1.0,
                own_text: OwnText::Keep,
                region: None,
            }),
        };
        let json = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<RequestEnvelope<rendering::Request>>(&json).unwrap(), request);

        let error = Error::PageTooLarge { width_pt: 1.0, height_pt: 2.0 };
        let reply = recognizing::Reply::Failed { error };
        let reply = ReplyEnvelope { id: RequestId(7), reply, heaps: Heaps::default() };
        let json = serde_json::to_string(&reply).unwrap();
        assert_eq!(serde_json::from_str::<ReplyEnvelope<recognizing::Reply>>(&json).unwrap(), reply);
    }
}
