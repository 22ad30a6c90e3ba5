//! Sentences for the person, until dismissed.

use std::collections::HashMap;

use gloo::events::EventListener;
use web_sys::HtmlElement;

use crate::browser::app::{PageSession, Sender};
use crate::browser::dom::{MissingElement, Template, by_id, fill, set_attribute, slot};
use crate::session::{Command, Posted};
use crate::words::{Notice, NoticeKind, words};

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
    pub fn render(&mut self, session: &PageSession) {
        self.rows.retain(|id, (element, _)| {
            let stays = session.notices().iter().any(|notice| notice.id == *id);
            if !stays {
                element.remove();
            }
            stays
        });
        for notice in session.notices() {
            if !self.rows.contains_key(&notice.id)
                && let Ok(row) = self.row(notice)
            {
                self.rows.insert(notice.id, row);
            }
        }
    }

    /// Says everything anew.
    pub fn retell(&self, session: &PageSession) {
        for posted in session.notices() {
            if let Some((element, _)) = self.rows.get(&posted.id) {
                // Slots that are missing are a template that is not there, which `row` has ruled out.
                tell(element, &posted.notice).ok();
            }
        }
    }

    fn row(&self, Posted { id, notice }: &Posted) -> Result<(HtmlElement, EventListener), MissingElement> {
        let element = self.template.instance()?;
        let mark = match notice.kind() {
            NoticeKind::Error => "error",
            NoticeKind::Warning => "warning",
            NoticeKind::Info => "info",
        };
        set_attribute(&element, "data-kind", mark);
        tell(&element, notice)?;
        let (to, id) = (self.sender.clone(), *id);
        let dismiss: HtmlElement = slot(&element, "dismiss")?;
        let listener = EventListener::new(&dismiss, "click", move |_| to.command(Command::Dismiss(id)));
        self.list.append_child(&element).map_err(|_| MissingElement("notices".to_owned()))?;
        Ok((element, listener))
    }
}

fn tell(element: &HtmlElement, notice: &Notice) -> Result<(), MissingElement> {
    fill(element, "kind", (words().notice_kind)(notice.kind()))?;
    fill(element, "text", &(words().notice)(notice))
}
