//! Putting a word right, where it stands: the word enlarged as the page shows it, a field, and what else the engine read.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::prelude::*;
use web_sys::{DomRect, Element, Event, HtmlCanvasElement, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::RoomEvent;
use super::pictures::{Purpose, Wish};
use crate::browser::app::{Msg, PageSession, Sender};
use crate::browser::dom::{MissingElement, by_id, document, set_text, show};
use crate::messages::rendering::ShowRequest;
use crate::model::correction::Edit;
use crate::model::joint::has_space;
use crate::model::page::{PageText, Rect, Word};
use crate::session::Command;
use crate::session::document::PageKey;
use crate::words::words;

/// What is put right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// Words of a line, by their places on the page.
    Words {
        /// The page.
        key: PageKey,
        /// The first of them.
        first: usize,
        /// How many.
        count: usize,
    },
    /// A line that was missed.
    Line {
        /// The page.
        key: PageKey,
        /// Where it stands, in page points.
        rect: Rect,
    },
}

/// How many pixels wide and high the crop is at most.
const CROP: (u32, u32) = (720, 160);
/// How much of a line's height is shown around the word.
const AROUND: f32 = 0.6;
/// How far the dialog stays away from the edges of the window, in pixels.
const MARGIN: f64 = 8.0;

/// The dialog.
pub struct Correction {
    dialog: HtmlElement,
    crop: HtmlElement,
    field: HtmlInputElement,
    readings: HtmlElement,
    note: HtmlElement,
    join: HtmlElement,
    open: Option<Open>,
    /// Where on the screen what it is about stands.
    beside: Option<DomRect>,
    /// What stood in the field at first.
    said: String,
    /// How many other readings are shown.
    shown_readings: usize,
    sender: Sender,
    _listeners: Vec<EventListener>,
}

struct Open {
    target: Target,
    /// What is shown enlarged.
    around: Rect,
    needs_crop: bool,
}

impl Correction {
    /// Finds its elements and begins to listen to them.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let dialog: HtmlElement = by_id("correction")?;
        let (join, readings): (HtmlElement, HtmlElement) =
            (by_id("correction-join")?, by_id("correction-readings")?);
        let field: HtmlInputElement = by_id("correction-text")?;
        let on_click = |id: &str, event: fn() -> RoomEvent| -> Result<EventListener, MissingElement> {
            let (button, to): (HtmlElement, _) = (by_id(id)?, sender.clone());
            Ok(EventListener::new(&button, "click", move |_| to.send(Msg::Room(event()))))
        };
        let active = EventListenerOptions::enable_prevent_default();
        let (to, typed, list) = (sender.clone(), field.clone(), readings.clone());
        let into = field.clone();
        let listeners = vec![
            on_click("correction-save", || RoomEvent::Save { next: false })?,
            on_click("correction-next", || RoomEvent::Save { next: true })?,
            on_click("correction-join", || RoomEvent::Join)?,
            on_click("correction-cancel", || RoomEvent::Leave)?,
            EventListener::new(&readings, "click", move |event: &Event| {
                let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                if let Some(reading) = target.and_then(|target| target.closest("button").ok().flatten()) {
                    into.set_value(&reading.text_content().unwrap_or_default());
                    into.focus().ok();
                }
            }),
            EventListener::new_with_options(&dialog, "keydown", active, move |event: &Event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>().filter(|event| !event.is_composing())
                else {
                    return;
                };
                let is_in_field = event
                    .target()
                    .and_then(|target| target.dyn_into::<HtmlElement>().ok())
                    .is_some_and(|target| target.is_same_node(Some(&typed)));
                let answer = match event.key().as_str() {
                    "Escape" => RoomEvent::Leave,
                    "Enter" if is_in_field => RoomEvent::Save { next: false },
                    // Back is the way out for those who want the buttons.
                    "Tab" if is_in_field && !event.shift_key() => RoomEvent::Save { next: true },
                    "ArrowDown" if is_in_field => {
                        if let Ok(Some(first)) = list.query_selector("button") {
                            event.prevent_default();
                            first.unchecked_into::<HtmlElement>().focus().ok();
                        }
                        return;
                    }
                    _ => return,
                };
                event.prevent_default();
                event.stop_propagation();
                to.send(Msg::Room(answer));
            }),
        ];
        Ok(Self {
            dialog,
            crop: by_id("correction-crop")?,
            field,
            readings,
            note: by_id("correction-note")?,
            join,
            open: None,
            beside: None,
            said: String::new(),
            shown_readings: 0,
            sender: sender.clone(),
            _listeners: listeners,
        })
    }

    /// Opens beside what is put right.
    pub fn open(&mut self, target: Target, text: &PageText, beside: Option<DomRect>) {
        self.set(target, text);
        show(&self.dialog, true);
        if let Some(beside) = &beside {
            self.put_beside(beside);
        }
        self.beside = beside;
        self.field.focus().ok();
        self.field.select();
        if let Target::Words { key, first, count: 1 } = target {
            self.sender.command(Command::ReadWordAgain(key, first));
        }
    }

    /// What it is about, while it is open.
    pub fn target(&self) -> Option<Target> {
        self.open.as_ref().map(|open| open.target)
    }

    /// What it is about is somewhere else in the window now.
    pub fn move_to(&mut self, beside: Option<DomRect>) {
        if let Some(beside) = beside {
            self.put_beside(&beside);
            self.beside = Some(beside);
        }
    }

    fn set(&mut self, target: Target, text: &PageText) {
        let (said, around) = match target {
            Target::Words { first, count, .. } => {
                let words: Vec<&Word> = text.words().skip(first).take(count).collect();
                let around = words.iter().map(|word| word.rect).reduce(Rect::union).unwrap_or_default();
                (together(&words), around)
            }
            Target::Line { rect, .. } => (String::new(), rect),
        };
        self.field.set_value(&said);
        self.said = said;
        let is_followed = match target {
            Target::Words { first, count, .. } => {
                let mut before = 0;
                text.lines().any(|line| {
                    let line = before..before + line.words.len();
                    before = line.end;
                    line.contains(&first) && line.contains(&(first + count))
                })
            }
            Target::Line { .. } => false,
        };
        show(&self.join, is_followed);
        let by = AROUND * around.height.min(around.width).max(4.0);
        let (x, y) = ((around.x - by * 2.0).max(0.0), (around.y - by).max(0.0));
        let around = Rect {
            x,
            y,
            width: (around.right() + by * 2.0).min(text.size.width) - x,
            height: (around.bottom() + by).min(text.size.height) - y,
        };
        self.crop.replace_children_with_node_0();
        self.readings.replace_children_with_node_0();
        self.shown_readings = 0;
        set_text(&self.note, words().room.correction_keys);
        self.open = Some(Open { target, around, needs_crop: true });
    }

    /// Beside, within the window, and not over what it is about.
    fn put_beside(&self, beside: &DomRect) {
        let Some(window) = web_sys::window() else {
            return;
        };
        let side = |side: Result<JsValue, JsValue>| side.ok().and_then(|side| side.as_f64()).unwrap_or(0.0);
        let (wide, high) = (side(window.inner_width()), side(window.inner_height()));
        let own = self.dialog.get_bounding_client_rect();
        let left = beside.left().min(wide - own.width() - MARGIN).max(MARGIN);
        let below = beside.bottom() + MARGIN;
        let top = if below + own.height() + MARGIN <= high {
            below
        } else {
            (beside.top() - own.height() - MARGIN).max(MARGIN).min((high - own.height() - MARGIN).max(MARGIN))
        };
        let style = self.dialog.style();
        style.set_property("left", &format!("{left}px")).ok();
        style.set_property("top", &format!("{top}px")).ok();
    }

    /// Shows what else the engine read, as soon as that is known.
    pub fn render(&mut self, session: &PageSession) {
        let Some(Open { target: Target::Words { key, first, count: 1 }, .. }) = &self.open else {
            return;
        };
        let readings = session.word_readings().filter(|it| (it.page, it.word) == (*key, *first));
        let Some(Ok(guesses)) = readings.and_then(|readings| readings.guesses.as_ref()) else {
            return;
        };
        let before = self.shown_readings;
        for guess in guesses.iter().skip(before) {
            self.shown_readings += 1;
            if guess.text != self.said {
                // A reading that cannot be shown is one less to choose from.
                self.offer(&guess.text).ok();
            }
        }
        if self.shown_readings > before
            && let Some(beside) = &self.beside
        {
            self.put_beside(beside);
        }
    }

    fn offer(&self, text: &str) -> Result<(), JsValue> {
        let page = document().map_err(|_| JsValue::NULL)?;
        let (item, button) = (page.create_element("li")?, page.create_element("button")?);
        button.set_attribute("type", "button")?;
        button.set_class_name("button");
        button.set_attribute("dir", "auto")?;
        button.set_text_content(Some(text));
        item.append_child(&button)?;
        self.readings.append_child(&item)?;
        Ok(())
    }

    /// The picture it lacks.
    pub fn wish(&self) -> Option<Wish> {
        let open = self.open.as_ref().filter(|open| open.needs_crop)?;
        let key = open.key();
        let (width, height) = CROP;
        let request = ShowRequest { page: key.page, width, height, region: Some(open.around) };
        Some(Wish { key, request, purpose: Purpose::Crop })
    }

    /// Its picture has come.
    pub fn show(&mut self, picture: HtmlCanvasElement) {
        if let Some(open) = &mut self.open {
            open.needs_crop = false;
            self.crop.replace_children_with_node_1(&picture);
        }
    }

    /// It will not come.
    pub fn no_crop(&mut self) {
        if let Some(open) = &mut self.open {
            open.needs_crop = false;
        }
    }

    /// The next word of the line belongs to it.
    pub fn join(&mut self, session: &PageSession) {
        let Some(Open { target: Target::Words { key, first, count }, .. }) = self.open else {
            return;
        };
        if let Some(text) = super::text_of(session, key) {
            self.set(Target::Words { key, first, count: count + 1 }, text);
            let joined = self.field.value().replace(' ', "");
            self.field.set_value(&joined);
            self.field.focus().ok();
        }
    }

    /// What is to be corrected, if anything is.
    pub fn take(&self, session: &PageSession) -> Option<(PageKey, Edit)> {
        let open = self.open.as_ref()?;
        let text = self.field.value().trim().to_owned();
        let key = open.key();
        match open.target {
            Target::Words { first, count, .. } => {
                let page = super::text_of(session, key)?;
                let before: Vec<&Word> = page.words().skip(first).take(count).collect();
                (together(&before) != text).then_some((key, Edit::Words { first, count, text }))
            }
            Target::Line { rect, .. } => (!text.is_empty()).then_some((key, Edit::Line { rect, text })),
        }
    }

    /// It is not needed any more.
    pub fn close(&mut self) {
        if self.open.take().is_some() {
            show(&self.dialog, false);
        }
    }
}

impl Open {
    fn key(&self) -> PageKey {
        match self.target {
            Target::Words { key, .. } | Target::Line { key, .. } => key,
        }
    }
}

/// Words as they are read.
fn together(words: &[&Word]) -> String {
    let mut text = String::new();
    for word in words {
        if !text.is_empty() && has_space(&text, &word.text) {
            text.push(' ');
        }
        text.push_str(&word.text);
    }
    text
}
