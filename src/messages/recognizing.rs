//! What a recognizer is asked, and what it answers.

use serde::{Deserialize, Serialize};

use crate::model::bitmap::BitmapHeader;
use crate::model::error::Error;
use crate::model::guess::Guess;
use crate::model::look::{Look, Turn};
use crate::model::page::{PageText, Rect};
use crate::reading::ReadingOptions;

/// From the session to a recognizer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Request {
    /// Read something of no interest, so that the browser optimizes the engine before it is needed.
    WarmUp,
    /// Cut some lines from a page, to be tried; its pixels travel along.
    Sample {
        /// What the pixels show.
        header: BitmapHeader,
    },
    /// Read some lines, to see how well that goes; their pixels travel along.
    Try {
        /// What the pixels show.
        header: BitmapHeader,
    },
    /// Read a page; its pixels travel along.
    Recognize {
        /// What the pixels show.
        header: BitmapHeader,
        /// How to read it.
        options: ReadingOptions,
    },
    /// Read a word in several ways; the pixels of it and its neighbours travel along.
    ReadWord {
        /// What the pixels show.
        header: BitmapHeader,
        /// Where the word stands, in page points.
        word: Rect,
        /// How it lies.
        turn: Turn,
        /// Seconds that each way may take.
        limit_seconds: u32,
    },
}

/// From a recognizer to the session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    /// The engine runs with its model. Answers [`super::Start`], under [`super::START_ID`].
    Started,
    /// Answers [`Request::WarmUp`].
    WarmedUp,
    /// A sign of life while a page is being read; the final reply follows.
    Progress {
        /// How far the page is, 0 to 100.
        percent: u8,
    },
    /// Answers [`Request::Sample`]. The pixels of the lines travel along, if there are any.
    Sampled {
        /// What they show.
        header: Option<BitmapHeader>,
    },
    /// Answers [`Request::Try`]. The pixels travel back.
    Tried {
        /// What was read.
        text: PageText,
    },
    /// Answers [`Request::Recognize`].
    Recognized {
        /// What was read.
        text: PageText,
        /// What was seen beside that.
        look: Look,
        /// Time it took.
        milliseconds: f64,
    },
    /// Answers [`Request::ReadWord`].
    WordRead {
        /// What it may be, the surest first.
        guesses: Vec<Guess>,
    },
    /// Answers any request.
    Failed {
        /// What happened.
        error: Error,
    },
}

impl Reply {
    /// Whether nothing more comes about the same request.
    pub fn is_last(&self) -> bool {
        !matches!(self, Reply::Progress { .. })
    }
}
