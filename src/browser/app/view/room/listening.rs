//! What people do with pointer, wheel, fingers and keys in the room, as events.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions, EventListenerPhase};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement, MouseEvent, PointerEvent, Selection, WheelEvent};

use super::sheets::{Fit, ZOOM_STEP, sheet_of};
use super::{Pane, RoomEvent, Way, caret, keys, overlay};
use crate::browser::app::{Msg, Sender};
use crate::browser::dom::{MissingElement, by_id, document};

/// How far a finger goes across before that is a page turned, and how far up or down at most, in pixels.
const SWIPE: (f64, f64) = (70.0, 40.0);

/// A pointer, and where it is in the window.
type Finger = (i32, (f64, f64));

/// Every listener of the room that is not one of a button's widget.
pub fn listeners(sender: &Sender) -> Result<Vec<EventListener>, MissingElement> {
    let (sheets, text): (HtmlElement, HtmlElement) = (by_id("sheets")?, by_id("text")?);
    let mut all = Vec::new();
    for (pane, element) in [(Pane::Image, &sheets), (Pane::Text, &text)] {
        for begins in ["pointerenter", "focusin"] {
            let to = sender.clone();
            all.push(EventListener::new(element, begins, move |_| {
                to.send(Msg::Room(RoomEvent::Leads(pane)))
            }));
        }
        for scrolls in ["pointerdown", "wheel", "keydown"] {
            let to = sender.clone();
            all.push(EventListener::new(element, scrolls, move |_| {
                to.send(Msg::Room(RoomEvent::Scrolls(pane)))
            }));
        }
        let to = sender.clone();
        all.push(EventListener::new(element, "scroll", move |_| {
            to.send(Msg::Room(RoomEvent::Scrolled(pane)))
        }));
    }
    over_pictures(&sheets, sender, &mut all);
    over_text(&text, sender, &mut all)?;
    zooming(&sheets, sender, &mut all)?;
    swiping(&[&sheets, &text], sender, &mut all);
    copying(&sheets, &mut all);
    all.push(keys::listener(sender)?);
    all.push(keys::keep_choice()?);
    let to = sender.clone();
    if let Some(window) = web_sys::window() {
        all.push(EventListener::new(&window, "resize", move |_| to.send(Msg::Room(RoomEvent::Resized))));
    }
    Ok(all)
}

/// The element under an event.
fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn over_pictures(sheets: &HtmlElement, sender: &Sender, all: &mut Vec<EventListener>) {
    let word = |event: &Event| {
        let target = target(event)?;
        Some((sheet_of(&target)?, overlay::word_of(&target)?))
    };
    let (to, last) = (sender.clone(), Cell::new(None));
    all.push(EventListener::new(sheets, "pointermove", move |event: &Event| {
        let now = word(event);
        if last.replace(now) != now {
            to.send(Msg::Room(RoomEvent::Over(now)));
        }
    }));
    let to = sender.clone();
    all.push(EventListener::new(sheets, "pointerleave", move |_| to.send(Msg::Room(RoomEvent::Over(None)))));
    let to = sender.clone();
    all.push(EventListener::new(sheets, "click", move |event: &Event| {
        if let Some((key, word)) = word(event).filter(|_| !is_selecting()) {
            to.send(Msg::Room(RoomEvent::Picked(key, word)));
        }
    }));
    let to = sender.clone();
    all.push(EventListener::new(sheets, "dblclick", move |event: &Event| {
        if let Some((key, word)) = word(event) {
            to.send(Msg::Room(RoomEvent::Picked(key, word)));
            to.send(Msg::Room(RoomEvent::Correct));
        }
    }));
}

fn over_text(
    text: &HtmlElement,
    sender: &Sender,
    all: &mut Vec<EventListener>,
) -> Result<(), MissingElement> {
    let page = document()?;
    let place = move |event: &Event| {
        let event = event.dyn_ref::<MouseEvent>()?;
        // Beside a line, the caret goes to its end: nothing is pointed at there.
        target(event)?.closest(".page-text-body").ok().flatten()?;
        caret::at(&page, f64::from(event.client_x()), f64::from(event.client_y()))
    };
    let (to, last, at) = (sender.clone(), RefCell::new(None), place.clone());
    all.push(EventListener::new(text, "pointermove", move |event: &Event| {
        let now = at(event);
        if *last.borrow() != now {
            last.replace(now.clone());
            to.send(Msg::Room(RoomEvent::OverText(now)));
        }
    }));
    let to = sender.clone();
    all.push(EventListener::new(text, "pointerleave", move |_| {
        to.send(Msg::Room(RoomEvent::OverText(None)))
    }));
    let (to, at) = (sender.clone(), place.clone());
    all.push(EventListener::new(text, "click", move |event: &Event| {
        if let Some((node, offset)) = at(event).filter(|_| !is_selecting()) {
            to.send(Msg::Room(RoomEvent::PickedText(node, offset)));
        }
    }));
    let to = sender.clone();
    all.push(EventListener::new(text, "dblclick", move |event: &Event| {
        if let Some((node, offset)) = place(event) {
            to.send(Msg::Room(RoomEvent::PickedText(node, offset)));
            to.send(Msg::Room(RoomEvent::Correct));
        }
    }));
    Ok(())
}

fn selection() -> Option<Selection> {
    web_sys::window()?.get_selection().ok().flatten()
}

/// Whether a click is the end of a selection.
fn is_selecting() -> bool {
    selection().is_some_and(|selection| !selection.is_collapsed())
}

/// Wheel and fingers that ask for a larger picture: the browser would enlarge the whole page.
fn zooming(
    sheets: &HtmlElement,
    sender: &Sender,
    all: &mut Vec<EventListener>,
) -> Result<(), MissingElement> {
    let active = EventListenerOptions::enable_prevent_default();
    let to = sender.clone();
    all.push(EventListener::new_with_options(sheets, "wheel", active, move |event: &Event| {
        if let Some(event) = event.dyn_ref::<WheelEvent>().filter(|event| event.ctrl_key()) {
            event.prevent_default();
            to.send(Msg::Room(RoomEvent::Zoom((-event.delta_y() / 300.0).exp().clamp(0.5, 2.0))));
        }
    }));
    // Two fingers, by their pointers, and how far apart they were.
    let fingers: Rc<RefCell<Vec<Finger>>> = Rc::default();
    let down = fingers.clone();
    all.push(EventListener::new(sheets, "pointerdown", move |event: &Event| {
        if let Some(event) = event.dyn_ref::<PointerEvent>().filter(|event| event.pointer_type() == "touch") {
            down.borrow_mut().push((event.pointer_id(), point(event)));
        }
    }));
    let (moved, to) = (fingers.clone(), sender.clone());
    all.push(EventListener::new(sheets, "pointermove", move |event: &Event| {
        let Some(event) = event.dyn_ref::<PointerEvent>() else {
            return;
        };
        let mut fingers = moved.borrow_mut();
        let apart = |fingers: &[Finger]| match fingers {
            [(_, a), (_, b)] => Some((a.0 - b.0).hypot(a.1 - b.1)),
            _ => None,
        };
        let before = apart(&fingers);
        if let Some(finger) = fingers.iter_mut().find(|(id, _)| *id == event.pointer_id()) {
            finger.1 = point(event);
        }
        if let (Some(before), Some(now)) = (before, apart(&fingers))
            && before > 0.0
            && now != before
        {
            to.send(Msg::Room(RoomEvent::Zoom(now / before)));
        }
    }));
    for ends in ["pointerup", "pointercancel", "pointerleave"] {
        let fingers = fingers.clone();
        all.push(EventListener::new(sheets, ends, move |event: &Event| {
            if let Some(event) = event.dyn_ref::<PointerEvent>() {
                fingers.borrow_mut().retain(|(id, _)| *id != event.pointer_id());
            }
        }));
    }
    for (id, event) in [
        ("zoom-in", (|| RoomEvent::Zoom(ZOOM_STEP)) as fn() -> RoomEvent),
        ("zoom-out", || RoomEvent::Zoom(1.0 / ZOOM_STEP)),
        ("fit-width", || RoomEvent::Fit(Fit::Width)),
        ("fit-page", || RoomEvent::Fit(Fit::Page)),
        ("turn-view", || RoomEvent::TurnView),
    ] {
        let (button, to): (HtmlElement, _) = (by_id(id)?, sender.clone());
        all.push(EventListener::new(&button, "click", move |_| to.send(Msg::Room(event()))));
    }
    Ok(())
}

fn point(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

/// A finger that goes across turns the page, where nothing can be scrolled that way.
fn swiping(panes: &[&HtmlElement], sender: &Sender, all: &mut Vec<EventListener>) {
    for pane in panes {
        let from: Rc<Cell<Option<Finger>>> = Rc::default();
        let begun = from.clone();
        all.push(EventListener::new(pane, "pointerdown", move |event: &Event| {
            let finger = event.dyn_ref::<PointerEvent>().filter(|event| event.pointer_type() == "touch");
            begun.set(finger.map(|event| (event.pointer_id(), point(event))));
        }));
        let (to, around) = (sender.clone(), (*pane).clone());
        all.push(EventListener::new(pane, "pointerup", move |event: &Event| {
            let Some(event) = event.dyn_ref::<PointerEvent>() else {
                return;
            };
            let Some((_, begun)) = from.take().filter(|(id, _)| *id == event.pointer_id()) else {
                return;
            };
            let (across, down) = (point(event).0 - begun.0, point(event).1 - begun.1);
            let scrolls = around.scroll_width() > around.client_width() + 1;
            if across.abs() > SWIPE.0 && down.abs() < SWIPE.1 && !scrolls && !is_selecting() {
                let way = if across < 0.0 { Way::On } else { Way::Back };
                to.send(Msg::Room(RoomEvent::Turned(way)));
            }
        }));
    }
}

/// What is copied off a picture: the words that are selected, as they are read and not as their boxes stand.
fn copying(sheets: &HtmlElement, all: &mut Vec<EventListener>) {
    let options = EventListenerOptions { phase: EventListenerPhase::Bubble, passive: false };
    all.push(EventListener::new_with_options(sheets, "copy", options, move |event: &Event| {
        let Some(text) = selection().and_then(|selection| overlay::selected(&selection)) else {
            return;
        };
        let clipboard =
            event.dyn_ref::<web_sys::ClipboardEvent>().and_then(web_sys::ClipboardEvent::clipboard_data);
        if let Some(clipboard) = clipboard
            && clipboard.set_data("text/plain", &text).is_ok()
        {
            event.prevent_default();
        }
    }));
}
