//! What can be done with one of several documents: move it, take it out, go to its text, save its text.

use gloo::events::EventListener;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlAnchorElement, HtmlButtonElement, HtmlElement};

use super::PageDocument;
use super::room::text_pane::text_id;
use crate::browser::app::{PageSession, Sender};
use crate::browser::dom::{MissingElement, set_attribute, show, slot};
use crate::session::document::{DocumentId, Status};
use crate::session::{Command, Direction, Wanted};

/// The buttons of a document's row.
pub struct DocumentActions {
    element: HtmlElement,
    up: HtmlButtonElement,
    down: HtmlButtonElement,
    remove: HtmlButtonElement,
    text: HtmlElement,
    to_text: HtmlAnchorElement,
    _listeners: Vec<EventListener>,
}

impl DocumentActions {
    /// Begins to listen to the buttons in a row.
    pub fn new(
        row: &Element,
        id: DocumentId,
        sender: &Sender,
        saves_text: bool,
    ) -> Result<Self, MissingElement> {
        let on_click = |button: &HtmlElement, command: fn(DocumentId) -> Command| {
            let sender = sender.clone();
            EventListener::new(button, "click", move |_| sender.command(command(id)))
        };
        let (up, down): (HtmlButtonElement, HtmlButtonElement) = (slot(row, "up")?, slot(row, "down")?);
        let (remove, save): (HtmlButtonElement, HtmlElement) =
            (slot(row, "remove")?, slot(row, "save-text")?);
        show(&save, saves_text);
        // The name of the document is what tells the buttons of one row from those of another.
        let name: Element = slot(row, "name")?;
        let name_id = format!("document-{}", id.0);
        name.set_id(&name_id);
        let to_text: HtmlAnchorElement = slot(row, "to-text")?;
        for button in [up.as_ref(), down.as_ref(), remove.as_ref(), &save, to_text.as_ref() as &Element] {
            set_attribute(button, "aria-describedby", &name_id);
        }
        let listeners = vec![
            on_click(&up, |id| Command::Move(id, Direction::Up)),
            on_click(&down, |id| Command::Move(id, Direction::Down)),
            on_click(&remove, Command::Remove),
            on_click(&save, |id| super::take(Wanted::TextOf(id))),
        ];
        Ok(Self {
            element: slot(row, "actions")?,
            text: slot(row, "text-actions")?,
            up,
            down,
            remove,
            to_text,
            _listeners: listeners,
        })
    }

    /// Offers what can be done now.
    pub fn render(&self, document: &PageDocument, session: &PageSession) {
        let documents = session.documents();
        show(&self.element, documents.len() > 1);
        let is = |other: Option<&PageDocument>| other.is_some_and(|other| other.id == document.id);
        enable(&self.up, !is(documents.first()));
        enable(&self.down, !is(documents.last()));
        enable(&self.remove, document.status != Status::Running);
        let has_text = document.job.as_ref().is_some_and(|job| job.tally().read > 0);
        let first = if has_text { document.texts().next() } else { None };
        if let Some(text) = first {
            set_attribute(&self.to_text, "href", &format!("#{}", text_id(document.id, text.page)));
        }
        show(&self.text, first.is_some());
    }

    /// A button that was just used and can do no more leaves the focus to its neighbour.
    pub fn hand_on_focus(&self, button: &HtmlElement) {
        let is = |other: &HtmlButtonElement| other.disabled() && button.is_same_node(Some(other));
        if is(&self.up) {
            self.down.focus().ok();
        } else if is(&self.down) {
            self.up.focus().ok();
        }
    }

    /// Takes the focus.
    pub fn focus(&self) {
        let button = if self.remove.disabled() { &self.down } else { &self.remove };
        button.focus().ok();
    }

    /// Whether a node is one of the buttons.
    pub fn contains(&self, node: &Element) -> bool {
        self.element.contains(Some(node.unchecked_ref()))
    }
}

fn enable(button: &HtmlButtonElement, enabled: bool) {
    if button.disabled() == enabled {
        button.set_disabled(!enabled);
    }
}
