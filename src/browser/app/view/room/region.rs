//! A part of a page that was read by itself, to be copied.

use gloo::events::EventListener;
use web_sys::HtmlElement;

use crate::browser::app::{Msg, PageSession, Sender};
use crate::browser::dom::{MissingElement, by_id, set_text, show};
use crate::session::Command;
use crate::session::again::Progress;
use crate::words::words;

use super::RoomEvent;

/// What was read, and the buttons to copy it.
pub struct Region {
    dialog: HtmlElement,
    text: HtmlElement,
    actions: HtmlElement,
    _listeners: Vec<EventListener>,
}

impl Region {
    /// Finds its elements and begins to listen to them.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let button = |id: &str| by_id::<HtmlElement>(id);
        let (text, table, close) =
            (button("region-copy")?, button("region-copy-table")?, button("region-close")?);
        let (as_text, as_table, closed) = (sender.clone(), sender.clone(), sender.clone());
        let listeners = vec![
            EventListener::new(&text, "click", move |_| {
                as_text.command(Command::CopyRegion { as_table: false })
            }),
            EventListener::new(&table, "click", move |_| {
                as_table.command(Command::CopyRegion { as_table: true })
            }),
            EventListener::new(&close, "click", move |_| closed.send(Msg::Room(RoomEvent::CloseRegion))),
        ];
        Ok(Self {
            dialog: by_id("region")?,
            text: by_id("region-text")?,
            actions: by_id("region-actions")?,
            _listeners: listeners,
        })
    }

    /// Shows how far it is; `is_wanted` is false once a person has closed it.
    pub fn render(&self, session: &PageSession, is_wanted: bool) {
        let reading = session.region_reading().filter(|_| is_wanted);
        show(&self.dialog, reading.is_some());
        let Some(reading) = reading else {
            return;
        };
        let said = &words().room;
        let (text, is_there) = match &reading.progress {
            Progress::Waiting => (said.region_waits.to_owned(), false),
            Progress::InWork => (said.region_in_work.to_owned(), false),
            Progress::Ended { record, .. } => match (record.text(), record.failure()) {
                (Some(text), _) if text.words().next().is_some() => (text.to_string(), true),
                (None, Some(error)) => ((words().error)(error), false),
                _ => (words().fixed.no_text_here.to_owned(), false),
            },
        };
        set_text(&self.text, &text);
        show(&self.actions, is_there);
    }
}
