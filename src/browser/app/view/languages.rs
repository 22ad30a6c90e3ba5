//! The languages that are chosen, as chips, and the search field that adds to them. What is chosen stands in a hidden field,
//! which is an option like any other.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::prelude::*;
use web_sys::{
    Element, Event, HtmlButtonElement, HtmlDetailsElement, HtmlElement, HtmlInputElement, HtmlOptionElement,
    KeyboardEvent,
};

use super::language_names::{name, own_name};
use super::set_or_hide;
use crate::browser::app::PageSession;
use crate::browser::dom::{MissingElement, Template, by_id, fill, set_attribute, set_text, show, slot};
use crate::model::language::{LanguageChoice, MAX_LANGUAGES, bcp47};
use crate::words::words;

/// The most languages of the browser that are suggested.
const MOST_SUGGESTED: usize = 3;

/// The widget.
pub struct Languages {
    inner: Rc<Inner>,
    chips: HtmlElement,
    suggested: HtmlElement,
    help: HtmlElement,
    chip: Template,
    suggestion: Template,
    /// The names of the chosen languages, the main one first.
    pub names: Vec<String>,
    /// What is shown, so that nothing is made anew that somebody may be about to press.
    shown: Option<(Vec<String>, Vec<String>, bool)>,
    listeners: Vec<EventListener>,
    _listeners: Vec<EventListener>,
}

/// What listeners need.
struct Inner {
    /// The option: what is chosen, as text.
    value: HtmlInputElement,
    search: HtmlInputElement,
    auto: HtmlInputElement,
    error: HtmlElement,
    /// The list that the search field proposes.
    choices: HtmlElement,
    /// What folds the options away.
    panel: HtmlDetailsElement,
    /// The languages that the site has, by code, until their names are looked up: that takes some milliseconds each, and is
    /// done when the options are first looked at.
    unnamed: RefCell<Vec<String>>,
    /// What the site has: codes, and by what names each may be found.
    offered: RefCell<Vec<(String, String)>>,
    /// What is chosen in effect.
    chosen: RefCell<Vec<String>>,
}

impl Inner {
    /// Lists what the site has, if that can be seen and is not there yet.
    fn list(&self) {
        if !self.panel.open() || self.unnamed.borrow().is_empty() {
            return;
        }
        let codes = self.unnamed.take();
        self.choices.set_text_content(None);
        let mut labels: Vec<(String, String)> = codes
            .into_iter()
            .map(|code| {
                let label = label(&code);
                (code, label)
            })
            .collect();
        labels.sort_by_key(|(_, label)| label.to_lowercase());
        for (_, label) in &labels {
            if let Ok(option) = HtmlOptionElement::new_with_text_and_value(label, label) {
                self.choices.append_child(&option).ok();
            }
        }
        *self.offered.borrow_mut() = labels;
    }

    /// Takes a choice over, as if it had been typed into the option's field.
    fn choose(&self, choice: &LanguageChoice) {
        self.value.set_value(&choice.to_string());
        if let Ok(event) = Event::new_with_event_init_dict("change", &bubbling()) {
            self.value.dispatch_event(&event).ok();
        }
    }

    fn add(&self, code: &str) {
        let mut codes = self.chosen.borrow().clone();
        if codes.iter().any(|chosen| chosen == code) {
            return;
        }
        if codes.len() >= MAX_LANGUAGES {
            return set_or_hide(&self.error, Some(words().fixed.enough_languages));
        }
        codes.push(code.to_owned());
        self.auto.set_checked(false);
        self.choose(&LanguageChoice::These(codes));
    }

    /// Adds the language that was typed, if there is one such: by any of its names, or the beginning of one.
    fn add_typed(&self, exactly: bool) {
        let typed = self.search.value().trim().to_lowercase();
        if typed.is_empty() {
            return set_or_hide(&self.error, None);
        }
        let offered = self.offered.borrow();
        let is_named = |label: &str| label.to_lowercase() == typed;
        let begins =
            |label: &str| label.to_lowercase().split(" \u{2013} ").any(|name| name.starts_with(&typed));
        let found = offered.iter().find(|(code, label)| is_named(label) || *code == typed);
        let found = found.or_else(|| offered.iter().find(|(_, label)| begins(label)).filter(|_| !exactly));
        let code = found.map(|(code, _)| code.clone());
        drop(offered);
        match code {
            Some(code) => {
                self.search.set_value("");
                set_or_hide(&self.error, None);
                self.add(&code);
            }
            None if exactly => {}
            None => set_or_hide(&self.error, Some(&(words().no_such_language)(&self.search.value()))),
        }
    }
}

fn bubbling() -> web_sys::EventInit {
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    init
}

impl Languages {
    /// Begins to listen.
    ///
    /// # Errors
    /// When `index.html` does not fit this program.
    pub fn new() -> Result<Self, MissingElement> {
        let inner = Rc::new(Inner {
            value: by_id("languages")?,
            search: by_id("language-search")?,
            auto: by_id("languages-auto")?,
            error: by_id("languages-error")?,
            choices: by_id("language-choices")?,
            panel: by_id("options-panel")?,
            unnamed: RefCell::default(),
            offered: RefCell::default(),
            chosen: RefCell::default(),
        });
        let (by_input, by_key, by_change, by_box, by_panel) =
            (inner.clone(), inner.clone(), inner.clone(), inner.clone(), inner.clone());
        let listeners = vec![
            EventListener::new(&inner.panel, "toggle", move |_| by_panel.list()),
            // A choice from the list comes as a whole name.
            EventListener::new(&inner.search, "input", move |_| by_input.add_typed(true)),
            EventListener::new(&inner.search, "keydown", move |event| {
                if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Enter") {
                    by_key.add_typed(false);
                }
            }),
            // It is no option itself: the panel must not hear of it.
            EventListener::new(&inner.search, "change", move |event| {
                event.stop_propagation();
                by_change.add_typed(true);
            }),
            EventListener::new(&inner.auto, "change", move |event| {
                event.stop_propagation();
                let auto = by_box.auto.checked();
                by_box.choose(if auto { &LanguageChoice::Auto } else { &LanguageChoice::Usual });
            }),
        ];
        Ok(Self {
            inner,
            chips: by_id("language-chips")?,
            suggested: by_id("language-suggestions")?,
            help: by_id("languages-help")?,
            chip: Template::new("language-chip-template")?,
            suggestion: Template::new("language-suggestion-template")?,
            names: Vec::new(),
            shown: None,
            listeners: Vec::new(),
            _listeners: listeners,
        })
    }

    /// Brings chips and suggestions up to date.
    pub fn render(&mut self, session: &PageSession) {
        let (chosen, auto) = (session.chosen_languages(), session.finds_languages());
        let offered = session.offered_languages();
        let now = Some((chosen.clone(), offered.clone(), auto));
        if self.shown == now {
            return;
        }
        if self.shown.as_ref().is_none_or(|(_, before, _)| *before != offered) {
            self.inner.unnamed.borrow_mut().clone_from(&offered);
            self.inner.list();
        }
        let had_focus = self.focused_chip();
        self.shown = now;
        // Asking the browser for them at every refresh would take its time.
        self.names = chosen.iter().map(|code| name(code)).collect();
        self.inner.auto.set_checked(auto);
        self.inner.chosen.borrow_mut().clone_from(&chosen);
        self.listeners.clear();
        self.chips.set_text_content(None);
        if !auto {
            for (place, code) in chosen.iter().enumerate() {
                // A chip that cannot be made is a template that is not there, which `new` has ruled out.
                self.add_chip(code, place, chosen.len()).ok();
            }
        }
        self.suggested.set_text_content(None);
        let suggestions: Vec<String> = if auto { Vec::new() } else { self.suggestions(session, &chosen) };
        for code in &suggestions {
            self.add_suggestion(code).ok();
        }
        show(&self.chips, !auto);
        show(&self.suggested, !suggestions.is_empty());
        let thorough: Vec<String> =
            chosen.iter().filter(|code| session.is_slow(code)).map(|code| name(code)).collect();
        set_text(&self.help, &(words().languages_help)(auto, &thorough));
        if let Some(place) = had_focus {
            self.focus(place);
        }
    }

    /// Says everything anew at the next refresh.
    pub fn retell(&mut self) {
        self.shown = None;
        // It was said of what was typed, which is there no more or can be entered again.
        set_or_hide(&self.inner.error, None);
    }

    /// Languages of the browser that the site has and that are not chosen.
    fn suggestions(&self, session: &PageSession, chosen: &[String]) -> Vec<String> {
        let mut own = session.own_languages();
        own.retain(|code| !chosen.contains(code));
        own.truncate(MOST_SUGGESTED);
        own
    }

    fn add_chip(&mut self, code: &str, place: usize, count: usize) -> Result<(), MissingElement> {
        let element = self.chip.instance()?;
        fill(&element, "name", &name(code))?;
        let own: HtmlElement = slot(&element, "own-name")?;
        let own_name = own_name(code);
        set_text(&own, &own_name);
        show(&own, own_name != name(code));
        if let Some(tag) = bcp47(code) {
            set_attribute(&own, "lang", tag);
        }
        let remove: HtmlButtonElement = slot(&element, "remove")?;
        set_attribute(&remove, "aria-label", &(words().remove_language)(&name(code)));
        // The last one is what the browser says: there is nothing in its place.
        show(&remove, count > 1 || self.inner.value.value() != "");
        let first: HtmlButtonElement = slot(&element, "first")?;
        set_attribute(&first, "aria-label", &(words().first_language)(&name(code)));
        show(&first, place > 0);
        let (inner, removed) = (self.inner.clone(), code.to_owned());
        self.listeners.push(EventListener::new(&remove, "click", move |_| {
            let mut codes = inner.chosen.borrow().clone();
            codes.retain(|code| *code != removed);
            inner.choose(&if codes.is_empty() {
                LanguageChoice::Usual
            } else {
                LanguageChoice::These(codes)
            });
        }));
        let (inner, raised) = (self.inner.clone(), code.to_owned());
        self.listeners.push(EventListener::new(&first, "click", move |_| {
            let mut codes = inner.chosen.borrow().clone();
            codes.retain(|code| *code != raised);
            codes.insert(0, raised.clone());
            inner.choose(&LanguageChoice::These(codes));
        }));
        self.chips.append_child(&element).map_err(|_| MissingElement("language-chips".to_owned()))?;
        Ok(())
    }

    fn add_suggestion(&mut self, code: &str) -> Result<(), MissingElement> {
        let element = self.suggestion.instance()?;
        let button: HtmlButtonElement = slot(&element, "add")?;
        set_text(&button, &(words().add_language)(&name(code)));
        let (inner, added) = (self.inner.clone(), code.to_owned());
        self.listeners.push(EventListener::new(&button, "click", move |_| inner.add(&added)));
        self.suggested
            .append_child(&element)
            .map_err(|_| MissingElement("language-suggestions".to_owned()))?;
        Ok(())
    }

    /// The place of the chip or suggestion that has the focus: it is about to be made anew.
    fn focused_chip(&self) -> Option<usize> {
        let active = self.chips.owner_document()?.active_element()?;
        if self.suggested.contains(Some(&active)) {
            return Some(usize::MAX);
        }
        let chips = self.chips.children();
        let is_active = |place: &u32| chips.item(*place).is_some_and(|chip| chip.contains(Some(&active)));
        (0..chips.length()).find(is_active).map(|place| place as usize)
    }

    fn focus(&self, place: usize) {
        let chips = self.chips.children();
        let last = chips.length().saturating_sub(1);
        let chip = chips.item(u32::try_from(place).unwrap_or(u32::MAX).min(last));
        let button =
            chip.and_then(|chip: Element| chip.query_selector("button:not([hidden])").ok().flatten());
        match button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
            Some(button) if place != usize::MAX => drop(button.focus()),
            _ => drop(self.inner.search.focus()),
        }
    }
}

/// How a language stands in the list: its name, and the one it has for itself.
fn label(code: &str) -> String {
    let (name, own) = (name(code), own_name(code));
    if name == own { name } else { format!("{name} \u{2013} {own}") }
}
