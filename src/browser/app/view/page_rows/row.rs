//! One row of the list of pages: its picture, number, state, and what is to be said of it.

use web_sys::{HtmlCanvasElement, HtmlElement};

use crate::browser::app::view::room::pictures::{Purpose, Wish};
use crate::browser::app::view::{PAGE, page_mark, set_or_hide};
use crate::browser::dom::{MissingElement, Template, fill, set_attribute, set_text, slot};
use crate::messages::rendering::ShowRequest;
use crate::model::bitmap::Provenance;
use crate::model::page::PageText;
use crate::model::record::PageOutcome;
use crate::pipeline::Stage;
use crate::session::PageView;
use crate::session::document::PageKey;
use crate::words::{self, PageWord, Reservation, words};

/// The side of a thumbnail in pixels of the page: twice what it is shown at where the screen is dense.
const THUMBNAIL: u32 = 72;

pub struct Row {
    pub key: PageKey,
    pub element: HtmlElement,
    /// Whether it is in view, or nearly.
    pub is_near: bool,
    shown: Option<Shown>,
    thumbnail: HtmlElement,
    picture: Option<HtmlCanvasElement>,
    has_failed: bool,
    /// Looked up when there is first something to say.
    cells: Option<Cells>,
}

struct Cells {
    state: HtmlElement,
    time: HtmlElement,
    dpi: HtmlElement,
    confidence: HtmlElement,
    message: HtmlElement,
}

/// What decides how a row looks. Rows are only touched when it changes: there may be a thousand.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Shown {
    language: &'static str,
    word: PageWord,
    percent: u8,
    draw_milliseconds: f64,
    confidence: Option<f32>,
}

impl Row {
    pub fn new(template: &Template, key: PageKey, name: Option<&str>) -> Result<Self, MissingElement> {
        let element = template.instance()?;
        let mark = page_mark(key);
        element.set_id(&format!("row-{mark}"));
        set_attribute(&element, PAGE, &mark);
        fill(&element, "number", &key.page.to_string())?;
        if name.is_some() {
            set_or_hide(&slot(&element, "document")?, name);
        }
        let thumbnail = slot(&element, "thumbnail")?;
        let (shown, picture, cells) = (None, None, None);
        Ok(Self { key, element, is_near: false, shown, thumbnail, picture, has_failed: false, cells })
    }

    fn cells(&mut self) -> Result<&Cells, MissingElement> {
        if self.cells.is_none() {
            let element = &self.element;
            self.cells = Some(Cells {
                state: slot(element, "state")?,
                time: slot(element, "time")?,
                dpi: slot(element, "dpi")?,
                confidence: slot(element, "confidence")?,
                message: slot(element, "message")?,
            });
        }
        self.cells.as_ref().ok_or_else(|| MissingElement("page-row-template".to_owned()))
    }

    /// The picture it lacks.
    pub fn wish(&self) -> Option<Wish> {
        let request = ShowRequest { page: self.key.page, width: THUMBNAIL, height: THUMBNAIL, region: None };
        (self.is_near && !self.has_failed && self.picture.is_none()).then_some(Wish {
            key: self.key,
            request,
            purpose: Purpose::Thumbnail,
        })
    }

    /// Its picture has come.
    pub fn show(&mut self, picture: HtmlCanvasElement) {
        self.thumbnail.replace_children_with_node_1(&picture);
        self.picture = Some(picture);
    }

    /// Its picture will not come.
    pub fn fail(&mut self) {
        self.has_failed = true;
    }

    /// It has come near, or gone: a thousand pictures are more than they are worth.
    pub fn near(&mut self, is_near: bool) {
        self.is_near = is_near;
        if !is_near && self.picture.take().is_some() {
            self.thumbnail.replace_children_with_node_0();
        }
    }

    /// Bytes of its picture.
    pub fn bytes(&self) -> u64 {
        let of = |canvas: &HtmlCanvasElement| u64::from(canvas.width()) * u64::from(canvas.height()) * 4;
        self.picture.as_ref().map_or(0, of)
    }

    /// Shows how its page is at the moment.
    pub fn render(&mut self, page: PageView<'_>) {
        let (word, mark, percent, reading) = match page {
            PageView::InWork(progress) => {
                let (word, mark, percent) = match progress.stage {
                    Stage::Waiting | Stage::Ended => (PageWord::Waiting, "waiting", 0),
                    Stage::Drawing => (PageWord::Drawing, "drawing", 0),
                    Stage::Drawn => (PageWord::Drawn, "waiting", 0),
                    Stage::Reading { percent } => (PageWord::Reading, "reading", percent),
                };
                (word, mark, percent, &progress.reading)
            }
            PageView::Ended(record) => {
                let word = PageWord::of(record);
                let mark = match word {
                    PageWord::Doubtful => "doubtful",
                    PageWord::Done | PageWord::Empty => "done",
                    PageWord::Failed => "failed",
                    _ => "waiting",
                };
                (word, mark, 100, &record.reading)
            }
        };
        // A page may be read anew, or corrected, and end in the same word.
        let confidence = match page {
            PageView::Ended(record) => record.text().and_then(PageText::mean_confidence).map(|mean| mean.0),
            PageView::InWork(_) => None,
        };
        let draw_milliseconds = reading.draw_milliseconds;
        let shown = Shown { language: words().code, word, percent, draw_milliseconds, confidence };
        // The template is a page that waits.
        let before = self.shown.replace(shown);
        if before == Some(shown) || (before.is_none() && word == PageWord::Waiting) {
            return;
        }
        set_attribute(&self.element, "data-state", mark);
        set_attribute(&self.element, "data-empty", if word == PageWord::Empty { "true" } else { "false" });
        let Ok(cells) = self.cells() else {
            return;
        };
        set_text(&cells.state, (words().page_state)(word));
        let dpi = match (reading.provenance, reading.dpi) {
            (Some(Provenance::TextLayer), _) => words().fixed.own_text.to_owned(),
            (_, Some(dpi)) => format!("{dpi} dpi"),
            _ => String::new(),
        };
        set_text(&cells.dpi, &dpi);
        let PageView::Ended(record) = page else {
            let time = if word == PageWord::Reading {
                words::percent(f64::from(percent) / 100.0)
            } else {
                String::new()
            };
            return set_text(&cells.time, &time);
        };
        match &record.outcome {
            PageOutcome::Read(text) => {
                let time = reading.draw_milliseconds + reading.read_milliseconds;
                set_text(&cells.time, &(words().duration)(time));
                let has_words = text.words().next().is_some();
                // Of words that a page has as text of its own there is nothing to be sure or unsure of.
                let confidence =
                    confidence.map(|mean| words::percent(f64::from(mean) / 100.0)).unwrap_or_default();
                set_text(&cells.confidence, if has_words { &confidence } else { words().fixed.no_text });
                let reservation =
                    Reservation::of(record).map(|reservation| (words().reservation)(&reservation));
                set_or_hide(&cells.message, reservation.as_deref());
            }
            PageOutcome::Failed(error) => {
                set_text(&cells.time, "");
                set_or_hide(&cells.message, Some(&(words().error)(error)));
            }
            PageOutcome::Cancelled => set_text(&cells.time, ""),
        }
    }
}
