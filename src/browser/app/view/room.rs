//! The room in which pages are read: their pictures and their text, two faces of one thing. What is pointed at in one is lit
//! in the other, and where one is scrolled to the other follows.

use gloo::events::EventListener;
use web_sys::{DomRect, HtmlElement, Node};

use super::page_rows::PageRows;
use super::{MissingElement, PageDocument};
use crate::browser::app::{PageSession, Sender};
use crate::browser::dom::{by_id, show};
use crate::messages::rendering::ShowRequest;
use crate::model::correction::Edit;
use crate::model::doubtful::DoubtPlace;
use crate::model::error::Error;
use crate::model::page::{PageText, Rect, Word};
use crate::session::Command;
use crate::session::document::{DocumentId, PageKey};
use crate::words::words;
use bar::Bar;
use correction::{Correction, Target};
use drawing::Drawing;
use lights::{Light, Lights};
use offers::Offers;
use panes::{Face, Panes};
use pictures::{Pictures, Purpose};
use region::Region;
use search_bar::SearchBar;
use sheets::{Fit, Sheets};
use text_pane::TextPane;

mod bar;
mod caret;
mod correction;
mod drawing;
mod keys;
mod lights;
mod listening;
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

    /// A picture has come; whether it was asked for here.
    pub fn shown(
        &mut self,
        (document, request): (DocumentId, ShowRequest),
        size: (u32, u32),
        pixels: &js_sys::ArrayBuffer,
        rows: &mut PageRows,
    ) -> bool {
        let Some(wish) = self.pictures.answered(document, &request) else {
            return false;
        };
        let key = wish.key;
        let Some(picture) = sheets::picture(size, pixels, wish.request) else {
            self.failed(wish, None, rows);
            return true;
        };
        match wish.purpose {
            Purpose::Sheet => self.sheets.show(key, picture),
            Purpose::Thumbnail => rows.show(key, picture),
            Purpose::Crop => self.correction.show(picture),
        }
        true
    }

    /// A picture will not come; whether it was asked for here.
    pub fn not_shown(
        &mut self,
        (document, request): (DocumentId, ShowRequest),
        error: &Error,
        rows: &mut PageRows,
    ) -> bool {
        let wish = self.pictures.answered(document, &request);
        if let Some(wish) = wish {
            self.failed(wish, Some(error), rows);
        }
        wish.is_some()
    }

    fn failed(&mut self, wish: pictures::Wish, error: Option<&Error>, rows: &mut PageRows) {
        match wish.purpose {
            Purpose::Sheet => {
                let why = error.map_or_else(|| words().room.not_drawn.to_owned(), words().error);
                self.sheets.fail(wish.key, &why);
            }
            Purpose::Thumbnail => rows.fail(wish.key),
            Purpose::Crop => self.correction.no_crop(),
        }
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

    /// A page is before people now.
    fn go_to(&mut self, key: PageKey) {
        self.sender.command(Command::LookAt(key));
        self.bring_into_view(key);
    }

    fn bring_into_view(&mut self, key: PageKey) {
        self.lead_to(key, None);
        self.text.scroll_to(key, None);
    }

    /// Scrolls the pictures to a page, or to a part of it.
    fn lead_to(&mut self, key: PageKey, part: Option<Rect>) {
        self.is_led = true;
        self.sheets.scroll_to(key, part);
    }

    /// The pane that leads has another page in view: the other one follows.
    fn scrolled(&mut self, pane: Pane, session: &PageSession) {
        if pane != self.leads || self.is_led {
            return;
        }
        let in_view = match pane {
            Pane::Image => self.sheets.in_view(),
            Pane::Text => self.text.in_view(),
        };
        let Some(key) = in_view else {
            return;
        };
        if session.looking_at() == Some(key) {
            return;
        }
        self.sender.command(Command::LookAt(key));
        match pane {
            Pane::Image => self.text.scroll_to(key, None),
            Pane::Text => self.sheets.scroll_to(key, None),
        }
    }

    /// A word is pointed at, in one of the panes: it is lit in both.
    fn point_at(&mut self, twin: Option<(PageKey, usize)>) {
        if self.twin == twin {
            return;
        }
        let before = std::mem::replace(&mut self.twin, twin);
        for (key, overlay) in self.sheets.overlays() {
            for (other, word) in [before, twin].into_iter().flatten().filter(|(other, _)| *other == key) {
                if let Some(element) = overlay.word(word) {
                    let is_lit = Some((other, word)) == twin;
                    element.class_list().toggle_with_force(Light::Twin.name(), is_lit).ok();
                }
            }
        }
        let range = twin.and_then(|(key, word)| self.text.range(key, word));
        self.lights.light(Light::Twin, range.into_iter());
    }

    /// A word was chosen, and is to be seen in both panes.
    fn pick(&mut self, key: PageKey, word: usize, session: &PageSession) {
        self.current = Some((key, word));
        self.region = None;
        self.sheets.outline_nothing();
        self.is_unlit = true;
        if session.looking_at() != Some(key) {
            self.sender.command(Command::LookAt(key));
        }
        let part = text_of(session, key).and_then(|text| text.words().nth(word)).map(|word| word.rect);
        self.lead_to(key, part);
        self.text.scroll_to(key, Some(word));
    }

    fn move_word(&mut self, way: Way, session: &PageSession) {
        let Some((key, word)) = self.current else {
            // From nowhere it goes to the beginning of the page.
            if let Some(key) = session.looking_at().filter(|key| text_of(session, *key).is_some()) {
                self.pick(key, 0, session);
                self.tell_of_current(session);
            }
            return;
        };
        let count = text_of(session, key).map_or(0, |text| text.words().count());
        let next = match way {
            Way::On => Some(word + 1).filter(|next| *next < count),
            Way::Back => word.checked_sub(1),
        };
        if let Some(next) = next {
            self.pick(key, next, session);
            self.tell_of_current(session);
        }
    }

    /// The next doubtful place is before people, if there is one. Whether it is a word.
    fn go_to_doubt(&mut self, way: Way, session: &PageSession) -> bool {
        let here = session.looking_at();
        let chosen = self.current.map(|(key, word)| (key, DoubtPlace::Word(word))).or(self.region);
        // From a page that was gone away from, nobody goes on.
        let chosen = chosen.filter(|(key, _)| Some(*key) == here);
        let beginning = here.map(|key| (key, DoubtPlace::Unread { rect: Rect::default(), before: 0 }));
        let from = chosen.or(beginning);
        let found = match way {
            Way::On => session.next_doubt(from),
            Way::Back => session.previous_doubt(from),
        };
        match found {
            Some((key, DoubtPlace::Word(word))) => {
                self.pick(key, word, session);
                self.tell_of_current(session);
                true
            }
            Some((key, place @ DoubtPlace::Unread { rect: part, .. })) => {
                self.current = None;
                self.is_unlit = true;
                self.region = Some((key, place));
                self.go_to(key);
                self.lead_to(key, Some(part));
                self.sheets.outline(key, part);
                self.bar.say(&(words().room.unread_region)(key.page));
                false
            }
            None => {
                self.bar.say(words().room.no_more_doubts);
                false
            }
        }
    }

    /// Screen readers are told which word is chosen.
    fn tell_of_current(&self, session: &PageSession) {
        let word =
            self.current.and_then(|(key, word)| Some((key, text_of(session, key)?.words().nth(word)?)));
        if let Some((key, word)) = word {
            let said = (words().room.word)(&word.text, word.confidence, key.page);
            self.bar.say(&said);
        }
    }

    /// The chosen word is open to be corrected.
    fn correct(&mut self, session: &PageSession) {
        let Some((key, word)) = self.current else {
            return;
        };
        let Some(text) = text_of(session, key) else {
            return;
        };
        self.correction.open(Target::Words { key, first: word, count: 1 }, text, self.anchor(key, word));
    }

    /// Where a word is on the screen: in the picture, if that is there.
    fn anchor(&self, key: PageKey, word: usize) -> Option<DomRect> {
        let in_picture = || {
            let (_, overlay) = self.sheets.overlays().find(|(other, _)| *other == key)?;
            let around = overlay.word(word)?.get_bounding_client_rect();
            (around.width() > 0.0).then_some(around)
        };
        let in_text = || Some(self.text.range(key, word)?.get_bounding_client_rect());
        if self.leads == Pane::Text && self.panes.shows(Pane::Text) {
            in_text().or_else(in_picture)
        } else {
            in_picture().or_else(in_text)
        }
    }

    fn save(&mut self, next: bool, session: &PageSession) {
        if let Some((key, edit)) = self.correction.take(session) {
            if let Edit::Words { first, .. } = &edit {
                self.current = Some((key, *first));
            }
            self.sender.command(Command::Correct(key, edit));
        }
        if next && self.go_to_doubt(Way::On, session) {
            return self.correct(session);
        }
        self.leave();
    }

    /// The field is closed, and keys act on the panes again.
    fn leave(&mut self) {
        self.correction.close();
        self.panes.focus(self.leads);
    }

    /// What was found is before people; where they were before is not forgotten.
    fn follow_hit(&mut self, session: &PageSession) {
        let search = session.search();
        let now = search.map(|search| (search.query().to_owned(), search.count(), search.present()));
        if self.hit == now {
            return;
        }
        if self.hit.is_none() {
            self.before_search = session.looking_at();
        }
        self.is_unlit = true;
        let present = now.as_ref().and_then(|(_, _, present)| *present);
        self.hit = now;
        if let Some((key, hit)) = present.and_then(|present| session.hit(present)) {
            let (first, last) = (hit.place.words.start, hit.place.words.end);
            let words = text_of(session, key).into_iter().flat_map(PageText::words);
            let part = words.skip(first).take(last - first).map(|word| word.rect).reduce(Rect::union);
            if session.looking_at() != Some(key) {
                self.sender.command(Command::LookAt(key));
            }
            self.lead_to(key, part);
            self.text.scroll_to(key, Some(first));
        }
    }

    /// Nothing is looked for any more, and people are where they were.
    fn end_search(&mut self) {
        self.search.end();
        self.sender.command(Command::Search(String::new()));
        if let Some(key) = self.before_search.take() {
            self.go_to(key);
        }
        self.panes.focus(self.leads);
    }

    /// A part of a page was drawn around.
    fn drawn(&mut self, key: PageKey, part: Rect, session: &PageSession) {
        let (Some(drawing), Some(part)) = (self.drawing.end(), self.sheets.points(key, part)) else {
            return;
        };
        match drawing {
            Drawing::Line => {
                let anchor = self.sheets.place(key, part);
                if let Some(text) = text_of(session, key) {
                    self.correction.open(Target::Line { key, rect: part }, text, anchor);
                }
            }
            Drawing::Region => {
                self.shows_region = true;
                self.sender.command(Command::ReadRegion(key, part));
            }
        }
    }

    /// Lights what should be lit, on the pages in view.
    fn light(&self, session: &PageSession) {
        let near: Vec<PageKey> = self.text.near_pages().collect();
        let present = session.search().and_then(|search| search.present()).and_then(|hit| session.hit(hit));
        let present = present.map(|(key, hit)| (key, hit.place));
        let hits = near.iter().flat_map(|key| {
            session.places_on(*key).into_iter().filter_map(|place| self.text.range_of(*key, &place))
        });
        self.lights.light(Light::Hit, hits);
        let range = present.as_ref().and_then(|(key, place)| self.text.range_of(*key, place));
        self.lights.light(Light::PresentHit, range.into_iter());
        for light in [Light::Doubtful, Light::Corrected, Light::Current] {
            let lit = near.iter().flat_map(|key| {
                let words = self.lit(light, *key, session);
                words.into_iter().filter_map(|word| self.text.range(*key, word))
            });
            self.lights.light(light, lit);
        }
        for (key, overlay) in self.sheets.overlays() {
            let hits: Vec<_> = session.places_on(key).into_iter().map(|place| place.words).collect();
            overlay.mark(Light::Hit.name(), |word| hits.iter().any(|words| words.contains(&word)));
            let present = present.as_ref().filter(|(of, _)| *of == key).map(|(_, place)| &place.words);
            overlay.mark(Light::PresentHit.name(), |word| present.is_some_and(|words| words.contains(&word)));
            for light in [Light::Doubtful, Light::Corrected, Light::Current] {
                let lit = self.lit(light, key, session);
                overlay.mark(light.name(), |word| lit.binary_search(&word).is_ok());
            }
        }
    }

    /// The words of a page that are lit so, ascending.
    fn lit(&self, light: Light, key: PageKey, session: &PageSession) -> Vec<usize> {
        let words = |is_lit: fn(&Word) -> bool| {
            let words = text_of(session, key).into_iter().flat_map(PageText::words).enumerate();
            words.filter(|(_, word)| is_lit(word)).map(|(place, _)| place).collect()
        };
        match light {
            Light::Doubtful if self.marks_doubts => words(Word::is_doubtful),
            Light::Corrected if self.marks_doubts => words(|word| word.corrected.is_some()),
            Light::Doubtful | Light::Corrected | Light::Hit | Light::PresentHit => Vec::new(),
            Light::Twin | Light::Current => {
                let lit = if light == Light::Twin { self.twin } else { self.current };
                lit.into_iter().filter(|(of, _)| *of == key).map(|(_, word)| word).collect()
            }
        }
    }
}

/// The text of a page that was read.
fn text_of(session: &PageSession, key: PageKey) -> Option<&PageText> {
    session.document(key.document)?.job.as_ref()?.record(key.page)?.text()
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
