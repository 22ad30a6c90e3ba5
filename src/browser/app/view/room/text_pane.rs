//! The text of all pages, each once, as it flows or as it was printed. Where each word stands in it is known, so that it can
//! be lit without an element of its own: a thousand pages have half a million words.

use wasm_bindgen::prelude::*;
use web_sys::{
    Document, Element as Markup, HtmlElement, IntersectionObserver, IntersectionObserverEntry, Node, Range,
};

use super::RoomEvent;
use crate::browser::app::view::{PAGE, page_mark, page_of, set_or_hide};
use crate::browser::app::{Msg, PageSession, Sender};
use crate::browser::dom::{MissingElement, Template, by_id, document, fill, set_attribute, slot};
use crate::formats::export::structure::{Element, Passage, Table};
use crate::model::options::TextFlow;
use crate::model::page::{PageIndex, PageText};
use crate::search::Place;
use crate::session::document::{DocumentId, PageKey};
use crate::words::words;

/// Pages shown at a time, where many are there at once.
const PORTION: usize = 20;

/// The id of a page's text, by which its document's row leads to it.
pub fn text_id(document: DocumentId, page: PageIndex) -> String {
    format!("text-{}-{page}", document.0)
}

/// The pane with the text.
pub struct TextPane {
    pane: HtmlElement,
    template: Template,
    /// The documents whose pages are shown, in their order.
    groups: Vec<Group>,
    /// Pages to be brought up to date, the last first.
    pending: Vec<PageKey>,
    /// How it flows.
    flow: (TextFlow, bool),
    observer: IntersectionObserver,
    _heard: Closure<dyn FnMut(js_sys::Array)>,
}

/// The pages of one document that are shown, ascending.
struct Group {
    document: DocumentId,
    pages: Vec<Shown>,
}

/// A page that is shown.
struct Shown {
    page: PageIndex,
    section: HtmlElement,
    is_near: bool,
    /// The pieces of text it is made of.
    nodes: Vec<Node>,
    /// Where each word stands in these, in reading order; nowhere, if it is left out.
    spots: Vec<Option<Spot>>,
}

/// Where a word stands.
#[derive(Debug, Clone, Copy)]
struct Spot {
    node: u32,
    /// In UTF-16 units, as the DOM counts.
    start: u32,
    end: u32,
}

impl TextPane {
    /// Finds its elements.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let pane: HtmlElement = by_id("text")?;
        let to = sender.clone();
        let heard = Closure::new(move |entries: js_sys::Array| {
            for entry in entries.iter() {
                let entry: IntersectionObserverEntry = entry.unchecked_into();
                if let Some(key) = page_of(&entry.target()) {
                    to.send(Msg::Room(RoomEvent::TextNear(key, entry.is_intersecting())));
                }
            }
        });
        let observer = IntersectionObserver::new(heard.as_ref().unchecked_ref())
            .map_err(|_| MissingElement("IntersectionObserver".to_owned()))?;
        let template = Template::new("page-text-template")?;
        let flow = (TextFlow::default(), false);
        Ok(Self { pane, template, groups: Vec::new(), pending: Vec::new(), flow, observer, _heard: heard })
    }

    /// Brings a portion of the pages that changed since the last time up to date, each in its place. Tells whether there
    /// are more.
    pub fn render(&mut self, session: &PageSession, changes: &[PageKey]) -> bool {
        let flow = (session.options().flow, session.options().leave_out_heads);
        if std::mem::replace(&mut self.flow, flow) != flow {
            self.retell();
        }
        let shown = || session.documents().iter().filter(|document| document.job.is_some());
        let same =
            self.groups.iter().zip(shown()).take_while(|(group, document)| group.document == document.id);
        let same = same.count();
        for shown in self.groups.drain(same..).flat_map(|group| group.pages) {
            self.observer.unobserve(&shown.section);
            shown.section.remove();
        }
        let stays = |key: &PageKey| self.groups.iter().any(|group| group.document == key.document);
        self.pending.retain(stays);
        for document in shown().skip(same) {
            let pages = document.records().iter().rev().map(|record| document.id.page(record.page));
            self.pending.extend(pages);
            self.groups.push(Group { document: document.id, pages: Vec::new() });
        }
        self.pending.extend(changes);
        let mut left = PORTION;
        while left > 0
            && let Some(key) = self.pending.pop()
        {
            left -= usize::from(self.bring_up_to_date(session, key));
        }
        !self.pending.is_empty()
    }

    /// Shows what a page says now; whether that was any work.
    fn bring_up_to_date(&mut self, session: &PageSession, key: PageKey) -> bool {
        let Some(document) = session.document(key.document) else {
            return false;
        };
        let Some(place) = self.groups.iter().position(|group| group.document == key.document) else {
            return false;
        };
        let text = document.job.as_ref().and_then(|job| job.record(key.page)?.text());
        let found = self.groups[place].pages.binary_search_by_key(&key.page, |shown| shown.page);
        match (found, text) {
            (Ok(index), Some(text)) => {
                self.groups[place].pages[index].fill(text, &session.elements(key).unwrap_or_default());
            }
            (Ok(index), None) => {
                let shown = self.groups[place].pages.remove(index);
                self.observer.unobserve(&shown.section);
                shown.section.remove();
            }
            (Err(index), Some(text)) => {
                let name = session.name_beside(document, key.page);
                let Ok(mut shown) = Shown::new(&self.template, key, name) else {
                    return false;
                };
                shown.fill(text, &session.elements(key).unwrap_or_default());
                let next = self.groups[place]
                    .pages
                    .get(index)
                    .or_else(|| self.groups.iter().skip(place + 1).find_map(|group| group.pages.first()));
                let next = next.map(|next| Node::from(next.section.clone()));
                self.pane.insert_before(&shown.section, next.as_ref()).ok();
                self.observer.observe(&shown.section);
                self.groups[place].pages.insert(index, shown);
            }
            (Err(_), None) => return false,
        }
        true
    }

    /// Says everything anew, a portion at each refresh.
    pub fn retell(&mut self) {
        let pages = |group: &Group| {
            let document = group.document;
            group.pages.iter().rev().map(move |shown| document.page(shown.page)).collect::<Vec<_>>()
        };
        self.pending = self.groups.iter().rev().flat_map(pages).collect();
    }

    /// Whether there is any text.
    pub fn is_shown(&self) -> bool {
        self.groups.iter().any(|group| !group.pages.is_empty())
    }

    fn shown(&self, key: PageKey) -> Option<&Shown> {
        let group = self.groups.iter().find(|group| group.document == key.document)?;
        let place = group.pages.binary_search_by_key(&key.page, |shown| shown.page).ok()?;
        group.pages.get(place)
    }

    /// A page has come into view, or gone.
    pub fn near(&mut self, key: PageKey, is_near: bool) {
        let group = self.groups.iter_mut().find(|group| group.document == key.document);
        let shown = group.and_then(|group| {
            let place = group.pages.binary_search_by_key(&key.page, |shown| shown.page).ok()?;
            group.pages.get_mut(place)
        });
        if let Some(shown) = shown {
            shown.is_near = is_near;
        }
    }

    /// The pages in view.
    pub fn near_pages(&self) -> impl Iterator<Item = PageKey> {
        self.groups.iter().flat_map(|group| {
            group.pages.iter().filter(|shown| shown.is_near).map(|shown| group.document.page(shown.page))
        })
    }

    /// Where a word of a page stands.
    pub fn range(&self, key: PageKey, word: usize) -> Option<Range> {
        let shown = self.shown(key)?;
        let spot = (*shown.spots.get(word)?)?;
        let node = shown.nodes.get(spot.node as usize)?;
        let range = document().ok()?.create_range().ok()?;
        range.set_start(node, spot.start).ok()?;
        range.set_end(node, spot.end).ok()?;
        Some(range)
    }

    /// Where a find stands.
    pub fn range_of(&self, key: PageKey, place: &Place) -> Option<Range> {
        let (first, last) = (place.words.start, place.words.end.checked_sub(1)?);
        let (range, end) = (self.range(key, first)?, self.range(key, last)?);
        let node = end.end_container().ok()?;
        // A half that lost its hyphen is shorter than its word.
        let until = (end.start_offset().ok()? + place.end).min(end.end_offset().ok()?);
        let from = (range.start_offset().ok()? + place.start).min(range.end_offset().ok()?);
        range.set_start(&range.start_container().ok()?, from).ok()?;
        range.set_end(&node, until).ok()?;
        Some(range)
    }

    /// The word at a place in a piece of text.
    pub fn word_at(&self, node: &Node, offset: u32) -> Option<(PageKey, usize)> {
        let section = node.parent_element()?.closest(".page-text").ok().flatten()?;
        let key = page_of(&section)?;
        let shown = self.shown(key)?;
        let place = shown.nodes.iter().position(|other| other.is_same_node(Some(node)))?;
        let is_here = |spot: &&Option<Spot>| {
            spot.is_some_and(|spot| spot.node as usize == place && spot.start <= offset && offset <= spot.end)
        };
        Some((key, shown.spots.iter().position(|spot| is_here(&spot))?))
    }

    /// The page at the upper third of the pane.
    pub fn in_view(&self) -> Option<PageKey> {
        let pane = self.pane.get_bounding_client_rect();
        let line = pane.top() + pane.height() / 3.0;
        let distance = |section: &HtmlElement| {
            let around = section.get_bounding_client_rect();
            (around.top() - line).max(line - around.bottom()).max(0.0)
        };
        let near = self.groups.iter().flat_map(|group| {
            group.pages.iter().filter(|shown| shown.is_near).map(|shown| (group.document, shown))
        });
        near.min_by(|(_, a), (_, b)| distance(&a.section).total_cmp(&distance(&b.section)))
            .map(|(document, shown)| document.page(shown.page))
    }

    /// Scrolls to a page, or to a word of it if that is not in view.
    pub fn scroll_to(&self, key: PageKey, word: Option<usize>) {
        let Some(shown) = self.shown(key).filter(|_| self.pane.client_width() > 0) else {
            return;
        };
        let pane = self.pane.get_bounding_client_rect();
        let is_scroller = self.pane.scroll_height() > self.pane.client_height();
        let (top, bottom, part) = match word.and_then(|word| self.range(key, word)) {
            Some(range) => {
                let around = range.get_bounding_client_rect();
                (around.top(), around.bottom(), pane.height() / 3.0)
            }
            None => {
                let around = shown.section.get_bounding_client_rect();
                (around.top(), f64::INFINITY, 0.0)
            }
        };
        if is_scroller {
            if top < pane.top() || bottom > pane.bottom() {
                self.pane.set_scroll_top(self.pane.scroll_top() + (top - pane.top() - part) as i32);
            }
            return;
        }
        // Where there is room for one face only, the window scrolls.
        if let Some(window) = web_sys::window() {
            let high = window.inner_height().ok().and_then(|high| high.as_f64()).unwrap_or(0.0);
            if top < 0.0 || bottom.min(top + 1.0) > high || bottom.is_infinite() {
                let by = top - if word.is_some() { high / 3.0 } else { BELOW_THE_BAR };
                window.scroll_by_with_x_and_y(0.0, by);
            }
        }
    }
}

/// What stays free above a page that was scrolled to, where the bar may lie over it.
const BELOW_THE_BAR: f64 = 8.0;

impl Shown {
    fn new(template: &Template, key: PageKey, document: Option<&str>) -> Result<Self, MissingElement> {
        let section = template.instance()?;
        section.set_id(&text_id(key.document, key.page));
        set_attribute(&section, PAGE, &page_mark(key));
        set_or_hide(&slot(&section, "document")?, document);
        Ok(Self { page: key.page, section, is_near: false, nodes: Vec::new(), spots: Vec::new() })
    }

    /// Says what a page says now. One without text says so.
    fn fill(&mut self, text: &PageText, elements: &[Element]) {
        fill(&self.section, "heading", &(words().page_heading)(self.page)).ok();
        let Ok(body) = slot::<HtmlElement>(&self.section, "text") else {
            return;
        };
        self.nodes.clear();
        self.spots = vec![None; text.words().count()];
        body.set_text_content(None);
        if let Some(tag) = text.tag() {
            set_attribute(&body, "lang", tag);
        }
        let Ok(page) = document() else {
            return;
        };
        if self.spots.is_empty() {
            return body.set_text_content(Some(words().fixed.no_text_here));
        }
        let mut writer = Writer { page, shown: self };
        // What cannot be made is missing in what is shown, and nowhere else.
        writer.write(&body, elements).ok();
    }
}

/// Makes elements of the page of the elements of a text.
struct Writer<'a> {
    page: Document,
    shown: &'a mut Shown,
}

impl Writer<'_> {
    fn write(&mut self, body: &HtmlElement, elements: &[Element]) -> Result<(), JsValue> {
        let mut list: Option<Markup> = None;
        for (i, element) in elements.iter().enumerate() {
            let goes_on = list.is_some() && matches!(element, Element::Item { .. });
            if !goes_on {
                list = None;
            }
            if i > 0 {
                // Of no size between blocks, and what stands there in plain text.
                let between = self.page.create_text_node(if goes_on { "\n" } else { "\n\n" });
                list.as_ref().unwrap_or(body).append_child(&between)?;
            }
            match element {
                Element::Heading { level, passage } => {
                    let heading = self.add(body, &format!("h{}", level + 3))?;
                    self.passage(&heading, passage)?;
                }
                Element::Paragraph(passage) => {
                    let paragraph = self.add(body, "p")?;
                    self.passage(&paragraph, passage)?;
                }
                Element::Lines(passage) => {
                    let paragraph = self.add(body, "p")?;
                    paragraph.set_class_name("printed");
                    self.passage(&paragraph, passage)?;
                }
                Element::Item { marker, marker_word, passage } => {
                    if list.is_none() {
                        list = Some(self.add(body, "ul")?);
                    }
                    let item = self.add(list.as_ref().unwrap_or(body), "li")?;
                    let mark = self.add(&item, "span")?;
                    mark.set_class_name("marker");
                    let said = marker.to_string();
                    let spot = (*marker_word, 0, said.encode_utf16().count() as u32);
                    self.text(&mark, &said, [spot].into_iter())?;
                    item.append_child(&self.page.create_text_node(" "))?;
                    self.passage(&item, passage)?;
                }
                Element::Table(Table { rows, right_to_left }) => {
                    let around = self.add(body, "div")?;
                    around.set_class_name("table-around");
                    let table = self.add(&around, "table")?;
                    if *right_to_left {
                        set_attribute(&table, "dir", "rtl");
                    }
                    let rows_in = self.add(&table, "tbody")?;
                    for (i, cells) in rows.iter().enumerate() {
                        if i > 0 {
                            rows_in.append_child(&self.page.create_text_node("\n"))?;
                        }
                        let row = self.add(&rows_in, "tr")?;
                        for (i, cell) in cells.iter().enumerate() {
                            if i > 0 {
                                row.append_child(&self.page.create_text_node("\t"))?;
                            }
                            let into = self.add(&row, "td")?;
                            self.passage(&into, cell)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn add(&self, to: &Markup, tag: &str) -> Result<Markup, JsValue> {
        let element = self.page.create_element(tag)?;
        to.append_child(&element)?;
        Ok(element)
    }

    fn passage(&mut self, to: &Markup, passage: &Passage) -> Result<(), JsValue> {
        if passage.right_to_left {
            set_attribute(to, "dir", "rtl");
        }
        let spots = passage.words.iter().map(|place| (place.word, place.start, place.end));
        self.text(to, &passage.text, spots)
    }

    /// A piece of text, and where its words stand in it.
    fn text(
        &mut self,
        to: &Markup,
        text: &str,
        spots: impl Iterator<Item = (usize, u32, u32)>,
    ) -> Result<(), JsValue> {
        let piece = self.page.create_text_node(text);
        to.append_child(&piece)?;
        let node = self.shown.nodes.len() as u32;
        self.shown.nodes.push(piece.into());
        for (word, start, end) in spots {
            if let Some(spot) = self.shown.spots.get_mut(word) {
                *spot = Some(Spot { node, start, end });
            }
        }
        Ok(())
    }
}
