//! One row for every chosen page.

use std::collections::VecDeque;

use web_sys::HtmlElement;

use super::{PageDocument, set_or_hide};
use crate::browser::app::PageSession;
use crate::browser::dom::{MissingElement, Template, by_id, fill, set_attribute, set_text, show, slot};
use crate::model::bitmap::Provenance;
use crate::model::page::PageIndex;
use crate::model::record::PageOutcome;
use crate::pipeline::Stage;
use crate::session::PageView;
use crate::session::document::{DocumentId, PageKey};
use crate::words::{self, PageWord, Reservation, words};

/// Rows made, or changed, at a time: a screenful and more, in less time than anybody notices.
const PORTION: usize = 100;

/// The list of pages.
pub struct PageRows {
    section: HtmlElement,
    list: HtmlElement,
    template: Template,
    groups: Vec<Group>,
    /// Rows to be brought up to date.
    pending: VecDeque<PageKey>,
}

/// The rows of one job.
struct Group {
    document: DocumentId,
    /// The job's.
    number: u32,
    rows: Vec<Row>,
}

struct Row {
    page: PageIndex,
    shown: Option<Shown>,
    element: HtmlElement,
    /// Looked up when there is first something to say.
    cells: Option<Cells>,
}

struct Cells {
    state: HtmlElement,
    time: HtmlElement,
    dpi: HtmlElement,
    confidence: HtmlElement,
    message: HtmlElement,
    disclosure: HtmlElement,
    text: HtmlElement,
}

/// What decides how a row looks. Rows are only touched when it changes: there may be a thousand.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Shown {
    language: &'static str,
    word: PageWord,
    percent: u8,
    draw_milliseconds: f64,
}

impl PageRows {
    /// Finds its elements.
    pub fn new() -> Result<Self, MissingElement> {
        Ok(Self {
            section: by_id("pages-list")?,
            list: by_id("page-rows")?,
            template: Template::new("page-row-template")?,
            groups: Vec::new(),
            pending: VecDeque::new(),
        })
    }

    /// Brings a portion of the rows of changed pages up to date, and makes a portion of those that are not there
    /// yet. Tells whether there is more to do.
    pub fn render(&mut self, session: &PageSession, changes: &[PageKey]) -> bool {
        let jobs =
            || session.documents().iter().filter_map(|document| Some((document.id, document.job.as_ref()?)));
        let is_same = |group: &Group, (id, number)| (group.document, group.number) == (id, number);
        let same =
            self.groups.iter().zip(jobs()).take_while(|(group, (id, job))| is_same(group, (*id, job.number)));
        let same = same.count();
        for row in self.groups.drain(same..).flat_map(|group| group.rows) {
            row.element.remove();
        }
        self.pending.extend(changes);
        for _ in 0..PORTION {
            let Some(key) = self.pending.pop_front() else {
                break;
            };
            let group = self.groups.iter_mut().find(|group| group.document == key.document);
            let row = group.and_then(|group| {
                let place = group.rows.binary_search_by_key(&key.page, |row| row.page).ok()?;
                group.rows.get_mut(place)
            });
            let page =
                session.document(key.document).and_then(|document| document.job.as_ref()?.page(key.page));
            if let (Some(row), Some(page)) = (row, page) {
                row.render(page);
            }
        }
        self.groups.extend(jobs().skip(same).map(|(document, job)| Group {
            document,
            number: job.number,
            rows: Vec::new(),
        }));
        let more = self.add_rows(session) || !self.pending.is_empty();
        show(&self.section, self.groups.iter().any(|group| !group.rows.is_empty()));
        more
    }

    /// Says everything anew, a portion at each refresh.
    pub fn retell(&mut self) {
        let rows = |group: &Group| {
            let document = group.document;
            group.rows.iter().map(move |row| document.page(row.page)).collect::<Vec<_>>()
        };
        self.pending = self.groups.iter().flat_map(rows).collect();
    }

    /// Adds a portion of the rows that are missing, at the end: groups are filled in their order.
    fn add_rows(&mut self, session: &PageSession) -> bool {
        let mut left = PORTION;
        let with_job = session.documents().iter().filter(|document| document.job.is_some());
        for (group, document) in self.groups.iter_mut().zip(with_job) {
            for page in document.chosen().iter().skip(group.rows.len()) {
                if left == 0 {
                    return true;
                }
                left -= 1;
                // A row that cannot be made is a template that is not there, which `new` has ruled out.
                let Ok(row) = self::row(&self.template, document, session, *page) else {
                    return false;
                };
                self.list.append_child(&row.element).ok();
                group.rows.push(row);
            }
        }
        false
    }
}

/// A new row, up to date.
fn row(
    template: &Template,
    document: &PageDocument,
    session: &PageSession,
    page: PageIndex,
) -> Result<Row, MissingElement> {
    let mut row = Row::new(template, page, session.name_beside(document, page))?;
    if let Some(view) = document.job.as_ref().and_then(|job| job.page(page)) {
        row.render(view);
    }
    Ok(row)
}

impl Row {
    fn new(template: &Template, page: PageIndex, name: Option<&str>) -> Result<Self, MissingElement> {
        let element = template.instance()?;
        fill(&element, "number", &page.to_string())?;
        if name.is_some() {
            set_or_hide(&slot(&element, "document")?, name);
        }
        Ok(Self { page, shown: None, element, cells: None })
    }

    fn cells(&mut self) -> Result<&Cells, MissingElement> {
        if self.cells.is_none() {
            let element = &self.element;
            fill(element, "disclosure-number", &self.page.to_string())?;
            self.cells = Some(Cells {
                state: slot(element, "state")?,
                time: slot(element, "time")?,
                dpi: slot(element, "dpi")?,
                confidence: slot(element, "confidence")?,
                message: slot(element, "message")?,
                disclosure: slot(element, "disclosure")?,
                text: slot(element, "text")?,
            });
        }
        self.cells.as_ref().ok_or_else(|| MissingElement("page-row-template".to_owned()))
    }

    fn render(&mut self, page: PageView<'_>) {
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
                    PageWord::Done => "done",
                    PageWord::Failed => "failed",
                    _ => "waiting",
                };
                (word, mark, 100, &record.reading)
            }
        };
        let shown =
            Shown { language: words().code, word, percent, draw_milliseconds: reading.draw_milliseconds };
        // The template is a page that waits.
        let before = self.shown.replace(shown);
        if before == Some(shown) || (before.is_none() && word == PageWord::Waiting) {
            return;
        }
        set_attribute(&self.element, "data-state", mark);
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
                show(&cells.disclosure, has_words);
                // Of words that a page has as text of its own there is nothing to be sure or unsure of.
                let confidence = text
                    .mean_confidence()
                    .map(|mean| words::percent(f64::from(mean.0) / 100.0))
                    .unwrap_or_default();
                set_text(&cells.confidence, if has_words { &confidence } else { words().fixed.no_text });
                set_text(&cells.text, &text.to_string());
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
