//! The language models that a person brought along, each with its size, and how it goes away again.

use gloo::events::EventListener;
use web_sys::{HtmlButtonElement, HtmlElement};

use super::language_names::name;
use crate::browser::app::{PageSession, Sender};
use crate::browser::dom::{MissingElement, Template, by_id, fill, set_attribute, show, slot};
use crate::model::budget::Bytes;
use crate::model::language::{ModelOffer, OWN};
use crate::session::Command;
use crate::words::words;

/// The list.
pub struct OwnModels {
    list: HtmlElement,
    section: HtmlElement,
    template: Template,
    /// What takes the focus when the button that had it goes away.
    next: HtmlElement,
    shown: Vec<ModelOffer>,
    sender: Sender,
    listeners: Vec<EventListener>,
}

impl OwnModels {
    /// Finds the list.
    ///
    /// # Errors
    /// When `index.html` does not fit this program.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        Ok(Self {
            list: by_id("own-models")?,
            section: by_id("own-models-field")?,
            template: Template::new("own-model-template")?,
            next: by_id("language-search")?,
            shown: Vec::new(),
            sender: sender.clone(),
            listeners: Vec::new(),
        })
    }

    /// Brings it up to date.
    pub fn render(&mut self, session: &PageSession) {
        let own: Vec<_> = session.offers().iter().filter(|offer| offer.variant == OWN).cloned().collect();
        if self.shown == own {
            return;
        }
        let active = self.list.owner_document().and_then(|document| document.active_element());
        let had_focus = active.is_some_and(|active| self.list.contains(Some(&active)));
        self.listeners.clear();
        self.list.set_text_content(None);
        for offer in &own {
            // One that cannot be made is a template that is not there, which `new` has ruled out.
            self.add(offer).ok();
        }
        show(&self.section, !own.is_empty());
        if had_focus {
            self.next.focus().ok();
        }
        self.shown = own;
    }

    /// Says everything anew at the next refresh.
    pub fn retell(&mut self) {
        self.shown.clear();
    }

    fn add(&mut self, offer: &ModelOffer) -> Result<(), MissingElement> {
        let element = self.template.instance()?;
        let language = name(&offer.lang);
        fill(&element, "name", &language)?;
        fill(&element, "size", &(words().file_size)(Bytes(offer.bytes)))?;
        let remove: HtmlButtonElement = slot(&element, "remove")?;
        set_attribute(&remove, "aria-label", &(words().forget_model)(&language));
        let (to, gone) = (self.sender.clone(), offer.clone());
        self.listeners.push(EventListener::new(&remove, "click", move |_| {
            to.command(Command::ForgetModel(gone.clone()));
        }));
        self.list.append_child(&element).map_err(|_| MissingElement("own-models".to_owned()))?;
        Ok(())
    }
}
