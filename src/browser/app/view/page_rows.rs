//! One row for every chosen page.

use std::collections::VecDeque;

use web_sys::HtmlElement;

use super::{duration, set_or_hide};
use crate::browser::app::state::{Document, DocumentId, Job, State};
use crate::browser::dom::{MissingElement, Template, by_id, fill, set_attribute, set_text, show, slot};
use crate::model::bitmap::Provenance;
use crate::model::page::PageIndex;
use crate::pipeline::{PageJob, PageState};

/// Rows made, or changed, at a time: a screenful and more, in less time than anybody notices.
const PORTION: usize = 100;

/// The list of pages.
pub struct PageRows {
    section: HtmlElement,
    list: HtmlElement,
    template: Template,
    groups: Vec<Group>,
    /// Rows to be brought up to date.
    pending: VecDeque<(DocumentId, usize)>,
}

/// The rows of one job.
struct Group {
    document: DocumentId,
    started: f64,
    rows: Vec<Row>,
}

impl Group {
    fn is_of(&self, document: &Document, job: &Job) -> bool {
        self.document == document.id && self.started == job.started
    }
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
            groups: Vec::new(),
            pending: VecDeque::new(),
        })
    }

    /// Brings a portion of the rows of changed pages up to date, and makes a portion of those that are not there
    /// yet. Tells whether there is more to do.
    pub fn render(&mut self, state: &State, changes: &[(usize, usize)]) -> bool {
        let jobs = || state.documents.iter().filter_map(|document| Some((document, document.job.as_ref()?)));
        let same =
            self.groups.iter().zip(jobs()).take_while(|(group, (document, job))| group.is_of(document, job));
        let same = same.count();
        for row in self.groups.drain(same..).flat_map(|group| group.rows) {
            row.element.remove();
        }
        let changed =
            changes.iter().filter_map(|(place, position)| Some((state.documents.get(*place)?.id, *position)));
        self.pending.extend(changed);
        for (id, position) in self.pending.drain(..self.pending.len().min(PORTION)) {
            let group = self.groups.iter_mut().find(|group| group.document == id);
            let row = group.and_then(|group| group.rows.get_mut(position));
            let document = state.documents.iter().find(|document| document.id == id);
            let job = document.and_then(|document| document.jobs().get(position));
            if let (Some(row), Some(job)) = (row, job) {
                row.render(job);
            }
        }
        let new = jobs().skip(same).map(|(document, job)| Group {
            document: document.id,
            started: job.started,
            rows: Vec::new(),
        });
        self.groups.extend(new);
        let more = self.add_rows(state) || !self.pending.is_empty();
        show(&self.section, self.groups.iter().any(|group| !group.rows.is_empty()));
        more
    }

    /// Adds a portion of the rows that are missing, at the end: groups are filled in their order.
    fn add_rows(&mut self, state: &State) -> bool {
        let mut left = PORTION;
        let with_job = state.documents.iter().filter(|document| document.job.is_some());
        for (group, document) in self.groups.iter_mut().zip(with_job) {
            for job in document.jobs().iter().skip(group.rows.len()) {
                if left == 0 {
                    return true;
                }
                left -= 1;
                let name = state.name_beside(document, job.page);
                // A row that cannot be made is a template that is not there, which `new` has ruled out.
                let Ok(mut row) = Row::new(&self.template, job.page, name) else {
                    return false;
                };
                row.render(job);
                self.list.append_child(&row.element).ok();
                group.rows.push(row);
            }
        }
        false
    }
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
        // The template is a page that waits.
        let before = self.shown.replace(shown);
        if before == Some(shown) || (before.is_none() && job.state == PageState::Waiting) {
            return;
        }
        set_attribute(&self.element, "data-state", mark);
        let Ok(cells) = self.cells() else {
            return;
        };
        set_text(&cells.state, word);
        let dpi = match (job.provenance, job.dpi) {
            (Some(Provenance::TextLayer), _) => "its own text".to_owned(),
            (_, Some(dpi)) => format!("{dpi} dpi"),
            _ => String::new(),
        };
        set_text(&cells.dpi, &dpi);
        match &job.state {
            PageState::Done(text) => {
                set_text(&cells.time, &duration(job.draw_milliseconds + job.read_milliseconds));
                let confidence = text.mean_confidence();
                let confidence =
                    confidence.map_or_else(|| "no text".to_owned(), |mean| format!("{:.0} %", mean.0));
                set_text(&cells.confidence, &confidence);
                set_text(&cells.text, &text.to_string());
                show(&cells.disclosure, confidence != "no text");
                set_or_hide(&cells.message, reservation(job).as_deref());
            }
            PageState::Failed(error) => {
                set_text(&cells.time, "");
                set_or_hide(&cells.message, Some(&error.to_string()));
            }
            PageState::Reading { percent } => set_text(&cells.time, &format!("{percent} %")),
            _ => set_text(&cells.time, ""),
        }
    }
}

/// Why a page that was read may have been read less well than others.
fn reservation(job: &PageJob) -> Option<String> {
    match (job.provenance, job.dpi) {
        (Some(Provenance::PartOfScan), _) => {
            Some("The image is damaged or ends early; what could be decoded of it was read.".to_owned())
        }
        (_, Some(dpi)) if job.fitted => {
            let strips =
                if job.strips > 1 { format!("Read in {} strips", job.strips) } else { "Drawn".to_owned() };
            Some(format!("{strips} at {dpi} dpi to stay within the memory ceiling."))
        }
        _ if job.strips > 1 => {
            Some(format!("Read in {} strips to stay within the memory ceiling.", job.strips))
        }
        _ if job.attempts > 1 => Some("Read at a lower resolution after a first try failed.".to_owned()),
        _ => None,
    }
}
