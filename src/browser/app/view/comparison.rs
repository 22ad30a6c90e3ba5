//! A page's readings side by side: what is known of it, and what it comes to in other ways. One of them is kept.

use gloo::events::EventListener;
use web_sys::{Event, HtmlDialogElement, HtmlElement};

use super::language_names::name;
use super::set_or_hide;
use crate::browser::app::{PageSession, Sender};
use crate::browser::dom::{
    MissingElement, Template, by_id, document, fill, set_attribute, set_text, show, slot,
};
use crate::model::budget::Bytes;
use crate::model::difference::parts;
use crate::model::options::PageSegmentationMode;
use crate::model::record::PageRecord;
use crate::session::Command;
use crate::session::again::{Attempt, Comparison as Compared, Progress, Tried};
use crate::session::document::PageKey;
use crate::words::{Layout, ReadingFigures, Way, words};

/// The dialog.
pub struct Comparison {
    dialog: HtmlDialogElement,
    title: HtmlElement,
    place: HtmlElement,
    template: Template,
    sender: Sender,
    /// What is compared.
    shown: Option<(PageKey, Vec<Attempt>)>,
    columns: Vec<Column>,
    _listeners: Vec<EventListener>,
}

/// One reading.
struct Column {
    element: HtmlElement,
    /// How far it was when it was said last.
    stage: Option<u8>,
    _listeners: Vec<EventListener>,
}

impl Comparison {
    /// Finds the dialog and listens to its buttons.
    ///
    /// # Errors
    /// When something of it is missing.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let dialog: HtmlDialogElement = by_id("comparison")?;
        let (to, on_drop) = (sender.clone(), by_id::<HtmlElement>("comparison-drop")?);
        let drop = EventListener::new(&on_drop, "click", move |_| to.command(Command::DropReadings));
        let to = sender.clone();
        // Escape. It is closed when the session has heard of it.
        let options = gloo::events::EventListenerOptions::enable_prevent_default();
        let cancel = EventListener::new_with_options(&dialog, "cancel", options, move |event: &Event| {
            event.prevent_default();
            to.command(Command::DropReadings);
        });
        Ok(Self {
            dialog,
            title: by_id("comparison-title")?,
            place: by_id("readings")?,
            template: Template::new("reading-template")?,
            sender: sender.clone(),
            shown: None,
            columns: Vec::new(),
            _listeners: vec![drop, cancel],
        })
    }

    /// Says everything anew at the next refresh.
    pub fn retell(&mut self) {
        self.shown = None;
    }

    /// Brings it up to date.
    pub fn render(&mut self, session: &PageSession) {
        // A page that was only turned may keep its new reading by itself.
        let now = session.comparison().filter(|now| now.is_complete() || !now.is_turn_alone());
        let Some(now) = now else {
            if self.shown.take().is_some() {
                self.dialog.close();
                self.columns.clear();
                self.place.set_text_content(None);
            }
            return;
        };
        let ways = || now.tried.iter().map(|tried| &tried.attempt);
        let is_same =
            |(page, attempts): &(PageKey, Vec<Attempt>)| *page == now.page && attempts.iter().eq(ways());
        if !self.shown.as_ref().is_some_and(is_same) {
            // A template without its slots belongs to another version, which is said elsewhere.
            self.build(now).ok();
            self.shown = Some((now.page, ways().cloned().collect()));
        }
        let present = session.compared();
        for (place, column) in self.columns.iter_mut().enumerate() {
            let tried = place.checked_sub(1).and_then(|place| now.tried.get(place));
            column.render(tried, present).ok();
        }
        if !self.dialog.open() {
            self.dialog.show_modal().ok();
        }
    }

    /// A column for what is there, and one for each attempt.
    fn build(&mut self, now: &Compared) -> Result<(), MissingElement> {
        set_text(&self.title, &(words().again.heading)(now.page.page));
        self.place.set_text_content(None);
        self.columns.clear();
        for place in 0..=now.tried.len() {
            let element = self.template.instance()?;
            let heading: HtmlElement = slot(&element, "way")?;
            let id = format!("reading-{place}");
            heading.set_id(&id);
            set_attribute(&element, "aria-labelledby", &id);
            let mut listeners = Vec::new();
            match place.checked_sub(1).and_then(|attempt| Some((attempt, now.tried.get(attempt)?))) {
                None => {
                    set_text(&heading, words().again.present);
                    show(&slot(&element, "keep")?, false);
                    show(&slot(&element, "all")?, false);
                }
                Some((attempt, tried)) => {
                    set_text(&heading, &capitalized(&(words().again.way)(&way(&tried.attempt))));
                    for (button, command) in
                        [("keep", Command::KeepReading(attempt)), ("all", Command::UseForAll(attempt))]
                    {
                        let (button, to): (HtmlElement, _) = (slot(&element, button)?, self.sender.clone());
                        let click = move |_: &Event| to.command(command.clone());
                        listeners.push(EventListener::new(&button, "click", click));
                    }
                }
            }
            self.place.append_child(&element).map_err(|_| MissingElement("readings".to_owned()))?;
            self.columns.push(Column { element, stage: None, _listeners: listeners });
        }
        Ok(())
    }
}

impl Column {
    /// Says what a reading came to; `None` stands for what is known of the page.
    fn render(&mut self, tried: Option<&Tried>, present: Option<&PageRecord>) -> Result<(), MissingElement> {
        let stage = tried.map_or(2, |tried| match tried.progress {
            Progress::Waiting => 0,
            Progress::InWork => 1,
            Progress::Ended { .. } => 2,
        });
        if self.stage.replace(stage) == Some(stage) {
            return Ok(());
        }
        let words = words();
        let (record, memory) = match tried.map(|tried| &tried.progress) {
            None => (present, None),
            Some(Progress::Ended { record, memory }) => (Some(record.as_ref()), Some(*memory)),
            Some(Progress::Waiting | Progress::InWork) => (None, None),
        };
        let said = match (record, stage) {
            (None, 0) => Some(words.again.waiting.to_owned()),
            (None, 1) => Some(words.again.reading.to_owned()),
            (None, _) => Some(words.again.nothing_read.to_owned()),
            (Some(record), _) => match (record.failure(), record.text()) {
                (Some(error), _) => Some((words.error)(error)),
                (None, Some(_)) => Some(figures(record, memory)),
                (None, None) => Some(words.again.nothing_read.to_owned()),
            },
        };
        set_or_hide(&slot(&self.element, "figures")?, said.as_deref());
        let is_read = record.is_some_and(|record| record.text().is_some());
        let can_be_kept = is_read && tried.is_some();
        show(&slot(&self.element, "keep")?, can_be_kept);
        let is_of_use = tried.is_some_and(|tried| !tried.attempt.is_turn_alone());
        show(&slot(&self.element, "all")?, can_be_kept && is_of_use);
        let differences = self.say(record, present.filter(|_| tried.is_some()))?;
        fill(&self.element, "differences", &differences)
    }

    /// Shows the text, and marks what is other than in the present one; what is said of that.
    fn say(
        &self,
        record: Option<&PageRecord>,
        present: Option<&PageRecord>,
    ) -> Result<String, MissingElement> {
        let place: HtmlElement = slot(&self.element, "text")?;
        place.set_text_content(None);
        let Some(text) = record.and_then(PageRecord::text) else {
            return Ok(String::new());
        };
        if let Some(tag) = text.tag() {
            set_attribute(&place, "lang", tag);
        }
        let text = text.to_string();
        let Some(present) = present else {
            set_text(&place, &text);
            return Ok(String::new());
        };
        let before = present.text().map(ToString::to_string).unwrap_or_default();
        let (parts, places) = parts(&before, &text);
        let page = document()?;
        for part in parts {
            let appended = match part.is_new.then(|| page.create_element("mark")) {
                Some(Ok(mark)) => {
                    mark.set_text_content(Some(part.text));
                    place.append_child(&mark).map(|_| ())
                }
                _ => place.append_with_str_1(part.text),
            };
            appended.map_err(|_| MissingElement("text".to_owned()))?;
        }
        let again = &words().again;
        Ok(if places == 0 { again.same.to_owned() } else { (again.differences)(places) })
    }
}

fn figures(record: &PageRecord, memory: Option<Bytes>) -> String {
    let text = record.text();
    let reading = &record.reading;
    (words().again.figures)(&ReadingFigures {
        confidence: text.and_then(|text| text.mean_confidence()),
        words: text.map_or(0, |text| text.words().count()),
        dpi: reading.dpi,
        milliseconds: reading.draw_milliseconds + reading.read_milliseconds,
        memory,
    })
}

/// In which way a page is read once more, as it is said.
pub fn way(attempt: &Attempt) -> Way {
    let layout = attempt.psm.and_then(|psm| match psm {
        PageSegmentationMode::AUTO => Some(Layout::Text),
        PageSegmentationMode::SINGLE_BLOCK => Some(Layout::Table),
        PageSegmentationMode::SINGLE_COLUMN => Some(Layout::Receipt),
        PageSegmentationMode::SCATTERED => Some(Layout::Scattered),
        _ => None,
    });
    Way {
        turn: attempt.turn,
        layout,
        languages: attempt.languages.iter().map(|code| name(code)).collect(),
        variant: attempt.variant.as_deref().map(|variant| (words().variant)(variant)),
        dpi: attempt.dpi,
    }
}

/// A heading begins with a capital.
fn capitalized(said: &str) -> String {
    let mut letters = said.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
