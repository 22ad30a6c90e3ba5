//! Searching: the field, how often it was found, and the list of what was found, which stands in the place of the list of
//! pages while something is looked for.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::prelude::*;
use web_sys::{
    Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, ScrollIntoViewOptions,
    ScrollLogicalPosition,
};

use super::RoomEvent;
use crate::browser::app::{Msg, PageSession, Sender};
use crate::browser::dom::{MissingElement, Template, by_id, fill, set_attribute, set_text, show};
use crate::session::Command;
use crate::words::words;

/// Hits listed at a time.
const PORTION: usize = 50;
/// Nobody reads through more than these: they are gone through one by one.
const MOST: usize = 1000;
/// The attribute of a row that says which hit it shows.
const HIT: &str = "data-hit";

/// The field and the list.
pub struct SearchBar {
    field: HtmlInputElement,
    count: HtmlElement,
    before: HtmlElement,
    after: HtmlElement,
    list: HtmlElement,
    rows: HtmlElement,
    template: Template,
    /// What the list shows: the words looked for, and how often they were found.
    listed: (String, usize),
    /// How many rows it has.
    made: usize,
    present: Option<usize>,
    _listeners: Vec<EventListener>,
}

impl SearchBar {
    /// Finds its elements and begins to listen to them.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let field: HtmlInputElement = by_id("search")?;
        let (before, after): (HtmlElement, HtmlElement) = (by_id("hit-before")?, by_id("hit-after")?);
        let list: HtmlElement = by_id("hits")?;
        let (typed, to) = (field.clone(), sender.clone());
        let active = EventListenerOptions::enable_prevent_default();
        let (pressed, back, on, chosen, moved) =
            (sender.clone(), sender.clone(), sender.clone(), sender.clone(), sender.clone());
        let cleared = field.clone();
        let listeners = vec![
            EventListener::new(&field, "input", move |_| to.command(Command::Search(typed.value()))),
            EventListener::new_with_options(&field, "keydown", active, move |event: &Event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
                    return;
                };
                match (event.key().as_str(), event.shift_key()) {
                    ("Enter" | "ArrowDown", false) => pressed.command(Command::NextHit),
                    ("Enter", true) | ("ArrowUp", _) => pressed.command(Command::PreviousHit),
                    ("Escape", _) => {
                        cleared.set_value("");
                        pressed.send(Msg::Room(RoomEvent::EndSearch));
                    }
                    _ => return,
                }
                event.prevent_default();
            }),
            EventListener::new(&before, "click", move |_| back.command(Command::PreviousHit)),
            EventListener::new(&after, "click", move |_| on.command(Command::NextHit)),
            EventListener::new(&list, "click", move |event: &Event| {
                let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                let row = target.and_then(|target| target.closest(".hit").ok().flatten());
                let hit = row.and_then(|row| row.get_attribute(HIT)?.parse().ok());
                if let Some(hit) = hit {
                    chosen.command(Command::GoToHit(hit));
                }
            }),
            EventListener::new_with_options(&list, "keydown", active, move |event: &Event| {
                match event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).as_deref() {
                    Some("ArrowDown") => moved.command(Command::NextHit),
                    Some("ArrowUp") => moved.command(Command::PreviousHit),
                    Some("Escape") => moved.send(Msg::Room(RoomEvent::EndSearch)),
                    _ => return,
                }
                event.prevent_default();
            }),
        ];
        Ok(Self {
            field,
            count: by_id("search-count")?,
            before,
            after,
            list,
            rows: by_id("page-rows")?,
            template: Template::new("hit-template")?,
            listed: (String::new(), 0),
            made: 0,
            present: None,
            _listeners: listeners,
        })
    }

    /// Brings field and list up to date. Tells whether there is more to do.
    pub fn render(&mut self, session: &PageSession) -> bool {
        let search = session.search();
        show(&self.list, search.is_some());
        show(&self.rows, search.is_none());
        let count = search.map_or(0, |search| search.count());
        show(&self.before, count > 1);
        show(&self.after, count > 1);
        let Some(search) = search else {
            set_text(&self.count, "");
            self.clear();
            return false;
        };
        let present = search.present();
        set_text(&self.count, &(words().room.hits)(present.map(|present| present + 1), count));
        if (self.listed.0.as_str(), self.listed.1) != (search.query(), count) {
            self.clear();
            self.listed = (search.query().to_owned(), count);
        }
        let wanted = count.min(MOST);
        for hit in self.made..wanted.min(self.made + PORTION) {
            if self.add(session, hit).is_err() {
                return false;
            }
            self.made += 1;
        }
        self.mark(present);
        self.made < wanted
    }

    fn clear(&mut self) {
        self.list.set_text_content(None);
        (self.made, self.present) = (0, None);
        self.listed = (String::new(), 0);
    }

    fn add(&self, session: &PageSession, place: usize) -> Result<(), MissingElement> {
        let Some((key, hit)) = session.hit(place) else {
            return Ok(());
        };
        let row = self.template.instance()?;
        row.set_id(&format!("hit-{place}"));
        set_attribute(&row, HIT, &place.to_string());
        fill(&row, "page", &(words().room.hit_page)(key.page))?;
        fill(&row, "before", &hit.before)?;
        fill(&row, "hit", &hit.found)?;
        fill(&row, "after", &hit.after)?;
        self.list.append_child(&row).ok();
        Ok(())
    }

    fn mark(&mut self, present: Option<usize>) {
        if self.present == present {
            return;
        }
        for (hit, is_present) in [(self.present, false), (present, true)] {
            let row = hit.and_then(|hit| self.list.children().item(hit as u32));
            let Some(row) = row else {
                continue;
            };
            set_attribute(&row, "aria-selected", if is_present { "true" } else { "false" });
            if is_present {
                set_attribute(&self.list, "aria-activedescendant", &row.id());
                let nearest = ScrollIntoViewOptions::new();
                nearest.set_block(ScrollLogicalPosition::Nearest);
                row.scroll_into_view_with_scroll_into_view_options(&nearest);
            }
        }
        self.present = present;
    }

    /// Nothing is looked for any more.
    pub fn end(&self) {
        self.field.set_value("");
    }

    /// Says everything anew.
    pub fn retell(&mut self) {
        self.clear();
    }
}
