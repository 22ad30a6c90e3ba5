//! What the page shows, one widget a file. A widget reads the state and sends messages, and that is all.

use super::Sender;
use super::state::{State, Status};
use crate::browser::dom::{MissingElement, by_id, document, set_attribute, set_text, show};
use crate::model::page::PageIndex;
use crate::pipeline::PageState;
use documents::Documents;
use drop_zone::DropZone;
use kept::Kept;
use notices::Notices;
use options_panel::OptionsPanel;
use page_rows::PageRows;
use progress::Progress;
use results::Results;
use web_sys::{Element, HtmlElement};

mod document_actions;
mod documents;
mod drop_zone;
mod kept;
mod notices;
mod options_panel;
mod page_rows;
mod progress;
mod results;

/// All widgets.
pub struct View {
    drop_zone: DropZone,
    options_panel: OptionsPanel,
    documents: Documents,
    progress: Progress,
    page_rows: PageRows,
    results: Results,
    notices: Notices,
    kept: Kept,
    /// Says by its stage how far people have come, on which its looks depend.
    main: Element,
    /// What screen readers are told.
    announcement: HtmlElement,
}

impl View {
    /// Finds every widget's elements and begins to listen to them.
    ///
    /// # Errors
    /// When `index.html` does not fit this program.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let version: HtmlElement = by_id("version")?;
        set_text(&version, env!("CARGO_PKG_VERSION"));
        Ok(Self {
            drop_zone: DropZone::new(sender)?,
            options_panel: OptionsPanel::new(sender)?,
            documents: Documents::new(sender)?,
            progress: Progress::new()?,
            page_rows: PageRows::new()?,
            results: Results::new(sender)?,
            notices: Notices::new(sender)?,
            kept: Kept::new(sender)?,
            main: by_id("main")?,
            announcement: by_id("announce")?,
        })
    }

    /// Brings every widget up to date. `changes` are the pages that changed since the last time, as
    /// [`State::take_changes`] gives them. Tells whether there is more to do: what is shown page by page is done
    /// in portions, so that the page answers in between however long the document is.
    pub fn render(&mut self, state: &State, changes: &[(usize, usize)]) -> bool {
        self.drop_zone.render(state);
        self.options_panel.render(state);
        self.documents.render(state);
        self.progress.render(state);
        let more_rows = self.page_rows.render(state, changes);
        let more_results = self.results.render(state, changes);
        self.notices.render(state);
        self.kept.render(state);
        render_title(state);
        self.render_stage(state);
        more_rows || more_results
    }

    /// A style sheet that looked for itself would look through every page at every change.
    fn render_stage(&self, state: &State) {
        let stages = [
            (!state.documents.is_empty(), "chosen"),
            (state.has_begun(), "begun"),
            (self.results.is_shown(), "read"),
        ];
        let reached: Vec<_> =
            stages.into_iter().filter_map(|(reached, stage)| reached.then_some(stage)).collect();
        set_attribute(&self.main, "data-stage", &reached.join(" "));
    }

    /// Tells screen readers a sentence.
    pub fn say(&self, sentence: &str) {
        set_text(&self.announcement, sentence);
    }

    /// A page of the running document reached its end. Told aloud for the first page, for failures, at every
    /// tenth of the way, and at the end: more would drown everything else.
    pub fn page_finished(&self, state: &State, page: PageIndex) {
        let (done, total) = state.progress();
        let job = state.running_document().and_then(|document| {
            let position = document.jobs().binary_search_by_key(&page, |job| job.page).ok()?;
            document.jobs().get(position)
        });
        match job.map(|job| &job.state) {
            Some(PageState::Failed(error)) => self.say(&format!("Page {page} failed. {error}")),
            Some(PageState::Done(_)) => {
                let tenth = |count: usize| count * 10 / total.max(1);
                if done == 1 || done == total || tenth(done) != tenth(done.saturating_sub(1)) {
                    self.say(&format!("{done} of {total} pages read."));
                }
            }
            _ => {}
        }
    }
}

/// The tab tells how far it is, so that one can do something else meanwhile.
fn render_title(state: &State) {
    let Ok(document) = document() else {
        return;
    };
    let title = match state.progress() {
        (done, total) if state.running => format!("{done}/{total} pages: Pagewise"),
        _ => "Pagewise: text from scanned pages".to_owned(),
    };
    if document.title() != title {
        document.set_title(&title);
    }
}

/// Milliseconds as people say them: "2.1 s", "3 min 20 s".
fn duration(milliseconds: f64) -> String {
    let seconds = (milliseconds / 1000.0).max(0.0);
    let whole = seconds.round() as u64;
    match whole {
        0..10 => format!("{seconds:.1} s"),
        10..60 => format!("{whole} s"),
        60..3600 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", whole / 3600, whole % 3600 / 60),
    }
}

/// Shows an element if there is something to say, and says it.
fn set_or_hide(element: &HtmlElement, text: Option<&str>) {
    if let Some(text) = text {
        set_text(element, text);
    }
    show(element, text.is_some());
}

/// A count with its noun: "1 page", "44 pages".
fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// The word and the `data-state` for where a document stands.
fn status_words(status: &Status) -> (&'static str, &'static str) {
    match status {
        Status::Opening => ("Opening", "opening"),
        Status::PasswordNeeded { .. } => ("Password needed", "password"),
        Status::Unlocking => ("Unlocking", "opening"),
        Status::Ready => ("Ready", "ready"),
        Status::Running => ("Reading", "running"),
        Status::Elsewhere => ("In another tab", "waiting"),
        Status::Finished => ("Done", "done"),
        Status::Rejected(_) => ("Cannot be read", "failed"),
    }
}
