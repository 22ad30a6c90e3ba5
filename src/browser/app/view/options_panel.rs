//! The options: what can be chosen, what was typed, and what is wrong with it.

use gloo::events::EventListener;
use web_sys::{HtmlElement, HtmlInputElement, HtmlOptionElement, HtmlSelectElement};

use crate::browser::app::state::{ModelOffer, State};
use crate::browser::app::{Msg, Sender};
use crate::browser::dom::{MissingElement, by_id, set_text, show};
use crate::model::budget::Preset;
use crate::model::options::{
    Options, OwnText, PageSegmentationMode, parse_dpi, parse_headers, parse_keep, parse_limit, parse_memory,
    parse_workers,
};
use crate::model::page::Dpi;
use crate::model::source::PageRange;

/// Below this, the page says what it costs.
const LOW_DPI: Dpi = Dpi(150.0);

/// The elements that hold choices.
#[derive(Clone)]
struct Fields {
    preset: HtmlSelectElement,
    dpi: HtmlInputElement,
    workers: HtmlInputElement,
    memory: HtmlInputElement,
    limit: HtmlInputElement,
    pages: HtmlInputElement,
    psm: HtmlSelectElement,
    own_text: HtmlSelectElement,
    model: HtmlSelectElement,
    keep: HtmlSelectElement,
    headers: HtmlSelectElement,
}

/// The options panel.
pub struct OptionsPanel {
    fields: Fields,
    summary: HtmlElement,
    dpi_note: HtmlElement,
    fieldset: HtmlElement,
    models: Vec<ModelOffer>,
    filled: bool,
    _listeners: Vec<EventListener>,
}

impl OptionsPanel {
    /// Begins to listen for choices.
    pub fn new(sender: &Sender) -> Result<Self, MissingElement> {
        let fields = Fields {
            preset: by_id("preset")?,
            dpi: by_id("dpi")?,
            workers: by_id("workers")?,
            memory: by_id("memory-limit")?,
            limit: by_id("limit")?,
            pages: by_id("pages")?,
            psm: by_id("psm")?,
            own_text: by_id("own-text")?,
            model: by_id("model")?,
            keep: by_id("keep")?,
            headers: by_id("headers")?,
        };
        let errors = Errors::new()?;
        let fieldset: HtmlElement = by_id("options")?;
        let (to, read) = (sender.clone(), fields.clone());
        // Changes bubble up: one listener hears every field.
        let listener = EventListener::new(&fieldset, "change", move |_| {
            to.send(Msg::OptionsEdited(read.read(&errors)));
        });
        Ok(Self {
            fields,
            summary: by_id("options-summary")?,
            dpi_note: by_id("dpi-note")?,
            fieldset,
            models: Vec::new(),
            filled: false,
            _listeners: vec![listener],
        })
    }

    /// Brings the panel up to date.
    pub fn render(&mut self, state: &State) {
        if self.models != state.models {
            self.models.clone_from(&state.models);
            self.fields.offer(&self.models, &state.options);
        }
        if !self.filled {
            self.filled = true;
            self.fields.fill(state);
        }
        let low = state.options.dpi.is_some_and(|dpi| dpi < LOW_DPI);
        show(&self.dpi_note, low);
        set_text(&self.summary, &summary(state));
        // From the first paint on it is disabled, so that nothing is typed which nobody hears. No typed access to
        // `disabled` of a fieldset without one more binding.
        if state.running != self.fieldset.has_attribute("disabled") {
            self.fieldset.toggle_attribute_with_force("disabled", state.running).ok();
        }
    }
}

fn summary(state: &State) -> String {
    let options = &state.options;
    let pages = if options.pages.trim().is_empty() {
        "All pages".to_owned()
    } else {
        format!("Pages {}", options.pages.trim())
    };
    let dpi = options.dpi.map_or_else(|| "automatic resolution".to_owned(), |dpi| format!("{dpi} dpi"));
    let budget = options.budget(state.device);
    let at_once = match budget.workers() {
        1 => "one page at a time".to_owned(),
        workers => format!("{workers} pages at a time"),
    };
    format!("{pages}, {dpi}, {at_once}, up to {}", budget.ceiling())
}

/// The lines that say what is wrong with a field.
struct Errors {
    dpi: HtmlElement,
    workers: HtmlElement,
    memory: HtmlElement,
    limit: HtmlElement,
    pages: HtmlElement,
}

impl Errors {
    fn new() -> Result<Self, MissingElement> {
        Ok(Self {
            dpi: by_id("dpi-error")?,
            workers: by_id("workers-error")?,
            memory: by_id("memory-limit-error")?,
            limit: by_id("limit-error")?,
            pages: by_id("pages-error")?,
        })
    }
}

/// Says what is wrong with a field, or that nothing is.
fn report(line: &HtmlElement, input: &HtmlInputElement, error: Option<String>) {
    super::set_or_hide(line, error.as_deref());
    crate::browser::dom::set_attribute(input, "aria-invalid", if error.is_some() { "true" } else { "false" });
}

impl Fields {
    /// Shows the options that apply, once, when the page has loaded.
    fn fill(&self, state: &State) {
        let options = &state.options;
        self.preset.set_value(options.preset_for(state.device).id());
        self.dpi.set_value(&options.dpi.map_or_else(|| "Auto".to_owned(), |dpi| dpi.to_string()));
        self.workers.set_value(&options.workers.map_or_else(String::new, |workers| workers.to_string()));
        self.memory.set_value(&options.memory.map_or_else(String::new, |memory| memory.to_string()));
        self.limit.set_value(&options.limit.map_or_else(String::new, |limit| limit.to_string()));
        self.pages.set_value(&options.pages);
        self.psm.set_value(&options.psm.number().to_string());
        self.own_text.set_value(options.own_text.id());
        self.keep.set_value(if options.keep { "pages" } else { "nothing" });
        self.headers.set_value(if options.page_headers { "numbers" } else { "none" });
    }

    /// Lists the models that the server has.
    fn offer(&self, models: &[ModelOffer], options: &Options) {
        self.model.set_text_content(None);
        for model in models {
            let value = format!("{}/{}", model.lang, model.variant);
            if let Ok(option) = HtmlOptionElement::new_with_text_and_value(&model_label(model), &value) {
                self.model.append_child(&option).ok();
            }
        }
        let wanted = models.iter().find(|model| {
            model.lang == options.lang
                && options.variant.as_ref().is_none_or(|variant| *variant == model.variant)
        });
        if let Some(model) = wanted {
            self.model.set_value(&format!("{}/{}", model.lang, model.variant));
        }
    }

    /// What is chosen. A field that makes no sense says so and counts as left to Pagewise.
    fn read(&self, errors: &Errors) -> Options {
        let mut options = Options { preset: Preset::from_id(&self.preset.value()), ..Options::default() };
        let dpi = parse_dpi(&self.dpi.value());
        report(&errors.dpi, &self.dpi, dpi.err().map(str::to_owned));
        options.dpi = dpi.unwrap_or_default();
        let workers = parse_workers(&self.workers.value());
        report(&errors.workers, &self.workers, workers.err().map(str::to_owned));
        options.workers = workers.unwrap_or_default();
        let memory = parse_memory(&self.memory.value());
        report(&errors.memory, &self.memory, memory.err().map(str::to_owned));
        options.memory = memory.unwrap_or_default();
        let limit = parse_limit(&self.limit.value());
        report(&errors.limit, &self.limit, limit.err().map(str::to_owned));
        options.limit = limit.unwrap_or_default();
        let pages = PageRange::parse(&self.pages.value());
        report(&errors.pages, &self.pages, pages.as_ref().err().map(ToString::to_string));
        if pages.is_ok() {
            options.pages = self.pages.value().trim().to_owned();
        }
        if let Some(psm) = self.psm.value().parse().ok().and_then(PageSegmentationMode::new) {
            options.psm = psm;
        }
        options.own_text = OwnText::from_id(&self.own_text.value()).unwrap_or_default();
        options.keep = parse_keep(&self.keep.value()).unwrap_or(options.keep);
        options.page_headers = parse_headers(&self.headers.value()).unwrap_or(options.page_headers);
        if let Some((lang, variant)) = self.model.value().split_once('/') {
            options.lang = lang.to_owned();
            options.variant = Some(variant.to_owned());
        }
        options
    }
}

fn model_label(model: &ModelOffer) -> String {
    let language = match model.lang.as_str() {
        "eng" => "English",
        other => other,
    };
    match model.variant.as_str() {
        "fast" => format!("{language}, fast"),
        "best_int" => format!("{language}, thorough (takes half as long again)"),
        other => format!("{language}, {other}"),
    }
}
