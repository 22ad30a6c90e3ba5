//! What can be done with the page that a person has before them: turn it, read it otherwise, leave it out.

use gloo::events::EventListener;
use wasm_bindgen::prelude::*;
use web_sys::{
    Element, Event, HtmlButtonElement, HtmlDetailsElement, HtmlElement, HtmlOptionElement, HtmlSelectElement,
};

use super::comparison::way;
use super::language_names::name;
use crate::browser::app::{PageSession, Sender};
use crate::browser::dom::{MissingElement, by_id, set_text, show};
use crate::model::look::Turn;
use crate::model::options::PageSegmentationMode;
use crate::model::page::Dpi;
use crate::session::Command;
use crate::session::again::{Attempt, Verb};
use crate::session::document::PageKey;
use crate::words::words;

/// The resolutions that are compared, in dots per inch: as little as can be asked for, what is usual, and what is plenty.
const RESOLUTIONS: [f32; 3] = [75.0, 150.0, 300.0];

/// What a button of the menu does, by what its attribute says.
fn attempt(button: &Element) -> Option<Attempt> {
    let turn = match button.get_attribute("data-turn").as_deref() {
        Some("left") => Turn::Left,
        Some("right") => Turn::Right,
        Some("half") => Turn::Half,
        _ => Turn::Upright,
    };
    let layout = button.get_attribute("data-psm").and_then(|number| number.parse().ok());
    let psm = layout.and_then(PageSegmentationMode::new);
    (turn != Turn::Upright || psm.is_some()).then(|| Attempt { turn, psm, ..Attempt::default() })
}

/// What can be done with the page.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct State {
    can_read: bool,
    can_leave: bool,
    left_out: bool,
}

/// The menu.
pub struct PageMenu {
    menu: HtmlDetailsElement,
    summary: HtmlElement,
    status: HtmlElement,
    group: HtmlElement,
    language: HtmlSelectElement,
    compare: HtmlButtonElement,
    leave_out: HtmlButtonElement,
    offered: HtmlButtonElement,
    sender: Sender,
    /// The page that it is about.
    page: Option<PageKey>,
    /// What can be done with that.
    state: State,
    /// What is offered to be done with it.
    verb: Option<Verb>,
    /// The languages that can be chosen.
    languages: Vec<String>,
    /// What is wanted of the page, as long as it is the same.
    listeners: Vec<EventListener>,
}

impl PageMenu {
    /// Finds the elements.
    ///
    /// # Errors
    /// When one is missing.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        Ok(Self {
            menu: by_id("page-menu")?,
            summary: by_id("page-menu-summary")?,
            status: by_id("page-menu-status")?,
            group: by_id("page-menu-items")?,
            language: by_id("page-language")?,
            compare: by_id("page-compare")?,
            leave_out: by_id("page-leave-out")?,
            offered: by_id("page-offered")?,
            sender: sender.clone(),
            page: None,
            state: State::default(),
            verb: None,
            languages: Vec::new(),
            listeners: Vec::new(),
        })
    }

    /// Says everything anew at the next refresh.
    pub fn retell(&mut self) {
        self.page = None;
        self.languages.clear();
    }

    /// Brings it up to date.
    pub fn render(&mut self, session: &PageSession) {
        let page = session.looking_at().filter(|page| session.record(*page).is_some());
        show(&self.menu, page.is_some());
        let Some(page) = page else {
            return;
        };
        let languages = session.offered_languages();
        if self.languages != languages {
            self.offer_languages(&languages);
            self.languages = languages;
            self.page = None;
        }
        let is_turning =
            session.is_reading_again() && session.comparison().is_some_and(|all| all.is_turn_alone());
        set_text(&self.status, if is_turning { words().again.reading } else { "" });
        let record = session.record(page).filter(|record| record.is_final());
        let left_out = record.is_some_and(|record| record.left_out);
        let state = State { can_read: session.can_read_again(page), can_leave: record.is_some(), left_out };
        let verb = session.offered_verb(page);
        if self.page == Some(page) && self.state == state && self.verb == verb {
            return;
        }
        (self.page, self.state) = (Some(page), state);
        self.verb.clone_from(&verb);
        set_text(&self.summary, &(words().page_heading)(page.page));
        show(&self.leave_out, record.is_some());
        set_text(&self.leave_out, (words().again.leave_out)(left_out));
        show(&self.offered, verb.is_some());
        if let Some(verb) = &verb {
            set_text(&self.offered, &(words().again.offered)(&way(&verb.attempt())));
        }
        if let Ok(buttons) = self.group.query_selector_all("button, select") {
            for place in 0..buttons.length() {
                let element = buttons.item(place).and_then(|node| node.dyn_into::<Element>().ok());
                let is_always = |element: &Element| element.id() == "page-leave-out";
                if let Some(element) = element.filter(|element| !is_always(element)) {
                    element.toggle_attribute_with_force("disabled", !state.can_read).ok();
                }
            }
        }
        self.listen(page, verb, session);
    }

    /// Every button is about the page that is looked at, as it is now.
    fn listen(&mut self, page: PageKey, verb: Option<Verb>, session: &PageSession) {
        let (menu, summary) = (self.menu.clone(), self.summary.clone());
        let to = self.sender.clone();
        let send = move |command: Command| {
            menu.set_open(false);
            // What is pressed is hidden, and the focus would be lost.
            summary.focus().ok();
            to.command(command);
        };
        let read = move |attempts: Vec<Attempt>| Command::ReadAgain(page, attempts);
        let (send_any, send_offered) = (send.clone(), send.clone());
        let (send_all, send_left) = (send.clone(), send.clone());
        let language = self.language.clone();
        let any = EventListener::new(&self.group, "click", move |event: &Event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let Some(button) = target.and_then(|target| target.closest("button").ok().flatten()) else {
                return;
            };
            let in_language = || {
                let code = language.value();
                let is_it = button.id() == "page-read-in" && !code.is_empty();
                is_it.then(|| Attempt { languages: vec![code], ..Attempt::default() })
            };
            if let Some(attempt) = attempt(&button).or_else(in_language) {
                send_any(read(vec![attempt]));
            }
        });
        let attempts = compared(page, session);
        let all = EventListener::new(&self.compare, "click", move |_| send_all(read(attempts.clone())));
        let left_out = self.state.left_out;
        let leave = EventListener::new(&self.leave_out, "click", move |_| {
            send_left(Command::LeaveOut(page, !left_out));
        });
        let offered = verb.map(|verb| {
            EventListener::new(&self.offered, "click", move |_| send_offered(read(vec![verb.attempt()])))
        });
        self.listeners = [any, all, leave].into_iter().chain(offered).collect();
    }

    fn offer_languages(&self, languages: &[String]) {
        self.language.set_text_content(None);
        for code in languages {
            if let Ok(option) = HtmlOptionElement::new_with_text_and_value(&name(code), code) {
                self.language.append_child(&option).ok();
            }
        }
    }
}

/// The readings that tell which resolution and which model a page takes: those it was not read with.
fn compared(page: PageKey, session: &PageSession) -> Vec<Attempt> {
    let record = session.record(page);
    let read_at = record.and_then(|record| record.reading.dpi);
    let resolutions = RESOLUTIONS.into_iter().map(Dpi).filter(|dpi| Some(*dpi) != read_at);
    let at = |dpi: Dpi| Attempt { dpi: Some(dpi), ..Attempt::default() };
    let (code, variant) = record
        .and_then(|record| record.models.first())
        .and_then(|model| model.split_once(' '))
        .map_or((String::new(), String::new()), |(code, variant)| (code.to_owned(), variant.to_owned()));
    let others = session.offers().iter().filter(|offer| offer.lang == code && offer.variant != variant);
    let with = |variant: &String| Attempt { variant: Some(variant.clone()), ..Attempt::default() };
    resolutions.map(at).chain(others.map(|offer| with(&offer.variant))).collect()
}
