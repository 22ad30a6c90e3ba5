//! The text as it is read, and the buttons to take it away.

use gloo::events::EventListener;
use web_sys::{HtmlElement, Node};

use crate::app::output::Wanted;
use crate::app::state::{DocumentId, State};
use crate::app::{Msg, Sender};
use crate::dom::{MissingElement, Template, by_id, fill, show, slot};
use crate::export::Format;
use crate::page::PageIndex;
use crate::pipeline::PageState;

/// The results section.
pub struct Results {
    section: HtmlElement,
    text: HtmlElement,
    template: Template,
    /// The pages shown, in order.
    pages: Vec<((DocumentId, PageIndex), HtmlElement)>,
    /// How many pages had been read when the section was last brought up to date, and in which run.
    shown: (usize, f64),
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
            pages: Vec::new(),
            shown: (0, 0.0),
            listeners: vec![
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

    /// Adds the pages that were read since the last time, each in its place.
    pub fn render(&mut self, state: &State) {
        let read = |job: &crate::pipeline::PageJob| matches!(job.state, PageState::Done(_));
        let shown = (state.page_jobs().filter(|(_, job)| read(job)).count(), state.started);
        if shown == self.shown {
            return;
        }
        if shown.1 != self.shown.1 {
            self.pages.drain(..).for_each(|(_, element)| element.remove());
        }
        self.shown = shown;
        let several = state.documents.len() > 1;
        let mut position = 0;
        for (document, job) in state.page_jobs() {
            let PageState::Done(text) = &job.state else {
                continue;
            };
            let key = (document.id, job.page);
            if self.pages.get(position).is_none_or(|(shown, _)| *shown != key) {
                let name = several.then_some(document.name.as_str());
                let Ok(element) = self.section_for(job.page, name, &text.to_string()) else {
                    return;
                };
                let next = self.pages.get(position).map(|(_, element)| Node::from(element.clone()));
                self.text.insert_before(&element, next.as_ref()).ok();
                self.pages.insert(position, (key, element));
            }
            position += 1;
        }
        self.pages.drain(position..).for_each(|(_, element)| element.remove());
        show(&self.section, position > 0);
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
