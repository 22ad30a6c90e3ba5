//! What reading needs: engines and a model. Whether they are there, and which is chosen.

use super::{Effect, Loaded, Readiness, Session};
use crate::model::error::Error;
use crate::model::language::ModelOffer;
use crate::model::options::Options;
use crate::words::Notice;

impl<C, P> Session<C, P> {
    /// Whether the parts of Pagewise are there.
    pub fn readiness(&self) -> Readiness {
        let model = self.chosen_offer().is_some_and(|offer| self.models.contains(offer));
        if let Some(error) = &self.model_missing {
            return Readiness::Failed(error.clone());
        }
        match (&self.engines, &self.writer) {
            (Loaded::Missing(error), _) => Readiness::Failed(error.clone()),
            (Loaded::There, Loaded::Missing(_)) if model => Readiness::ReadingOnly,
            (Loaded::There, Loaded::There) if model => Readiness::Ready,
            (Loaded::There, Loaded::Coming) if model => Readiness::Reading,
            _ => Readiness::Loading { loaded: self.progress.0, total: self.progress.1 },
        }
    }

    /// Whether documents can be opened.
    pub(super) fn has_engines(&self) -> bool {
        self.engines == Loaded::There
    }

    /// Whether documents can be read.
    pub fn can_read(&self) -> bool {
        self.has_engines() && self.chosen_offer().is_some_and(|offer| self.models.contains(offer))
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
                let unused = crate::model::options::unavailable(&self.options, &self.offers);
                if !unused.is_empty() {
                    self.notify(Notice::AddressNotUsed(unused));
                }
                self.request_model();
            }
            Err(error) => self.miss_model(error),
        }
    }

    /// The offer that the options choose, or the first there is.
    pub fn chosen_offer(&self) -> Option<&ModelOffer> {
        let options = &self.options;
        let of_lang = || self.offers.iter().filter(|offer| offer.lang == options.lang);
        of_lang()
            .find(|offer| options.variant.as_deref() == Some(&offer.variant))
            .or_else(|| of_lang().next())
            .or(self.offers.first())
    }

    /// Loads the chosen model unless it is there.
    fn request_model(&mut self) {
        self.model_missing = None;
        match self.chosen_offer() {
            Some(offer) if self.models.contains(offer) => self.check_readiness(),
            Some(offer) => self.effects.push(Effect::LoadModel(offer.clone())),
            None => self.miss_model(Error::PartMissing { file: "models".to_owned() }),
        }
    }

    pub(super) fn model_loaded(&mut self, offer: ModelOffer, result: Result<(), Error>) {
        match result {
            Ok(()) => {
                if !self.models.contains(&offer) {
                    self.models.push(offer);
                }
                self.check_readiness();
            }
            // One that was chosen in between is waited for.
            Err(error) if self.chosen_offer() == Some(&offer) => self.miss_model(error),
            Err(_) => {}
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
        self.options = options;
        self.mistakes = mistakes;
        self.effects.push(Effect::SaveOptions);
        if !self.offers.is_empty() {
            self.request_model();
        }
    }

    /// The options that decide what texts come out as, in one line.
    pub(super) fn reading_key(&self) -> String {
        let model = self.chosen_offer().map_or_else(String::new, ModelOffer::name);
        self.options.reading_key(&model)
    }
}
