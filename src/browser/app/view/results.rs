//! The text as it is read, and the buttons to take it away.

use gloo::events::EventListener;
use web_sys::{HtmlElement, Node};

use crate::browser::app::output::Wanted;
use crate::browser::app::state::{DocumentId, State};
use crate::browser::app::{Msg, Sender};
use crate::browser::dom::{MissingElement, Template, by_id, fill, show, slot};
use crate::formats::export::Format;
use crate::model::page::PageIndex;
use crate::pipeline::PageState;

/// Pages shown at a time, where many are there at once.
const PORTION: usize = 20;

/// The id of a page's text, by which its document's row leads to it.
pub fn text_id(document: DocumentId, page: PageIndex) -> String {
    format!("text-{}-{page}", document.0)
}

/// The results section.
pub struct Results {
    section: HtmlElement,
    text: HtmlElement,
    template: Template,
    /// The jobs whose pages are shown: of which document, and when they were started.
    jobs: Vec<(DocumentId, f64)>,
    /// The pages shown, in order: the place of their job in `jobs` and their own place in it.
    pages: Vec<((usize, usize), HtmlElement)>,
    /// Pages to be looked at, the last first.
    pending: Vec<(usize, usize)>,
    listeners: Vec<EventListener>,
}

impl Results {
    /// Begins to listen to the buttons.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let button = |id: &str, wanted: Wanted| -> Result<EventListener, MissingElement> {
            let (element, sender): (HtmlElement, _) = (by_id(id)?, sender.clone());
            Ok(EventListener::new(&element, "click", move |_| sender.send(Msg::Output(wanted))))
        };
        let mut results = Self {
            section: by_id("results")?,
            text: by_id("text")?,
            template: Template::new("page-text-template")?,
            jobs: Vec::new(),
            pages: Vec::new(),
            pending: Vec::new(),
            listeners: vec![
                button("download-pdf", Wanted::SearchablePdf)?,
                button("copy", Wanted::CopyText)?,
                button("download-text", Wanted::Text)?,
                button("download-report", Wanted::Report)?,
            ],
        };
        results.offer_formats(sender)?;
        Ok(results)
    }

    /// A button for each of the larger formats.
    fn offer_formats(&mut self, sender: &Sender) -> Result<(), MissingElement> {
        let (group, place): (HtmlElement, HtmlElement) = (by_id("more-formats")?, by_id("formats")?);
        let template = Template::new("format-template")?;
        let formats = Format::ALL.into_iter().filter(|format| *format != Format::Text);
        let offers = formats.map(|format| (format.label(), Wanted::Format(format)));
        for (label, wanted) in offers.chain([("All of them (zip)", Wanted::Everything)]) {
            let button = template.instance()?;
            fill(&button, "name", label)?;
            let sender = sender.clone();
            self.listeners
                .push(EventListener::new(&button, "click", move |_| sender.send(Msg::Output(wanted))));
            place.append_child(&button).map_err(|_| MissingElement("formats".to_owned()))?;
        }
        show(&group, true);
        Ok(())
    }

    /// Adds a portion of the pages that were read since the last time, each in its place. Tells whether there are
    /// more.
    pub fn render(&mut self, state: &State, changes: &[(usize, usize)]) -> bool {
        let with_job = || state.documents.iter().filter(|document| document.job.is_some());
        let jobs = || with_job().filter_map(|document| Some((document.id, document.job.as_ref()?.started)));
        let same = self.jobs.iter().zip(jobs()).take_while(|(shown, job)| **shown == *job).count();
        self.pending.retain(|(job, _)| *job < same);
        let stay = self.pages.partition_point(|((job, _), _)| *job < same);
        self.pages.drain(stay..).for_each(|(_, section)| section.remove());
        self.jobs.truncate(same);
        self.jobs.extend(jobs().skip(same));
        for (place, document) in with_job().enumerate().skip(same) {
            self.pending.extend((0..document.jobs().len()).rev().map(|position| (place, position)));
        }
        for change in changes {
            let id = state.documents.get(change.0).map(|document| document.id);
            if let Some(place) = self.jobs.iter().position(|(document, _)| Some(*document) == id) {
                self.pending.push((place, change.1));
            }
        }
        let mut left = PORTION;
        while let Some(key) = self.pending.pop() {
            let page =
                with_job().nth(key.0).and_then(|document| Some((document, document.jobs().get(key.1)?)));
            let Some((document, job)) = page else {
                continue;
            };
            let PageState::Done(text) = &job.state else {
                continue;
            };
            let Err(index) = self.pages.binary_search_by_key(&key, |(key, _)| *key) else {
                continue;
            };
            let name = state.name_beside(document, job.page);
            let Ok(section) = self.section_for(job.page, name, &text.to_string()) else {
                return false;
            };
            if state.documents.len() > 1 {
                section.set_id(&text_id(document.id, job.page));
            }
            let next = self.pages.get(index).map(|(_, next)| Node::from(next.clone()));
            self.text.insert_before(&section, next.as_ref()).ok();
            self.pages.insert(index, (key, section));
            left -= 1;
            if left == 0 {
                break;
            }
        }
        show(&self.section, self.is_shown());
        !self.pending.is_empty()
    }

    /// Whether there is any text.
    pub fn is_shown(&self) -> bool {
        !self.pages.is_empty()
    }

    fn section_for(
        &self,
        page: PageIndex,
        document: Option<&str>,
        text: &str,
    ) -> Result<HtmlElement, MissingElement> {
        let element = self.template.instance()?;
        fill(&element, "heading", &format!("Page {page}"))?;
        super::set_or_hide(&slot(&element, "document")?, document);
        let text = if text.is_empty() { "No text was found on this page." } else { text };
        fill(&element, "text", text)?;
        Ok(element)
    }
}
