//! What the page has asked for since it was opened, to be read and to be taken away.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::EventListener;
use web_sys::{HtmlDetailsElement, HtmlElement};

use crate::browser::app::offline::{self, RequestLog};
use crate::browser::app::{Msg, PageSession, Sender, download, now};
use crate::browser::dom::{MissingElement, Template, by_id, fill, set_text};
use crate::formats::export::Format;
use crate::formats::export::requests::{FILE_NAME, RequestReport};
use crate::model::request::{Count, Request};
use crate::session::{Event, Kept, Readiness};
use crate::words::words;

/// The list.
pub struct Requests {
    /// It is brought up to date while it can be seen.
    around: HtmlDetailsElement,
    summary: HtmlElement,
    list: HtmlElement,
    template: Template,
    log: Rc<RequestLog>,
    /// When the engines were there.
    ready: Rc<Cell<Option<f64>>>,
    /// How many requests are shown, and whether the engines were there.
    shown: Option<(u32, bool)>,
    _listeners: [EventListener; 2],
}

impl Requests {
    /// Finds its elements.
    pub fn new(sender: &Sender, log: RequestLog) -> Result<Self, MissingElement> {
        let around: HtmlDetailsElement = by_id("privacy")?;
        let save: HtmlElement = by_id("save-requests")?;
        let (log, ready) = (Rc::new(log), Rc::new(Cell::new(None)));
        let (opened, to, source, since) = (sender.clone(), sender.clone(), log.clone(), ready.clone());
        Ok(Self {
            _listeners: [
                EventListener::new(&around, "toggle", move |_| opened.send(Msg::Refresh)),
                EventListener::new(&save, "click", move |_| {
                    if save_list(&source, since.get()).is_none() {
                        to.event(Event::HandOverRefused);
                    }
                }),
            ],
            around,
            summary: by_id("requests-summary")?,
            list: by_id("requests")?,
            template: Template::new("request-template")?,
            log,
            ready,
            shown: None,
        })
    }

    /// Brings the list up to date.
    pub fn render(&mut self, session: &PageSession) {
        let is_there = matches!(session.readiness(), Readiness::Ready | Readiness::ReadingOnly);
        // At a first visit what keeps it all for offline use still brings in a few small parts.
        let is_settled = session.kept_offline() != Kept::Coming;
        if self.ready.get().is_none() && is_there && is_settled {
            self.ready.set(Some(now()));
        }
        let ready = self.ready.get();
        let state = (self.log.count(), ready.is_some());
        if !self.around.open() || self.shown == Some(state) {
            return;
        }
        let (requests, site) = (offline::requests(&self.log), self.log.site());
        let count = Count::of(&requests, &site, ready);
        set_text(&self.summary, &(words().offline.requests)(&count, ready.is_some()));
        self.list.set_text_content(None);
        for request in &requests {
            // One that cannot be made is a template that is not there, which `new` has ruled out.
            self.add(request, &site).ok();
        }
        self.shown = Some(state);
    }

    /// Says it all once more, in the language that is spoken now.
    pub fn retell(&mut self) {
        self.shown = None;
    }

    fn add(&self, request: &Request, site: &str) -> Result<(), MissingElement> {
        let row = self.template.instance()?;
        let path = request.address.strip_prefix(site).unwrap_or(&request.address);
        fill(&row, "address", if path.is_empty() { site } else { path })?;
        let said = &words().offline;
        let mut facts = vec![
            (said.purpose)(request.purpose(site)).to_owned(),
            (said.asker)(request.by).to_owned(),
            (said.after)(request.at / 1000.0),
        ];
        facts.extend(request.here.then(|| said.answered_here.to_owned()));
        facts.extend(request.refused.as_deref().map(said.refused));
        fill(&row, "facts", &facts.join(", "))?;
        self.list.append_child(&row).map_err(|_| MissingElement("requests".to_owned()))?;
        Ok(())
    }
}

/// Hands the list over as a file; `None` where the browser refuses.
fn save_list(log: &RequestLog, ready: Option<f64>) -> Option<()> {
    let (requests, site, policy) = (offline::requests(log), log.site(), log.policy());
    let created = String::from(js_sys::Date::new_0().to_iso_string());
    let report = RequestReport::new(&requests, &site, ready, &policy, &created).to_json().ok()?;
    let file = download::file(&report, Format::Json.mime()).ok()?;
    download::save(&file, FILE_NAME).ok()
}
