//! Sentences for the person, until dismissed.

use std::collections::HashMap;

use gloo::events::EventListener;
use web_sys::HtmlElement;

use crate::browser::app::state::{Notice, NoticeKind, State};
use crate::browser::app::{Msg, Sender};
use crate::browser::dom::{MissingElement, Template, by_id, fill, set_attribute, slot};

/// The list of notices.
pub struct Notices {
    list: HtmlElement,
    template: Template,
    rows: HashMap<u32, (HtmlElement, EventListener)>,
    sender: Sender,
}

impl Notices {
    /// Finds its elements.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        Ok(Self {
            list: by_id("notices")?,
            template: Template::new("notice-template")?,
            rows: HashMap::new(),
            sender: sender.clone(),
        })
    }

    /// Brings the list up to date.
    pub fn render(&mut self, state: &State) {
        self.rows.retain(|id, (element, _)| {
            let stays = state.notices.iter().any(|notice| notice.id == *id);
            if !stays {
                element.remove();
            }
            stays
        });
        for notice in &state.notices {
            if !self.rows.contains_key(&notice.id)
                && let Ok(row) = self.row(notice)
            {
                self.rows.insert(notice.id, row);
            }
        }
    }

    fn row(&self, notice: &Notice) -> Result<(HtmlElement, EventListener), MissingElement> {
        let element = self.template.instance()?;
        let (mark, word) = match notice.kind {
            NoticeKind::Error => ("error", "Error:"),
            NoticeKind::Warning => ("warning", "Note:"),
            NoticeKind::Info => ("info", ""),
        };
        set_attribute(&element, "data-kind", mark);
        fill(&element, "kind", word)?;
        fill(&element, "text", &notice.text)?;
        let (to, id) = (self.sender.clone(), notice.id);
        let dismiss: HtmlElement = slot(&element, "dismiss")?;
        let listener = EventListener::new(&dismiss, "click", move |_| to.send(Msg::Dismiss(id)));
        self.list.append_child(&element).map_err(|_| MissingElement("notices".to_owned()))?;
        Ok((element, listener))
    }
}
