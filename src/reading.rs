//! What happens between a document's pages and their texts, and the two things that C++ does for it, as traits:
//! drawing a page and reading it.
//!
//! ```text
//! OpenPage ─▶ draw ─▶ DrawnPage::Text ───────────────────────────────────────────┐
//!  (facts)      └───▶ DrawnPage::Bitmap ─▶ recognize ─▶ a text for each strip ─▶ finish ─▶ the page's text
//! ```
//!
//! An engine states facts and does what it is told; what to do is decided here, and natively tested with engines of a
//! few lines. It lives in a worker of its own and works synchronously. It never sees more than one page.

use serde::{Deserialize, Serialize};

use crate::model::bitmap::BitmapHeader;
use crate::model::error::Error;
use crate::model::look::Turn;
use crate::model::options::{Effort, PageSegmentationMode};
use crate::model::page::PageText;

pub use draw::{DrawnPage, OpenPage, PageScan, Raster, draw};
pub use finish::{Finished, finish};
pub use pixels::Pixels;
pub use recognize::{Reading, recognize};
pub use request::DrawRequest;
pub use sample::sample;
pub use stored_image::StoredImage;
pub use survey::{is_blank, survey};
pub use word::read_word;

mod alone;
mod arrange;
mod draw;
mod evened;
mod finish;
mod harder;
mod lie;
mod look;
pub mod own_text;
mod pixels;
mod recognize;
pub mod region;
mod request;
mod sample;
mod stored_image;
pub mod strips;
mod survey;
mod turned;
mod two_ways;
mod word;

/// Draws the pages of one open document.
pub trait Rasterizer {
    /// Whatever holds the pixels of a drawn page.
    type Pixels;

    /// Pages in the document.
    fn page_count(&self) -> u32;

    /// Draws one page, or a strip of it, in 8-bit grey, or gives the text it carries if that is to be kept.
    ///
    /// # Errors
    /// Of [`crate::model::error::Scope::Page`]: the document stays open.
    fn draw(&mut self, request: &DrawRequest) -> Result<DrawnPage<Self::Pixels>, Error>;
}

/// What is done to read more of a page than an engine does by itself. All of it, except where each is to be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Levers {
    /// Pages on their side or head are turned.
    pub turn: bool,
    /// Askew lines are straightened.
    pub straighten: bool,
    /// What stands on shades is evened out.
    pub even: bool,
    /// Dots that lead to a number are left out.
    pub leaders: bool,
    /// Torn rows and drop caps are put right.
    pub arrange: bool,
    /// Doubtful words that stand alone are read once more.
    pub alone: bool,
    /// Doubtful parts are read once more by themselves.
    pub again: bool,
}

impl Levers {
    /// All of it.
    pub const ALL: Self = Self {
        turn: true,
        straighten: true,
        even: true,
        leaders: true,
        arrange: true,
        alone: true,
        again: true,
    };
}

impl Default for Levers {
    fn default() -> Self {
        Self::ALL
    }
}

/// How a bitmap is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ReadingOptions {
    /// What is done beyond that.
    #[serde(default)]
    pub levers: Levers,
    /// How much of that.
    #[serde(default)]
    pub effort: Effort,
    /// How to look for text.
    pub psm: PageSegmentationMode,
    /// Seconds that it may take; 0 for as long as it takes. An engine that has no clock takes longer.
    pub limit_seconds: u32,
    /// How the text lies, where a person says so; else that is found out.
    #[serde(default)]
    pub turn: Option<Turn>,
}

impl ReadingOptions {
    /// With what is usually done to read more of a page.
    pub const fn new(psm: PageSegmentationMode, limit_seconds: u32) -> Self {
        Self { levers: Levers::ALL, effort: Effort::Balanced, psm, limit_seconds, turn: None }
    }
}

/// Reads bitmaps with the models it was made with.
pub trait Recognizer {
    /// Whatever holds the pixels of a drawn page.
    type Pixels: Pixels;

    /// What stands in a bitmap no larger than [`crate::model::bitmap::MAX_SIDE`], in page points
    /// ([`BitmapHeader::to_page`]).
    ///
    /// # Errors
    /// Of [`crate::model::error::Scope::Page`].
    fn recognize(
        &mut self,
        header: &BitmapHeader,
        pixels: Self::Pixels,
        options: ReadingOptions,
    ) -> Result<PageText, Error>;
}
