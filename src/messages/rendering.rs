//! What a renderer is asked, and what it answers.

use serde::{Deserialize, Serialize};

use crate::model::bitmap::{BitmapHeader, Strip};
use crate::model::budget::{Budget, Measured};
use crate::model::error::Error;
use crate::model::kind::PageKind;
use crate::model::options::Options;
use crate::model::page::{Dpi, PageIndex, PageSize, PageText, Rect};
use crate::model::shot::Shot;
use crate::model::source::FileKind;
use crate::reading::DrawRequest;

/// From the session to a renderer.
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
    /// Draw a page of the open document, to be read.
    Draw(DrawRequest),
    /// Draw a page of the open document, to be looked at.
    Show(ShowRequest),
    /// Tell what a page of the open document is.
    Survey {
        /// The page.
        page: PageIndex,
        /// The most pixels of it that may be drawn for that.
        max_pixels: u64,
    },
    /// Write a damaged PDF anew; the file travels along.
    Rewrite {
        /// The password, if one is known.
        password: Option<String>,
    },
}

impl Request {
    /// Draw a page so that it can be read, as far as it fits.
    pub fn draw(page: PageIndex, options: &Options, budget: &Budget, measured: &Measured) -> Self {
        Self::Draw(DrawRequest {
            page,
            strip: Strip::FIRST,
            dpi: options.dpi,
            max_pixels: budget.max_pixels(measured),
            max_decoded: budget.decoded_room(),
            reduction: 1.0,
            own_text: options.own_text,
            region: None,
        })
    }
}

impl Request {
    /// Draw a part of a page, in page points, so that it can be read.
    pub fn draw_part(
        (page, region): (PageIndex, Rect),
        dpi: Dpi,
        options: &Options,
        budget: &Budget,
        measured: &Measured,
    ) -> Self {
        match Self::draw(page, options, budget, measured) {
            Self::Draw(whole) => Self::Draw(DrawRequest { dpi: Some(dpi), region: Some(region), ..whole }),
            other => other,
        }
    }
}

/// A page to be looked at, or a part of it, as large as that.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ShowRequest {
    /// The page.
    pub page: PageIndex,
    /// The most pixels in a row. What is shown keeps its proportions.
    pub width: u32,
    /// The most rows.
    pub height: u32,
    /// The part of the page, in page points; `None` for all of it.
    pub region: Option<Rect>,
}

impl ShowRequest {
    /// What is to be drawn of a page of this size; `None` where nothing of it is wanted.
    pub fn shot(&self, size: PageSize) -> Option<Shot> {
        Shot::of(size, self.region, self.width, self.height)
    }
}

/// From a renderer to the session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    /// The engine runs. Answers [`super::Start`], under [`super::START_ID`].
    Started,
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
    /// Answers [`Request::Show`]; the pixels travel along: red, green, blue, alpha, rows from the top.
    Shown {
        /// Pixels in a row.
        width: u32,
        /// Rows.
        height: u32,
    },
    /// Answers [`Request::Survey`].
    Surveyed {
        /// What the page is.
        kind: PageKind,
    },
    /// Answers [`Request::Rewrite`]; the new file travels along.
    Rewritten,
    /// Answers any request.
    Failed {
        /// What happened.
        error: Error,
    },
}
