//! The list of pages: one row for every chosen page, one of them the page that a person has before them. It is one stop of
//! the tab key, with the arrow keys inside.

use std::collections::VecDeque;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::prelude::*;
use web_sys::{
    Element, Event, HtmlCanvasElement, HtmlElement, HtmlSelectElement, IntersectionObserver,
    IntersectionObserverEntry, KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition,
};

use super::room::RoomEvent;
use super::room::pictures::{Wish, can_be_drawn};
use super::{page_mark, page_of};
use crate::browser::app::{Msg, PageSession, Sender};
use crate::browser::dom::{MissingElement, Template, by_id, set_attribute, show};
use crate::model::look::Quality;
use crate::session::document::{DocumentId, PageKey};
use row::Row;

mod row;

/// Rows made, or changed, at a time: a screenful and more, in less time than anybody notices.
const PORTION: usize = 100;
/// Rows that are gone past with one key.
const SCREENFUL: isize = 10;

/// The list of pages.
pub struct PageRows {
    section: HtmlElement,
    list: HtmlElement,
    order: HtmlSelectElement,
    template: Template,
    groups: Vec<Group>,
    /// Rows to be brought up to date.
    pending: VecDeque<PageKey>,
    /// The row of the page that is looked at.
    current: Option<PageKey>,
    /// Whether the least certain pages come first, and whether rows stand in an order that is not so any more.
    by_doubt: bool,
    is_disordered: bool,
    observer: IntersectionObserver,
    _near: Closure<dyn FnMut(js_sys::Array)>,
    _listeners: Vec<EventListener>,
}

/// The rows of one job.
struct Group {
    document: DocumentId,
    /// The job's.
    number: u32,
    rows: Vec<Row>,
}

impl PageRows {
    /// Finds its elements.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let (list, order): (HtmlElement, HtmlSelectElement) = (by_id("page-rows")?, by_id("row-order")?);
        let to = sender.clone();
        let near = Closure::new(move |entries: js_sys::Array| {
            for entry in entries.iter() {
                let entry: IntersectionObserverEntry = entry.unchecked_into();
                if let Some(key) = page_of(&entry.target()) {
                    to.send(Msg::Room(RoomEvent::RowNear(key, entry.is_intersecting())));
                }
            }
        });
        let observer = IntersectionObserver::new(near.as_ref().unchecked_ref())
            .map_err(|_| MissingElement("IntersectionObserver".to_owned()))?;
        let (clicked, pressed, chosen) = (sender.clone(), sender.clone(), sender.clone());
        let prevents = EventListenerOptions::enable_prevent_default();
        let listeners = vec![
            EventListener::new(&list, "click", move |event: &Event| {
                let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                let row = target.and_then(|target| target.closest(".page-row").ok().flatten());
                if let Some(key) = row.and_then(|row| page_of(&row)) {
                    clicked.send(Msg::Room(RoomEvent::GoTo(key)));
                }
            }),
            EventListener::new_with_options(&list, "keydown", prevents, move |event: &Event| {
                let by = match event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).as_deref() {
                    Some("ArrowDown") => 1,
                    Some("ArrowUp") => -1,
                    Some("PageDown") => SCREENFUL,
                    Some("PageUp") => -SCREENFUL,
                    Some("Home") => isize::MIN,
                    Some("End") => isize::MAX,
                    _ => return,
                };
                event.prevent_default();
                pressed.send(Msg::Room(RoomEvent::RowsBy(by)));
            }),
            EventListener::new(&order, "change", move |_| chosen.send(Msg::Room(RoomEvent::Reorder))),
            opens(&by_id("to-pages")?, true)?,
            opens(&by_id("close-pages")?, false)?,
        ];
        Ok(Self {
            section: by_id("pages-list")?,
            list,
            order,
            template: Template::new("page-row-template")?,
            groups: Vec::new(),
            pending: VecDeque::new(),
            current: None,
            by_doubt: false,
            is_disordered: false,
            observer,
            _near: near,
            _listeners: listeners,
        })
    }

    /// Brings a portion of the rows of changed pages up to date, and makes a portion of those that are not there
    /// yet. Tells whether there is more to do.
    pub fn render(&mut self, session: &PageSession, changes: &[PageKey]) -> bool {
        let jobs =
            || session.documents().iter().filter_map(|document| Some((document.id, document.job.as_ref()?)));
        let is_same = |group: &Group, (id, number)| (group.document, group.number) == (id, number);
        let same =
            self.groups.iter().zip(jobs()).take_while(|(group, (id, job))| is_same(group, (*id, job.number)));
        let same = same.count();
        for row in self.groups.drain(same..).flat_map(|group| group.rows) {
            self.observer.unobserve(&row.element);
            row.element.remove();
        }
        self.pending.extend(changes);
        for _ in 0..PORTION {
            let Some(key) = self.pending.pop_front() else {
                break;
            };
            let page =
                session.document(key.document).and_then(|document| document.job.as_ref()?.page(key.page));
            if let (Some(row), Some(page)) = (self.row(key), page) {
                row.render(page);
                self.is_disordered |= self.by_doubt;
            }
        }
        self.groups.extend(jobs().skip(same).map(|(document, job)| Group {
            document,
            number: job.number,
            rows: Vec::new(),
        }));
        let more = self.add_rows(session) || !self.pending.is_empty();
        if std::mem::take(&mut self.is_disordered) {
            self.arrange(session);
        }
        self.mark_current(session.looking_at());
        show(&self.section, self.groups.iter().any(|group| !group.rows.is_empty()));
        more
    }

    /// Says everything anew, a portion at each refresh.
    pub fn retell(&mut self) {
        self.pending = self.rows().map(|row| row.key).collect();
    }

    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.groups.iter().flat_map(|group| &group.rows)
    }

    fn row(&mut self, key: PageKey) -> Option<&mut Row> {
        let group = self.groups.iter_mut().find(|group| group.document == key.document)?;
        let place = group.rows.binary_search_by_key(&key.page, |row| row.key.page).ok()?;
        group.rows.get_mut(place)
    }

    /// Adds a portion of the rows that are missing, at the end: groups are filled in their order.
    fn add_rows(&mut self, session: &PageSession) -> bool {
        let mut left = PORTION;
        let with_job = session.documents().iter().filter(|document| document.job.is_some());
        for (group, document) in self.groups.iter_mut().zip(with_job) {
            for page in document.chosen().iter().skip(group.rows.len()) {
                if left == 0 {
                    return true;
                }
                left -= 1;
                let (key, name) = (document.id.page(*page), session.name_beside(document, *page));
                // A row that cannot be made is a template that is not there, which `new` has ruled out.
                let Ok(mut row) = Row::new(&self.template, key, name) else {
                    return false;
                };
                if let Some(view) = document.job.as_ref().and_then(|job| job.page(*page)) {
                    row.render(view);
                }
                self.list.append_child(&row.element).ok();
                self.observer.observe(&row.element);
                group.rows.push(row);
                self.is_disordered |= self.by_doubt;
            }
        }
        false
    }

    /// Other pages come first now.
    pub fn reorder(&mut self, session: &PageSession) {
        self.by_doubt = self.order.value() == "doubt";
        self.arrange(session);
        self.current = None;
    }

    /// Puts the rows in the order that is chosen. Rows that are where they should be are not touched.
    fn arrange(&self, session: &PageSession) {
        let mut rows: Vec<&Row> = self.rows().collect();
        if self.by_doubt {
            // The order of pages is that of those alike.
            rows.sort_by_key(|row| certainty(session, row.key));
        }
        let mut next = self.list.first_element_child();
        for row in rows {
            if next.as_ref().is_some_and(|next| next.is_same_node(Some(&row.element))) {
                next = row.element.next_element_sibling();
            } else {
                self.list.insert_before(&row.element, next.as_ref().map(AsRef::as_ref)).ok();
            }
        }
    }

    fn mark_current(&mut self, current: Option<PageKey>) {
        if self.current == current {
            return;
        }
        for (key, is_current) in [(self.current, false), (current, true)] {
            let row = key.and_then(|key| self.row(key)).map(|row| row.element.clone());
            if let Some(row) = &row {
                set_attribute(row, "aria-selected", if is_current { "true" } else { "false" });
            } else if is_current {
                // It is not made yet.
                return;
            }
            if is_current && let Some(row) = row {
                set_attribute(&self.list, "aria-activedescendant", &row.id());
                let nearest = ScrollIntoViewOptions::new();
                nearest.set_block(ScrollLogicalPosition::Nearest);
                // The list alone: the page stays where it is.
                if self.list.scroll_height() > self.list.client_height() {
                    row.scroll_into_view_with_scroll_into_view_options(&nearest);
                }
            }
        }
        self.current = current;
    }

    /// The page so many rows further down in the list as it stands.
    pub fn by(&self, rows: isize) -> Option<PageKey> {
        let all = self.list.children();
        let count = all.length() as isize;
        let current = self.current.map(page_mark);
        let place = (0..all.length())
            .find(|place| all.item(*place).and_then(|row| row.get_attribute(super::PAGE)) == current);
        let to = place.map_or(0, |place| (place as isize).saturating_add(rows)).clamp(0, (count - 1).max(0));
        page_of(&all.item(to as u32)?)
    }

    /// A row has come near, or gone.
    pub fn near(&mut self, key: PageKey, is_near: bool) {
        if let Some(row) = self.row(key) {
            row.near(is_near);
        }
    }

    /// The pictures that rows in view lack.
    pub fn wishes<'a>(&'a self, session: &'a PageSession) -> impl Iterator<Item = Wish> + 'a {
        self.rows().filter_map(Row::wish).filter(|wish| can_be_drawn(session, wish.key))
    }

    /// A picture has come.
    pub fn show(&mut self, key: PageKey, picture: HtmlCanvasElement) {
        if let Some(row) = self.row(key) {
            row.show(picture);
        }
    }

    /// A picture will not come.
    pub fn fail(&mut self, key: PageKey) {
        if let Some(row) = self.row(key) {
            row.fail();
        }
    }

    /// What all pictures hold.
    pub fn bytes(&self) -> u64 {
        self.rows().map(Row::bytes).sum()
    }
}

/// Opens the sheet that the list is where there is no room beside the pages, or closes it.
fn opens(button: &HtmlElement, opens: bool) -> Result<EventListener, MissingElement> {
    let (section, opener): (HtmlElement, HtmlElement) = (by_id("pages-list")?, by_id("to-pages")?);
    let list: HtmlElement = by_id("page-rows")?;
    Ok(EventListener::new(button, "click", move |_| {
        let is_open = opens && section.get_attribute("data-open").as_deref() != Some("true");
        let said = if is_open { "true" } else { "false" };
        set_attribute(&section, "data-open", said);
        set_attribute(&opener, "aria-expanded", said);
        let next = if is_open { &list } else { &opener };
        next.focus().ok();
    }))
}

/// How sure one can be of a page, for the order of rows: what failed and what is doubtful first, by how sure the engine was.
fn certainty(session: &PageSession, key: PageKey) -> u32 {
    let Some(record) = session.record(key) else {
        return u32::MAX;
    };
    let confidence = record.text().and_then(|text| text.mean_confidence()).map_or(100.0, |mean| mean.0);
    let of_its_kind = (confidence * 100.0) as u32;
    match record.quality() {
        None => 0,
        Some(Quality::Doubtful(_)) => 1_000 + of_its_kind,
        Some(Quality::Good) => 20_000 + of_its_kind,
        Some(Quality::Empty) => 40_000,
    }
}
