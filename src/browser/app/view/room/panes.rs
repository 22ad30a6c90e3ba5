//! The two panes beside each other, the line between them, and which of them is shown. What people choose stays for the next
//! visit.

use gloo::events::EventListener;
use wasm_bindgen::prelude::*;
use web_sys::{Event, HtmlElement, KeyboardEvent, PointerEvent};

use super::{Pane, RoomEvent};
use crate::browser::app::view::PageDocument;
use crate::browser::app::{Msg, Sender, settings};
use crate::browser::dom::{MissingElement, by_id, set_attribute};

/// What is shown of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Its picture.
    Image,
    /// Picture and text.
    Both,
    /// Its text.
    Text,
}

impl Face {
    const ALL: [Face; 3] = [Face::Image, Face::Both, Face::Text];

    /// Its name in ids and attributes.
    fn name(self) -> &'static str {
        match self {
            Face::Image => "image",
            Face::Both => "both",
            Face::Text => "text",
        }
    }
}

/// The narrowest that the picture can be, and the widest, in percent of the room.
const SHARES: (f64, f64) = (20.0, 80.0);
/// What an arrow key moves the line by.
const STEP: f64 = 2.0;
/// Under which name the choice is kept.
const KEPT: &str = "pagewise-room";

/// The panes.
pub struct Panes {
    room: HtmlElement,
    divider: HtmlElement,
    image: HtmlElement,
    sheets: HtmlElement,
    text: HtmlElement,
    buttons: Vec<(Face, HtmlElement)>,
    face: Face,
    share: f64,
    /// Whether the document that is looked at has its file here: else there is nothing to draw.
    has_file: bool,
    _listeners: Vec<EventListener>,
}

impl Panes {
    /// Finds its elements; shows what was chosen at the last visit.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let divider: HtmlElement = by_id("divider")?;
        let mut listeners = Vec::new();
        let mut buttons = Vec::new();
        for face in Face::ALL {
            let button: HtmlElement = by_id(&format!("face-{}", face.name()))?;
            let to = sender.clone();
            listeners.push(EventListener::new(&button, "click", move |_| {
                to.send(Msg::Room(RoomEvent::Face(face)));
            }));
            buttons.push((face, button));
        }
        let room: HtmlElement = by_id("room")?;
        let holder = divider.clone();
        listeners.push(EventListener::new(&divider, "pointerdown", move |event: &Event| {
            if let Some(event) = event.dyn_ref::<PointerEvent>() {
                // Or moving it would select text.
                holder.set_pointer_capture(event.pointer_id()).ok();
            }
        }));
        let (holder, within, to) = (divider.clone(), by_id::<HtmlElement>("image-pane")?, sender.clone());
        listeners.push(EventListener::new(&divider, "pointermove", move |event: &Event| {
            let Some(event) = event.dyn_ref::<PointerEvent>() else {
                return;
            };
            if !holder.has_pointer_capture(event.pointer_id()) {
                return;
            }
            let around = within.parent_element().map(|panes| panes.get_bounding_client_rect());
            if let Some(around) = around.filter(|around| around.width() > 0.0) {
                let share = (f64::from(event.client_x()) - around.left()) / around.width() * 100.0;
                to.send(Msg::Room(RoomEvent::Divide(share)));
            }
        }));
        let (to, moved) = (sender.clone(), divider.clone());
        listeners.push(EventListener::new(&divider, "keydown", move |event: &Event| {
            let now: f64 =
                moved.get_attribute("aria-valuenow").and_then(|now| now.parse().ok()).unwrap_or(50.0);
            let share = match event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).as_deref() {
                Some("ArrowLeft") => now - STEP,
                Some("ArrowRight") => now + STEP,
                Some("Home") => SHARES.0,
                Some("End") => SHARES.1,
                _ => return,
            };
            to.send(Msg::Room(RoomEvent::Divide(share)));
        }));
        let mut panes = Self {
            room,
            divider,
            image: by_id("image-pane")?,
            sheets: by_id("sheets")?,
            text: by_id("text")?,
            buttons,
            face: Face::Both,
            share: 50.0,
            has_file: true,
            _listeners: listeners,
        };
        let kept = settings::kept(KEPT).unwrap_or_default();
        let (face, share) = kept.split_once(' ').unwrap_or_default();
        if let Some(face) = Face::ALL.into_iter().find(|known| known.name() == face) {
            panes.face = face;
        }
        panes.share = share.parse().unwrap_or(panes.share);
        panes.show();
        Ok(panes)
    }

    /// Without its file a document has no pictures: only its text is shown.
    pub fn render(&mut self, document: Option<&PageDocument>) {
        let has_file = document.is_none_or(|document| !document.files.is_empty());
        if self.has_file != has_file {
            self.has_file = has_file;
            self.show();
        }
    }

    /// Shows this from now on.
    pub fn turn_to(&mut self, face: Face) {
        self.face = face;
        self.keep();
        self.show();
    }

    /// Gives the picture this share of the room, in percent.
    pub fn divide(&mut self, share: f64) {
        self.share = share.clamp(SHARES.0, SHARES.1).round();
        self.keep();
        self.show();
    }

    fn keep(&self) {
        settings::keep(KEPT, &format!("{} {}", self.face.name(), self.share));
    }

    fn show(&self) {
        let face = if self.has_file { self.face } else { Face::Text };
        set_attribute(&self.room, "data-face", face.name());
        set_attribute(&self.divider, "aria-valuenow", &self.share.to_string());
        self.room.style().set_property("--share", &format!("{}%", self.share)).ok();
        for (of, button) in &self.buttons {
            set_attribute(button, "aria-pressed", if *of == face { "true" } else { "false" });
            set_attribute(button, "aria-disabled", if self.has_file { "false" } else { "true" });
        }
        // What is said once is said by the text, unless that is not there.
        let is_heard = face == Face::Image;
        set_attribute(&self.sheets, "data-heard", if is_heard { "true" } else { "false" });
    }

    /// Whether a pane is to be seen.
    pub fn shows(&self, pane: Pane) -> bool {
        let pane = match pane {
            Pane::Image => &self.image,
            Pane::Text => &self.text,
        };
        pane.client_width() > 0
    }

    /// Gives a pane the focus, or the one that is there.
    pub fn focus(&self, pane: Pane) {
        let text_is_there = self.shows(Pane::Text);
        let to = match pane {
            Pane::Text if text_is_there => &self.text,
            Pane::Image if self.shows(Pane::Image) => &self.sheets,
            _ if text_is_there => &self.text,
            _ => &self.sheets,
        };
        let stay = web_sys::FocusOptions::new();
        stay.set_prevent_scroll(true);
        to.focus_with_options(&stay).ok();
    }
}
