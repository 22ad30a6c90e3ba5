//! Finding out which language a document, or a page of it, is in: some lines of it are read with one model after the other,
//! and the one that reads them best is it. It stands before a job, and ends by beginning it.

use std::collections::VecDeque;

use super::Session;
use super::document::DocumentId;
use super::run::Beginnings;
use super::workers::Asked;
use crate::identify::{Trial, of_page};
use crate::messages::rendering;
use crate::model::bitmap::BitmapHeader;
use crate::model::language::{LanguageChoice, ModelOffer, ModelSet};
use crate::model::page::{PageIndex, PageText};
use crate::model::record::PageRecord;
use crate::pipeline::{Input, WorkerIndex};

mod trying;

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
        match of_page(text).and_then(|code| self.offer_at_hand(code)).map(|offer| offer.lang.clone()) {
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
        let id = settling.document;
        if let Some(document) = self.document_mut(id) {
            document.languages.note_tried(header.page);
        }
        self.try_next();
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
