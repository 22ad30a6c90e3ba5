//! The buttons that hand files over.

use gloo::events::EventListener;
use web_sys::HtmlElement;

use super::take;
use crate::browser::app::Sender;
use crate::browser::dom::{MissingElement, Template, by_id, fill, set_text, show};
use crate::formats::export::{Format, Offered};
use crate::session::Wanted;
use crate::words::words;

/// The buttons.
pub struct TakeAway {
    /// What the button says that hands over every format.
    everything: Option<HtmlElement>,
    listeners: Vec<EventListener>,
}

impl TakeAway {
    /// Begins to listen to the buttons; only those files are offered that the site offers.
    pub fn new(sender: &Sender, offered: &Offered) -> Result<Self, MissingElement> {
        let button = |id: &str, wanted: Wanted| -> Result<EventListener, MissingElement> {
            let (element, sender): (HtmlElement, _) = (by_id(id)?, sender.clone());
            Ok(EventListener::new(&element, "click", move |_| sender.command(take(wanted))))
        };
        let listeners = vec![
            button("download-pdf", Wanted::SearchablePdf)?,
            button("copy", Wanted::CopyText)?,
            button("download-text", Wanted::Text)?,
            button("download-report", Wanted::Report)?,
            button("download-report-page", Wanted::ReportPage)?,
        ];
        show(&by_id::<HtmlElement>("download-pdf")?, offered.searchable_pdf);
        show(&by_id::<HtmlElement>("download-text")?, offered.texts.contains(&Format::Text));
        let mut buttons = Self { everything: None, listeners };
        buttons.offer_formats(sender, offered)?;
        Ok(buttons)
    }

    /// A button for each of the larger formats.
    fn offer_formats(&mut self, sender: &Sender, offered: &Offered) -> Result<(), MissingElement> {
        let place: HtmlElement = by_id("formats")?;
        let template = Template::new("format-template")?;
        for format in offered.texts.iter().copied().filter(|format| *format != Format::Text) {
            self.offer(&template, &place, format.label(), Wanted::Format(format), sender)?;
        }
        let files = offered.texts.len() + usize::from(offered.searchable_pdf);
        if files > 1 {
            let label = words().fixed.all_formats;
            self.everything = Some(self.offer(&template, &place, label, Wanted::Everything, sender)?);
        }
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

    /// Says everything anew.
    pub fn retell(&self) {
        if let Some(everything) = &self.everything {
            set_text(everything, words().fixed.all_formats);
        }
    }
}
