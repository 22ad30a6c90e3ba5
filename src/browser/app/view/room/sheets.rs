//! Pages as pictures, one below the other, with their text over them. Only those in view and their neighbours are drawn, as
//! large as they are shown; the others keep their place.

use wasm_bindgen::prelude::*;
use web_sys::{
    DomRect, Element, HtmlCanvasElement, HtmlElement, IntersectionObserver, IntersectionObserverEntry,
    IntersectionObserverInit,
};

use super::RoomEvent;
use super::overlay::{Overlay, Ruler};
use super::pictures::{Purpose, Wish, can_be_drawn};
use crate::browser::app::view::pictures;
use crate::browser::app::view::{PAGE, PageDocument, page_mark, page_of, set_or_hide};
use crate::browser::app::{Msg, PageSession, Sender};
use crate::browser::dom::{MissingElement, Template, by_id, document, set_attribute, slot};
use crate::messages::rendering::ShowRequest;
use crate::model::page::{PageSize, Rect};
use crate::session::document::{DocumentId, PageKey};
use crate::words::words;

/// Sheets made at a time.
const PORTION: usize = 100;
/// What a page is taken for before anything is known of it: A4, in points.
const A4: PageSize = PageSize { width: 595.0, height: 842.0 };
/// More pixels of the screen than this for one of the page's do not make a picture clearer to see, and take memory.
const MOST_DENSE: f64 = 2.0;
/// The longest side of a picture in pixels.
const LONGEST: f64 = 4000.0;
/// A picture that is larger or smaller than it should be by less than this is good enough.
const GOOD_ENOUGH: f64 = 1.2;
/// Steps of the zoom.
pub const ZOOM_STEP: f64 = 1.25;
const ZOOM: std::ops::RangeInclusive<f64> = 0.25..=6.0;

/// To what a page is fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// The width of the pane.
    Width,
    /// Width and height.
    Page,
}

/// The pane with the pictures.
pub struct Sheets {
    pane: HtmlElement,
    template: Template,
    ruler: Ruler,
    sheets: Vec<Sheet>,
    /// The jobs whose pages have sheets.
    jobs: Vec<(DocumentId, u32)>,
    observer: IntersectionObserver,
    zoom: f64,
    /// Quarter turns of the view.
    turns: u32,
    /// The line around a part of a page.
    outlined: Option<HtmlElement>,
    _heard: Closure<dyn FnMut(js_sys::Array)>,
}

/// A page of the pane.
struct Sheet {
    key: PageKey,
    element: HtmlElement,
    /// What turns with the view.
    leaf: HtmlElement,
    note: HtmlElement,
    size: PageSize,
    /// Whether it is in view, or next to what is.
    is_near: bool,
    picture: Option<HtmlCanvasElement>,
    /// Whether it could not be drawn.
    has_failed: bool,
    overlay: Option<Overlay>,
}

impl Sheets {
    /// Finds its elements.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let pane: HtmlElement = by_id("sheets")?;
        let to = sender.clone();
        let heard = Closure::new(move |entries: js_sys::Array| {
            for entry in entries.iter() {
                let entry: IntersectionObserverEntry = entry.unchecked_into();
                if let Some(key) = page_of(&entry.target()) {
                    to.send(Msg::Room(RoomEvent::Near(key, entry.is_intersecting())));
                }
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root(Some(&pane));
        options.set_root_margin("60% 0px");
        let observer = IntersectionObserver::new_with_options(heard.as_ref().unchecked_ref(), &options)
            .map_err(|_| MissingElement("IntersectionObserver".to_owned()))?;
        Ok(Self {
            pane,
            template: Template::new("sheet-template")?,
            ruler: Ruler::new()?,
            sheets: Vec::new(),
            jobs: Vec::new(),
            observer,
            zoom: 1.0,
            turns: 0,
            outlined: None,
            _heard: heard,
        })
    }

    /// Brings a portion of the sheets up to date. Tells whether there is more to do.
    pub fn render(&mut self, session: &PageSession, changes: &[PageKey]) -> bool {
        let jobs = || session.documents().iter().filter_map(|it| Some((it, it.job.as_ref()?)));
        let same =
            self.jobs.iter().zip(jobs()).take_while(|(known, (it, job))| **known == (it.id, job.number));
        let same = same.count();
        if same < self.jobs.len() {
            let gone = self.jobs.split_off(same);
            let stays = |sheet: &Sheet| !gone.iter().any(|(id, _)| *id == sheet.key.document);
            let (kept, gone) = std::mem::take(&mut self.sheets).into_iter().partition(stays);
            self.sheets = kept;
            for sheet in gone {
                self.observer.unobserve(&sheet.element);
                sheet.element.remove();
            }
        }
        self.jobs.extend(jobs().skip(same).map(|(it, job)| (it.id, job.number)));
        for key in changes {
            if let Some(sheet) = self.sheets.iter_mut().find(|sheet| sheet.key == *key) {
                sheet.overlay = None;
            }
        }
        let more = self.add_sheets(session);
        for sheet in self.sheets.iter_mut().filter(|sheet| sheet.is_near) {
            sheet.render(session, &self.ruler);
        }
        more
    }

    fn add_sheets(&mut self, session: &PageSession) -> bool {
        let mut place = 0;
        let mut left = PORTION;
        for document in session.documents().iter().filter(|document| document.job.is_some()) {
            for page in document.chosen() {
                let key = document.id.page(*page);
                if self.sheets.get(place).is_some_and(|sheet| sheet.key == key) {
                    place += 1;
                    continue;
                }
                if left == 0 {
                    return true;
                }
                left -= 1;
                let size = known_size(document, key).or_else(|| Some(self.sheets.last()?.size)).unwrap_or(A4);
                let Ok(sheet) = Sheet::new(&self.template, key, size) else {
                    return false;
                };
                let next = self.sheets.get(place).map(|next| next.element.clone());
                self.pane.insert_before(&sheet.element, next.as_ref().map(AsRef::as_ref)).ok();
                self.observer.observe(&sheet.element);
                self.sheets.insert(place, sheet);
                place += 1;
            }
        }
        false
    }

    /// A sheet has come near, or gone.
    pub fn near(&mut self, key: PageKey, is_near: bool) {
        if let Some(sheet) = self.sheets.iter_mut().find(|sheet| sheet.key == key) {
            sheet.is_near = is_near;
            if !is_near {
                sheet.let_go();
            }
        }
    }

    /// The pictures that are wanted: of this page first, then of those around it.
    pub fn wishes(&self, session: &PageSession, current: Option<PageKey>) -> Vec<Wish> {
        if self.pane.client_width() == 0 {
            // Nobody sees them.
            return Vec::new();
        }
        let at = self.sheets.iter().position(|sheet| Some(sheet.key) == current).unwrap_or(0);
        let mut wanted: Vec<_> = self
            .sheets
            .iter()
            .enumerate()
            .filter(|(_, sheet)| sheet.is_near && !sheet.has_failed && can_be_drawn(session, sheet.key))
            .filter_map(|(place, sheet)| Some((place.abs_diff(at), sheet.wish()?)))
            .collect();
        wanted.sort_by_key(|(distance, _)| *distance);
        wanted.into_iter().map(|(_, wish)| wish).collect()
    }

    /// A picture has come.
    pub fn show(&mut self, key: PageKey, picture: HtmlCanvasElement) {
        let sheet = self.sheets.iter_mut().find(|sheet| sheet.key == key);
        let Some(sheet) = sheet.filter(|sheet| sheet.is_near) else {
            return;
        };
        if let Some(before) = sheet.picture.replace(picture.clone()) {
            before.remove();
        }
        sheet.leaf.prepend_with_node_1(&picture).ok();
        set_or_hide(&sheet.note, None);
    }

    /// A page cannot be drawn.
    pub fn fail(&mut self, key: PageKey, why: &str) {
        if let Some(sheet) = self.sheets.iter_mut().find(|sheet| sheet.key == key) {
            sheet.has_failed = true;
            set_or_hide(&sheet.note, Some(why));
        }
    }

    /// The same part of a page in page points, given it in percent of the page.
    pub fn points(&self, key: PageKey, percent: Rect) -> Option<Rect> {
        let size = self.sheets.iter().find(|sheet| sheet.key == key)?.size;
        let (across, down) = (size.width / 100.0, size.height / 100.0);
        Some(Rect {
            x: percent.x * across,
            y: percent.y * down,
            width: percent.width * across,
            height: percent.height * down,
        })
    }

    /// Draws a line around a part of a page, in page points.
    pub fn outline(&mut self, key: PageKey, part: Rect) {
        self.outline_nothing();
        let sheet = self.sheets.iter().find(|sheet| sheet.key == key);
        let element = document().ok().and_then(|page| page.create_element("div").ok());
        if let (Some(sheet), Some(element)) = (sheet, element) {
            let element: HtmlElement = element.unchecked_into();
            element.set_class_name("outlined");
            let percent = |part: f32, whole: f32| part / whole * 100.0;
            let style = format!(
                "left:{}%;top:{}%;width:{}%;height:{}%",
                percent(part.x, sheet.size.width),
                percent(part.y, sheet.size.height),
                percent(part.width, sheet.size.width),
                percent(part.height, sheet.size.height)
            );
            element.style().set_css_text(&style);
            sheet.leaf.append_child(&element).ok();
            self.outlined = Some(element);
        }
    }

    /// There is no such line any more.
    pub fn outline_nothing(&mut self) {
        if let Some(element) = self.outlined.take() {
            element.remove();
        }
    }

    /// Where a part of a page, in page points, is on the screen.
    pub fn place(&self, key: PageKey, part: Rect) -> Option<DomRect> {
        let sheet = self.sheets.iter().find(|sheet| sheet.key == key)?;
        let around = sheet.leaf.get_bounding_client_rect();
        let scale = around.width() / f64::from(sheet.size.width);
        DomRect::new_with_x_and_y_and_width_and_height(
            around.left() + f64::from(part.x) * scale,
            around.top() + f64::from(part.y) * scale,
            f64::from(part.width) * scale,
            f64::from(part.height) * scale,
        )
        .ok()
    }

    /// What all pictures hold.
    pub fn bytes(&self) -> u64 {
        let of = |canvas: &HtmlCanvasElement| u64::from(canvas.width()) * u64::from(canvas.height()) * 4;
        self.sheets.iter().filter_map(|sheet| sheet.picture.as_ref()).map(of).sum()
    }

    /// The overlays that are there, with their pages.
    pub fn overlays(&self) -> impl Iterator<Item = (PageKey, &Overlay)> {
        self.sheets.iter().filter_map(|sheet| Some((sheet.key, sheet.overlay.as_ref()?)))
    }

    /// The page in the middle of the pane.
    pub fn in_view(&self) -> Option<PageKey> {
        let pane = self.pane.get_bounding_client_rect();
        let middle = pane.top() + pane.height() / 3.0;
        let near = self.sheets.iter().filter(|sheet| sheet.is_near);
        let distance = |sheet: &&Sheet| {
            let around = sheet.element.get_bounding_client_rect();
            (around.top() - middle).max(middle - around.bottom()).max(0.0)
        };
        near.min_by(|a, b| distance(a).total_cmp(&distance(b))).map(|sheet| sheet.key)
    }

    /// Scrolls to a page, or to a part of it in page points, if that is not in view.
    pub fn scroll_to(&self, key: PageKey, part: Option<Rect>) {
        let Some(sheet) = self.sheets.iter().find(|sheet| sheet.key == key) else {
            return;
        };
        let (pane, around) = (self.pane.get_bounding_client_rect(), sheet.element.get_bounding_client_rect());
        let Some(part) = part.filter(|_| self.turns == 0) else {
            let by = around.top() - pane.top() - f64::from(PADDING);
            return self.pane.set_scroll_top(self.pane.scroll_top() + by as i32);
        };
        let scale = around.width() / f64::from(sheet.size.width);
        let (top, left) =
            (around.top() + f64::from(part.y) * scale, around.left() + f64::from(part.x) * scale);
        let (bottom, right) = (top + f64::from(part.height) * scale, left + f64::from(part.width) * scale);
        if top < pane.top() || bottom > pane.bottom() {
            let by = (top + bottom) / 2.0 - pane.top() - pane.height() / 3.0;
            self.pane.set_scroll_top(self.pane.scroll_top() + by as i32);
        }
        if left < pane.left() || right > pane.right() {
            let by = (left + right) / 2.0 - pane.left() - pane.width() / 2.0;
            self.pane.set_scroll_left(self.pane.scroll_left() + by as i32);
        }
    }

    /// Fits pages to the pane.
    pub fn fit(&mut self, fit: Fit) {
        set_attribute(&self.pane, "data-fit", if fit == Fit::Width { "width" } else { "page" });
        self.zoom_to(1.0);
    }

    /// Larger or smaller by a factor, with what is in the middle staying there.
    pub fn zoom_by(&mut self, factor: f64) {
        self.zoom_to(self.zoom * factor);
    }

    fn zoom_to(&mut self, zoom: f64) {
        let zoom = zoom.clamp(*ZOOM.start(), *ZOOM.end());
        let (pane, grown) = (&self.pane, zoom / self.zoom);
        let middle = |scroll: i32, side: i32| f64::from(scroll) + f64::from(side) / 2.0;
        let (across, down) = (
            middle(pane.scroll_left(), pane.client_width()),
            middle(pane.scroll_top(), pane.client_height()),
        );
        self.zoom = zoom;
        pane.style().set_property("--zoom", &zoom.to_string()).ok();
        // A finger that goes across scrolls what is wider than the pane, and turns the page else.
        set_attribute(pane, "data-wide", if zoom > 1.0 { "true" } else { "false" });
        pane.set_scroll_left((across * grown) as i32 - pane.client_width() / 2);
        pane.set_scroll_top((down * grown) as i32 - pane.client_height() / 2);
    }

    /// Turns the view by a quarter, clockwise.
    pub fn turn(&mut self) {
        self.turn_to((self.turns + 1) % 4);
    }

    /// Shows pages as they are.
    pub fn turn_back(&mut self) {
        self.turn_to(0);
    }

    fn turn_to(&mut self, turns: u32) {
        self.turns = turns;
        set_attribute(&self.pane, "data-turn", &(self.turns * 90).to_string());
    }

    /// Says everything anew.
    pub fn retell(&self) {
        for sheet in &self.sheets {
            sheet.name();
        }
    }
}

/// Pixels around a sheet.
const PADDING: i32 = 12;

impl Sheet {
    fn new(template: &Template, key: PageKey, size: PageSize) -> Result<Self, MissingElement> {
        let element = template.instance()?;
        set_attribute(&element, PAGE, &page_mark(key));
        let mut sheet = Self {
            key,
            leaf: slot(&element, "leaf")?,
            note: slot(&element, "note")?,
            element,
            size,
            is_near: false,
            picture: None,
            has_failed: false,
            overlay: None,
        };
        sheet.resize(size);
        sheet.name();
        Ok(sheet)
    }

    fn name(&self) {
        set_attribute(&self.element, "aria-label", &(words().page_heading)(self.key.page));
    }

    fn resize(&mut self, size: PageSize) {
        self.size = size;
        let style = self.element.style();
        style.set_property("--wide", &size.width.to_string()).ok();
        style.set_property("--high", &size.height.to_string()).ok();
    }

    fn render(&mut self, session: &PageSession, ruler: &Ruler) {
        let Some(document) = session.document(self.key.document) else {
            return;
        };
        if let Some(size) = known_size(document, self.key).filter(|size| *size != self.size) {
            self.resize(size);
        }
        if self.picture.is_none() && !self.has_failed {
            let said = &words().room;
            let why = match () {
                () if document.files.is_empty() => said.file_not_here,
                () if !can_be_drawn(session, self.key) => said.drawn_later,
                () => said.being_drawn,
            };
            set_or_hide(&self.note, Some(why));
        }
        let record = document.job.as_ref().and_then(|job| job.record(self.key.page));
        match record.and_then(|record| record.text()) {
            Some(text) if self.overlay.is_none() => {
                if let Ok(overlay) = Overlay::new(text, ruler) {
                    self.clear_overlay();
                    self.leaf.append_child(&overlay.element).ok();
                    self.overlay = Some(overlay);
                }
            }
            Some(_) => {}
            None => self.clear_overlay(),
        }
    }

    /// Also that which was replaced by nothing yet.
    fn clear_overlay(&mut self) {
        self.overlay = None;
        if let Ok(Some(before)) = self.leaf.query_selector(".overlay") {
            before.remove();
        }
    }

    /// What it needs to be drawn as large as it is shown, if it is not.
    fn wish(&self) -> Option<Wish> {
        let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio()).min(MOST_DENSE);
        let (wide, high) =
            (f64::from(self.leaf.offset_width()) * ratio, f64::from(self.leaf.offset_height()) * ratio);
        let less = (LONGEST / wide.max(high).max(1.0)).min(1.0);
        let (width, height) = ((wide * less).round() as u32, (high * less).round() as u32);
        if width == 0 || height == 0 {
            return None;
        }
        if let Some(picture) = &self.picture {
            let factor = f64::from(width) / f64::from(picture.width().max(1));
            // One that the ceiling made smaller will not become larger by being asked for again.
            let asked: f64 = picture.get_attribute(ASKED).and_then(|asked| asked.parse().ok()).unwrap_or(0.0);
            let is_as_asked = (f64::from(width) / asked.max(1.0)).max(asked / f64::from(width)) < GOOD_ENOUGH;
            if is_as_asked || factor.max(1.0 / factor) < GOOD_ENOUGH {
                return None;
            }
        }
        let request = ShowRequest { page: self.key.page, width, height, region: None };
        Some(Wish { key: self.key, request, purpose: Purpose::Sheet })
    }

    fn let_go(&mut self) {
        if let Some(picture) = self.picture.take() {
            picture.remove();
            // Some browsers keep the pixels of a canvas until it is collected.
            picture.set_width(0);
        }
        self.has_failed = false;
        self.clear_overlay();
    }
}

/// The attribute of a picture that says how wide it was to be.
const ASKED: &str = "data-asked";

/// Makes a picture of pixels, and notes how large it was to be.
pub fn picture(
    size: (u32, u32),
    pixels: &js_sys::ArrayBuffer,
    asked: ShowRequest,
) -> Option<HtmlCanvasElement> {
    let canvas = pictures::canvas(size, pixels)?;
    set_attribute(&canvas, ASKED, &asked.width.to_string());
    set_attribute(&canvas, "aria-hidden", "true");
    Some(canvas)
}

/// The size of a page, once it is known.
fn known_size(document: &PageDocument, key: PageKey) -> Option<PageSize> {
    let record = document.job.as_ref()?.record(key.page)?;
    record.text().map(|text| text.size).or(record.reading.size)
}

/// The page that an element belongs to.
pub fn sheet_of(element: &Element) -> Option<PageKey> {
    page_of(&element.closest(".sheet").ok().flatten()?)
}
