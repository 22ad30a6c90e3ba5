//! The one line that asks whether images that were chosen together are one document or several.

use gloo::events::EventListener;
use web_sys::{Element, HtmlButtonElement, HtmlElement};

use super::PageDocument;
use crate::browser::app::{PageSession, Sender};
use crate::browser::dom::{MissingElement, set_attribute, set_text, show, slot};
use crate::session::Command;
use crate::session::document::DocumentId;
use crate::words::words;

/// The line in the row of the first document of such images.
pub struct StackOffer {
    element: HtmlElement,
    images: HtmlElement,
    together: HtmlButtonElement,
    apart: HtmlButtonElement,
    _listeners: [EventListener; 2],
}

impl StackOffer {
    /// Begins to listen to the answers in a row.
    pub fn new(row: &Element, id: DocumentId, sender: &Sender) -> Result<Self, MissingElement> {
        let (together, apart): (HtmlButtonElement, HtmlButtonElement) =
            (slot(row, "together")?, slot(row, "apart")?);
        let on_click = |button: &HtmlButtonElement, command: fn(DocumentId) -> Command| {
            let sender = sender.clone();
            EventListener::new(button, "click", move |_| sender.command(command(id)))
        };
        let listeners = [on_click(&together, Command::Together), on_click(&apart, Command::Apart)];
        let (element, images) = (slot(row, "stack")?, slot(row, "stack-images")?);
        Ok(Self { element, images, together, apart, _listeners: listeners })
    }

    /// Asks, where that is of interest, and says how it is now.
    pub fn render(&self, document: &PageDocument, session: &PageSession) {
        let batch = session.batch(document.id);
        show(&self.element, batch.is_some());
        let Some(batch) = batch else {
            return;
        };
        set_text(&self.images, &(words().stacks.images)(batch.images));
        let pressed = |button: &HtmlButtonElement, is_so: bool| {
            set_attribute(button, "aria-pressed", if is_so { "true" } else { "false" });
        };
        pressed(&self.together, batch.documents == 1);
        pressed(&self.apart, batch.documents == batch.images);
    }
}
