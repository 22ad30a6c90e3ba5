//! The pages of one document before reading: a list that is one tab stop, and what can be decided about those marked.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::prelude::*;
use web_sys::{
    DragEvent, Element, Event, HtmlButtonElement, HtmlCanvasElement, HtmlElement, KeyboardEvent, MouseEvent,
};

use super::super::{PageDocument, set_or_hide};
use super::Place;
use super::marks::{Mark, Marks};
use crate::browser::app::{Msg, PageSession, Sender};
use crate::browser::dom::{MissingElement, Template, set_attribute, set_text, show, slot};
use crate::model::kind::{Decision, PagePlan};
use crate::model::page::PageIndex;
use crate::session::Command;
use crate::session::document::DocumentId;
use crate::words::{Hindrance, words};

/// Pages that are added at a time.
pub const PORTION: usize = 60;
/// How far beyond the window pictures are asked for, in pixels.
const AHEAD: f64 = 200.0;

/// What listeners share with the widget.
#[derive(Default)]
struct Shared {
    marks: Marks,
    /// The file that each page is of, and whether it is its first; nothing where they cannot be moved.
    files: Vec<(usize, bool)>,
    /// The pages, in their order.
    count: usize,
    /// The page to be marked once it stands in its new place.
    follow: Option<Place>,
    places: Vec<Place>,
    /// The file that is being dragged.
    dragged: Option<usize>,
    next: Option<DocumentId>,
}

/// The pages of one document.
pub struct Pages {
    id: DocumentId,
    element: HtmlElement,
    name: HtmlElement,
    counts: HtmlElement,
    sentence: HtmlElement,
    grid: HtmlElement,
    moves: HtmlElement,
    split: HtmlButtonElement,
    earlier: HtmlButtonElement,
    later: HtmlButtonElement,
    join: HtmlButtonElement,
    join_note: HtmlElement,
    decisions: Vec<(Option<Decision>, HtmlButtonElement)>,
    cells: Vec<Cell>,
    shared: Rc<RefCell<Shared>>,
    /// What was shown last: there may be a thousand pages.
    version: Option<(&'static str, u32, usize)>,
    _listeners: Vec<EventListener>,
}

struct Cell {
    place: Place,
    element: HtmlElement,
    picture: HtmlElement,
    kind: HtmlElement,
    done: HtmlElement,
    number: HtmlElement,
    file: HtmlElement,
    has_picture: bool,
}

impl Pages {
    /// A list without pages, and the buttons that belong to it.
    pub fn new(template: &Template, id: DocumentId, sender: &Sender) -> Result<Self, MissingElement> {
        let element = template.instance()?;
        let (name, grid): (HtmlElement, HtmlElement) = (slot(&element, "name")?, slot(&element, "grid")?);
        let heading = format!("plan-{}", id.0);
        name.set_id(&heading);
        set_attribute(&grid, "aria-labelledby", &heading);
        let shared = Rc::new(RefCell::new(Shared::default()));
        let mut listeners = vec![on_key(&grid, id, sender, &shared), on_click(&grid, sender, &shared)];
        listeners.extend(on_drag(&grid, id, sender, &shared));
        let buttons = [
            ("keep", Some(Decision::Keep)),
            ("read", Some(Decision::Read)),
            ("add", Some(Decision::ReadAndAdd)),
            ("leave-out", Some(Decision::LeaveOut)),
            ("usual", None),
        ];
        let mut decisions = Vec::new();
        for (name, decision) in buttons {
            let button: HtmlButtonElement = slot(&element, name)?;
            let (to, marked) = (sender.clone(), Rc::clone(&shared));
            listeners.push(EventListener::new(&button, "click", move |_| {
                let pages: Vec<_> =
                    marked.borrow().marks.pages().map(|page| PageIndex(page as u32)).collect();
                if !pages.is_empty() {
                    to.command(Command::Decide(id, pages, decision));
                }
            }));
            decisions.push((decision, button));
        }
        let (split, join): (HtmlButtonElement, HtmlButtonElement) =
            (slot(&element, "split")?, slot(&element, "join")?);
        let (earlier, later): (HtmlButtonElement, HtmlButtonElement) =
            (slot(&element, "earlier")?, slot(&element, "later")?);
        for (button, step) in [(&earlier, -1), (&later, 1)] {
            let (to, moved) = (sender.clone(), Rc::clone(&shared));
            listeners.push(EventListener::new(button, "click", move |_| {
                send(&to, moved.borrow_mut().step(id, step));
            }));
        }
        let (to, at) = (sender.clone(), Rc::clone(&shared));
        listeners.push(EventListener::new(&split, "click", move |_| send(&to, at.borrow().split(id))));
        let (to, at) = (sender.clone(), Rc::clone(&shared));
        listeners.push(EventListener::new(&join, "click", move |_| {
            send(&to, at.borrow().next.map(|next| Command::Join(id, next)));
        }));
        Ok(Self {
            id,
            counts: slot(&element, "counts")?,
            sentence: slot(&element, "sentence")?,
            moves: slot(&element, "moves")?,
            join_note: slot(&element, "join-note")?,
            element,
            name,
            grid,
            split,
            earlier,
            later,
            join,
            decisions,
            cells: Vec::new(),
            shared,
            version: None,
            _listeners: listeners,
        })
    }

    /// Whose pages these are.
    pub fn document(&self) -> DocumentId {
        self.id
    }

    /// What is shown of them.
    pub fn element(&self) -> &HtmlElement {
        &self.element
    }

    /// Says everything anew.
    pub fn retell(&mut self) {
        self.version = None;
    }

    /// Brings them up to date; adds as many as are left of a portion.
    pub fn render(
        &mut self,
        document: &PageDocument,
        session: &PageSession,
        (template, pictures): (&Template, &HashMap<Place, HtmlCanvasElement>),
        left: &mut usize,
    ) {
        let places: Vec<Place> =
            (0..document.page_count()).filter_map(|page| document.file_page(PageIndex(page))).collect();
        let is_as_before = self.cells.iter().map(|cell| &cell.place).zip(&places).all(|(a, b)| a == b);
        if !is_as_before || self.cells.len() > places.len() {
            self.cells.drain(..).for_each(|cell| cell.element.remove());
            self.version = None;
        }
        let can_move = document.hindrance().is_none() && document.files.len() > 1;
        for (page, place) in places.iter().enumerate().skip(self.cells.len()) {
            if *left == 0 {
                break;
            }
            *left -= 1;
            if let Ok(cell) = Cell::new(template, (self.id, page), *place, can_move) {
                self.grid.append_child(&cell.element).ok();
                self.cells.push(cell);
            }
            self.version = None;
        }
        self.share(document, session, places, can_move);
        set_text(&self.name, &document.name);
        set_text(&self.counts, &(words().stacks.counts)(&session.page_counts(self.id)));
        let plan = session.plan(self.id);
        let version = (words().code, session.plan_version(), self.cells.len());
        if self.version.replace(version) != Some(version) {
            let names = document.files.len() > 1;
            for (cell, (page, plan)) in self.cells.iter().zip((0..).map(PageIndex).zip(&plan)) {
                cell.say(page, document.file_of(page).filter(|_| names), plan);
            }
        }
        let shared = self.shared.borrow();
        for (page, cell) in self.cells.iter_mut().enumerate() {
            cell.show(shared.marks.contains(page), shared.marks.cursor == page, pictures.get(&cell.place));
        }
        let active = self.cells.get(shared.marks.cursor).map(|cell| cell.element.id()).unwrap_or_default();
        set_attribute(&self.grid, "aria-activedescendant", &active);
        self.render_buttons(document, session, &plan, &shared);
    }

    /// Tells the listeners how the pages stand.
    fn share(&self, document: &PageDocument, session: &PageSession, places: Vec<Place>, can_move: bool) {
        let mut shared = self.shared.borrow_mut();
        shared.count = places.len();
        shared.marks.fit(places.len());
        if let Some(place) = shared.follow
            && shared.places != places
        {
            shared.follow = None;
            if let Some(page) = places.iter().position(|other| *other == place) {
                shared.marks.mark(page, Mark::Only);
            }
        }
        let first = |page| document.file_beginning_with(page).is_some();
        let file = |page| Some((document.file_with(page)?, first(page)));
        shared.files = if can_move && shared.places != places {
            (0..document.page_count()).filter_map(|page| file(PageIndex(page))).collect()
        } else if can_move {
            std::mem::take(&mut shared.files)
        } else {
            Vec::new()
        };
        shared.places = places;
        let mut documents = session.documents().iter().skip_while(|other| other.id != self.id).skip(1);
        shared.next =
            documents.next().map(|next| next.id).filter(|_| session.join_hindrance(self.id).is_none());
    }

    fn render_buttons(
        &self,
        document: &PageDocument,
        session: &PageSession,
        plan: &[PagePlan],
        shared: &Shared,
    ) {
        let marked = shared.marks.pages().len();
        let sentence = match (marked, shared.marks.pages().next()) {
            (1, Some(page)) => plan
                .get(page)
                .map(|plan| (words().stacks.why)(PageIndex(page as u32), plan))
                .unwrap_or_default(),
            (0, _) => words().stacks.mark.to_owned(),
            (several, _) => (words().stacks.marked)(several),
        };
        set_text(&self.sentence, &sentence);
        let offered = session.decisions(document);
        for (decision, button) in &self.decisions {
            if let Some(decision) = decision {
                set_text(button, (words().stacks.decide)(*decision));
                show(button, offered.contains(decision));
            }
            enable(button, marked > 0);
        }
        let is_image = document.hindrance() != Some(Hindrance::Pdf);
        show(&self.moves, is_image && document.files.len() > 1);
        let at = shared.files.get(shared.marks.cursor).copied();
        enable(&self.earlier, at.is_some_and(|(file, _)| file > 0));
        enable(&self.later, at.is_some_and(|(file, _)| file + 1 < document.files.len()));
        enable(&self.split, at.is_some_and(|(file, is_first)| file > 0 && is_first));
        let hindrance = session.join_hindrance(self.id);
        let mut after = session.documents().iter().skip_while(|other| other.id != self.id).skip(1);
        let next_is_image = after.next().is_some_and(|next| next.hindrance().is_none());
        // It is only asked where somebody may ask it: of a PDF only before an image.
        let is_asked = match hindrance {
            Some(Hindrance::NoNext | Hindrance::NoFiles) => false,
            Some(Hindrance::Pdf) => next_is_image,
            _ => true,
        };
        show(&self.join, is_asked);
        enable(&self.join, hindrance.is_none());
        let why = hindrance.filter(|_| is_asked).map(|hindrance| (words().stacks.hindrance)(hindrance));
        set_or_hide(&self.join_note, why);
    }

    /// The pages in view, and a little beyond.
    pub fn in_view(&self) -> impl Iterator<Item = (PageIndex, Place)> + '_ {
        let height = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or(0.0);
        let first =
            self.cells.partition_point(|cell| cell.element.get_bounding_client_rect().bottom() < -AHEAD);
        let cells = self.cells.iter().enumerate().skip(first);
        let is_near = move |cell: &Cell| cell.element.get_bounding_client_rect().top() < height + AHEAD;
        cells
            .take_while(move |(_, cell)| is_near(cell))
            .map(|(page, cell)| (PageIndex(page as u32), cell.place))
    }
}

impl Shared {
    /// The file at the keyboard's page goes one place further.
    fn step(&mut self, id: DocumentId, step: i32) -> Option<Command> {
        let (from, _) = *self.files.get(self.marks.cursor)?;
        let to = from.checked_add_signed(step as isize)?;
        self.move_file(id, from, to)
    }

    fn move_file(&mut self, id: DocumentId, from: usize, to: usize) -> Option<Command> {
        let first = self.files.iter().position(|(file, _)| *file == from)?;
        let last = self.files.last()?.0;
        self.follow = self.places.get(first).copied();
        (to <= last && to != from).then_some(Command::MoveFile(id, from, to))
    }

    /// The file that begins with the keyboard's page, and those after it, become a document.
    fn split(&self, id: DocumentId) -> Option<Command> {
        let (file, is_first) = *self.files.get(self.marks.cursor)?;
        (is_first && file > 0).then_some(Command::Split(id, file))
    }
}

impl Cell {
    fn new(
        template: &Template,
        (id, page): (DocumentId, usize),
        place: Place,
        can_move: bool,
    ) -> Result<Self, MissingElement> {
        let element = template.instance()?;
        element.set_id(&format!("plan-{}-{page}", id.0));
        set_attribute(&element, "data-page", &page.to_string());
        if can_move {
            set_attribute(&element, "draggable", "true");
        }
        Ok(Self {
            place,
            picture: slot(&element, "picture")?,
            kind: slot(&element, "kind")?,
            done: slot(&element, "done")?,
            number: slot(&element, "number")?,
            file: slot(&element, "file")?,
            element,
            has_picture: false,
        })
    }

    /// Says what it is, and what will be done with it.
    fn say(&self, page: PageIndex, file: Option<&str>, plan: &PagePlan) {
        set_text(&self.number, &(words().stacks.page)(page));
        set_or_hide(&self.file, file);
        set_text(&self.kind, (words().stacks.kind)(plan.kind));
        set_text(&self.done, (words().stacks.done)(plan.decision));
        let mark = match plan.decision {
            Some(Decision::Keep) => "keep",
            Some(Decision::Read) => "read",
            Some(Decision::ReadAndAdd) => "add",
            Some(Decision::LeaveOut) => "leave-out",
            None => "unknown",
        };
        set_attribute(&self.element, "data-done", mark);
    }

    fn show(&mut self, is_marked: bool, is_current: bool, picture: Option<&HtmlCanvasElement>) {
        set_attribute(&self.element, "aria-selected", if is_marked { "true" } else { "false" });
        if is_current != self.element.has_attribute("data-current") {
            self.element.toggle_attribute_with_force("data-current", is_current).ok();
        }
        if picture.is_some() != self.has_picture {
            self.has_picture = picture.is_some();
            if let Some(picture) = picture {
                self.picture.append_child(picture).ok();
            }
        }
    }
}

fn enable(button: &HtmlButtonElement, enabled: bool) {
    set_attribute(button, "aria-disabled", if enabled { "false" } else { "true" });
}

fn send(to: &Sender, command: Option<Command>) {
    if let Some(command) = command {
        to.command(command);
    }
}

/// The page that an event is about.
fn page_of(event: &Event) -> Option<usize> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("[data-page]").ok()??.get_attribute("data-page")?.parse().ok()
}

fn on_click(grid: &HtmlElement, sender: &Sender, shared: &Rc<RefCell<Shared>>) -> EventListener {
    let (to, shared) = (sender.clone(), Rc::clone(shared));
    EventListener::new(grid, "click", move |event: &Event| {
        let (Some(page), Some(click)) = (page_of(event), event.dyn_ref::<MouseEvent>()) else {
            return;
        };
        let pointer = js_sys::Reflect::get(event, &"pointerType".into()).ok().and_then(|it| it.as_string());
        // A finger has no second key.
        let adds = click.ctrl_key() || click.meta_key() || pointer.as_deref() == Some("touch");
        let how = if click.shift_key() {
            Mark::Range
        } else if adds {
            Mark::Toggle
        } else {
            Mark::Only
        };
        shared.borrow_mut().marks.mark(page, how);
        to.send(Msg::Refresh);
    })
}

fn on_key(
    grid: &HtmlElement,
    id: DocumentId,
    sender: &Sender,
    shared: &Rc<RefCell<Shared>>,
) -> EventListener {
    let (to, shared, list) = (sender.clone(), Rc::clone(shared), grid.clone());
    EventListener::new_with_options(
        grid,
        "keydown",
        EventListenerOptions::enable_prevent_default(),
        move |event: &Event| {
            let Some(pressed) = event.dyn_ref::<KeyboardEvent>().filter(|key| !key.alt_key()) else {
                return;
            };
            let with_control = pressed.ctrl_key() || pressed.meta_key();
            let key = pressed.key();
            let mut state = shared.borrow_mut();
            let (cursor, last) = (state.marks.cursor, state.count.saturating_sub(1));
            let step = match key.as_str() {
                "ArrowLeft" | "ArrowUp" => -1,
                _ => 1,
            };
            let to_page = match key.as_str() {
                "ArrowLeft" | "ArrowUp" | "ArrowRight" | "ArrowDown" if with_control => {
                    send(&to, state.step(id, step));
                    return event.prevent_default();
                }
                "ArrowLeft" => cursor.saturating_sub(1),
                "ArrowRight" => cursor + 1,
                "ArrowUp" => cursor.saturating_sub(columns(&list)),
                "ArrowDown" => cursor + columns(&list),
                "Home" => 0,
                "End" => last,
                _ => cursor,
            };
            match key.as_str() {
                " " if pressed.shift_key() => state.marks.mark(cursor, Mark::Range),
                " " => state.marks.mark(cursor, Mark::Toggle),
                "a" if with_control => state.marks.mark_all(last + 1),
                "Escape" => state.marks.clear(),
                "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown" | "Home" | "End" => {
                    let page = to_page.min(last);
                    if pressed.shift_key() {
                        state.marks.mark(page, Mark::Range);
                    } else {
                        state.marks.cursor = page;
                    }
                    if let Some(cell) = list.children().item(page as u32) {
                        cell.scroll_into_view_with_bool(false);
                    }
                }
                _ => return,
            }
            event.prevent_default();
            to.send(Msg::Refresh);
        },
    )
}

/// How many pages stand beside each other.
fn columns(grid: &HtmlElement) -> usize {
    let cells = grid.children();
    let top = |index: u32| cells.item(index).map(|cell| cell.get_bounding_client_rect().top());
    let first = top(0);
    (1..cells.length()).find(|index| top(*index) != first).unwrap_or(cells.length()).max(1) as usize
}

/// Thumbnails of images are dragged to where they are to stand.
fn on_drag(
    grid: &HtmlElement,
    id: DocumentId,
    sender: &Sender,
    shared: &Rc<RefCell<Shared>>,
) -> [EventListener; 4] {
    let active = EventListenerOptions::enable_prevent_default();
    let state = Rc::clone(shared);
    let begun = EventListener::new(grid, "dragstart", move |event: &Event| {
        let mut state = state.borrow_mut();
        state.dragged = page_of(event).and_then(|page| Some(state.files.get(page)?.0));
        // Some browsers drag nothing that is of no kind.
        if let Some(data) = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer) {
            data.set_data("application/x-pagewise-image", "").ok();
        }
    });
    let state = Rc::clone(shared);
    let over = EventListener::new_with_options(grid, "dragover", active, move |event: &Event| {
        if state.borrow().dragged.is_some() {
            event.prevent_default();
            // The page would take it for a file.
            event.stop_propagation();
        }
    });
    let (to, state) = (sender.clone(), Rc::clone(shared));
    let dropped = EventListener::new_with_options(grid, "drop", active, move |event: &Event| {
        let mut state = state.borrow_mut();
        let Some(from) = state.dragged.take() else {
            return;
        };
        event.prevent_default();
        event.stop_propagation();
        let target = page_of(event).and_then(|page| Some(state.files.get(page)?.0));
        send(&to, target.and_then(|target| state.move_file(id, from, target)));
    });
    let state = Rc::clone(shared);
    let ended = EventListener::new(grid, "dragend", move |_| state.borrow_mut().dragged = None);
    [begun, over, dropped, ended]
}
