//! The text as it is read, and the buttons to take it away.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use web_sys::{HtmlElement, Node};

use super::take;
use crate::browser::app::{PageSession, Sender};
use crate::browser::dom::{MissingElement, Template, by_id, fill, set_text, show, slot};
use crate::formats::export::{Format, Offered};
use crate::model::page::PageIndex;
use crate::session::Wanted;
use crate::session::document::{DocumentId, PageKey};
use crate::words::words;

/// Pages shown at a time, where many are there at once.
const PORTION: usize = 20;

/// How long the button says that it has copied.
const COPIED_MS: u32 = 2500;

/// The id of a page's text, by which its document's row leads to it.
pub fn text_id(document: DocumentId, page: PageIndex) -> String {
    format!("text-{}-{page}", document.0)
}

/// The results section.
pub struct Results {
    section: HtmlElement,
    text: HtmlElement,
    template: Template,
    /// The documents whose pages are shown, in their order.
    groups: Vec<Group>,
    /// Pages to be looked at, the last first.
    pending: Vec<PageKey>,
    copy: HtmlElement,
    /// What the button says that hands over every format.
    everything: HtmlElement,
    /// While the button says that it has copied.
    copied: Option<Timeout>,
    listeners: Vec<EventListener>,
}

/// The pages of one document that are shown, ascending.
struct Group {
    document: DocumentId,
    pages: Vec<(PageIndex, HtmlElement)>,
}

impl Results {
    /// Begins to listen to the buttons.
    pub fn new(sender: &Sender, offered: &Offered) -> Result<Self, MissingElement> {
        let button = |id: &str, wanted: Wanted| -> Result<EventListener, MissingElement> {
            let (element, sender): (HtmlElement, _) = (by_id(id)?, sender.clone());
            Ok(EventListener::new(&element, "click", move |_| sender.command(take(wanted))))
        };
        let mut results = Self {
            section: by_id("results")?,
            text: by_id("text")?,
            template: Template::new("page-text-template")?,
            groups: Vec::new(),
            copy: by_id("copy")?,
            everything: Template::new("format-template")?.instance()?,
            copied: None,
            pending: Vec::new(),
            listeners: vec![
                button("download-pdf", Wanted::SearchablePdf)?,
                button("copy", Wanted::CopyText)?,
                button("download-text", Wanted::Text)?,
                button("download-report", Wanted::Report)?,
                button("download-report-page", Wanted::ReportPage)?,
            ],
        };
        show(&by_id::<HtmlElement>("download-pdf")?, offered.searchable_pdf);
        show(&by_id::<HtmlElement>("download-text")?, offered.texts.contains(&Format::Text));
        results.offer_formats(sender, offered)?;
        Ok(results)
    }

    /// A button for each of the larger formats.
    fn offer_formats(&mut self, sender: &Sender, offered: &Offered) -> Result<(), MissingElement> {
        let (group, place): (HtmlElement, HtmlElement) = (by_id("more-formats")?, by_id("formats")?);
        let template = Template::new("format-template")?;
        let formats = || offered.texts.iter().copied().filter(|format| *format != Format::Text);
        for format in formats() {
            self.offer(&template, &place, format.label(), Wanted::Format(format), sender)?;
        }
        let files = offered.texts.len() + usize::from(offered.searchable_pdf);
        if files > 1 {
            self.everything =
                self.offer(&template, &place, words().fixed.all_formats, Wanted::Everything, sender)?;
        }
        show(&group, files > 1 || formats().next().is_some());
        Ok(())
    }

    fn offer(
        &mut self,
        template: &Template,
        place: &HtmlElement,
        label: &str,
        wanted: Wanted,
        sender: &Sender,
    ) -> Result<HtmlElement, MissingElement> {
        let button = template.instance()?;
        fill(&button, "name", label)?;
        let sender = sender.clone();
        self.listeners.push(EventListener::new(&button, "click", move |_| sender.command(take(wanted))));
        place.append_child(&button).map_err(|_| MissingElement("formats".to_owned()))?;
        Ok(button)
    }

    /// Brings a portion of the pages that changed since the last time up to date, each in its place. Tells whether there
    /// are more.
    pub fn render(&mut self, session: &PageSession, changes: &[PageKey]) -> bool {
        let shown = || session.documents().iter().filter(|document| document.job.is_some());
        let same =
            self.groups.iter().zip(shown()).take_while(|(group, document)| group.document == document.id);
        let same = same.count();
        for group in self.groups.drain(same..) {
            group.pages.into_iter().for_each(|(_, section)| section.remove());
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
        show(&self.section, self.is_shown());
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
        let found = self.groups[place].pages.binary_search_by_key(&key.page, |(page, _)| *page);
        match (found, text) {
            (Ok(index), Some(text)) => {
                let section = &self.groups[place].pages[index].1;
                if let Ok(body) = slot::<HtmlElement>(section, "text") {
                    set_text(&body, &shown_text(&text.to_string()));
                }
                fill(section, "heading", &(words().page_heading)(key.page)).ok();
            }
            (Ok(index), None) => self.groups[place].pages.remove(index).1.remove(),
            (Err(index), Some(text)) => {
                let name = session.name_beside(document, key.page);
                let Ok(section) = self.section_for(key.page, name, &shown_text(&text.to_string())) else {
                    return false;
                };
                section.set_id(&text_id(document.id, key.page));
                let next = self.groups[place]
                    .pages
                    .get(index)
                    .or_else(|| self.groups.iter().skip(place + 1).find_map(|group| group.pages.first()));
                let next = next.map(|(_, next)| Node::from(next.clone()));
                self.text.insert_before(&section, next.as_ref()).ok();
                self.groups[place].pages.insert(index, (key.page, section));
            }
            (Err(_), None) => return false,
        }
        true
    }

    /// Says everything anew, a portion at each refresh.
    pub fn retell(&mut self) {
        let pages = |group: &Group| {
            let document = group.document;
            group.pages.iter().rev().map(move |(page, _)| document.page(*page)).collect::<Vec<_>>()
        };
        self.pending = self.groups.iter().rev().flat_map(pages).collect();
        set_text(&self.everything, words().fixed.all_formats);
        self.copied = None;
        set_text(&self.copy, words().fixed.copy);
    }

    /// The text is on the clipboard: the button says so for a moment.
    pub fn copied(&mut self) {
        set_text(&self.copy, words().fixed.copied);
        let copy = self.copy.clone();
        self.copied = Some(Timeout::new(COPIED_MS, move || set_text(&copy, words().fixed.copy)));
    }

    /// Whether there is any text.
    pub fn is_shown(&self) -> bool {
        self.groups.iter().any(|group| !group.pages.is_empty())
    }

    fn section_for(
        &self,
        page: PageIndex,
        document: Option<&str>,
        text: &str,
    ) -> Result<HtmlElement, MissingElement> {
        let element = self.template.instance()?;
        fill(&element, "heading", &(words().page_heading)(page))?;
        super::set_or_hide(&slot(&element, "document")?, document);
        fill(&element, "text", text)?;
        Ok(element)
    }
}

/// A page without text says so.
fn shown_text(text: &str) -> String {
    if text.is_empty() { words().fixed.no_text_here.to_owned() } else { text.to_owned() }
}
