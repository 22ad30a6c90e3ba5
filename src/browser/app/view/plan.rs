//! The pages before reading: what each is, what will be done with it, and how images make documents.

use std::collections::{HashMap, HashSet, VecDeque};

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::ArrayBuffer;
use web_sys::{HtmlCanvasElement, HtmlDetailsElement, HtmlElement};

use super::{PageDocument, pictures};
use crate::browser::app::{Msg, PageSession, Sender};
use crate::browser::dom::{MissingElement, Template, by_id, show};
use crate::messages::rendering::ShowRequest;
use crate::model::page::PageIndex;
use crate::session::Command;
use crate::session::document::{DocumentId, FileId};
use pages::Pages;

mod marks;
mod pages;

/// A page, by what stays the same wherever its file goes.
type Place = (FileId, u32);

/// Pictures that are asked for at a time: one is drawn, and one waits.
const ON_THE_WAY: usize = 2;
/// Pictures that are kept. What one scrolls back to beyond that is drawn once more.
const KEPT: usize = 150;
/// Pixels across and down a picture, on a screen of the usual density.
const SIZE: (f64, f64) = (120.0, 150.0);
/// From this width on, in pixels, there is room for all of it beside the documents.
const WIDE: f64 = 960.0;

/// The plan of all documents.
pub struct Plan {
    section: HtmlElement,
    panel: HtmlDetailsElement,
    list: HtmlElement,
    templates: Templates,
    documents: Vec<Pages>,
    thumbnails: Thumbnails,
    is_shown: bool,
    sender: Sender,
    _listeners: Vec<EventListener>,
}

/// What documents and pages are made of.
struct Templates {
    document: Template,
    page: Template,
}

/// The pictures of pages that are there, and those on their way.
#[derive(Default)]
struct Thumbnails {
    there: HashMap<Place, HtmlCanvasElement>,
    /// In the order in which they came.
    order: VecDeque<Place>,
    on_the_way: HashSet<Place>,
    /// Pages of which there is none.
    missing: HashSet<Place>,
}

impl Plan {
    /// Finds its elements. `index.html` has it folded; where there is room for it, it is open.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let panel: HtmlDetailsElement = by_id("plan-panel")?;
        let window = web_sys::window();
        let width = window.as_ref().and_then(|window| window.inner_width().ok()?.as_f64());
        panel.set_open(width.is_some_and(|width| width >= WIDE));
        let refresh = || {
            let sender = sender.clone();
            move |_: &web_sys::Event| sender.send(Msg::Refresh)
        };
        let mut listeners = vec![EventListener::new(&panel, "toggle", refresh())];
        if let Some(window) = window {
            let options = EventListenerOptions::run_in_capture_phase();
            listeners.push(EventListener::new_with_options(&window, "scroll", options, refresh()));
            listeners.push(EventListener::new(&window, "resize", refresh()));
        }
        Ok(Self {
            section: by_id("plan")?,
            panel,
            list: by_id("plan-documents")?,
            templates: Templates {
                document: Template::new("plan-document-template")?,
                page: Template::new("plan-page-template")?,
            },
            documents: Vec::new(),
            thumbnails: Thumbnails::default(),
            is_shown: false,
            sender: sender.clone(),
            _listeners: listeners,
        })
    }

    /// Brings it up to date. Tells whether there is more to do: pages are added in portions.
    pub fn render(&mut self, session: &PageSession) -> bool {
        let nothing_begun = session.documents().iter().all(|document| document.job.is_none());
        let has_pages = |document: &PageDocument| document.page_count() > 0 && !document.files.is_empty();
        let planned: Vec<&PageDocument> =
            session.documents().iter().filter(|document| nothing_begun && has_pages(document)).collect();
        self.is_shown = !planned.is_empty();
        show(&self.section, self.is_shown);
        if !nothing_begun || session.documents().is_empty() {
            self.documents.drain(..).for_each(|pages| pages.element().remove());
            self.thumbnails = Thumbnails::default();
            return false;
        }
        self.arrange(&planned);
        if !self.panel.open() {
            return false;
        }
        let mut left = pages::PORTION;
        for (pages, document) in self.documents.iter_mut().zip(&planned) {
            pages.render(document, session, (&self.templates.page, &self.thumbnails.there), &mut left);
        }
        self.ask_for_pictures(session);
        left == 0
    }

    /// One part for every document, in their order.
    fn arrange(&mut self, planned: &[&PageDocument]) {
        let mut before: Vec<Pages> = std::mem::take(&mut self.documents);
        for (place, document) in planned.iter().enumerate() {
            let known = before.iter().position(|pages| pages.document() == document.id);
            let pages = match known {
                Some(known) => Ok(before.remove(known)),
                None => Pages::new(&self.templates.document, document.id, &self.sender),
            };
            // One that cannot be made is a template that is not there, which `new` has ruled out.
            let Ok(pages) = pages else {
                continue;
            };
            let there = self.list.children().item(place as u32);
            if !there.as_ref().is_some_and(|there| there.is_same_node(Some(pages.element()))) {
                self.list.insert_before(pages.element(), there.as_deref()).ok();
            }
            self.documents.push(pages);
        }
        before.into_iter().for_each(|pages| pages.element().remove());
    }

    /// Says everything anew at the next refresh.
    pub fn retell(&mut self) {
        self.documents.iter_mut().for_each(Pages::retell);
    }

    /// Whether there is anything to be seen of it.
    pub fn is_shown(&self) -> bool {
        self.is_shown
    }

    /// Asks for the pictures of pages in view, one after the other.
    fn ask_for_pictures(&mut self, session: &PageSession) {
        if !session.awaits_picture() {
            self.thumbnails.on_the_way.clear();
        }
        let density = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio()).clamp(1.0, 2.0);
        let (width, height) = ((SIZE.0 * density) as u32, (SIZE.1 * density) as u32);
        for pages in &self.documents {
            let Some(document) = session.document(pages.document()) else {
                continue;
            };
            for (page, place) in pages.in_view() {
                if self.thumbnails.on_the_way.len() >= ON_THE_WAY {
                    return;
                }
                if self.thumbnails.is_wanted(place) {
                    self.thumbnails.on_the_way.insert(place);
                    let request = ShowRequest { page, width, height, region: None };
                    self.sender.command(Command::Show(document.id, request));
                }
            }
        }
    }

    /// A picture has come.
    pub fn shown(
        &mut self,
        session: &PageSession,
        page: (DocumentId, PageIndex),
        size: (u32, u32),
        pixels: &ArrayBuffer,
    ) {
        if let Some(place) = self.thumbnails.awaited(session, page) {
            match pictures::canvas(size, pixels) {
                Some(canvas) => self.thumbnails.keep(place, canvas),
                None => drop(self.thumbnails.missing.insert(place)),
            }
        }
    }

    /// A picture does not come.
    pub fn not_shown(&mut self, session: &PageSession, page: (DocumentId, PageIndex)) {
        if let Some(place) = self.thumbnails.awaited(session, page) {
            self.thumbnails.missing.insert(place);
        }
    }
}

impl Thumbnails {
    fn is_wanted(&self, place: Place) -> bool {
        !self.there.contains_key(&place)
            && !self.on_the_way.contains(&place)
            && !self.missing.contains(&place)
    }

    /// The page that an answer is about, if its picture is on the way.
    fn awaited(&mut self, session: &PageSession, (id, page): (DocumentId, PageIndex)) -> Option<Place> {
        let place = session.document(id)?.file_page(page)?;
        self.on_the_way.take(&place)
    }

    fn keep(&mut self, place: Place, canvas: HtmlCanvasElement) {
        self.there.insert(place, canvas);
        self.order.push_back(place);
        while self.order.len() > KEPT {
            if let Some(canvas) = self.order.pop_front().and_then(|place| self.there.remove(&place)) {
                canvas.remove();
                // Some browsers keep the pixels until it is collected.
                canvas.set_width(0);
            }
        }
    }
}
