//! What is offered for a document whose pages seem to be in another language than they were read in.

use gloo::events::EventListener;
use web_sys::{HtmlButtonElement, HtmlElement};

use super::PageDocument;
use super::language_names::name;
use crate::browser::app::{PageSession, Sender};
use crate::browser::dom::{MissingElement, set_text, show, slot};
use crate::session::document::DocumentId;
use crate::session::{Command, Reach, Suggestion};
use crate::words::{LanguageOffer as Offer, words};

/// The sentence and its buttons.
pub struct LanguageOffer {
    place: HtmlElement,
    sentence: HtmlElement,
    these: HtmlButtonElement,
    onward: HtmlButtonElement,
    all: HtmlButtonElement,
    /// What is shown.
    shown: Option<Suggestion>,
    _listeners: Vec<EventListener>,
}

impl LanguageOffer {
    /// Finds the elements in a document's row. What is pressed hides them all, so that `then` takes the focus.
    ///
    /// # Errors
    /// When the template lacks one.
    pub fn new(
        row: &HtmlElement,
        id: DocumentId,
        sender: &Sender,
        then: &HtmlButtonElement,
    ) -> Result<Self, MissingElement> {
        let (these, onward): (HtmlButtonElement, HtmlButtonElement) =
            (slot(row, "language-these")?, slot(row, "language-onward")?);
        let (all, none): (HtmlButtonElement, HtmlButtonElement) =
            (slot(row, "language-all")?, slot(row, "language-none")?);
        let on_click = |button: &HtmlButtonElement, command: Command| {
            let (to, then) = (sender.clone(), then.clone());
            EventListener::new(button, "click", move |_| {
                then.focus().ok();
                to.command(command.clone());
            })
        };
        let listeners = vec![
            on_click(&these, Command::ReadAs(id, Reach::These)),
            on_click(&onward, Command::ReadAs(id, Reach::Onward)),
            on_click(&all, Command::ReadAs(id, Reach::All)),
            on_click(&none, Command::DeclineLanguage(id)),
        ];
        Ok(Self {
            place: slot(row, "language-offer")?,
            sentence: slot(row, "language-sentence")?,
            these,
            onward,
            all,
            shown: None,
            _listeners: listeners,
        })
    }

    /// Says everything anew at the next refresh.
    pub fn retell(&mut self) {
        self.shown = None;
    }

    /// Brings it up to date.
    pub fn render(&mut self, document: &PageDocument, session: &PageSession) {
        let now = session.suggestion(document);
        if now == self.shown {
            return;
        }
        show(&self.place, now.is_some());
        if let Some(suggestion) = &now {
            let language = suggestion.language.as_deref().map(name);
            let offer = Offer {
                language: language.as_deref(),
                is_offered: suggestion.is_offered,
                pages: &suggestion.pages,
                of: document.chosen().len(),
            };
            set_text(&self.sentence, &(words().language_offer)(&offer));
            set_text(&self.these, &(words().read_these)(&offer));
            set_text(&self.onward, &(words().read_onward)(&offer));
            set_text(&self.all, words().fixed.read_all);
            let (pages, of) = (suggestion.pages.len(), document.chosen().len());
            let is_last = document.chosen().last() == suggestion.pages.first();
            show(&self.these, suggestion.is_offered);
            let others = suggestion.is_offered && suggestion.language.is_some() && pages < of;
            show(&self.onward, others && !is_last && document.chosen().first() != suggestion.pages.first());
            show(&self.all, others);
        }
        self.shown = now;
    }
}
