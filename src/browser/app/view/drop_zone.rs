//! Where files come in: the dialog, a drop anywhere on the page, a paste, the system that opens them with the installed page.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::prelude::*;
use web_sys::{ClipboardEvent, DragEvent, Event, HtmlElement, HtmlInputElement};

use crate::browser::app::file_handle::Chosen;
use crate::browser::app::{Msg, PageSession, Sender, intake};
use crate::browser::dom::{MissingElement, by_id, document, set_attribute, set_text};
use crate::model::error::Error;
use crate::session::{Kept, Readiness};
use crate::words::{Boot, words};

/// The drop zone.
pub struct DropZone {
    boot: HtmlElement,
    _listeners: Vec<EventListener>,
}

impl DropZone {
    /// Begins to listen for files.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let input: HtmlInputElement = by_id("files")?;
        let page = document()?;
        let zone = page.body().ok_or_else(|| MissingElement("body".to_owned()))?;
        // Without preventing the default, a dropped file would be opened in place of the page.
        let active = EventListenerOptions::enable_prevent_default();
        let mut listeners = Vec::new();

        for field in [input.clone(), by_id("camera")?] {
            let (to, chosen) = (sender.clone(), field.clone());
            listeners.push(EventListener::new(&field, "change", move |_| {
                to.send(Msg::Chosen(Chosen::plain(intake::files(chosen.files()))));
                // Or choosing the same file again would be no change.
                chosen.set_value("");
            }));
        }

        // The field works from the first paint on; what was chosen before this program ran is there already.
        let early = intake::files(input.files());
        if !early.is_empty() {
            sender.send(Msg::Chosen(Chosen::plain(early)));
            input.set_value("");
        }

        let over = zone.clone();
        listeners.push(EventListener::new_with_options(&page, "dragover", active, move |event: &Event| {
            event.prevent_default();
            set_attribute(&over, "data-drop", "over");
        }));
        let left = zone.clone();
        listeners.push(EventListener::new(&page, "dragleave", move |event: &Event| {
            // Leaving one element for another inside the page is not leaving.
            let to = event.dyn_ref::<DragEvent>().and_then(|event| event.related_target());
            if to.is_none() {
                left.remove_attribute("data-drop").ok();
            }
        }));
        let to = sender.clone();
        listeners.push(EventListener::new_with_options(&page, "drop", active, move |event: &Event| {
            event.prevent_default();
            zone.remove_attribute("data-drop").ok();
            let dropped =
                intake::transferred(event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer));
            to.send(Msg::Chosen(dropped));
        }));
        let to = sender.clone();
        listeners.push(EventListener::new(&page, "pagewise-launched", move |event: &Event| {
            to.send(Msg::Chosen(Chosen::launched(event)));
        }));
        let to = sender.clone();
        listeners.push(EventListener::new(&page, "paste", move |event: &Event| {
            let pasted = intake::transferred(
                event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data),
            );
            if !pasted.files.is_empty() {
                to.send(Msg::Chosen(pasted));
            }
        }));
        Ok(Self { boot: by_id("boot")?, _listeners: listeners })
    }

    /// Says whether reading could begin.
    pub fn render(&mut self, session: &PageSession) {
        let (boot, mark) = match session.readiness() {
            Readiness::Loading { loaded, total } => {
                (Boot::Loading((total > 0.0).then_some((loaded / total).min(1.0))), "loading")
            }
            Readiness::Reading => (Boot::Reading, "reading"),
            Readiness::ReadingOnly => (Boot::ReadingOnly, "partly"),
            Readiness::Ready if session.kept_offline() == Kept::Coming => {
                return self.say(words().offline.keeping, "keeping");
            }
            Readiness::Ready if session.kept_offline() == Kept::Whole => {
                let said = &words().offline;
                let sentence = if session.finds_languages() { said.ready_for_any } else { said.ready };
                return self.say(sentence, "ready");
            }
            // Nothing is wrong with the engine, and the rest of the page says what is.
            Readiness::Failed(error @ Error::LanguageOutOfReach { .. }) => {
                return self.say(&(words().error)(&error), "failed");
            }
            Readiness::Ready if session.finds_languages() => (Boot::ReadyForAny, "ready"),
            Readiness::Ready => (Boot::Ready, "ready"),
            Readiness::Failed(_) => (Boot::Failed, "failed"),
        };
        self.say(&(words().boot)(&boot), mark);
    }

    fn say(&self, sentence: &str, mark: &str) {
        set_text(&self.boot, sentence);
        set_attribute(&self.boot, "data-state", mark);
    }
}
