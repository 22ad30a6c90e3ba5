//! The room in which pages are read: their pictures and their text, two faces of one thing. What is pointed at in one is lit
//! in the other, and where one is scrolled to the other follows.

use gloo::events::EventListener;
use web_sys::{HtmlElement, Node};

use super::page_rows::PageRows;
use super::{MissingElement, PageDocument};
use crate::browser::app::{PageSession, Sender};
use crate::browser::dom::{by_id, show};
use crate::model::doubtful::DoubtPlace;
use crate::model::page::{PageText, Rect};
use crate::session::Command;
use crate::session::document::PageKey;
use bar::Bar;
use correction::{Correction, Target};
use drawing::Drawing;
use lights::Lights;
use offers::Offers;
use panes::{Face, Panes};
use pictures::Pictures;
use region::Region;
use search_bar::SearchBar;
use sheets::{Fit, Sheets};
use text_pane::TextPane;

mod arriving;
mod bar;
mod caret;
mod correction;
mod drawing;
mod going;
mod keys;
mod lighting;
mod lights;
mod listening;
mod mending;
mod offers;
mod overlay;
mod panes;
pub mod pictures;
mod region;
mod search_bar;
mod sheets;
pub mod text_pane;

/// One of the two panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// The pictures.
    Image,
    /// The text.
    Text,
}

/// A way to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Towards the end.
    On,
    /// Towards the beginning.
    Back,
}

/// Something that happened in the room. Nothing of it concerns the session before it becomes a [`Command`].
pub enum RoomEvent {
    /// A sheet has come near, or gone.
    Near(PageKey, bool),
    /// A row of the list of pages has.
    RowNear(PageKey, bool),
    /// The text of a page has.
    TextNear(PageKey, bool),
    /// A page is to be seen.
    GoTo(PageKey),
    /// The page with this number, from 1, among all that were chosen is.
    GoToNumber(usize),
    /// The page so many rows further down is.
    RowsBy(isize),
    /// A neighbour of the page is.
    Turned(Way),
    /// The rows are to stand in another order.
    Reorder,
    /// A pane is the one that is used.
    Leads(Pane),
    /// A person does something to it that may scroll it.
    Scrolls(Pane),
    /// It was scrolled, by whomever.
    Scrolled(Pane),
    /// A word of a picture is pointed at, or none.
    Over(Option<(PageKey, usize)>),
    /// A place in the text is pointed at, or none.
    OverText(Option<(Node, u32)>),
    /// A word of a picture was chosen.
    Picked(PageKey, usize),
    /// A place in the text was.
    PickedText(Node, u32),
    /// The chosen word is to be corrected.
    Correct,
    /// The word beside the chosen one is to be chosen.
    Word(Way),
    /// The next doubtful place is to be seen.
    Doubt(Way),
    /// Doubtful words are to be marked, or not.
    ToggleDoubts,
    /// What is in the field of a correction is to hold, and the next doubtful word to follow.
    Save {
        /// Whether the next one follows.
        next: bool,
    },
    /// The word and the next one are one.
    Join,
    /// It stays as it is.
    Leave,
    /// What is offered for the page that is looked at is wanted, or not.
    Offered {
        /// Whether it is.
        again: bool,
    },
    /// This is shown.
    Face(Face),
    /// The picture's share of the room.
    Divide(f64),
    /// Larger or smaller by a factor.
    Zoom(f64),
    /// Fitted to the pane.
    Fit(Fit),
    /// The view turned by a quarter.
    TurnView,
    /// A part of a page is to be drawn around.
    Draw(Drawing),
    /// It was: a part of a page, in percent of it.
    Drawn(PageKey, Rect),
    /// Nothing is drawn any more, or chosen.
    Escape,
    /// Nothing is looked for any more.
    EndSearch,
    /// What was read of a region is not needed any more.
    CloseRegion,
    /// The room has another size.
    Resized,
}

impl RoomEvent {
    /// Whether anything follows but what is lit: that is seen to at once, and the rest of the page need not know.
    pub fn changes_page(&self) -> bool {
        !matches!(
            self,
            RoomEvent::Over(_) | RoomEvent::OverText(_) | RoomEvent::Leads(_) | RoomEvent::Scrolls(_)
        )
    }
}

/// The room.
pub struct Room {
    section: HtmlElement,
    bar: Bar,
    search: SearchBar,
    panes: Panes,
    sheets: Sheets,
    text: TextPane,
    lights: Lights,
    pictures: Pictures,
    correction: Correction,
    offers: Offers,
    region_box: Region,
    /// Whether what was read of a region is to be seen.
    shows_region: bool,
    drawing: drawing::Rubber,
    /// The pane that people use; the other one follows.
    leads: Pane,
    /// Whether panes were last scrolled from here. A page at the end may not come up to where pages are taken to be in view, and
    /// is looked at all the same until a person scrolls.
    is_led: bool,
    /// The word that keys act on.
    current: Option<(PageKey, usize)>,
    /// The part of a page that was gone to because nothing was read there.
    region: Option<(PageKey, DoubtPlace)>,
    /// The word that is pointed at.
    twin: Option<(PageKey, usize)>,
    marks_doubts: bool,
    /// What was looked for, how often it was found and which of it was looked at, when that was followed last.
    hit: Option<(String, usize, Option<usize>)>,
    /// The page that people were on before they looked for something.
    before_search: Option<PageKey>,
    /// Whether what is lit is not what should be.
    is_unlit: bool,
    sender: Sender,
    _listeners: Vec<EventListener>,
}

impl Room {
    /// Finds its elements and begins to listen.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        Ok(Self {
            section: by_id("results")?,
            bar: Bar::new(sender)?,
            search: SearchBar::new(sender)?,
            panes: Panes::new(sender)?,
            sheets: Sheets::new(sender)?,
            text: TextPane::new(sender)?,
            lights: Lights::new(),
            pictures: Pictures::default(),
            correction: Correction::new(sender)?,
            offers: Offers::new(sender)?,
            region_box: Region::new(sender)?,
            shows_region: false,
            drawing: drawing::Rubber::new(sender)?,
            leads: Pane::Text,
            is_led: false,
            current: None,
            region: None,
            twin: None,
            marks_doubts: true,
            hit: None,
            before_search: None,
            is_unlit: true,
            sender: sender.clone(),
            _listeners: listening::listeners(sender)?,
        })
    }

    /// Brings the room up to date. Tells whether there is more to do.
    pub fn render(&mut self, session: &PageSession, changes: &[PageKey], rows: &PageRows) -> bool {
        let is_begun = session.documents().iter().any(|document| document.job.is_some());
        show(&self.section, is_begun);
        self.is_unlit |= !changes.is_empty();
        let more_sheets = self.sheets.render(session, changes);
        let more_text = self.text.render(session, changes);
        if !is_begun {
            self.correction.close();
            (self.current, self.twin) = (None, None);
        }
        self.panes.render(session.looking_at().and_then(|key| session.document(key.document)));
        self.bar.render(session, self.marks_doubts);
        self.correction.render(session);
        self.offers.render(session);
        self.region_box.render(session, self.shows_region);
        let more_hits = self.search.render(session);
        self.follow_hit(session);
        if std::mem::take(&mut self.is_unlit) {
            self.light(session);
        }
        let sheets = self.sheets.wishes(session, session.looking_at());
        let crop = self.correction.wish();
        let wishes = crop.into_iter().chain(sheets).chain(rows.wishes(session));
        if let Some(command) = self.pictures.next(session, wishes) {
            self.sender.command(command);
        }
        more_sheets || more_text || more_hits
    }

    /// Says everything anew.
    pub fn retell(&mut self) {
        self.text.retell();
        self.sheets.retell();
        self.bar.retell();
        self.offers.retell();
        self.search.retell();
    }

    /// Whether there is any text.
    pub fn is_read(&self) -> bool {
        self.text.is_shown()
    }

    /// The text is on the clipboard.
    pub fn copied(&mut self) {
        self.bar.copied();
    }

    /// What the pictures hold.
    pub fn bytes(&self) -> u64 {
        self.sheets.bytes()
    }

    /// Does what follows from something that happened here.
    pub fn hear(&mut self, event: RoomEvent, session: &PageSession, rows: &mut PageRows) {
        match event {
            RoomEvent::Near(key, is_near) => {
                self.sheets.near(key, is_near);
                self.is_unlit = true;
            }
            RoomEvent::RowNear(key, is_near) => rows.near(key, is_near),
            RoomEvent::TextNear(key, is_near) => {
                self.text.near(key, is_near);
                self.is_unlit = true;
            }
            RoomEvent::GoTo(key) => self.go_to(key),
            RoomEvent::GoToNumber(number) => {
                if let Some(key) = all_pages(session).nth(number.saturating_sub(1)) {
                    self.go_to(key);
                }
            }
            RoomEvent::RowsBy(by) => {
                if let Some(key) = rows.by(by) {
                    self.go_to(key);
                }
            }
            RoomEvent::Turned(way) => {
                if let Some(key) = neighbour(session, way) {
                    self.go_to(key);
                }
            }
            RoomEvent::Reorder => rows.reorder(session),
            RoomEvent::Leads(pane) => self.leads = pane,
            RoomEvent::Scrolls(pane) => (self.leads, self.is_led) = (pane, false),
            RoomEvent::Scrolled(pane) => self.scrolled(pane, session),
            RoomEvent::Over(twin) => self.point_at(twin),
            RoomEvent::OverText(place) => {
                let twin = place.and_then(|(node, offset)| self.text.word_at(&node, offset));
                self.point_at(twin);
            }
            RoomEvent::Picked(key, word) => self.pick(key, word, session),
            RoomEvent::PickedText(node, offset) => {
                if let Some((key, word)) = self.text.word_at(&node, offset) {
                    self.pick(key, word, session);
                }
            }
            RoomEvent::Word(way) => self.move_word(way, session),
            RoomEvent::Doubt(way) => {
                self.go_to_doubt(way, session);
            }
            RoomEvent::ToggleDoubts => {
                self.marks_doubts = !self.marks_doubts;
                self.is_unlit = true;
            }
            RoomEvent::Correct => self.correct(session),
            RoomEvent::Save { next } => self.save(next, session),
            RoomEvent::Join => self.correction.join(session),
            RoomEvent::Leave => self.leave(),
            RoomEvent::Offered { again } => {
                let command = if again { Command::ApplyCorrections } else { Command::DismissCorrections };
                if let Some(key) = session.looking_at() {
                    self.sender.command(command(key));
                }
                // The buttons go, and would take the focus with them.
                self.panes.focus(Pane::Text);
            }
            RoomEvent::Face(face) => {
                self.panes.turn_to(face);
                if let Some(key) = session.looking_at() {
                    self.bring_into_view(key);
                }
            }
            RoomEvent::Divide(share) => self.panes.divide(share),
            RoomEvent::Zoom(factor) => self.sheets.zoom_by(factor),
            RoomEvent::Fit(fit) => {
                self.sheets.fit(fit);
                if let Some(key) = session.looking_at() {
                    self.lead_to(key, None);
                }
            }
            RoomEvent::TurnView => {
                self.sheets.turn();
                if let Some(key) = session.looking_at() {
                    self.lead_to(key, None);
                }
            }
            RoomEvent::Draw(drawing) => {
                self.sheets.turn_back();
                self.drawing.begin(drawing, session.looking_at());
            }
            RoomEvent::Drawn(key, part) => self.drawn(key, part, session),
            RoomEvent::Escape => {
                self.drawing.end();
                self.region = None;
                self.sheets.outline_nothing();
                if self.current.take().is_some() {
                    self.is_unlit = true;
                }
            }
            RoomEvent::EndSearch => self.end_search(),
            RoomEvent::CloseRegion => {
                self.shows_region = false;
                self.panes.focus(Pane::Image);
            }
            RoomEvent::Resized => {
                let beside = match self.correction.target() {
                    Some(Target::Words { key, first, .. }) => self.anchor(key, first),
                    Some(Target::Line { key, rect }) => self.sheets.place(key, rect),
                    None => None,
                };
                self.correction.move_to(beside);
            }
        }
    }
}

/// The text of a page that was read.
fn text_of(session: &PageSession, key: PageKey) -> Option<&PageText> {
    session.record(key)?.text()
}

/// All pages that were chosen, in order.
fn all_pages(session: &PageSession) -> impl Iterator<Item = PageKey> {
    let of = |document: &'_ PageDocument| {
        let id = document.id;
        document.chosen().iter().map(move |page| id.page(*page)).collect::<Vec<_>>()
    };
    session.documents().iter().flat_map(of)
}

/// The page before or after the one that is looked at.
fn neighbour(session: &PageSession, way: Way) -> Option<PageKey> {
    let current = session.looking_at()?;
    let pages: Vec<PageKey> = all_pages(session).collect();
    let place = pages.iter().position(|key| *key == current)?;
    let next = match way {
        Way::On => place + 1,
        Way::Back => place.checked_sub(1)?,
    };
    pages.get(next).copied()
}
