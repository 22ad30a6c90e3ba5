//! What is kept in this browser of documents read before, and the buttons that forget it.

use gloo::events::EventListener;
use web_sys::{Element, HtmlElement};

use super::count;
use crate::browser::app::state::State;
use crate::browser::app::{Msg, Sender};
use crate::browser::dom::{MissingElement, Template, by_id, fill, set_attribute, set_text, show, slot};
use crate::store::{Fingerprint, KeptJob};

/// A kept job, and the listeners to its buttons.
type Row = (HtmlElement, [EventListener; 2]);

/// The section about what is kept.
pub struct Kept {
    section: HtmlElement,
    list: HtmlElement,
    hint: HtmlElement,
    forget_all: HtmlElement,
    template: Template,
    shown: Vec<KeptJob>,
    rows: Vec<Row>,
    sender: Sender,
    _listener: EventListener,
}

impl Kept {
    /// Begins to listen to the button.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let (forget_all, to): (HtmlElement, _) = (by_id("forget")?, sender.clone());
        Ok(Self {
            section: by_id("kept")?,
            list: by_id("kept-jobs")?,
            hint: by_id("kept-hint")?,
            template: Template::new("kept-template")?,
            shown: Vec::new(),
            rows: Vec::new(),
            sender: sender.clone(),
            _listener: EventListener::new(&forget_all, "click", move |_| to.send(Msg::ForgetEverything)),
            forget_all,
        })
    }

    /// Brings the section up to date. Documents that are on the page say for themselves what is kept of them.
    pub fn render(&mut self, state: &State) {
        // It comes together with the rows of pages, so that these do not push it down.
        let visible = !state.kept.is_empty()
            && (!state.running || state.documents.iter().any(|document| !document.jobs().is_empty()));
        let had_focus = self.holds_focus();
        let here = |job: &&KeptJob| {
            !state.documents.iter().any(|document| document.fingerprint.as_ref() == Some(&job.fingerprint))
        };
        let worthwhile = |job: &&KeptJob| job.ended > 0 || job.elsewhere;
        let jobs: Vec<KeptJob> = state.kept.iter().filter(here).filter(worthwhile).cloned().collect();
        if jobs != self.shown {
            self.rows.drain(..).for_each(|(element, _)| element.remove());
            for job in &jobs {
                if let Ok(row) = self.row(job) {
                    self.rows.push(row);
                }
            }
            self.shown = jobs;
        }
        show(&self.list, !self.rows.is_empty());
        show(&self.hint, !self.rows.is_empty());
        show(&self.section, visible);
        if had_focus && !visible {
            by_id::<HtmlElement>("files").ok().and_then(|input| input.focus().ok());
        } else if had_focus && !self.holds_focus() {
            self.forget_all.focus().ok();
        }
    }

    fn holds_focus(&self) -> bool {
        let active: Option<Element> = self.section.owner_document().and_then(|page| page.active_element());
        active.is_some_and(|active| self.section.contains(Some(&active)))
    }

    fn row(&self, job: &KeptJob) -> Result<Row, MissingElement> {
        let element = self.template.instance()?;
        let (chosen, ended) = (job.record.chosen.max(job.ended), job.ended);
        let (word, mark) = match job {
            KeptJob { elsewhere: true, .. } => ("In another tab", "running"),
            _ if ended >= chosen => ("Done", "done"),
            _ => ("Unfinished", "waiting"),
        };
        set_attribute(&element, "data-state", mark);
        let name: HtmlElement = slot(&element, "name")?;
        set_text(&name, &job.record.name);
        let name_id = format!("kept-{}", job.fingerprint);
        name.set_id(&name_id);
        fill(&element, "pages", &format!("{ended} of {} read", count(chosen as usize, "page")))?;
        fill(&element, "state", word)?;
        fill(&element, "reopen", if ended >= chosen { "Bring back" } else { "Go on" })?;
        let button = |name: &str, offered: bool, msg: fn(Fingerprint) -> Msg| {
            let button: HtmlElement = slot(&element, name)?;
            set_attribute(&button, "aria-describedby", &name_id);
            show(&button, offered && !job.elsewhere);
            let (to, fingerprint) = (self.sender.clone(), job.fingerprint.clone());
            Ok(EventListener::new(&button, "click", move |_| to.send(msg(fingerprint.clone()))))
        };
        let listeners = [button("reopen", job.at_hand, Msg::Reopen)?, button("forget", true, Msg::Forget)?];
        self.list.append_child(&element).map_err(|_| MissingElement("kept-jobs".to_owned()))?;
        Ok((element, listeners))
    }
}
