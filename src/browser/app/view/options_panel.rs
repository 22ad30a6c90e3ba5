//! The options: what can be chosen, what was typed, and what is wrong with it. Fields are bound by the table of options.

use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlDetailsElement, HtmlElement, HtmlInputElement, HtmlOptionElement, HtmlSelectElement};

use super::languages::Languages;
use super::set_or_hide;
use crate::browser::app::{PageSession, Sender};
use crate::browser::dom::{MissingElement, by_id, set_attribute, set_text, show};
use crate::model::options::{Edited, Mistake, Options, Row, TABLE};
use crate::model::page::Dpi;
use crate::session::Command;
use crate::words::{Chosen, words};

/// Below this, the page says what it costs.
const LOW_DPI: Dpi = Dpi(150.0);
/// The field of the variant of models, which depends on what the site has.
const VARIANT: &str = "model";

/// The element that holds a choice.
enum Input {
    Text(HtmlInputElement),
    Choice(HtmlSelectElement),
}

impl Input {
    fn value(&self) -> String {
        match self {
            Input::Text(input) => input.value(),
            Input::Choice(select) => select.value(),
        }
    }

    fn set_value(&self, value: &str) {
        match self {
            // A resolution that is left to Pagewise says so; other fields have a placeholder for that.
            Input::Text(input)
                if value.is_empty() && input.placeholder().is_empty() && input.type_() != "hidden" =>
            {
                input.set_value(words().fixed.auto);
            }
            Input::Text(input) => input.set_value(value),
            Input::Choice(select) => select.set_value(value),
        }
    }

    fn element(&self) -> &HtmlElement {
        match self {
            Input::Text(input) => input,
            Input::Choice(select) => select,
        }
    }
}

/// An option's field, and the line that says what is wrong with it.
struct Field {
    row: &'static Row,
    input: Input,
    error: HtmlElement,
}

impl Field {
    fn new(row: &'static Row) -> Result<Self, MissingElement> {
        let element: HtmlElement = by_id(row.field)?;
        let input = match element.dyn_into::<HtmlSelectElement>() {
            Ok(select) => Input::Choice(select),
            Err(element) => {
                Input::Text(element.dyn_into().map_err(|_| MissingElement(row.field.to_owned()))?)
            }
        };
        Ok(Self { row, input, error: by_id(&format!("{}-error", row.field))? })
    }

    /// Takes the choice over; whether it makes sense.
    fn read(&self, options: &mut Options) -> bool {
        let mistake = (self.row.parse)(options, &self.input.value()).err();
        self.say(mistake.as_ref());
        set_attribute(self.input.element(), "aria-invalid", if mistake.is_some() { "true" } else { "false" });
        mistake.is_none()
    }

    /// Says what is wrong with it, if anything is.
    fn say(&self, mistake: Option<&Mistake>) {
        let sentence = mistake.map(|mistake| (words().mistake)(mistake));
        set_or_hide(&self.error, sentence.as_deref());
    }
}

/// The options panel.
pub struct OptionsPanel {
    fields: Rc<Vec<Field>>,
    panel: HtmlDetailsElement,
    /// What most people never need.
    more: HtmlDetailsElement,
    summary: HtmlElement,
    dpi_note: HtmlElement,
    preset_auto: HtmlElement,
    fieldset: HtmlElement,
    languages: Languages,
    variant: HtmlElement,
    variants: Vec<String>,
    /// The options as they were at the last refresh.
    shown: Option<Options>,
    _listener: EventListener,
}

impl OptionsPanel {
    /// Begins to listen for choices.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let fields = Rc::new(TABLE.iter().map(Field::new).collect::<Result<Vec<_>, _>>()?);
        let fieldset: HtmlElement = by_id("options")?;
        let (to, read) = (sender.clone(), Rc::clone(&fields));
        // Changes bubble up: one listener hears every field.
        let listener = EventListener::new(&fieldset, "change", move |_| {
            let mut edited = Edited::default();
            for field in read.iter() {
                if !field.read(&mut edited.options) {
                    edited.mistakes.push(field.row.name);
                }
            }
            to.command(Command::EditOptions(edited));
        });
        Ok(Self {
            fields,
            panel: by_id("options-panel")?,
            more: by_id("more-options")?,
            summary: by_id("options-summary")?,
            dpi_note: by_id("dpi-note")?,
            preset_auto: by_id("preset-auto")?,
            fieldset,
            languages: Languages::new()?,
            variant: by_id("model-field")?,
            variants: Vec::new(),
            shown: None,
            _listener: listener,
        })
    }

    /// Brings the panel up to date.
    pub fn render(&mut self, session: &PageSession) {
        let options = session.options();
        if self.shown.as_ref() != Some(options) {
            self.follow(options);
            self.shown = Some(options.clone());
        }
        self.languages.render(session);
        self.offer_variants(session);
        let by_device = Options { preset: None, ..options.clone() }.preset_for(session.device());
        set_text(&self.preset_auto, &(words().preset_auto)(by_device));
        show(&self.dpi_note, options.dpi.is_some_and(|dpi| dpi < LOW_DPI));
        let budget = options.budget(session.device());
        let summary = (words().options_summary)(&Chosen {
            languages: (!session.finds_languages()).then_some(self.languages.names.as_slice()),
            pages: options.pages.trim(),
            dpi: options.dpi,
            workers: budget.workers(),
            ceiling: budget.ceiling(),
        });
        set_text(&self.summary, &summary);
        // From the first paint on it is disabled, so that nothing is typed which nobody hears. No typed access to
        // `disabled` of a fieldset without one more binding.
        if session.is_running() != self.fieldset.has_attribute("disabled") {
            self.fieldset.toggle_attribute_with_force("disabled", session.is_running()).ok();
        }
    }

    /// Shows what the options have become. Fields are the person's: only those are touched whose choice was made elsewhere.
    fn follow(&self, options: &Options) {
        for field in self.fields.iter() {
            let now = (field.row.show)(options);
            let is_new = self.shown.as_ref().is_none_or(|before| (field.row.show)(before) != now);
            let mut own = Options::default();
            let says_so =
                (field.row.parse)(&mut own, &field.input.value()).is_ok() && (field.row.show)(&own) == now;
            if is_new && (self.shown.is_none() || !says_so) {
                field.input.set_value(&now);
            }
        }
    }

    /// Says everything anew at the next refresh.
    pub fn retell(&mut self) {
        for field in self.fields.iter() {
            // What was wrong before is so in every language, and nothing else is looked at: a field in which somebody is
            // typing has not been left yet.
            if !field.error.hidden() {
                field.say((field.row.parse)(&mut Options::default(), &field.input.value()).err().as_ref());
            }
        }
        self.languages.retell();
        self.variants.clear();
    }

    /// Leads the person to an option that makes no sense.
    pub fn point_at(&self, name: &str) {
        self.panel.set_open(true);
        if let Some(field) = self.fields.iter().find(|field| field.row.name == name) {
            let element = field.input.element();
            if self.more.contains(Some(element)) {
                self.more.set_open(true);
            }
            element.focus().ok();
        }
    }

    /// Lists the variants that there are of the chosen languages, where there is a choice.
    fn offer_variants(&mut self, session: &PageSession) {
        let chosen = session.chosen_languages();
        let mut variants: Vec<String> = Vec::new();
        for offer in session.offers().iter().filter(|offer| chosen.contains(&offer.lang)) {
            if !variants.contains(&offer.variant) {
                variants.push(offer.variant.clone());
            }
        }
        if self.variants == variants {
            return;
        }
        let is_choice =
            chosen.iter().any(|code| session.offers().iter().filter(|offer| offer.lang == *code).count() > 1);
        show(&self.variant, is_choice);
        if let Some(field) = self.fields.iter().find(|field| field.row.field == VARIANT) {
            let select = field.input.element();
            select.set_text_content(None);
            let usual = (words().fixed.auto.to_owned(), "");
            let named = variants.iter().map(|variant| ((words().variant)(variant), variant.as_str()));
            for (label, value) in std::iter::once(usual).chain(named) {
                if let Ok(option) = HtmlOptionElement::new_with_text_and_value(&label, value) {
                    select.append_child(&option).ok();
                }
            }
            let preferred = session.options().variant.as_deref().unwrap_or_default();
            field.input.set_value(if variants.iter().any(|variant| variant == preferred) {
                preferred
            } else {
                ""
            });
        }
        self.variants = variants;
    }
}
