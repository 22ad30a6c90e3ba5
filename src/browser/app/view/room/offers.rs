//! Corrections of an earlier reading of the page, offered for the reading that it has now.

use gloo::events::EventListener;
use web_sys::HtmlElement;

use crate::browser::app::{Msg, PageSession, Sender};
use crate::browser::dom::{MissingElement, by_id, document, set_text, show};
use crate::session::document::PageKey;
use crate::session::mending::OfferedCorrection;
use crate::words::words;

use super::RoomEvent;

/// The line that offers them.
pub struct Offers {
    line: HtmlElement,
    text: HtmlElement,
    list: HtmlElement,
    apply: HtmlElement,
    /// What it says: the page, and what is offered for it.
    said: Option<(PageKey, Vec<OfferedCorrection>)>,
    _listeners: Vec<EventListener>,
}

impl Offers {
    /// Finds its elements and begins to listen to them.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let (apply, drop): (HtmlElement, HtmlElement) = (by_id("offers-apply")?, by_id("offers-drop")?);
        let (to_apply, to_drop) = (sender.clone(), sender.clone());
        let listeners = vec![
            EventListener::new(&apply, "click", move |_| {
                to_apply.send(Msg::Room(RoomEvent::Offered { again: true }));
            }),
            EventListener::new(&drop, "click", move |_| {
                to_drop.send(Msg::Room(RoomEvent::Offered { again: false }));
            }),
        ];
        Ok(Self {
            line: by_id("offers")?,
            text: by_id("offers-text")?,
            list: by_id("offers-list")?,
            apply,
            said: None,
            _listeners: listeners,
        })
    }

    /// Shows what is offered for the page that is looked at.
    pub fn render(&mut self, session: &PageSession) {
        let page = session.looking_at();
        let now = page.map(|page| (page, session.offered_corrections(page)));
        let now = now.filter(|(_, offered)| !offered.is_empty());
        if self.said == now {
            return;
        }
        show(&self.line, now.is_some());
        if let Some((_, offered)) = &now {
            let fitting = offered.iter().filter(|offered| offered.fits).count();
            set_text(&self.text, &(words().room.offered)(fitting, offered.len() - fitting));
            show(&self.apply, fitting > 0);
            self.list.set_text_content(None);
            for OfferedCorrection { offer, .. } in offered {
                let item = document().ok().and_then(|page| page.create_element("li").ok());
                if let Some(item) = item {
                    item.set_text_content(Some(&(words().room.offer)(&offer.read, &offer.text)));
                    self.list.append_child(&item).ok();
                }
            }
        }
        self.said = now;
    }

    /// Says everything anew at the next refresh.
    pub fn retell(&mut self) {
        self.said = None;
    }
}
