//! The bar above the panes: how it went, in a sentence that leads to what is doubtful; the page; undo and redo; and what can
//! be taken away.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use web_sys::{Event, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::{RoomEvent, Way, all_pages};
use crate::browser::app::{Msg, PageSession, Sender};
use crate::browser::dom::{MissingElement, by_id, document, set_attribute, set_text, show};
use crate::model::options::TextFlow;
use crate::session::Command;
use crate::words::{Summary, words};

/// How long the button says that it has copied.
const COPIED_MS: u32 = 2500;

/// The bar.
pub struct Bar {
    sentence: HtmlElement,
    to_doubt: HtmlElement,
    number: HtmlInputElement,
    count: HtmlElement,
    undo: HtmlElement,
    redo: HtmlElement,
    doubts: HtmlElement,
    flows: [(TextFlow, HtmlElement); 2],
    copy: HtmlElement,
    announcement: HtmlElement,
    /// While the button says that it has copied.
    copied: Option<Timeout>,
    _listeners: Vec<EventListener>,
}

impl Bar {
    /// Finds its elements and begins to listen to them.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let (undo, redo): (HtmlElement, HtmlElement) = (by_id("undo")?, by_id("redo")?);
        let (doubts, to_doubt): (HtmlElement, HtmlElement) = (by_id("doubts")?, by_id("to-doubt")?);
        let number: HtmlInputElement = by_id("page-number")?;
        let command = |button: &HtmlElement, command: fn() -> Command| {
            let to = sender.clone();
            EventListener::new(button, "click", move |_| to.command(command()))
        };
        let event = |button: &HtmlElement, event: fn() -> RoomEvent| {
            let to = sender.clone();
            EventListener::new(button, "click", move |_| to.send(Msg::Room(event())))
        };
        let flows = [
            (TextFlow::Flowing, by_id::<HtmlElement>("flow-flowing")?),
            (TextFlow::AsPrinted, by_id::<HtmlElement>("flow-printed")?),
        ];
        let (to, typed) = (sender.clone(), number.clone());
        let go = move || {
            if let Ok(number) = typed.value().trim().parse() {
                to.send(Msg::Room(RoomEvent::GoToNumber(number)));
            }
        };
        let (on_change, to) = (go.clone(), sender.clone());
        let flow = |(flow, button): &(TextFlow, HtmlElement)| {
            let (to, flow) = (sender.clone(), *flow);
            EventListener::new(button, "click", move |_| to.command(Command::SetFlow(flow)))
        };
        let mut listeners = vec![
            command(&undo, || Command::Undo),
            command(&redo, || Command::Redo),
            event(&doubts, || RoomEvent::ToggleDoubts),
            event(&to_doubt, || RoomEvent::Doubt(Way::On)),
            EventListener::new(&number, "change", move |_| on_change()),
            EventListener::new(&number, "keydown", move |event: &Event| {
                match event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).as_deref() {
                    Some("Enter") => go(),
                    Some("ArrowDown") => to.send(Msg::Room(RoomEvent::Turned(Way::On))),
                    Some("ArrowUp") => to.send(Msg::Room(RoomEvent::Turned(Way::Back))),
                    _ => {}
                }
            }),
        ];
        listeners.extend(flows.iter().map(flow));
        Ok(Self {
            sentence: by_id("sentence")?,
            to_doubt,
            number,
            count: by_id("page-count")?,
            undo,
            redo,
            doubts,
            flows,
            copy: by_id("copy")?,
            announcement: by_id("announce")?,
            copied: None,
            _listeners: listeners,
        })
    }

    /// Brings the bar up to date.
    pub fn render(&mut self, session: &PageSession, marks_doubts: bool) {
        let jobs = session.documents().iter().filter_map(|document| document.job.as_ref());
        let tally = jobs.map(|job| job.tally()).collect();
        let summary = Summary { tally, is_running: session.is_running() };
        set_text(&self.sentence, &(words().room.summary)(&summary));
        show(&self.to_doubt, tally.doubtful > 0);
        let place = session.looking_at().and_then(|key| all_pages(session).position(|other| other == key));
        let is_typing = document().ok().and_then(|page| page.active_element());
        let is_typing = is_typing.is_some_and(|element| element.is_same_node(Some(&self.number)));
        if let Some(place) = place.filter(|_| !is_typing) {
            let said = (place + 1).to_string();
            if self.number.value() != said {
                self.number.set_value(&said);
            }
        }
        set_text(&self.count, &(words().room.of_pages)(all_pages(session).count()));
        let flag = |is: bool| if is { "true" } else { "false" };
        set_attribute(&self.undo, "aria-disabled", flag(session.undoable().is_none()));
        set_attribute(&self.redo, "aria-disabled", flag(session.redoable().is_none()));
        set_attribute(&self.doubts, "aria-pressed", flag(marks_doubts));
        for (flow, button) in &self.flows {
            set_attribute(button, "aria-pressed", flag(session.options().flow == *flow));
        }
    }

    /// Says everything anew that is not said at every refresh.
    pub fn retell(&mut self) {
        self.copied = None;
        set_text(&self.copy, words().fixed.copy);
    }

    /// The text is on the clipboard: the button says so for a moment.
    pub fn copied(&mut self) {
        set_text(&self.copy, words().fixed.copied);
        let copy = self.copy.clone();
        self.copied = Some(Timeout::new(COPIED_MS, move || set_text(&copy, words().fixed.copy)));
    }

    /// Tells screen readers a sentence.
    pub fn say(&self, sentence: &str) {
        set_text(&self.announcement, sentence);
    }
}
