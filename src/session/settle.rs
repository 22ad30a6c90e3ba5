//! Finding out which language a document, or a page of it, is in: some lines of it are read with one model after the other,
//! and the one that reads them best is it. It stands before a job, and ends by beginning it.

use std::collections::VecDeque;

use super::document::{DocumentId, Job};
use super::run::Beginnings;
use super::workers::Asked;
use super::{Session, Status};
use crate::identify::scripts::Script;
use crate::identify::trial::{self, Trial};
use crate::identify::{decide, guess};
use crate::messages::{recognizing, rendering};
use crate::model::bitmap::BitmapHeader;
use crate::model::language::{LanguageChoice, ModelOffer, ModelSet};
use crate::model::page::{PageIndex, PageText};
use crate::model::record::PageRecord;
use crate::pipeline::{Input, WorkerIndex};

/// The place of the recognizer that tries models.
const TRIER: WorkerIndex = WorkerIndex(0);
/// Where the first pages have no lines to try, a document is read in the usual language.
const PAGES_TRIED: usize = 3;
/// How long a model may take for a few lines, or to come, in milliseconds.
const PATIENCE: f64 = 60_000.0;

/// A document whose language is being found out.
pub(super) struct Settling<P> {
    pub(super) document: DocumentId,
    pub(super) beginnings: Beginnings,
    pub(super) known: Vec<PageRecord>,
    /// Whether the answer is about the first of `pages` only, and not about the document.
    is_about_page: bool,
    /// The pages whose lines may be tried; the first is in work.
    pages: VecDeque<PageIndex>,
    step: Step<P>,
    /// What has been tried.
    trials: Vec<Trial>,
    /// What is to be tried next.
    candidates: VecDeque<ModelOffer>,
    /// Whether the candidates are all of the script that the page is in.
    is_script_known: bool,
    /// Milliseconds since anything was heard.
    waited: f64,
}

/// What is being done.
enum Step<P> {
    /// The page is being drawn.
    Drawing,
    /// The pixels of a page, or of some lines of it, wait for the model of the first candidate.
    Waiting { header: BitmapHeader, pixels: P, is_page: bool },
    /// They are with the recognizer.
    Trying { header: BitmapHeader },
    /// The language is known, and its models are on their way.
    Loading,
}

impl<C, P> Session<C, P> {
    /// Whether the language of a document is being found out.
    pub fn is_finding_language(&self, id: DocumentId) -> bool {
        self.settling.as_ref().is_some_and(|settling| settling.document == id)
    }

    /// Begins a document's job, once it is known in which language; pages that are known are not read again.
    pub(super) fn begin(&mut self, id: DocumentId, mut beginnings: Beginnings, known: Vec<PageRecord>) {
        let Some(usual) = self.chosen_models() else {
            return self.begin_job(id, beginnings, known);
        };
        let is_auto = self.options.languages == LanguageChoice::Auto;
        if is_auto {
            self.adopt(id, &known);
        }
        let Some(document) = self.document_mut(id) else {
            return;
        };
        let afresh = document.is_begun_afresh();
        if let Some(page) = document.languages.to_try.pop_front() {
            return self.settle(id, beginnings, known, VecDeque::from([page]), true);
        }
        let is_known = |page: &&PageIndex| !afresh && known.iter().any(|record| record.page == **page);
        if is_auto && document.languages.settled.is_none() {
            let pages = beginnings.chosen.iter().filter(|page| !is_known(page)).take(PAGES_TRIED).copied();
            let pages: VecDeque<_> = pages.collect();
            if !pages.is_empty() {
                return self.settle(id, beginnings, known, pages, false);
            }
        }
        let models = document.next_models(&beginnings.chosen, &usual, afresh);
        beginnings.models = models.clone();
        if self.has_models(&models) {
            return self.begin_job(id, beginnings, known);
        }
        self.load_models(&models);
        self.settling = Some(Settling { step: Step::Loading, ..Settling::new(id, beginnings, known) });
    }

    /// What pages of a document were read with before is what the others are read with.
    fn adopt(&mut self, id: DocumentId, known: &[PageRecord]) {
        let read = known.iter().find(|record| !record.models.is_empty());
        let models = read.and_then(|record| self.set_named(&record.models));
        if let Some(document) = self.document_mut(id)
            && document.languages.settled.is_none()
            && !document.is_begun_afresh()
        {
            document.languages.settled = models;
        }
    }

    fn settle(
        &mut self,
        id: DocumentId,
        beginnings: Beginnings,
        known: Vec<PageRecord>,
        pages: VecDeque<PageIndex>,
        is_about_page: bool,
    ) {
        self.settling = Some(Settling { pages, is_about_page, ..Settling::new(id, beginnings, known) });
        // The one that is there is as good as a new one; what it is asked comes back here.
        self.provide_renderer(true);
    }

    /// Something happened while the language of a document is being found out.
    pub(super) fn settling_hears(&mut self, input: Input<P>) {
        match input {
            Input::RendererReady { .. } => self.draw_sample(),
            Input::Drawn { header, pixels, .. } => self.sample_drawn(header, pixels),
            Input::TextFound { text, .. } => self.sample_is_text(&text),
            Input::DrawFailed(_) => self.next_sample(),
            Input::RecognizerReady { worker: TRIER, .. } => self.try_next(),
            // Whatever killed it need not kill the job: that says so itself, if it does.
            Input::RecognizerStopped(..) | Input::RecognizeFailed(..) => self.candidate_failed(),
            Input::RendererStopped(_) | Input::Unavailable(_) => self.found(None),
            Input::Tick | Input::Pause | Input::Resume | Input::Cancel => {}
            _ => {}
        }
    }

    /// So many milliseconds have passed.
    pub(super) fn tick_settling(&mut self, passed: f64) {
        let Some(settling) = &mut self.settling else {
            return;
        };
        settling.waited += passed;
        // Opening has its own limit.
        let is_opening = self.renderer.as_ref().is_some_and(|renderer| renderer.opening_for.is_some());
        if settling.waited >= PATIENCE && !is_opening {
            self.dismiss_recognizer(TRIER);
            self.found(None);
        }
    }

    fn draw_sample(&mut self) {
        let Some(settling) = self.settling.as_mut().filter(|settling| matches!(settling.step, Step::Drawing))
        else {
            return;
        };
        settling.waited = 0.0;
        let Some(page) = settling.pages.front().copied() else {
            return self.found(None);
        };
        let options = &settling.beginnings.options;
        let budget = options.budget(self.device);
        let request = rendering::Request::draw(page, options, &budget, &self.measured);
        self.ask_renderer(Asked::Draw, request, None);
    }

    /// The page brought its text along: no model has to be tried.
    fn sample_is_text(&mut self, text: &PageText) {
        let seems = guess(&text.to_string()).filter(|guess| guess.is_sure);
        match seems.and_then(|guess| self.offer_at_hand(guess.code)).map(|offer| offer.lang.clone()) {
            Some(code) => self.found(Some(&code)),
            None => self.next_sample(),
        }
    }

    fn next_sample(&mut self) {
        let Some(settling) = &mut self.settling else {
            return;
        };
        settling.pages.pop_front();
        if settling.pages.is_empty() {
            return self.found(None);
        }
        settling.step = Step::Drawing;
        settling.trials.clear();
        settling.is_script_known = false;
        self.draw_sample();
    }

    fn sample_drawn(&mut self, header: BitmapHeader, pixels: P) {
        let usual = self.chosen_models();
        let Some(settling) = self.settling.as_mut().filter(|settling| matches!(settling.step, Step::Drawing))
        else {
            return;
        };
        settling.waited = 0.0;
        settling.step = Step::Waiting { header, pixels, is_page: true };
        // The usual one first: mostly it is right, and there.
        settling.candidates = usual.into_iter().flat_map(|models| models.iter().next().cloned()).collect();
        self.try_next();
    }

    /// Tries the next candidate, as far as its model and a recognizer with it are there.
    fn try_next(&mut self) {
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

    /// A model that was waited for is there.
    pub(super) fn trial_model_loaded(&mut self) {
        let loading = self.settling.as_ref().filter(|settling| matches!(settling.step, Step::Loading));
        match loading.map(|settling| settling.beginnings.models.clone()) {
            Some(models) if self.has_models(&models) => self.begin_settled(),
            Some(_) => {}
            None => self.try_next(),
        }
    }

    /// A model that was waited for is not to be had.
    pub(super) fn trial_model_missing(&mut self, offer: &ModelOffer) {
        let usual = self.chosen_models();
        self.gone.push(offer.clone());
        let Some(settling) = &mut self.settling else {
            return;
        };
        if matches!(settling.step, Step::Loading) {
            let id = settling.document;
            // It is read in the usual language, rather than not at all.
            if let Some(document) = self.document_mut(id) {
                let without = |models: &ModelSet| !models.iter().any(|model| model == offer);
                document.languages.of_pages.retain(|_, models| without(models));
                document.languages.settled = usual;
            }
            return self.begin_settled();
        }
        settling.candidates.retain(|candidate| candidate != offer);
        self.try_next();
    }

    /// The lines to be tried were cut from the page; `None` where it has none.
    pub(super) fn sampled(&mut self, sample: Option<BitmapHeader>, pixels: Option<P>) {
        let (Some(settling), Some(header), Some(pixels)) = (&mut self.settling, sample, pixels) else {
            return self.next_sample();
        };
        settling.step = Step::Waiting { header, pixels, is_page: false };
        self.try_next();
    }

    /// The lines were read with the first candidate.
    pub(super) fn tried(&mut self, text: &PageText, pixels: Option<P>) {
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

    fn candidate_failed(&mut self) {
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
    fn offer_at_hand(&self, code: &str) -> Option<&ModelOffer> {
        self.offer_for(code).filter(|offer| !self.gone.contains(offer))
    }

    /// A model for each language that the site has, of one direction.
    fn languages_offered(&self) -> Vec<ModelOffer> {
        let mut offers: Vec<ModelOffer> = Vec::new();
        for offer in &self.offers {
            let is_new = !offers.iter().any(|other| other.lang == offer.lang);
            if is_new && !offer.lang.ends_with("_vert") {
                offers.extend(self.offer_at_hand(&offer.lang).cloned());
            }
        }
        offers
    }

    fn found_best(&mut self) {
        let best = self.settling.as_ref().and_then(|settling| decide(&settling.trials)).map(str::to_owned);
        match best {
            Some(code) => self.found(Some(&code)),
            None => self.next_sample(),
        }
    }

    /// It is in this language, or nobody can tell.
    fn found(&mut self, code: Option<&str>) {
        let models = code.and_then(|code| self.offer_at_hand(code)).cloned().map(ModelSet::one);
        let usual = self.chosen_models();
        let Some(settling) = &mut self.settling else {
            return;
        };
        let (id, page) = (settling.document, settling.pages.front().copied());
        let is_about_page = settling.is_about_page;
        if let Some(document) = self.document_mut(id) {
            match (is_about_page, page, models) {
                (true, Some(page), Some(models)) => {
                    document.languages.of_pages.insert(page, models);
                }
                (true, ..) => {}
                (false, _, models) => document.languages.settled = models.or(usual),
            }
        }
        self.begin_settled();
    }

    fn begin_settled(&mut self) {
        if let Some(Settling { document, beginnings, known, .. }) = self.settling.take() {
            self.begin(document, beginnings, known);
        }
    }

    /// After a document was read: pages that turned out to be in another language are read once more in it, where that is
    /// left to Pagewise.
    pub(super) fn follow_languages(&mut self, id: DocumentId) {
        if self.options.languages != LanguageChoice::Auto {
            return;
        }
        let Some(document) = self.document(id) else {
            return;
        };
        let mut others: Vec<(PageIndex, Option<ModelSet>)> = Vec::new();
        for record in document.job.as_ref().map_or(&[][..], Job::records) {
            let page = record.page;
            if document.languages.of_pages.contains_key(&page) || record.models.is_empty() {
                continue;
            }
            if let Some(code) = Self::language_missed(record) {
                let offer = self.offer_at_hand(code).cloned();
                others.extend(offer.map(|offer| (page, Some(ModelSet::one(offer)))));
            } else if Self::is_gibberish(record) {
                others.push((page, None));
            }
        }
        if let Some(document) = self.document_mut(id) {
            for (page, models) in others {
                match models {
                    Some(models) => {
                        document.languages.of_pages.insert(page, models);
                    }
                    None => document.languages.try_page(page),
                }
            }
        }
    }

    /// A document is read further: pages of it have other models than those just read, or are to be tried. Whether it is.
    pub(super) fn reads_further(&mut self, id: DocumentId) -> bool {
        let Some(usual) = self.chosen_models() else {
            return false;
        };
        let Some(document) = self.document_mut(id) else {
            return false;
        };
        let Some(job) = &document.job else {
            return false;
        };
        let is_left = |page: &PageIndex| document.is_left(*page, &usual);
        let reads = !document.languages.to_try.is_empty() || job.chosen.iter().any(is_left);
        if reads {
            document.read_on();
            document.status = Status::Ready;
        }
        reads
    }
}

impl<P> Settling<P> {
    fn new(document: DocumentId, beginnings: Beginnings, known: Vec<PageRecord>) -> Self {
        Self {
            document,
            beginnings,
            known,
            is_about_page: false,
            pages: VecDeque::new(),
            step: Step::Drawing,
            trials: Vec::new(),
            candidates: VecDeque::new(),
            is_script_known: false,
            waited: 0.0,
        }
    }
}
