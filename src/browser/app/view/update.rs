//! The offer of a new version. It lies over the page, so that nothing moves when it comes.

use gloo::events::EventListener;
use web_sys::HtmlElement;

use super::set_or_hide;
use crate::browser::app::{PageSession, Sender};
use crate::browser::dom::{MissingElement, by_id, show};
use crate::session::Command;
use crate::words::words;

/// The offer.
pub struct Update {
    section: HtmlElement,
    sentence: HtmlElement,
    _listeners: [EventListener; 2],
}

impl Update {
    /// Finds its elements.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let (take, later): (HtmlElement, HtmlElement) = (by_id("update-take")?, by_id("update-later")?);
        let (to_take, to_leave) = (sender.clone(), sender.clone());
        Ok(Self {
            section: by_id("update")?,
            sentence: by_id("update-text")?,
            _listeners: [
                EventListener::new(&take, "click", move |_| to_take.command(Command::TakeUpdate)),
                EventListener::new(&later, "click", move |_| to_leave.command(Command::PostponeUpdate)),
            ],
        })
    }

    /// Makes the offer, or takes it back while documents are read.
    pub fn render(&self, session: &PageSession) {
        let offer = session.update_offer().map(words().offline.update);
        set_or_hide(&self.sentence, offer);
        show(&self.section, offer.is_some());
    }
}
