//! Which models are tried, in which order, and when that is enough.

use std::collections::VecDeque;

use super::{Session, Step, TRIER};
use crate::identify::decide;
use crate::identify::scripts::Script;
use crate::identify::trial::{self, Trial};
use crate::messages::recognizing;
use crate::model::language::{ModelOffer, ModelSet};
use crate::model::page::PageText;

impl<C, P> Session<C, P> {
    /// Tries the next candidate, as far as its model and a recognizer with it are there.
    pub(super) fn try_next(&mut self) {
        let Some(settling) =
            self.settling.as_ref().filter(|settling| matches!(settling.step, Step::Waiting { .. }))
        else {
            return;
        };
        let Some(candidate) = settling.candidates.front().cloned() else {
            return self.look_further();
        };
        let models = ModelSet::one(candidate);
        if !self.has_models(&models) {
            return self.load_models(&models);
        }
        if !self.is_recognizer_ready(TRIER, &models) {
            return;
        }
        let Some(settling) = &mut self.settling else {
            return;
        };
        let header = match &settling.step {
            Step::Waiting { header, .. } => *header,
            _ => return,
        };
        if let Step::Waiting { pixels, is_page, .. } =
            std::mem::replace(&mut settling.step, Step::Trying { header })
        {
            settling.waited = 0.0;
            let request = if is_page {
                recognizing::Request::Sample { header }
            } else {
                recognizing::Request::Try { header }
            };
            self.ask_recognizer(TRIER, request, Some(pixels));
        }
    }

    /// The lines were read with the first candidate.
    pub(in crate::session) fn tried(&mut self, text: &PageText, pixels: Option<P>) {
        let Some(settling) = &mut self.settling else {
            return;
        };
        let (Step::Trying { header }, Some(pixels)) = (&settling.step, pixels) else {
            return self.found_best();
        };
        settling.step = Step::Waiting { header: *header, pixels, is_page: false };
        let Some(candidate) = settling.candidates.pop_front() else {
            return self.found_best();
        };
        let tried = Trial::of(&candidate.lang, text);
        let (is_certain, points_at) = (tried.is_certain(), tried.points_at());
        settling.trials.push(tried);
        if is_certain {
            return self.found(Some(&candidate.lang));
        }
        // What the words say saves trying the others.
        if let Some(offer) = points_at.and_then(|code| self.offer_at_hand(code)).cloned()
            && let Some(settling) = &mut self.settling
            && !settling.trials.iter().any(|trial| trial.code == offer.lang)
        {
            settling.candidates.retain(|other| *other != offer);
            settling.candidates.push_front(offer);
        }
        self.try_next();
    }

    pub(super) fn candidate_failed(&mut self) {
        let Some(settling) = &mut self.settling else {
            return;
        };
        settling.candidates.pop_front();
        match settling.step {
            // The lines are gone with the worker.
            Step::Trying { .. } => self.found_best(),
            _ => self.try_next(),
        }
    }

    /// Every candidate was tried: one of each script first, then all of the script that it turned out to be.
    fn look_further(&mut self) {
        let offers = self.languages_offered();
        let Some(settling) = &mut self.settling else {
            return;
        };
        let trials = &settling.trials;
        let is_tried = |code: &str| trials.iter().any(|trial| trial.code == code);
        let further: VecDeque<ModelOffer> = if settling.is_script_known {
            VecDeque::new()
        } else if let Some(script) =
            trial::script(trials).filter(|_| decide(trials).is_some() || trials.len() > 1)
        {
            settling.is_script_known = true;
            let of_script = |offer: &&ModelOffer| Script::of_language(&offer.lang) == script;
            offers.into_iter().filter(|offer| of_script(&offer) && !is_tried(&offer.lang)).collect()
        } else {
            let mut scripts: Vec<Script> =
                trials.iter().map(|trial| Script::of_language(&trial.code)).collect();
            settling.is_script_known = trials.len() > 1;
            let mut is_new = |offer: &ModelOffer| {
                let script = Script::of_language(&offer.lang);
                let is_new = !scripts.contains(&script);
                scripts.push(script);
                is_new
            };
            offers.into_iter().filter(|offer| is_new(offer)).collect()
        };
        if further.is_empty() {
            return self.found_best();
        }
        settling.candidates = further;
        self.try_next();
    }

    /// The model for a language, unless it could not be had before.
    pub(in crate::session) fn offer_at_hand(&self, code: &str) -> Option<&ModelOffer> {
        self.offer_for(code).filter(|offer| !self.gone.contains(offer))
    }

    /// A model for each language that the site has, of one direction.
    fn languages_offered(&self) -> Vec<ModelOffer> {
        let codes = self.offered_languages().into_iter().filter(|code| !code.ends_with("_vert"));
        codes.filter_map(|code| self.offer_at_hand(&code).cloned()).collect()
    }

    pub(super) fn found_best(&mut self) {
        let best = self.settling.as_ref().and_then(|settling| decide(&settling.trials)).map(str::to_owned);
        match best {
            Some(code) => self.found(Some(&code)),
            None => self.next_sample(),
        }
    }
}
