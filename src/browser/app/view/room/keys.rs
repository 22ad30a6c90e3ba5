//! The keys of the room.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent};

use super::panes::Face;
use super::sheets::ZOOM_STEP;
use super::{RoomEvent, Way};
use crate::browser::app::{Msg, Sender, settings};
use crate::browser::dom::{MissingElement, by_id, document};
use crate::session::Command;

/// Under which name it is kept that single keys are not wanted.
const KEPT: &str = "pagewise-keys";
/// Where single keys hold: in the room, in the list of pages, and where nothing has the focus.
const WITHIN: &str = "#room, #pages-list";
/// What takes keys itself.
const TAKES_KEYS: &str =
    "input, select, textarea, dialog, [role=dialog], [role=separator], [role=listbox], [data-drawing=true]";

/// What a key is for.
enum Answer {
    Room(RoomEvent),
    Session(Command),
    Search,
}

/// Listens to keys, as long as they are nobody else's.
pub fn listener(sender: &Sender) -> Result<EventListener, MissingElement> {
    let page = document()?;
    let (search, single): (HtmlInputElement, HtmlInputElement) = (by_id("search")?, by_id("single-keys")?);
    if settings::kept(KEPT).as_deref() == Some("off") {
        single.set_checked(false);
    }
    let room: Element = by_id("results")?;
    let to = sender.clone();
    let active = EventListenerOptions::enable_prevent_default();
    let body = page.body();
    Ok(EventListener::new_with_options(&page, "keydown", active, move |event: &Event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>().filter(|event| !event.is_composing()) else {
            return;
        };
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        let is_free = body.as_ref().is_some_and(|body| target.is_same_node(Some(body)));
        let is_within = matches!(target.closest(WITHIN), Ok(Some(_)));
        let is_taken = matches!(target.closest(TAKES_KEYS), Ok(Some(_)));
        if room.has_attribute("hidden") || is_taken && !event.ctrl_key() || !(is_free || is_within) {
            return;
        }
        if matches!(target.closest("input, textarea, [role=dialog], dialog"), Ok(Some(_))) {
            return;
        }
        let Some(answer) = answer(event, &target, single.checked()) else {
            return;
        };
        event.prevent_default();
        match answer {
            Answer::Room(event) => to.send(Msg::Room(event)),
            Answer::Session(command) => to.command(command),
            Answer::Search => {
                search.focus().ok();
                search.select();
            }
        }
    }))
}

/// Keeps whether single keys are wanted.
pub fn keep_choice() -> Result<EventListener, MissingElement> {
    let single: HtmlInputElement = by_id("single-keys")?;
    let chosen = single.clone();
    Ok(EventListener::new(&single, "change", move |_| {
        settings::keep(KEPT, if chosen.checked() { "on" } else { "off" });
    }))
}

fn answer(event: &KeyboardEvent, target: &Element, single: bool) -> Option<Answer> {
    let key = event.key();
    if event.ctrl_key() || event.meta_key() {
        return match (key.as_str(), event.shift_key()) {
            ("z", false) => Some(Answer::Session(Command::Undo)),
            ("y", false) | ("z" | "Z", true) => Some(Answer::Session(Command::Redo)),
            _ => None,
        };
    }
    if event.alt_key() {
        return None;
    }
    // Buttons and links are pressed by it.
    let is_pressed = matches!(target.closest("button, a, summary"), Ok(Some(_)));
    let is_in_pane = matches!(target.closest("#sheets, #text"), Ok(Some(_)));
    let room = match key.as_str() {
        "Enter" if !is_pressed => RoomEvent::Correct,
        "Escape" => RoomEvent::Escape,
        "ArrowRight" if is_in_pane => RoomEvent::Word(Way::On),
        "ArrowLeft" if is_in_pane => RoomEvent::Word(Way::Back),
        _ if !single => return None,
        "/" => return Some(Answer::Search),
        "n" => RoomEvent::Doubt(Way::On),
        "p" => RoomEvent::Doubt(Way::Back),
        "i" => RoomEvent::Face(Face::Image),
        "b" => RoomEvent::Face(Face::Both),
        "t" => RoomEvent::Face(Face::Text),
        "+" => RoomEvent::Zoom(ZOOM_STEP),
        "-" => RoomEvent::Zoom(1.0 / ZOOM_STEP),
        _ => return None,
    };
    Some(Answer::Room(room))
}
