//! The choice of the language of the interface.

use gloo::events::EventListener;
use web_sys::HtmlSelectElement;

use crate::browser::app::{Msg, Sender};
use crate::browser::dom::{MissingElement, by_id};
use crate::words::language;

/// The field of languages.
pub struct PageLanguage {
    _listener: EventListener,
}

impl PageLanguage {
    /// Begins to listen to it.
    ///
    /// # Errors
    /// When `index.html` does not fit this program.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let (field, to): (HtmlSelectElement, _) = (by_id("ui")?, sender.clone());
        let chosen = field.clone();
        let listener = EventListener::new(&field, "change", move |_| {
            if let Some(words) = language(&chosen.value()) {
                to.send(Msg::Speak(words));
            }
        });
        Ok(Self { _listener: listener })
    }
}
