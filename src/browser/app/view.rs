//! What the page shows, one widget a file. A widget reads the session and sends commands, and that is all.

use gloo::events::EventListener;

use super::offline::RequestLog;
use super::{ChosenFile, PageSession, Sender};
use crate::browser::dom::{MissingElement, by_id, document, set_attribute, set_text, show};
use crate::config::Site;
use crate::messages::rendering::ShowRequest;
use crate::model::budget::Bytes;
use crate::model::error::Error;
use crate::model::page::PageIndex;
use crate::session::document::{DocumentId, PageKey};
use crate::session::{Command, Document, Wanted};
use crate::words::{Title, words};
use comparison::Comparison;
use documents::Documents;
use drop_zone::DropZone;
use kept::Kept;
use notices::Notices;
use options_panel::OptionsPanel;
use own_models::OwnModels;
use page_language::PageLanguage;
use page_menu::PageMenu;
use page_rows::PageRows;
use plan::Plan;
use progress::Progress;
use requests::Requests;
use room::{Room, RoomEvent};
use take_away::TakeAway;
use update::Update;
use web_sys::{Element, HtmlElement};

mod comparison;
mod document_actions;
mod documents;
mod drop_zone;
mod kept;
mod language_names;
mod language_offer;
mod languages;
mod menus;
mod notices;
mod options_panel;
mod own_models;
mod page_language;
mod page_menu;
mod page_rows;
mod pictures;
mod plan;
mod progress;
mod requests;
pub mod room;
mod stack_offer;
mod take_away;
mod update;

/// A document of the page.
type PageDocument = Document<ChosenFile, js_sys::ArrayBuffer>;

/// All widgets.
pub struct View {
    drop_zone: DropZone,
    options_panel: OptionsPanel,
    own_models: OwnModels,
    documents: Documents,
    progress: Progress,
    page_rows: PageRows,
    room: Room,
    take_away: TakeAway,
    page_menu: PageMenu,
    comparison: Comparison,
    plan: Plan,
    notices: Notices,
    kept: Kept,
    update: Update,
    requests: Requests,
    /// Says by its stage how far people have come, on which its looks depend.
    main: Element,
    /// Which engine reads.
    engine: HtmlElement,
    /// What the site calls itself.
    site_name: Option<String>,
    /// What screen readers are told.
    announcement: HtmlElement,
    _page_language: PageLanguage,
    _listeners: Vec<EventListener>,
}

impl View {
    /// Finds every widget's elements and begins to listen to them.
    ///
    /// # Errors
    /// When `index.html` does not fit this program.
    pub fn new(sender: &Sender, site: &Site, log: RequestLog) -> Result<Self, MissingElement> {
        if let Some(title) = &site.title {
            set_text(&by_id::<Element>("site-name")?, title);
        }
        let version: HtmlElement = by_id("version")?;
        set_text(&version, env!("CARGO_PKG_VERSION"));
        Ok(Self {
            drop_zone: DropZone::new(sender)?,
            options_panel: OptionsPanel::new(sender)?,
            own_models: OwnModels::new(sender)?,
            documents: Documents::new(sender, &site.formats)?,
            progress: Progress::new()?,
            page_rows: PageRows::new(sender)?,
            room: Room::new(sender)?,
            take_away: TakeAway::new(sender, &site.formats)?,
            page_menu: PageMenu::new(sender)?,
            comparison: Comparison::new(sender)?,
            plan: Plan::new(sender)?,
            notices: Notices::new(sender)?,
            kept: Kept::new(sender)?,
            update: Update::new(sender)?,
            requests: Requests::new(sender, log)?,
            main: by_id("main")?,
            engine: by_id("engine")?,
            site_name: site.title.clone(),
            announcement: by_id("announce")?,
            _page_language: PageLanguage::new(sender)?,
            _listeners: menus::listeners()?,
        })
    }

    /// Brings every widget up to date. `changes` are the pages that changed since the last time. Tells whether there is more to do: what is shown page by page is done
    /// in portions, so that the page answers in between however long the document is.
    pub fn render(&mut self, session: &PageSession, changes: &[PageKey]) -> bool {
        self.drop_zone.render(session);
        self.options_panel.render(session);
        self.own_models.render(session);
        self.documents.render(session);
        self.progress.render(session);
        let more_rows = self.page_rows.render(session, changes);
        let more_results = self.room.render(session, changes, &self.page_rows);
        self.page_menu.render(session);
        self.comparison.render(session);
        let more_pages = self.plan.render(session);
        self.notices.render(session);
        self.kept.render(session);
        self.update.render(session);
        self.requests.render(session);
        if let Some(engine) = session.engine() {
            set_text(&self.engine, &(words().read_by)(engine));
        }
        render_title(session, self.site_name.as_deref());
        self.render_stage(session);
        more_rows || more_results || more_pages
    }

    /// The interface has another language: what is not said anew at every refresh is said anew at the next.
    pub fn retell(&mut self, session: &PageSession) {
        self.options_panel.retell();
        self.own_models.retell();
        self.documents.retell(session);
        self.page_rows.retell();
        self.room.retell();
        self.take_away.retell();
        self.page_menu.retell();
        self.comparison.retell();
        self.plan.retell();
        self.notices.retell(session);
        self.kept.retell();
        self.requests.retell();
        // What was told is over.
        self.say("");
    }

    /// A style sheet that looked for itself would look through every page at every change.
    fn render_stage(&self, session: &PageSession) {
        let stages = [
            (!session.documents().is_empty(), "chosen"),
            (self.plan.is_shown(), "planned"),
            (session.has_begun(), "begun"),
            (self.room.is_read(), "read"),
        ];
        let reached: Vec<_> =
            stages.into_iter().filter_map(|(reached, stage)| reached.then_some(stage)).collect();
        let stage = reached.join(" ");
        if let Some(body) = self.main.parent_element() {
            set_attribute(&body, "data-stage", &stage);
        }
        set_attribute(&self.main, "data-stage", &stage);
    }

    /// Does what follows from something that happened in the room.
    pub fn hear(&mut self, event: RoomEvent, session: &PageSession) {
        self.room.hear(event, session, &mut self.page_rows);
    }

    /// What the pictures of pages hold.
    pub fn picture_bytes(&self) -> Bytes {
        Bytes(self.room.bytes() + self.page_rows.bytes())
    }

    /// Tells screen readers a sentence.
    pub fn say(&self, sentence: &str) {
        set_text(&self.announcement, sentence);
    }

    /// A picture of a page has come, for whoever asked for it.
    pub fn shown(
        &mut self,
        session: &PageSession,
        of: (DocumentId, ShowRequest),
        size: (u32, u32),
        pixels: &js_sys::ArrayBuffer,
    ) {
        if !self.room.shown(of, size, pixels, &mut self.page_rows) {
            self.plan.shown(session, (of.0, of.1.page), size, pixels);
        }
    }

    /// A picture of a page will not come.
    pub fn not_shown(&mut self, session: &PageSession, of: (DocumentId, ShowRequest), error: &Error) {
        if !self.room.not_shown(of, error, &mut self.page_rows) {
            self.plan.not_shown(session, (of.0, of.1.page));
        }
    }

    /// The text is on the clipboard.
    pub fn copied(&mut self) {
        self.room.copied();
    }

    /// Leads the person to an option that makes no sense.
    pub fn point_at(&self, option: &str) {
        self.options_panel.point_at(option);
    }
}

/// What a person takes away, and when.
fn take(wanted: Wanted) -> Command {
    Command::Take { wanted, created: String::from(js_sys::Date::new_0().to_iso_string()) }
}

/// The tab tells how far it is, so that one can do something else meanwhile, and how it ended.
fn render_title(session: &PageSession, site: Option<&str>) {
    let Ok(document) = document() else {
        return;
    };
    let (done, total) = session.progress();
    let title = if session.is_running() {
        Title::Reading(done, total)
    } else if session.has_ended() && total > 0 {
        let jobs = session.documents().iter().filter_map(|document| document.job.as_ref());
        Title::Ended(jobs.map(|job| job.tally().read).sum(), total)
    } else {
        Title::Idle
    };
    let title = (words().title)(&title, site);
    if document.title() != title {
        document.set_title(&title);
    }
}

/// Shows an element if there is something to say, and says it.
fn set_or_hide(element: &HtmlElement, text: Option<&str>) {
    if let Some(text) = text {
        set_text(element, text);
    }
    show(element, text.is_some());
}

/// The attribute of an element that says which page it is of.
const PAGE: &str = "data-page";

/// How a page is named there.
fn page_mark(key: PageKey) -> String {
    format!("{}-{}", key.document.0, key.page.0)
}

/// The page that an element says it is of.
fn page_of(element: &Element) -> Option<PageKey> {
    let mark = element.get_attribute(PAGE)?;
    let (document, page) = mark.split_once('-')?;
    Some(DocumentId(document.parse().ok()?).page(PageIndex(page.parse().ok()?)))
}
