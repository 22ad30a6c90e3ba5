//! What reading needs: engines and models. Whether they are there, and which are chosen.

use super::{Effect, Loaded, Readiness, Session};
use crate::model::error::Error;
use crate::model::language::{LanguageChoice, ModelOffer, ModelSet, bcp47};
use crate::model::options::{Options, unavailable};
use crate::words::Notice;

/// The variant of models that are thorough, and slow.
const THOROUGH: &str = "best_int";

/// Whether the language of a code is the one of a BCP 47 tag, as browsers give them: `de-AT`, `zh-TW`.
fn is_same_language(code: &str, tag: &str) -> bool {
    let Some(of_code) = bcp47(code) else {
        return false;
    };
    // Where Chinese is written is what tells how.
    let tag = match tag {
        "zh-TW" | "zh-HK" | "zh-MO" => "zh-Hant",
        tag if tag.starts_with("zh") && !tag.starts_with("zh-Hant") => "zh-Hans",
        "nb" | "nn" | "nb-NO" | "nn-NO" => "no",
        tag => tag,
    };
    let is_upright = !code.ends_with("_vert");
    is_upright && (of_code.eq_ignore_ascii_case(tag) || tag.split('-').next() == Some(of_code))
}

impl<C, P> Session<C, P> {
    /// Whether the parts of Pagewise are there.
    pub fn readiness(&self) -> Readiness {
        if let Some(error) = &self.model_missing {
            return Readiness::Failed(error.clone());
        }
        let models = self.has_chosen_models();
        match (&self.engines, &self.writer) {
            (Loaded::Missing(error), _) => Readiness::Failed(error.clone()),
            (Loaded::There, Loaded::Missing(_)) if models => Readiness::ReadingOnly,
            (Loaded::There, Loaded::There) if models => Readiness::Ready,
            (Loaded::There, Loaded::Coming) if models => Readiness::Reading,
            _ => Readiness::Loading { loaded: self.progress.0, total: self.progress.1 },
        }
    }

    /// Whether documents can be opened.
    pub(super) fn has_engines(&self) -> bool {
        self.engines == Loaded::There
    }

    /// Whether documents can be read.
    pub fn can_read(&self) -> bool {
        self.has_engines() && self.has_chosen_models()
    }

    fn has_chosen_models(&self) -> bool {
        self.chosen_models().is_some_and(|models| self.has_models(&models))
    }

    /// Whether all of these models are there.
    pub(super) fn has_models(&self, models: &ModelSet) -> bool {
        models.iter().all(|offer| self.models.contains(offer))
    }

    pub(super) fn engines_loaded(&mut self, result: Result<String, Error>) {
        match result {
            Ok(engine) => {
                self.engines = Loaded::There;
                self.engine = Some(engine);
                self.check_readiness();
                self.open_next();
            }
            Err(error) => {
                self.fail_to_load(&error);
                self.engines = Loaded::Missing(error);
            }
        }
    }

    /// What cannot be had only costs the larger formats, but it is said.
    pub(super) fn writer_loaded(&mut self, result: Result<(), Error>) {
        self.writer = match result {
            Ok(()) => Loaded::There,
            Err(error) => {
                self.notify(Notice::Failed(error.clone()));
                Loaded::Missing(error)
            }
        };
    }

    pub(super) fn models_offered(&mut self, result: Result<Vec<ModelOffer>, Error>) {
        match result {
            Ok(offers) => {
                self.offers = offers;
                self.name_what_is_missing();
                self.request_models();
            }
            Err(error) => self.miss_model(error),
        }
    }

    /// What is chosen and the site does not have is said; the rest is read in.
    fn name_what_is_missing(&mut self) {
        let (languages, variant) = unavailable(&self.options, &self.offers);
        if !languages.is_empty() {
            self.notify(Notice::NoSuchLanguages(languages));
        }
        if let Some(variant) = variant {
            self.notify(Notice::AddressNotUsed(vec![format!("model={variant}")]));
        }
    }

    /// The languages of the browser that the site has, by their codes.
    pub fn own_languages(&self) -> Vec<String> {
        let mut own: Vec<String> = Vec::new();
        for tag in &self.device_languages {
            let code = self.offers.iter().map(|offer| &offer.lang).find(|code| is_same_language(code, tag));
            own.extend(code.filter(|code| !own.contains(code)).cloned());
        }
        own
    }

    /// Whether the model that a language is read with is a thorough one, and there is no faster one to choose.
    pub fn is_slow(&self, code: &str) -> bool {
        let mut variants = self.offers.iter().filter(|offer| offer.lang == code).map(|offer| &offer.variant);
        variants.clone().next().is_some() && variants.all(|variant| variant == THOROUGH)
    }

    /// The model for a language: of the variant that is preferred, or the first there is.
    pub(super) fn offer_for(&self, code: &str) -> Option<&ModelOffer> {
        let of_lang = || self.offers.iter().filter(|offer| offer.lang == code);
        let preferred = of_lang().find(|offer| self.options.variant.as_deref() == Some(&offer.variant));
        preferred.or_else(|| of_lang().next())
    }

    /// The code of the language that is read where none is chosen: the first of the browser's that the site has, else the
    /// first that the site has.
    fn usual_language(&self) -> Option<String> {
        self.own_languages().into_iter().next().or_else(|| Some(self.offers.first()?.lang.clone()))
    }

    /// The codes of the languages that are chosen, as far as the site has them.
    pub fn chosen_languages(&self) -> Vec<String> {
        let codes: Vec<String> = match &self.options.languages {
            LanguageChoice::These(codes) => {
                codes.iter().filter(|code| self.offer_for(code).is_some()).cloned().collect()
            }
            LanguageChoice::Usual | LanguageChoice::Auto => Vec::new(),
        };
        if codes.is_empty() { self.usual_language().into_iter().collect() } else { codes }
    }

    /// The models that the options choose, where nothing else is known of a page.
    pub fn chosen_models(&self) -> Option<ModelSet> {
        let codes = self.chosen_languages();
        ModelSet::new(codes.iter().filter_map(|code| self.offer_for(code)).cloned().collect())
    }

    /// The codes of the languages that the site has, each once, in its order.
    pub fn offered_languages(&self) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        for offer in &self.offers {
            if !codes.contains(&offer.lang) {
                codes.push(offer.lang.clone());
            }
        }
        codes
    }

    /// The model of this name, if the site has it.
    pub(super) fn offer_named(&self, name: &str) -> Option<&ModelOffer> {
        self.offers.iter().find(|offer| offer.name() == name)
    }

    /// The models with these names, if the site has all of them.
    pub(super) fn set_named(&self, names: &[String]) -> Option<ModelSet> {
        let offers = names.iter().map(|name| self.offer_named(name).cloned());
        ModelSet::new(offers.collect::<Option<Vec<_>>>()?)
    }

    /// Loads the chosen models unless they are there.
    fn request_models(&mut self) {
        self.model_missing = None;
        match self.chosen_models() {
            Some(models) if self.has_models(&models) => self.check_readiness(),
            Some(models) => self.load_models(&models),
            None => self.miss_model(Error::PartMissing { file: "models".to_owned() }),
        }
    }

    /// Asks for those of these models that are not there.
    pub(super) fn load_models(&mut self, models: &ModelSet) {
        for offer in models.iter().filter(|offer| !self.models.contains(offer)) {
            self.effects.push(Effect::LoadModel(offer.clone()));
        }
    }

    pub(super) fn model_loaded(&mut self, offer: ModelOffer, result: Result<(), Error>) {
        match result {
            Ok(()) => {
                self.gone.retain(|other| *other != offer);
                if !self.models.contains(&offer) {
                    self.models.push(offer);
                }
                self.check_readiness();
                self.trial_model_loaded();
                self.again_model_loaded();
            }
            // One that was chosen in between is waited for.
            Err(error) => {
                if self.again_model_missing(&offer, &error) {
                    return;
                }
                let is_chosen =
                    self.chosen_models().is_some_and(|models| models.iter().any(|chosen| *chosen == offer));
                if self.settling.is_some() && !(is_chosen && self.model_missing.is_none()) {
                    self.notify(Notice::Failed(error));
                    self.trial_model_missing(&offer);
                } else if is_chosen {
                    self.miss_model(error);
                }
            }
        }
    }

    fn check_readiness(&mut self) {
        if self.can_read() {
            self.prepare_recognizers();
            self.start_if_wanted();
        }
    }

    fn miss_model(&mut self, error: Error) {
        self.fail_to_load(&error);
        self.model_missing = Some(error);
    }

    fn fail_to_load(&mut self, error: &Error) {
        self.start_when_ready = false;
        self.go_on_when_ready = false;
        self.notify(Notice::Failed(error.clone()));
    }

    pub(super) fn edit_options(&mut self, options: Options, mistakes: Vec<&'static str>) {
        let others = options.languages != self.options.languages || options.variant != self.options.variant;
        if others && !self.run.is_running {
            // What was found out, or decided, gives way to what is chosen.
            for document in &mut self.documents {
                document.languages = super::models::Languages::default();
            }
        }
        self.options = options;
        self.mistakes = mistakes;
        self.effects.push(Effect::SaveOptions);
        if !self.offers.is_empty() {
            self.request_models();
        }
    }
}
