//! Drawing around a part of a page: with the pointer, or with the arrow keys.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, PointerEvent};

use super::RoomEvent;
use crate::browser::app::view::{PAGE, page_mark, page_of};
use crate::browser::app::{Msg, Sender};
use crate::browser::dom::{MissingElement, by_id, document, set_attribute};
use crate::model::page::Rect;
use crate::session::document::PageKey;

/// What a part of a page is drawn around for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawing {
    /// A line that was missed is typed.
    Line,
    /// It is read by itself.
    Region,
}

/// What an arrow key moves by, in percent of the page.
const STEP: f32 = 1.0;
/// Where the rectangle is first put for those who draw with keys, in percent of the page.
const FIRST: Rect = Rect { x: 20.0, y: 20.0, width: 60.0, height: 4.0 };
/// Smaller than that, in percent of the page, nothing was drawn around.
const LEAST: f32 = 0.4;

/// The rectangle, and the buttons that begin it.
pub struct Rubber {
    state: Rc<RefCell<State>>,
    sheets: HtmlElement,
    buttons: [(Drawing, HtmlElement); 2],
    _listeners: Vec<EventListener>,
}

#[derive(Default)]
struct State {
    drawing: Option<Drawing>,
    /// The rectangle on the page, in percent of it.
    part: Option<(PageKey, Rect)>,
    /// Where the pointer went down.
    from: Option<(f32, f32)>,
    element: Option<HtmlElement>,
}

impl Rubber {
    /// Finds its elements and begins to listen.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let sheets: HtmlElement = by_id("sheets")?;
        let buttons = [(Drawing::Line, by_id("draw-line")?), (Drawing::Region, by_id("draw-region")?)];
        let state: Rc<RefCell<State>> = Rc::default();
        let mut listeners: Vec<EventListener> = buttons
            .iter()
            .map(|(drawing, button): &(Drawing, HtmlElement)| {
                let (to, drawing) = (sender.clone(), *drawing);
                EventListener::new(button, "click", move |_| to.send(Msg::Room(RoomEvent::Draw(drawing))))
            })
            .collect();
        let active = EventListenerOptions::enable_prevent_default();
        let begun = state.clone();
        listeners.push(EventListener::new_with_options(
            &sheets,
            "pointerdown",
            active,
            move |event: &Event| {
                let mut state = begun.borrow_mut();
                if state.drawing.is_none() {
                    return;
                }
                if let Some((leaf, key, at)) = place(event) {
                    event.prevent_default();
                    state.from = Some(at);
                    state.put(&leaf, key, Rect { x: at.0, y: at.1, width: 0.0, height: 0.0 });
                }
            },
        ));
        let moved = state.clone();
        listeners.push(EventListener::new(&sheets, "pointermove", move |event: &Event| {
            let mut state = moved.borrow_mut();
            let Some(from) = state.from else {
                return;
            };
            if let Some((leaf, key, to)) = place(event)
                && state.part.is_some_and(|(of, _)| of == key)
            {
                state.put(&leaf, key, around(from, to));
            }
        }));
        let (ended, to) = (state.clone(), sender.clone());
        listeners.push(EventListener::new(&sheets, "pointerup", move |_| {
            let mut state = ended.borrow_mut();
            if state.from.take().is_some() {
                state.finish(&to);
            }
        }));
        let (pressed, to) = (state.clone(), sender.clone());
        listeners.push(EventListener::new_with_options(&sheets, "keydown", active, move |event: &Event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
                return;
            };
            let mut state = pressed.borrow_mut();
            if state.drawing.is_none() {
                return;
            }
            let (across, down) = match event.key().as_str() {
                "ArrowLeft" => (-STEP, 0.0),
                "ArrowRight" => (STEP, 0.0),
                "ArrowUp" => (0.0, -STEP),
                "ArrowDown" => (0.0, STEP),
                "Enter" => {
                    event.prevent_default();
                    event.stop_propagation();
                    return state.finish(&to);
                }
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            state.move_by(across, down, event.shift_key());
        }));
        Ok(Self { state, sheets, buttons, _listeners: listeners })
    }

    /// Something is to be drawn around, on this page first; or nothing any more, if it was to be already.
    pub fn begin(&mut self, drawing: Drawing, page: Option<PageKey>) {
        if self.end() == Some(drawing) {
            return;
        }
        self.state.borrow_mut().drawing = Some(drawing);
        self.show(Some(drawing));
        self.sheets.focus().ok();
        let leaf = page.and_then(|key| {
            let sheet = format!(".sheet[{PAGE}=\"{}\"] .leaf", page_mark(key));
            Some((key, self.sheets.query_selector(&sheet).ok().flatten()?))
        });
        if let Some((key, leaf)) = leaf {
            self.state.borrow_mut().put(&leaf, key, FIRST);
        }
    }

    /// Nothing is drawn around any more; what it was for.
    pub fn end(&mut self) -> Option<Drawing> {
        let mut state = self.state.borrow_mut();
        let State { drawing, element, .. } = std::mem::take(&mut *state);
        drop(state);
        if let Some(element) = element {
            element.remove();
        }
        if drawing.is_some() {
            self.show(None);
        }
        drawing
    }

    fn show(&self, drawing: Option<Drawing>) {
        set_attribute(&self.sheets, "data-drawing", if drawing.is_some() { "true" } else { "false" });
        for (of, button) in &self.buttons {
            set_attribute(button, "aria-pressed", if Some(*of) == drawing { "true" } else { "false" });
        }
    }
}

impl State {
    /// Puts the rectangle here.
    fn put(&mut self, leaf: &Element, key: PageKey, part: Rect) {
        if self.element.is_none() {
            let made = document().ok().and_then(|page| page.create_element("div").ok());
            self.element = made.map(|element| element.unchecked_into());
        }
        if let Some(element) = &self.element {
            element.set_class_name("rubber");
            let Rect { x, y, width, height } = part;
            let style = format!("left:{x}%;top:{y}%;width:{width}%;height:{height}%");
            element.style().set_css_text(&style);
            leaf.append_child(element).ok();
        }
        self.part = Some((key, part));
    }

    /// Moves the rectangle, or its end, by so many percent of the page.
    fn move_by(&mut self, across: f32, down: f32, end: bool) {
        let Some((key, part)) = self.part else {
            return;
        };
        let within = |at: f32, side: f32| at.clamp(0.0, (100.0 - side).max(0.0));
        let part = if end {
            Rect {
                width: (part.width + across).clamp(STEP, 100.0 - part.x),
                height: (part.height + down).clamp(STEP, 100.0 - part.y),
                ..part
            }
        } else {
            Rect { x: within(part.x + across, part.width), y: within(part.y + down, part.height), ..part }
        };
        if let Some(leaf) = self.element.as_ref().and_then(|element| element.parent_element()) {
            self.put(&leaf, key, part);
        }
    }

    /// Tells what was drawn around.
    fn finish(&mut self, to: &Sender) {
        if let Some((key, part)) = self.part
            && part.width >= LEAST
            && part.height >= LEAST
        {
            to.send(Msg::Room(RoomEvent::Drawn(key, part)));
        }
    }
}

/// The page under the pointer, and where on it, in percent.
fn place(event: &Event) -> Option<(Element, PageKey, (f32, f32))> {
    let event = event.dyn_ref::<PointerEvent>()?;
    let target: Element = event.target()?.dyn_into().ok()?;
    let sheet = target.closest(".sheet").ok().flatten()?;
    let leaf = sheet.query_selector(".leaf").ok().flatten()?;
    let around = leaf.get_bounding_client_rect();
    let share =
        |at: i32, from: f64, side: f64| ((f64::from(at) - from) / side * 100.0).clamp(0.0, 100.0) as f32;
    let at = (
        share(event.client_x(), around.left(), around.width()),
        share(event.client_y(), around.top(), around.height()),
    );
    Some((leaf, page_of(&sheet)?, at))
}

fn around(a: (f32, f32), b: (f32, f32)) -> Rect {
    let (x, y) = (a.0.min(b.0), a.1.min(b.1));
    Rect { x, y, width: a.0.max(b.0) - x, height: a.1.max(b.1) - y }
}
