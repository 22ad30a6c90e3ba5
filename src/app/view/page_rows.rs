//! One row for every chosen page.

use web_sys::HtmlElement;

use super::{duration, set_or_hide};
use crate::app::state::{DocumentId, State};
use crate::bitmap::Provenance;
use crate::dom::{MissingElement, Template, by_id, fill, set_attribute, set_text, show, slot};
use crate::page::PageIndex;
use crate::pipeline::{PageJob, PageState};

/// The list of pages.
pub struct PageRows {
    section: HtmlElement,
    list: HtmlElement,
    template: Template,
    rows: Vec<Row>,
}

struct Row {
    document: DocumentId,
    page: PageIndex,
    shown: Option<Shown>,
    element: HtmlElement,
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
    word: &'static str,
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
            rows: Vec::new(),
        })
    }

    /// Brings the rows up to date.
    pub fn render(&mut self, state: &State) {
        let several = state.documents.len() > 1;
        let mut position = 0;
        for (document, job) in state.page_jobs() {
            let is_row = |row: &Row| row.document == document.id && row.page == job.page;
            if !self.rows.get(position).is_some_and(is_row) {
                // The pages changed: what follows belongs to another job.
                self.rows.drain(position..).for_each(|row| row.element.remove());
                let name = several.then_some(document.name.as_str());
                match Row::new(&self.template, document.id, job.page, name) {
                    Ok(row) => {
                        self.list.append_child(&row.element).ok();
                        self.rows.push(row);
                    }
                    Err(_) => return,
                }
            }
            if let Some(row) = self.rows.get_mut(position) {
                row.render(job);
            }
            position += 1;
        }
        self.rows.drain(position..).for_each(|row| row.element.remove());
        show(&self.section, !self.rows.is_empty());
    }
}

impl Row {
    fn new(
        template: &Template,
        document: DocumentId,
        page: PageIndex,
        name: Option<&str>,
    ) -> Result<Self, MissingElement> {
        let element = template.instance()?;
        fill(&element, "number", &page.to_string())?;
        fill(&element, "disclosure-number", &page.to_string())?;
        set_or_hide(&slot(&element, "document")?, name);
        Ok(Self {
            document,
            page,
            shown: None,
            state: slot(&element, "state")?,
            time: slot(&element, "time")?,
            dpi: slot(&element, "dpi")?,
            confidence: slot(&element, "confidence")?,
            message: slot(&element, "message")?,
            disclosure: slot(&element, "disclosure")?,
            text: slot(&element, "text")?,
            element,
        })
    }

    fn render(&mut self, job: &PageJob) {
        let (word, mark, percent) = match &job.state {
            PageState::Waiting => ("Waiting", "waiting", 0),
            PageState::Drawing => ("Drawing", "drawing", 0),
            PageState::Drawn => ("Drawn", "waiting", 0),
            PageState::Reading { percent } => ("Reading", "reading", *percent),
            PageState::Done(_) => ("Done", "done", 100),
            PageState::Failed(_) => ("Failed", "failed", 100),
            PageState::Cancelled => ("Cancelled", "waiting", 0),
        };
        let shown = Shown { word, percent, draw_milliseconds: job.draw_milliseconds };
        if self.shown.replace(shown) == Some(shown) {
            return;
        }
        set_attribute(&self.element, "data-state", mark);
        set_text(&self.state, word);
        let dpi = job.dpi.map_or_else(String::new, |dpi| format!("{dpi} dpi"));
        set_text(&self.dpi, &dpi);
        match &job.state {
            PageState::Done(text) => {
                set_text(&self.time, &duration(job.draw_milliseconds + job.read_milliseconds));
                let confidence = text.mean_confidence();
                let confidence =
                    confidence.map_or_else(|| "no text".to_owned(), |mean| format!("{:.0} %", mean.0));
                set_text(&self.confidence, &confidence);
                set_text(&self.text, &text.to_string());
                show(&self.disclosure, confidence != "no text");
                set_or_hide(&self.message, reservation(job));
            }
            PageState::Failed(error) => {
                set_text(&self.time, "");
                set_or_hide(&self.message, Some(&error.to_string()));
            }
            PageState::Reading { percent } => set_text(&self.time, &format!("{percent} %")),
            _ => set_text(&self.time, ""),
        }
    }
}

/// Why a page that was read may have been read less well than others.
fn reservation(job: &PageJob) -> Option<&'static str> {
    match job.provenance {
        Some(Provenance::PartOfScan) => {
            Some("The image is damaged or ends early; what could be decoded of it was read.")
        }
        _ if job.attempts > 1 => Some("Read at a lower resolution after a first try failed."),
        _ => None,
    }
}
