//! The chosen documents, their passwords, and the buttons that begin and end reading.

use std::collections::HashMap;

use gloo::events::EventListener;
use wasm_bindgen::prelude::*;
use web_sys::{Event, HtmlButtonElement, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::document_actions::DocumentActions;
use super::{count, set_or_hide, status_words};
use crate::browser::app::keeping::ReadBefore;
use crate::browser::app::state::{Document, DocumentId, Readiness, State, Status};
use crate::browser::app::{Msg, Sender};
use crate::browser::dom::{MissingElement, Template, by_id, fill, set_attribute, set_text, show, slot};
use crate::model::budget::Bytes;

/// The document list and its buttons.
pub struct Documents {
    section: HtmlElement,
    list: HtmlElement,
    start: HtmlButtonElement,
    cancel: HtmlButtonElement,
    clear: HtmlButtonElement,
    pause: HtmlButtonElement,
    row_template: Template,
    password_template: Template,
    rows: HashMap<DocumentId, Row>,
    /// The documents in the order their rows stand in.
    order: Vec<DocumentId>,
    sender: Sender,
    was_running: bool,
    _listeners: Vec<EventListener>,
}

struct Row {
    element: HtmlElement,
    pages: HtmlElement,
    state: HtmlElement,
    message: HtmlElement,
    password_place: HtmlElement,
    password: Option<PasswordRow>,
    actions: DocumentActions,
}

struct PasswordRow {
    element: HtmlElement,
    input: HtmlInputElement,
    message: HtmlElement,
    _listeners: Vec<EventListener>,
}

impl Documents {
    /// Begins to listen to the buttons.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let (start, cancel, clear): (HtmlButtonElement, HtmlButtonElement, HtmlButtonElement) =
            (by_id("start")?, by_id("cancel")?, by_id("clear")?);
        let pause: HtmlButtonElement = by_id("pause")?;
        let on_click = |button: &HtmlButtonElement, msg: fn() -> Msg| {
            let sender = sender.clone();
            EventListener::new(button, "click", move |_| sender.send(msg()))
        };
        let listeners = vec![
            on_click(&start, || Msg::Start),
            on_click(&cancel, || Msg::Cancel),
            on_click(&clear, || Msg::Clear),
            on_click(&pause, || Msg::PauseOrResume),
        ];
        Ok(Self {
            section: by_id("job")?,
            list: by_id("documents")?,
            start,
            cancel,
            clear,
            pause,
            row_template: Template::new("document-template")?,
            password_template: Template::new("password-template")?,
            rows: HashMap::new(),
            order: Vec::new(),
            sender: sender.clone(),
            was_running: false,
            _listeners: listeners,
        })
    }

    /// Brings list and buttons up to date.
    pub fn render(&mut self, state: &State) {
        let focused = self.focused_row();
        self.rows.retain(|id, row| {
            let stays = state.documents.iter().any(|document| document.id == *id);
            if !stays {
                row.element.remove();
            }
            stays
        });
        for document in &state.documents {
            if !self.rows.contains_key(&document.id) {
                // A row that cannot be made is a template that is not there, which `new` has ruled out.
                if let Ok(row) = self.add_row(document) {
                    self.rows.insert(document.id, row);
                }
            }
            if let Some(row) = self.rows.get_mut(&document.id) {
                row.render(document, state, &self.password_template, &self.sender);
            }
        }
        self.arrange(state, focused);
        self.render_buttons(state);
        show(&self.section, !state.documents.is_empty());
    }

    /// The place of the row whose buttons have the focus, and the button.
    fn focused_row(&self) -> Option<(usize, HtmlElement)> {
        let active = self.list.owner_document()?.active_element()?;
        let place = self
            .order
            .iter()
            .position(|id| self.rows.get(id).is_some_and(|row| row.actions.contains(&active)))?;
        Some((place, active.dyn_into().ok()?))
    }

    /// Puts the rows into the documents' order. A button that had the focus keeps it when its row moves; when its
    /// row is gone, the row in its place takes it over.
    fn arrange(&mut self, state: &State, focused: Option<(usize, HtmlElement)>) {
        let order: Vec<_> = state.documents.iter().map(|document| document.id).collect();
        if order == self.order {
            return;
        }
        self.order = order;
        let rows: Vec<&Row> = self.order.iter().filter_map(|id| self.rows.get(id)).collect();
        for (place, row) in rows.iter().enumerate() {
            let there = self.list.children().item(place as u32);
            if !there.as_ref().is_some_and(|there| there.is_same_node(Some(&row.element))) {
                self.list.insert_before(&row.element, there.as_deref()).ok();
            }
        }
        for (document, row) in state.documents.iter().zip(&rows) {
            row.actions.render(document, state);
        }
        let Some((place, button)) = focused else {
            return;
        };
        match rows.iter().find(|row| row.actions.contains(&button)) {
            Some(row) => {
                button.focus().ok();
                row.actions.hand_on_focus(&button);
            }
            None => match rows.get(place).or(rows.last()) {
                Some(row) if rows.len() > 1 => row.actions.focus(),
                // With one document left, its row has no buttons.
                Some(_) => drop(self.clear.focus()),
                None => {}
            },
        }
    }

    fn render_buttons(&mut self, state: &State) {
        let waiting = |document: &Document| {
            matches!(document.status, Status::Ready | Status::Elsewhere) || document.is_opening()
        };
        let fresh = state.documents.iter().any(waiting);
        let again = state.documents.iter().any(|document| document.status == Status::Finished);
        set_text(&self.start, if again && !fresh { "Start again" } else { "Start" });
        let can_start = (fresh || again) && !matches!(state.readiness, Readiness::Failed(_));
        if self.start.disabled() == can_start {
            self.start.set_disabled(!can_start);
        }
        show(&self.start, !state.running);
        show(&self.cancel, state.running);
        show(&self.pause, state.running);
        set_text(&self.pause, if state.paused_since.is_some() { "Resume" } else { "Pause" });
        show(&self.clear, !state.running);
        if self.was_running != state.running {
            self.was_running = state.running;
            // The button that had the focus is gone; the one in its place takes it over.
            let (next, other) =
                if state.running { (&self.cancel, &self.start) } else { (&self.start, &self.cancel) };
            let active = other.owner_document().and_then(|document| document.active_element());
            let lost =
                active.is_none_or(|active| active.is_same_node(Some(other)) || active.tag_name() == "BODY");
            if lost {
                next.focus().ok();
            }
        }
    }

    fn add_row(&self, document: &Document) -> Result<Row, MissingElement> {
        let element = self.row_template.instance()?;
        let name: HtmlElement = slot(&element, "name")?;
        set_text(&name, &document.name);
        name.set_title(&document.name);
        fill(&element, "kind", &document.kind_label())?;
        fill(&element, "size", &file_size(document.bytes))?;
        let row = Row {
            pages: slot(&element, "pages")?,
            state: slot(&element, "state")?,
            message: slot(&element, "message")?,
            password_place: slot(&element, "password")?,
            password: None,
            actions: DocumentActions::new(&element, document.id, &self.sender)?,
            element,
        };
        self.list.append_child(&row.element).map_err(|_| MissingElement("documents".to_owned()))?;
        Ok(row)
    }
}

fn read_before_sentence(before: ReadBefore) -> String {
    match before {
        ReadBefore::Whole => "Read before: Start brings its text back.".to_owned(),
        ReadBefore::Partly(ended, chosen) => {
            format!("{ended} of {} read before: Start goes on from there.", count(chosen as usize, "page"))
        }
        ReadBefore::Otherwise => {
            "Read before with other options: with those of now, Start reads it anew.".to_owned()
        }
        ReadBefore::Elsewhere => "Another tab of this browser is reading this document.".to_owned(),
    }
}

fn file_size(bytes: Bytes) -> String {
    match bytes.0 {
        0..1000 => format!("{} bytes", bytes.0),
        1000..1_000_000 => format!("{} KB", bytes.0 / 1000),
        1_000_000..100_000_000 => format!("{:.1} MB", bytes.0 as f64 / 1e6),
        _ => bytes.to_string(),
    }
}

impl Row {
    fn render(&mut self, document: &Document, state: &State, template: &Template, sender: &Sender) {
        let (word, mark) = match &document.job {
            Some(job) if document.status == Status::Running && job.pipeline.is_at_rest() => {
                ("Paused", "waiting")
            }
            Some(job) if document.status == Status::Running && job.pipeline.is_paused() => {
                ("Pausing", "running")
            }
            _ if document.is_opening() && state.running => ("Waiting", "opening"),
            _ => status_words(&document.status),
        };
        let ended = document.job.as_ref().map(|job| job.pipeline.ended()).unwrap_or_default();
        let (failed, cancelled) = (ended.failed, ended.cancelled);
        let word = if cancelled > 0 && document.status == Status::Finished { "Cancelled" } else { word };
        set_text(&self.state, word);
        set_attribute(&self.element, "data-state", mark);
        if document.page_count() > 0 {
            set_text(&self.pages, &count(document.page_count() as usize, "page"));
        }
        let message = match &document.status {
            Status::Rejected(error) => Some(error.to_string()),
            Status::Finished if failed > 0 && failed == document.jobs().len() => {
                Some("No page of this document could be read; each says why.".to_owned())
            }
            Status::Finished if failed > 0 => Some(format!(
                "{} could not be read and {} why; the others are here.",
                count(failed, "page"),
                if failed == 1 { "says" } else { "say" }
            )),
            Status::Finished if cancelled > 0 => Some(format!("{} left unread.", count(cancelled, "page"))),
            Status::Elsewhere => Some(
                "Another tab of this browser is reading this document. Go on there, or close it and press Start."
                    .to_owned(),
            ),
            Status::Ready => state.read_before(document).map(read_before_sentence),
            Status::Running | Status::Finished => match document.pages_known() {
                0 => None,
                1 => Some("1 page was read before and is not read again.".to_owned()),
                pages => Some(format!("{pages} pages were read before and are not read again.")),
            },
            _ => None,
        };
        set_or_hide(&self.message, message.as_deref());
        self.actions.render(document, state);
        self.render_password(document, template, sender);
    }

    fn render_password(&mut self, document: &Document, template: &Template, sender: &Sender) {
        let (mark, message) = match &document.status {
            Status::PasswordNeeded { wrong: false } => {
                ("needed", "This PDF is protected. Its password stays on this computer.")
            }
            Status::PasswordNeeded { wrong: true } => {
                ("wrong", "That password does not open this PDF. Check it and try again.")
            }
            Status::Unlocking => ("needed", "Trying the password…"),
            _ if document.password.is_some() && document.page_count() > 0 => {
                ("accepted", "The password was accepted.")
            }
            _ => return,
        };
        if self.password.is_none() {
            self.password = PasswordRow::new(document, template, sender).ok();
            if let Some(row) = &self.password {
                self.password_place.append_child(&row.element).ok();
                row.input.focus().ok();
            }
        }
        if let Some(row) = &self.password {
            let newly_wrong =
                mark == "wrong" && row.element.get_attribute("data-state").as_deref() != Some("wrong");
            set_attribute(&row.element, "data-state", mark);
            set_attribute(&row.input, "aria-invalid", if mark == "wrong" { "true" } else { "false" });
            set_text(&row.message, message);
            if newly_wrong {
                row.input.select();
                row.input.focus().ok();
            }
        }
    }
}

impl PasswordRow {
    fn new(document: &Document, template: &Template, sender: &Sender) -> Result<Self, MissingElement> {
        let element = template.instance()?;
        fill(&element, "file", &document.name)?;
        let input: HtmlInputElement = slot(&element, "input")?;
        let button: HtmlButtonElement = slot(&element, "open")?;
        let (id, to, field) = (document.id, sender.clone(), input.clone());
        let submit = move || {
            if !field.value().is_empty() {
                to.send(Msg::PasswordEntered(id, field.value()));
            }
        };
        let submit_on_enter = submit.clone();
        let listeners = vec![
            EventListener::new(&button, "click", move |_| submit()),
            EventListener::new(&input, "keydown", move |event: &Event| {
                if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Enter") {
                    submit_on_enter();
                }
            }),
        ];
        Ok(Self { message: slot(&element, "message")?, element, input, _listeners: listeners })
    }
}
