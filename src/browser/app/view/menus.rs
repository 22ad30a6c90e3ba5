//! The notes and menus that open over the page close on Escape, on a click beside them, and when something of them was taken.

use gloo::events::EventListener;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlDetailsElement, HtmlElement, KeyboardEvent, Node};

use super::MissingElement;
use crate::browser::dom::{by_id, document};

/// All of them.
const MENUS: [&str; 4] = ["privacy", "more-formats", "keys", "page-menu"];
/// Those of which one thing is taken at a time.
const TAKEN_FROM: [&str; 1] = ["more-formats"];

/// What closes them.
pub fn listeners() -> Result<Vec<EventListener>, MissingElement> {
    let page = document()?;
    let mut listeners = Vec::new();
    for id in MENUS {
        let menu: HtmlDetailsElement = by_id(id)?;
        let (beside, left) = (menu.clone(), menu.clone());
        listeners.push(EventListener::new(&page, "click", move |event: &Event| {
            let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
            if beside.open() && !beside.contains(target.as_ref()) {
                beside.set_open(false);
            }
        }));
        listeners.push(EventListener::new(&page, "keydown", move |event: &Event| {
            let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
            if left.open() && key.as_deref() == Some("Escape") {
                close(&left);
            }
        }));
        if TAKEN_FROM.contains(&id) {
            let taken = menu.clone();
            listeners.push(EventListener::new(&menu, "click", move |event: &Event| {
                let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                if target.is_some_and(|target| matches!(target.closest("button"), Ok(Some(_)))) {
                    close(&taken);
                }
            }));
        }
    }
    Ok(listeners)
}

/// Closes a menu. Its button takes the focus over, if that was in it.
fn close(menu: &HtmlDetailsElement) {
    let held = document().ok().and_then(|document| document.active_element());
    let had_focus = menu.contains(held.as_ref().map(AsRef::as_ref));
    menu.set_open(false);
    if had_focus && let Ok(Some(summary)) = menu.query_selector("summary") {
        summary.unchecked_into::<HtmlElement>().focus().ok();
    }
}
