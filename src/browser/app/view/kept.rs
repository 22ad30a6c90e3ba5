//! What is kept in this browser of documents read before, and the buttons that forget it.

use gloo::events::EventListener;
use web_sys::{Element, HtmlElement};

use crate::browser::app::{PageSession, Sender};
use crate::browser::dom::{MissingElement, Template, by_id, fill, set_attribute, set_text, show, slot};
use crate::session::Command;
use crate::store::{Fingerprint, KeptJob};
use crate::words::{KeptState, words};

/// A kept job, and the listeners to its buttons.
type Row = (HtmlElement, [EventListener; 3]);

/// The section about what is kept.
pub struct Kept {
    section: HtmlElement,
    list: HtmlElement,
    hint: HtmlElement,
    forget_all: HtmlElement,
    question: HtmlElement,
    question_text: HtmlElement,
    template: Template,
    shown: Vec<KeptJob>,
    rows: Vec<Row>,
    sender: Sender,
    _listeners: [EventListener; 3],
}

impl Kept {
    /// Begins to listen to the button.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let (forget_all, question): (HtmlElement, HtmlElement) =
            (by_id("forget")?, by_id("forget-question")?);
        let (yes, no): (HtmlElement, HtmlElement) = (by_id("forget-yes")?, by_id("forget-no")?);
        // Asked first: what is forgotten does not come back.
        let (asked, button, first) = (question.clone(), forget_all.clone(), no.clone());
        let on_forget = EventListener::new(&forget_all, "click", move |_| {
            show(&button, false);
            show(&asked, true);
            first.focus().ok();
        });
        let close = |asked: &HtmlElement, button: &HtmlElement| {
            show(asked, false);
            show(button, true);
            button.focus().ok();
        };
        let (asked, button, to) = (question.clone(), forget_all.clone(), sender.clone());
        let on_yes = EventListener::new(&yes, "click", move |_| {
            close(&asked, &button);
            to.command(Command::ForgetEverything);
        });
        let (asked, button) = (question.clone(), forget_all.clone());
        let on_no = EventListener::new(&no, "click", move |_| close(&asked, &button));
        Ok(Self {
            section: by_id("kept")?,
            list: by_id("kept-jobs")?,
            hint: by_id("kept-hint")?,
            template: Template::new("kept-template")?,
            shown: Vec::new(),
            rows: Vec::new(),
            sender: sender.clone(),
            _listeners: [on_forget, on_yes, on_no],
            forget_all,
            question,
            question_text: by_id("forget-question-text")?,
        })
    }

    /// Brings the section up to date. Documents that are on the page say for themselves what is kept of them.
    pub fn render(&mut self, session: &PageSession) {
        // It comes together with the rows of pages, so that these do not push it down.
        let visible = !session.kept().is_empty()
            && (!session.is_running() || session.documents().iter().any(|document| document.job.is_some()));
        let had_focus = self.holds_focus();
        let here = |job: &&KeptJob| {
            !session
                .documents()
                .iter()
                .any(|document| document.fingerprint.as_ref() == Some(&job.fingerprint))
        };
        let worthwhile = |job: &&KeptJob| job.has_pages() || job.elsewhere;
        let jobs: Vec<KeptJob> = session.kept().iter().filter(here).filter(worthwhile).cloned().collect();
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
        set_text(&self.question_text, &(words().forget_question)(session.kept().len()));
        show(&self.section, visible);
        if !visible {
            show(&self.question, false);
            show(&self.forget_all, true);
        }
        if had_focus && !visible {
            by_id::<HtmlElement>("files").ok().and_then(|input| input.focus().ok());
        } else if had_focus && !self.holds_focus() {
            self.forget_all.focus().ok();
        }
    }

    /// Says everything anew at the next refresh.
    pub fn retell(&mut self) {
        self.rows.drain(..).for_each(|(element, _)| element.remove());
        self.shown.clear();
    }

    fn holds_focus(&self) -> bool {
        let active: Option<Element> = self.section.owner_document().and_then(|page| page.active_element());
        active.is_some_and(|active| self.section.contains(Some(&active)))
    }

    fn row(&self, job: &KeptJob) -> Result<Row, MissingElement> {
        let element = self.template.instance()?;
        let (chosen, ended) = (job.record.chosen.len(), job.ended());
        let (word, mark) = match job {
            KeptJob { elsewhere: true, .. } => (KeptState::Elsewhere, "running"),
            _ if ended >= chosen => (KeptState::Done, "done"),
            _ => (KeptState::Unfinished, "waiting"),
        };
        set_attribute(&element, "data-state", mark);
        let name: HtmlElement = slot(&element, "name")?;
        set_text(&name, &job.record.name);
        let name_id = format!("kept-{}", job.fingerprint);
        name.set_id(&name_id);
        fill(&element, "pages", &(words().kept_pages)(ended, chosen))?;
        fill(&element, "state", (words().kept_state)(word))?;
        fill(
            &element,
            "reopen",
            if ended >= chosen { words().fixed.bring_back } else { words().fixed.go_on },
        )?;
        let button = |name: &str, offered: bool, command: fn(Fingerprint) -> Command| {
            let button: HtmlElement = slot(&element, name)?;
            set_attribute(&button, "aria-describedby", &name_id);
            show(&button, offered && !job.elsewhere);
            let (to, fingerprint) = (self.sender.clone(), job.fingerprint.clone());
            Ok(EventListener::new(&button, "click", move |_| to.command(command(fingerprint.clone()))))
        };
        let listeners = [
            button("reopen", job.at_hand, Command::Reopen)?,
            button("open", job.has_pages(), Command::OpenKept)?,
            button("forget", true, Command::Forget)?,
        ];
        self.list.append_child(&element).map_err(|_| MissingElement("kept-jobs".to_owned()))?;
        Ok((element, listeners))
    }
}
