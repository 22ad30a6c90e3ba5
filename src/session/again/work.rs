//! The small job that is in work: a pipeline of one page and one recognizer, or a word that is drawn and read.

use super::options::{lies, with};
use super::word::{WordStep, WordWork};
use super::{Attempt, PageKey, Progress, Session};
use crate::messages::{recognizing, rendering};
use crate::model::budget::{Budget, Bytes};
use crate::model::error::Error;
use crate::model::language::{ModelOffer, ModelSet};
use crate::model::look::Turn;
use crate::model::options::Options;
use crate::model::page::Rect;
use crate::model::record::{PageOutcome, PageRecord};
use crate::pipeline::{Effect as Step, Input, Pipeline, Plan, WorkerIndex};
use crate::session::Announcement;
use crate::session::models::note_models;
use crate::session::workers::Asked;

/// The place of the recognizer that reads once more.
pub(in crate::session) const READER: WorkerIndex = WorkerIndex(0);

/// What can be in work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Task {
    /// The attempt in that place of the comparison.
    Attempt(usize),
    /// The part of a page.
    Region,
    /// The word.
    Word,
}

/// What is in work.
pub(in crate::session) struct Work<P> {
    pub(super) page: PageKey,
    pub(super) task: Task,
    pub(super) models: ModelSet,
    /// Whether a recognizer that is there is as good as a new one: not where its memory is to be told.
    keeps: bool,
    pub(super) doing: Doing<P>,
    /// The most that the recognizer has held.
    heap: Bytes,
}

/// What is being done.
pub(super) enum Doing<P> {
    /// Its models are on their way.
    Loading,
    /// The page is drawn and read.
    Reading(Box<Pipeline<P>>),
    /// The word is.
    Word(WordWork<P>),
}

impl<C, P> Session<C, P> {
    /// Begins with what is next, if anything is and nothing else is going on.
    pub(in crate::session) fn read_again_next(&mut self) {
        let waits = |document: &super::super::Document<C, P>| document.is_opening();
        if self.run.is_running
            || self.again.is_at_work()
            || !self.has_engines()
            || self.documents.iter().any(waits)
        {
            return;
        }
        self.keep_what_waits();
        if let Some((page, task)) = self.next_task() {
            self.begin_task(page, task);
        }
    }

    /// What waits: the word first, for which somebody is waiting with a field open.
    fn next_task(&self) -> Option<(PageKey, Task)> {
        let again = &self.again;
        let word = again.word.as_ref().filter(|word| word.guesses.is_none());
        let region = again.region.as_ref().filter(|region| region.progress == Progress::Waiting);
        let attempt = || {
            let comparison = again.comparison.as_ref()?;
            let place = comparison.tried.iter().position(|tried| tried.progress == Progress::Waiting)?;
            Some((comparison.page, Task::Attempt(place)))
        };
        word.map(|word| (word.page, Task::Word))
            .or_else(|| region.map(|region| (region.page, Task::Region)))
            .or_else(attempt)
    }

    fn begin_task(&mut self, page: PageKey, task: Task) {
        let attempt = self.attempt(task);
        let models = self.models_for(&attempt, self.record(page));
        let (Some(models), true) = (models, self.can_read_again(page)) else {
            return self.end_task(page, task, Error::UnreadableFile);
        };
        let keeps = match task {
            Task::Attempt(_) => self.again.comparison.as_ref().is_none_or(|all| all.tried.len() < 2),
            Task::Region | Task::Word => true,
        };
        if let Some(progress) = self.again.progress_mut(task) {
            *progress = Progress::InWork;
        }
        self.again.warm_for = Some(0.0);
        let has_models = self.has_models(&models);
        self.again.work =
            Some(Work { page, task, models: models.clone(), keeps, doing: Doing::Loading, heap: Bytes(0) });
        if has_models { self.begin_doing() } else { self.load_models(&models) }
    }

    /// In which other way it is read.
    fn attempt(&self, task: Task) -> Attempt {
        let tried = match task {
            Task::Attempt(place) => {
                self.again.comparison.as_ref().and_then(|comparison| comparison.tried.get(place))
            }
            Task::Region | Task::Word => None,
        };
        tried.map(|tried| tried.attempt.clone()).unwrap_or_default()
    }

    /// A model that was waited for is there.
    pub(in crate::session) fn again_model_loaded(&mut self) {
        let loading = self.again.work.as_ref().filter(|work| matches!(work.doing, Doing::Loading));
        if loading.is_some_and(|work| self.has_models(&work.models)) {
            self.begin_doing();
        }
    }

    /// A model is not to be had; whether it was waited for.
    pub(in crate::session) fn again_model_missing(&mut self, offer: &ModelOffer, error: &Error) -> bool {
        let is_it = |work: &&Work<P>| {
            matches!(work.doing, Doing::Loading) && work.models.iter().any(|model| model == offer)
        };
        let Some((page, task)) = self.again.work.as_ref().filter(is_it).map(|work| (work.page, work.task))
        else {
            return false;
        };
        self.end_task(page, task, error.clone());
        true
    }

    fn begin_doing(&mut self) {
        let Some((page, task, models)) =
            self.again.work.as_ref().map(|work| (work.page, work.task, work.models.clone()))
        else {
            return;
        };
        if self.measured_with.as_ref() != Some(&models) {
            self.measured = self.measured.with_models(models.bytes());
            self.measured_with = Some(models);
        }
        let job = self.document(page.document).and_then(|document| document.job.as_ref());
        let Some(options) = job.map(|job| with(&job.options, &self.attempt(task))) else {
            return self.end_task(page, task, Error::UnreadableFile);
        };
        if task == Task::Word {
            return self.begin_word(page, &options);
        }
        let plan = self.plan_of(page, task, &options);
        // The others have been counted on by nobody.
        self.dismiss_recognizers_but(READER);
        let (now, own_heap) = (self.now, self.own_heap);
        let (mut pipeline, steps) = Pipeline::start(plan);
        pipeline.at(now, own_heap);
        let Some(work) = &mut self.again.work else {
            return;
        };
        work.doing = Doing::Reading(Box::new(pipeline));
        let keeps = work.keeps;
        self.carry_out_again(steps, true, keeps);
    }

    fn plan_of(&self, page: PageKey, task: Task, options: &Options) -> Plan {
        let record = self.record(page);
        let read = record.map(|record| record.reading.look.turned).unwrap_or_default();
        let size = record.and_then(|record| record.reading.size);
        let turned = self.attempt(task).turn;
        let is_known = record.is_some_and(|record| record.text().is_some());
        // A page whose text stood upright may turn out to have lain otherwise, with other options.
        let turn =
            (turned != Turn::Upright || (is_known && read != Turn::Upright)).then(|| lies(read, turned));
        let whole = size.map(|size| Rect { x: 0.0, y: 0.0, width: size.width, height: size.height });
        let (region, psm, dpi, turn) = match (task, &self.again.region) {
            (Task::Region, Some(reading)) => {
                let (psm, dpi) = self.for_region(page, &reading.region);
                (Some(reading.region), psm, Some(dpi), turn)
            }
            // Strips of a page on its side would cut its lines.
            _ => (turn.and(whole), options.psm, options.dpi, turn),
        };
        Plan {
            pages: vec![page.page],
            dpi,
            own_text: options.own_text,
            turn,
            region,
            psm,
            effort: options.effort,
            budget: Budget::new(options.budget(self.device).ceiling(), 1),
            measured: self.measured,
            limit_seconds: options.limit_seconds(),
        }
    }

    /// Tells what is in work what happened.
    pub(in crate::session) fn again_hears(&mut self, input: Input<P>) {
        let (now, own_heap) = (self.now, self.own_heap);
        let Some(work) = &mut self.again.work else {
            return;
        };
        if let Input::Recognized { heap, .. } = &input {
            work.heap = work.heap.max(*heap);
        }
        match &mut work.doing {
            Doing::Loading => {}
            Doing::Reading(pipeline) => {
                let steps = pipeline.at(now, own_heap).handle(input);
                self.measured = pipeline.measured();
                self.carry_out_again(steps, false, false);
            }
            Doing::Word(_) => self.word_hears(input),
        }
    }

    /// `first` is true for what begins it: the renderer that is there is used again then.
    fn carry_out_again(&mut self, steps: Vec<Step<P>>, first: bool, keeps: bool) {
        for step in steps {
            match step {
                Step::StartRenderer => self.provide_renderer(first),
                Step::StartRecognizer(worker) => self.provide_recognizer(worker, keeps),
                Step::Draw(request) => {
                    self.ask_renderer(Asked::Draw, rendering::Request::Draw(request), None);
                }
                Step::Recognize { worker, header, options, pixels } => {
                    let request = recognizing::Request::Recognize { header, options };
                    self.ask_recognizer(worker, request, Some(pixels));
                }
                Step::PageFinished(record) => self.again_page_finished(record),
                Step::Paused | Step::Finished => self.work_done(),
            }
        }
    }

    fn again_page_finished(&mut self, mut record: PageRecord) {
        let Some(work) = &self.again.work else {
            return;
        };
        let (task, memory) = (work.task, work.heap + record.reading.bitmap_bytes);
        note_models(&mut record, &work.models);
        if let Some(progress) = self.again.progress_mut(task) {
            *progress = Progress::Ended { record: Box::new(record), memory };
        }
    }

    /// What was in work has ended.
    pub(super) fn work_done(&mut self) {
        let Some(work) = self.again.work.take() else {
            return;
        };
        self.void_drawings();
        self.dismiss_busy_recognizer(READER);
        if let Task::Attempt(_) = work.task {
            self.keep_if_clear();
            if self.again.comparison.as_ref().is_some_and(super::Comparison::is_complete) {
                self.announce(Announcement::ReadAgain(work.page.page));
            }
        }
        self.go_on_again();
    }

    /// Begins with what is next; where nothing is, whatever waited goes on.
    pub(super) fn go_on_again(&mut self) {
        self.read_again_next();
        if !self.again.is_at_work() {
            self.rest_from_again();
        }
    }

    /// What was to be done cannot be.
    pub(super) fn end_task(&mut self, page: PageKey, task: Task, error: Error) {
        match (task, &mut self.again.word) {
            (Task::Word, Some(word)) => word.guesses = Some(Err(error)),
            _ => {
                if let Some(progress) = self.again.progress_mut(task) {
                    *progress = Progress::failed(page, PageOutcome::Failed(error));
                }
            }
        }
        if self.again.is_at_work() { self.work_done() } else { self.go_on_again() }
    }

    /// What is in work is stopped, and waits again.
    pub(in crate::session) fn stop_work(&mut self) {
        self.stop_work_if(|_| true);
    }

    /// The same, if it is that.
    pub(super) fn stop_work_if(&mut self, is_it: impl Fn(Task) -> bool) {
        let Some(work) = self.again.work.take_if(|work| is_it(work.task)) else {
            return;
        };
        if let Some(progress) = self.again.progress_mut(work.task) {
            *progress = Progress::Waiting;
        }
        self.void_drawings();
        self.dismiss_busy_recognizer(READER);
    }

    /// What was still to be drawn is of no interest any more, whoever asks next.
    fn void_drawings(&mut self) {
        if let Some(renderer) = &mut self.renderer {
            renderer.asked.retain(|(_, asked)| *asked != Asked::Draw);
        }
    }

    /// Nothing is in work any more: whatever waited for that goes on.
    pub(super) fn rest_from_again(&mut self) {
        if self.run.is_running {
            return;
        }
        self.open_next();
        self.prepare_recognizers();
        self.start_if_wanted();
    }

    /// The page that is in work, and its models.
    pub(in crate::session) fn in_work_again(&self) -> Option<(PageKey, &ModelSet)> {
        self.again.work.as_ref().map(|work| (work.page, &work.models))
    }

    /// Bytes of the bitmaps of what is in work.
    pub(in crate::session) fn again_bitmap_bytes(&self) -> Bytes {
        match self.again.work.as_ref().map(|work| &work.doing) {
            Some(Doing::Reading(pipeline)) => pipeline.bitmap_bytes(),
            Some(Doing::Word(WordWork { step: WordStep::Drawn { header, .. }, .. })) => Bytes(header.bytes()),
            _ => Bytes(0),
        }
    }
}
