//! The chosen documents, their passwords, and the buttons that begin and end reading.

use std::collections::HashMap;

use gloo::events::EventListener;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlButtonElement, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::document_actions::DocumentActions;
use super::language_offer::LanguageOffer;
use super::stack_offer::StackOffer;
use super::{PageDocument, set_or_hide};
use crate::browser::app::{PageSession, Sender};
use crate::browser::dom::{MissingElement, Template, by_id, fill, set_attribute, set_text, show, slot};
use crate::formats::export::{Format, Offered};
use crate::model::record::Verdict;
use crate::session::document::{DocumentId, Status};
use crate::session::read_before::ReadBefore;
use crate::session::{Command, Readiness};
use crate::words::{PasswordState, Remark, Standing, words};

/// The document list and its buttons.
pub struct Documents {
    section: HtmlElement,
    list: HtmlElement,
    start: HtmlButtonElement,
    afresh: HtmlButtonElement,
    cancel: HtmlButtonElement,
    clear: HtmlButtonElement,
    pause: HtmlButtonElement,
    row_template: Template,
    password_template: Template,
    rows: HashMap<DocumentId, Row>,
    /// The documents in the order their rows stand in.
    order: Vec<DocumentId>,
    /// Whether the site offers text files.
    saves_text: bool,
    sender: Sender,
    was_running: bool,
    _listeners: Vec<EventListener>,
}

struct Row {
    element: HtmlElement,
    pages: HtmlElement,
    state: HtmlElement,
    message: HtmlElement,
    offer: HtmlElement,
    language: LanguageOffer,
    stack: StackOffer,
    name: HtmlElement,
    password_place: HtmlElement,
    password: Option<PasswordRow>,
    actions: DocumentActions,
    _replace: EventListener,
}

struct PasswordRow {
    element: HtmlElement,
    input: HtmlInputElement,
    message: HtmlElement,
    _listeners: Vec<EventListener>,
}

impl Documents {
    /// Begins to listen to the buttons.
    pub fn new(sender: &Sender, offered: &Offered) -> Result<Self, MissingElement> {
        let (start, cancel, clear): (HtmlButtonElement, HtmlButtonElement, HtmlButtonElement) =
            (by_id("start")?, by_id("cancel")?, by_id("clear")?);
        let (pause, afresh): (HtmlButtonElement, HtmlButtonElement) = (by_id("pause")?, by_id("afresh")?);
        let on_click = |button: &HtmlButtonElement, command: fn() -> Command| {
            let sender = sender.clone();
            EventListener::new(button, "click", move |_| sender.command(command()))
        };
        let listeners = vec![
            on_click(&start, || Command::Start),
            on_click(&afresh, || Command::StartAfresh),
            on_click(&cancel, || Command::Cancel),
            on_click(&clear, || Command::Clear),
            on_click(&pause, || Command::PauseOrResume),
        ];
        Ok(Self {
            section: by_id("job")?,
            list: by_id("documents")?,
            start,
            afresh,
            cancel,
            clear,
            pause,
            row_template: Template::new("document-template")?,
            password_template: Template::new("password-template")?,
            rows: HashMap::new(),
            order: Vec::new(),
            saves_text: offered.texts.contains(&Format::Text),
            sender: sender.clone(),
            was_running: false,
            _listeners: listeners,
        })
    }

    /// Brings list and buttons up to date.
    pub fn render(&mut self, session: &PageSession) {
        let focused = self.focused_row();
        self.rows.retain(|id, row| {
            let stays = session.documents().iter().any(|document| document.id == *id);
            if !stays {
                row.element.remove();
            }
            stays
        });
        for document in session.documents() {
            if !self.rows.contains_key(&document.id) {
                // A row that cannot be made is a template that is not there, which `new` has ruled out.
                if let Ok(row) = self.add_row(document) {
                    self.rows.insert(document.id, row);
                }
            }
            if let Some(row) = self.rows.get_mut(&document.id) {
                row.render(document, session, &self.password_template, &self.sender);
            }
        }
        self.arrange(session, focused);
        self.render_buttons(session);
        show(&self.section, !session.documents().is_empty());
    }

    /// Says everything anew that is not said at every refresh.
    pub fn retell(&mut self, session: &PageSession) {
        for document in session.documents() {
            if let Some(row) = self.rows.get_mut(&document.id) {
                row.language.retell();
            }
        }
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
    fn arrange(&mut self, session: &PageSession, focused: Option<(usize, HtmlElement)>) {
        let order: Vec<_> = session.documents().iter().map(|document| document.id).collect();
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
        for (document, row) in session.documents().iter().zip(&rows) {
            row.actions.render(document, session);
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

    fn render_buttons(&mut self, session: &PageSession) {
        let (left, again) = (session.is_anything_left(), session.is_repeatable());
        let fixed = &words().fixed;
        let start = match (session.is_going_on(), left, again) {
            (true, ..) => fixed.go_on,
            (_, false, true) => fixed.start_again,
            _ => fixed.start,
        };
        set_text(&self.start, start);
        let running = session.is_running();
        let can_start = (left || again) && !running && !matches!(session.readiness(), Readiness::Failed(_));
        // While it is read, the button stays where it is and does nothing: what is pressed twice must not become a
        // Cancel under the pointer or the focus. It keeps the focus, which a disabled one would lose.
        set_attribute(&self.start, "aria-disabled", if can_start { "false" } else { "true" });
        // Before any of them is hidden, which may take it away at once.
        let active = self.start.owner_document().and_then(|document| document.active_element());
        show(&self.afresh, session.is_going_on() && !running);
        show(&self.cancel, running);
        show(&self.pause, running);
        set_text(&self.pause, if session.is_paused() { fixed.resume } else { fixed.pause });
        show(&self.clear, !running);
        // A button that had the focus is gone, or was when reading ended: the one that stays takes it over.
        let is_gone = |active: &Element| {
            let buttons = [&self.afresh, &self.cancel, &self.pause, &self.clear];
            let is_hidden = buttons.into_iter().any(|one| one.hidden() && active.is_same_node(Some(one)));
            is_hidden || self.was_running && !running && active.tag_name() == "BODY"
        };
        if active.is_some_and(|active| is_gone(&active)) {
            self.start.focus().ok();
        }
        self.was_running = running;
    }

    fn add_row(&self, document: &PageDocument) -> Result<Row, MissingElement> {
        let element = self.row_template.instance()?;
        let name: HtmlElement = slot(&element, "name")?;
        let replace: HtmlButtonElement = slot(&element, "replace")?;
        let (id, to, start) = (document.id, self.sender.clone(), self.start.clone());
        let replace = EventListener::new(&replace, "click", move |_| {
            // The offer goes away, and what has the focus with it.
            start.focus().ok();
            to.command(Command::ReplaceHiddenText(id));
        });
        let row = Row {
            _replace: replace,
            offer: slot(&element, "offer")?,
            language: LanguageOffer::new(&element, document.id, &self.sender, &self.start)?,
            stack: StackOffer::new(&element, document.id, &self.sender)?,
            name,
            pages: slot(&element, "pages")?,
            state: slot(&element, "state")?,
            message: slot(&element, "message")?,
            password_place: slot(&element, "password")?,
            password: None,
            actions: DocumentActions::new(&element, document.id, &self.sender, self.saves_text)?,
            element,
        };
        self.list.append_child(&row.element).map_err(|_| MissingElement("documents".to_owned()))?;
        Ok(row)
    }
}

fn say_what_it_is(row: &HtmlElement, document: &PageDocument) -> Result<(), MissingElement> {
    fill(row, "kind", &(words().kinds)(&document.kinds))?;
    fill(row, "size", &(words().file_size)(document.bytes))
}

fn read_before(before: ReadBefore) -> Remark {
    match before {
        ReadBefore::Whole => Remark::ReadBefore,
        ReadBefore::Partly(ended, chosen) => Remark::PartlyReadBefore(ended, chosen),
        ReadBefore::Otherwise => Remark::ReadOtherwise,
        ReadBefore::Elsewhere => Remark::BeingReadElsewhere,
    }
}

/// Where a document stands, and its mark in the style sheet.
fn standing(document: &PageDocument, session: &PageSession) -> (Standing, &'static str) {
    match (&document.status, &document.job) {
        (Status::Opening | Status::Unlocking, _) if session.is_running() => (Standing::Waiting, "opening"),
        (Status::Opening, _) => (Standing::Opening, "opening"),
        (Status::Unlocking, _) => (Standing::Unlocking, "opening"),
        (Status::PasswordNeeded { .. }, _) => (Standing::PasswordNeeded, "password"),
        (Status::Ready, _) => (Standing::Ready, "ready"),
        (Status::Running, Some(job)) if job.is_at_rest() => (Standing::Paused, "waiting"),
        (Status::Running, Some(job)) if job.is_paused() => (Standing::Pausing, "running"),
        (Status::Running, _) if session.is_finding_language(document.id) => {
            (Standing::FindingLanguage, "running")
        }
        (Status::Running, _) => (Standing::Reading, "running"),
        (Status::Elsewhere, _) => (Standing::Elsewhere, "waiting"),
        (Status::NoSuchPages(_), _) | (Status::Finished, None) => (Standing::NotRead, "waiting"),
        (Status::Rejected(_), _) => (Standing::Rejected, "failed"),
        (Status::Finished, Some(job)) => {
            let tally = job.tally();
            let mark = match tally.verdict() {
                Verdict::Done => "done",
                Verdict::Failed => "failed",
                Verdict::Doubtful | Verdict::Partly | Verdict::NothingFound => "doubtful",
                Verdict::Cancelled => "waiting",
            };
            (Standing::Ended(tally.verdict(), tally, job.chosen.len()), mark)
        }
    }
}

/// What is to be said of a document, if anything is.
fn remark(document: &PageDocument, session: &PageSession) -> Option<Remark> {
    let job = document.job.as_ref();
    let known = || job.map(|job| job.known).filter(|known| *known > 0).map(Remark::Known);
    match (&document.status, job) {
        (Status::Rejected(error), _) => Some(Remark::Rejected(error.clone())),
        (Status::NoSuchPages(reason), _) => Some(Remark::NoSuchPages(reason.clone())),
        (Status::Elsewhere, _) => Some(Remark::Elsewhere),
        (Status::Ready, _) => session.read_before(document).map(read_before),
        (Status::Running, _) => known(),
        (Status::Finished, Some(job)) => {
            let tally = job.tally();
            match tally.verdict() {
                _ if document.files.is_empty() => Some(Remark::TextOnly),
                Verdict::Failed => Some(Remark::AllFailed),
                Verdict::Partly => Some(Remark::Failed(tally.failed)),
                Verdict::Doubtful => Some(Remark::Doubtful(tally.doubtful)),
                Verdict::Cancelled => Some(Remark::Unread(tally.cancelled)),
                Verdict::NothingFound => Some(Remark::NothingFound),
                Verdict::Done => known(),
            }
        }
        _ => None,
    }
}

impl Row {
    fn render(
        &mut self,
        document: &PageDocument,
        session: &PageSession,
        template: &Template,
        sender: &Sender,
    ) {
        let (standing, mark) = standing(document, session);
        // Images may go from one document to another. Slots that are missing are a template that is not there, which `new`
        // has ruled out.
        set_text(&self.name, &document.name);
        set_attribute(&self.name, "title", &document.name);
        say_what_it_is(&self.element, document).ok();
        set_text(&self.state, &(words().standing)(&standing));
        set_attribute(&self.element, "data-state", mark);
        if document.page_count() > 0 {
            set_text(&self.pages, &(words().pages)(document.page_count() as usize));
        }
        let remark = remark(document, session).map(|remark| (words().remark)(&remark));
        set_or_hide(&self.message, remark.as_deref());
        show(&self.offer, session.offers_to_replace(document));
        self.language.render(document, session);
        self.stack.render(document, session);
        self.actions.render(document, session);
        self.render_password(document, template, sender);
    }

    fn render_password(&mut self, document: &PageDocument, template: &Template, sender: &Sender) {
        let (mark, state) = match &document.status {
            Status::PasswordNeeded { wrong: false } => ("needed", PasswordState::Needed),
            Status::PasswordNeeded { wrong: true } => ("wrong", PasswordState::Wrong),
            Status::Unlocking => ("needed", PasswordState::Trying),
            _ if document.password.is_some() && document.page_count() > 0 => {
                ("accepted", PasswordState::Accepted)
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
            set_text(&row.message, (words().password)(state));
            if newly_wrong {
                row.input.select();
                row.input.focus().ok();
            }
        }
    }
}

impl PasswordRow {
    fn new(document: &PageDocument, template: &Template, sender: &Sender) -> Result<Self, MissingElement> {
        let element = template.instance()?;
        fill(&element, "file", &document.name)?;
        let input: HtmlInputElement = slot(&element, "input")?;
        let button: HtmlButtonElement = slot(&element, "open")?;
        let (id, to, field) = (document.id, sender.clone(), input.clone());
        let submit = move || {
            if !field.value().is_empty() {
                to.command(Command::EnterPassword(id, field.value()));
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
