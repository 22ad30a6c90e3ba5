//! Reading: one document after the other is given a job; the pipeline's effects become the session's, and what workers
//! say becomes the pipeline's input.

use super::document::{Beginning, DocumentId, Job, PageKey, Status};
use super::models::{is_read_with, note_models};
use super::workers::Asked;
use super::{Announcement, Effect, Notice, Session, StoreTask};
use crate::messages::{recognizing, rendering};
use crate::model::bitmap::Provenance;
use crate::model::language::ModelSet;
use crate::model::options::{Options, OwnText};
use crate::model::page::PageIndex;
use crate::model::record::{PageOutcome, PageRecord, Tally};
use crate::model::source::FileKind;
use crate::pipeline::{Effect as Step, Input, Pipeline, Plan};

/// The time from Start until the last page of the last document has ended.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    pub(super) is_running: bool,
    /// Whether the end of the running document is the end of all.
    is_cancelling: bool,
    pub(super) started: f64,
    pub(super) ended: Option<f64>,
    /// When it was paused, while it is.
    pub(super) paused_since: Option<f64>,
    /// How long all pauses before took.
    pub(super) paused_for: f64,
    /// The documents whose jobs belong to it.
    documents: Vec<DocumentId>,
}

/// What a job is to begin with.
pub(super) struct Beginnings {
    /// The pages that the options choose.
    pub(super) chosen: Vec<PageIndex>,
    pub(super) options: Options,
    pub(super) models: ModelSet,
}

impl<C, P> Session<C, P> {
    pub(super) fn begin_run(&mut self) {
        // What is read once more waits until all are read.
        self.stop_work();
        self.end_survey();
        self.run = Run { is_running: true, started: self.now, ..Run::default() };
        self.memory.peak = self.memory.now;
        self.read_next();
    }

    /// Begins with the next document that is ready, or ends the run.
    pub(super) fn read_next(&mut self) {
        let usual = self.chosen_models();
        let next = self.documents.iter().find(|document| document.status == Status::Ready);
        let next = next.map(|document| (document.id, self.pages_to_read(document)));
        let (Some((id, pages)), Some(usual)) = (next, usual) else {
            return self.end_run();
        };
        let Some(document) = self.documents.iter_mut().find(|document| document.id == id) else {
            return self.end_run();
        };
        match pages {
            Ok(mut chosen) => {
                // Pages that are to be read in another language were chosen then, whatever is chosen now.
                let others = (0..document.page_count()).map(PageIndex);
                chosen.extend(others.filter(|page| document.languages.concern(*page)));
                chosen.sort_unstable();
                chosen.dedup();
                document.status = Status::Running;
                if !self.run.documents.contains(&id) {
                    self.run.documents.push(id);
                }
                let models = document.next_models(&chosen, &usual, document.is_begun_afresh());
                let beginnings = Beginnings { chosen, options: document.options(&self.options), models };
                self.claim(id, beginnings);
            }
            Err(reason) => {
                let name = document.name.clone();
                document.status = Status::NoSuchPages(reason.clone());
                self.notify(Notice::NoSuchPages { name, reason });
                self.read_next();
            }
        }
    }

    /// Begins a document's job; pages that are known are not read again.
    pub(super) fn begin_job(&mut self, id: DocumentId, beginnings: Beginnings, known: Vec<PageRecord>) {
        let steps = self.make_job(id, beginnings, known);
        self.carry_out(steps, true);
        if self.run.paused_since.is_some() {
            self.feed(Input::Pause);
        }
    }

    /// Gives a document its job; what is to be done first.
    pub(super) fn make_job(
        &mut self,
        id: DocumentId,
        Beginnings { chosen, options, models }: Beginnings,
        known: Vec<PageRecord>,
    ) -> Vec<Step<P>> {
        let (number, now, own_heap) = (self.fresh_id(), self.now, self.own_heap);
        let usual = self.chosen_models().unwrap_or_else(|| models.clone());
        if self.measured_with.as_ref() != Some(&models) {
            self.measured = self.measured.with_models(models.bytes());
            self.measured_with = Some(models.clone());
        }
        let (budget, measured) = (options.budget(self.device), self.measured);
        let exceptions = self.document(id).map(|document| self.exceptions(document, options.own_text));
        let exceptions = exceptions.unwrap_or_default();
        let Some(document) = self.document_mut(id) else {
            return Vec::new();
        };
        let beginning = std::mem::replace(&mut document.beginning, Beginning::GoOn);
        let mut mended = std::mem::take(&mut document.mended);
        let mut job = Job::new(number, options, models, now);
        let (before, outdated) = match document.job.take() {
            Some(before) => {
                if beginning == Beginning::ReadOn {
                    // To those who look it is one.
                    (job.started, job.paused_for) = (before.started, before.paused_for);
                    job.replacements = before.replacements;
                }
                (before.records, before.outdated)
            }
            None => Default::default(),
        };
        // What was read before stays until it is read anew, also where it is not chosen now.
        let is_chosen = |page: &PageIndex| chosen.binary_search(page).is_ok();
        for record in before.into_iter().filter(|record| record.outcome != PageOutcome::Cancelled) {
            job.take(record);
        }
        match beginning {
            Beginning::GoOn => {
                job.outdated = outdated.into_iter().filter(|(page, _)| is_chosen(page)).collect();
                let is_as_decided = |record: &PageRecord| {
                    exceptions.get(&record.page).is_none_or(|own| is_kept_so(record, *own))
                };
                let is_wanted = |record: &PageRecord| is_chosen(&record.page) && is_as_decided(record);
                // What was put right here is not stored everywhere.
                let is_newer = |job: &Job<P>, page| {
                    !job.outdated.contains_key(&page) && job.record(page).is_some_and(PageRecord::is_mended)
                };
                for record in known.into_iter().filter(is_wanted) {
                    if !is_newer(&job, record.page) {
                        job.take(record);
                    }
                }
            }
            // It knows more than the store.
            Beginning::ReadOn => job.outdated = outdated,
            // What a person has put right is offered again when its page has been read.
            Beginning::Afresh => mended.extend(known.into_iter().filter(PageRecord::is_mended)),
        }
        for record in mended.into_iter().filter(|record| is_chosen(&record.page)) {
            let page = record.page;
            if job.record(page).is_none() {
                job.take(record);
                job.read_anew(page);
            }
        }
        let wanted = |page| document.languages.wanted(page, &usual);
        for page in &chosen {
            let is_current =
                |record: &PageRecord| job.outdated.contains_key(page) || is_read_with(record, wanted(*page));
            if beginning == Beginning::Afresh || job.record(*page).is_some_and(|record| !is_current(record)) {
                job.read_anew(*page);
            }
        }
        let is_left =
            |page: &PageIndex| job.record(*page).is_none() || matches!(job.outdated.get(page), Some(None));
        let left: Vec<PageIndex> = chosen.iter().copied().filter(is_left).collect();
        // One job has one set of models; the next one reads what wants others.
        let pages = left.iter().copied().filter(|page| *wanted(*page) == job.models).collect();
        job.chosen = job.records.iter().map(|record| record.page).chain(chosen).collect();
        job.chosen.sort_unstable();
        job.chosen.dedup();
        job.known = job.chosen.len() - left.len();
        let plan = Plan {
            pages,
            dpi: job.options.dpi,
            own_text: match job.options.own_text {
                // Images have nothing that could be taken out of them.
                OwnText::Strip if document.kinds != [FileKind::Pdf] => OwnText::Keep,
                chosen => chosen,
            },
            turn: None,
            region: None,
            psm: job.options.psm,
            effort: job.options.effort,
            budget,
            measured,
            limit_seconds: job.options.limit_seconds(),
        };
        let (pipeline, steps) = Pipeline::start(plan);
        let mut pipeline = pipeline.with_exceptions(exceptions);
        pipeline.at(now, own_heap);
        job.pipeline = Some(pipeline);
        document.job = Some(job);
        steps
    }

    fn end_run(&mut self) {
        let run = &mut self.run;
        run.is_running = false;
        // What is paused for the last time was paused until now.
        run.ended = Some(run.paused_since.take().unwrap_or(self.now));
        let is_cancelling = std::mem::take(&mut run.is_cancelling);
        let ran = std::mem::take(&mut run.documents);
        let jobs = ran.into_iter().filter_map(|id| self.document(id)?.job.as_ref());
        let tally: Tally = jobs.map(Job::tally).collect();
        // The renderer stays for a while: what was read may be looked at.
        self.dismiss_recognizers();
        self.effects.push(Effect::Store(StoreTask::List));
        if tally.total() > 0 {
            let (read, total) = (tally.read, tally.total());
            self.announce(Announcement::Ended { verdict: tally.verdict(), read, total });
        }
        // Documents that came while others were read are next, unless everything was stopped.
        self.go_on_when_ready = !is_cancelling && self.documents.iter().any(|document| document.is_opening());
        self.open_next();
        self.read_again_next();
    }

    /// What is done is kept, everything else stops at once.
    pub(super) fn cancel(&mut self) {
        (self.start_when_ready, self.go_on_when_ready) = (false, false);
        self.end_again();
        if !self.run.is_running {
            return;
        }
        self.run.is_cancelling = true;
        self.dismiss_renderer();
        self.dismiss_recognizers();
        let settling =
            self.settling.take().map(|settling| (settling.document, settling.beginnings, settling.known));
        let waits =
            self.claim.take().map(|claim| (claim.document, claim.beginnings, Vec::new())).or(settling);
        if let Some((document, beginnings, known)) = waits {
            // It had not begun: nobody is started only to be stopped. What is begun without pages has ended.
            let steps = self.make_job(document, beginnings, known);
            if steps.iter().any(|step| matches!(step, Step::Finished)) {
                return self.carry_out(vec![Step::Finished], true);
            }
        }
        self.feed(Input::Cancel);
    }

    /// Pauses what is running, or lets it go on.
    pub(super) fn pause_or_resume(&mut self) {
        if !self.run.is_running {
            return;
        }
        match self.run.paused_since.take() {
            None => {
                self.run.paused_since = Some(self.now);
                self.feed(Input::Pause);
            }
            Some(since) => {
                let pause = self.now - since;
                self.run.paused_for += pause;
                if let Some(job) = self.running_document_mut().and_then(|document| document.job.as_mut()) {
                    job.paused_for += pause;
                }
                self.feed(Input::Resume);
            }
        }
    }

    /// Tells the running job what happened and does what it asks for.
    pub(super) fn feed(&mut self, input: Input<P>) {
        if self.settling.is_some() {
            return self.settling_hears(input);
        }
        if !self.run.is_running && self.again.is_at_work() {
            return self.again_hears(input);
        }
        let (now, own_heap) = (self.now, self.own_heap);
        let job = self.running_document_mut().and_then(|document| document.job.as_mut());
        let Some(pipeline) = job.and_then(|job| job.pipeline.as_mut()) else {
            return;
        };
        let steps = pipeline.at(now, own_heap).handle(input);
        self.measured = pipeline.measured();
        self.carry_out(steps, false);
    }

    /// `first` is true for what begins a job: workers of the document before are used again then.
    fn carry_out(&mut self, steps: Vec<Step<P>>, first: bool) {
        for step in steps {
            match step {
                Step::StartRenderer => self.provide_renderer(first),
                Step::StartRecognizer(worker) => self.provide_recognizer(worker, first),
                Step::Draw(request) => {
                    self.ask_renderer(Asked::Draw, rendering::Request::Draw(request), None)
                }
                Step::Recognize { worker, header, options, pixels } => {
                    let request = recognizing::Request::Recognize { header, options };
                    self.ask_recognizer(worker, request, Some(pixels));
                }
                Step::PageFinished(record) => self.page_finished(record),
                Step::Paused => {
                    self.dismiss_renderer();
                    self.dismiss_recognizers();
                }
                Step::Finished => self.document_finished(),
            }
        }
    }

    /// A page of the running document has ended.
    fn page_finished(&mut self, mut record: PageRecord) {
        let Some(document) = self.running_document_mut() else {
            return;
        };
        let (id, page) = (document.id, record.page);
        let Some(job) = &mut document.job else {
            return;
        };
        note_models(&mut record, &job.models);
        let failure = record.failure().cloned();
        let is_read = record.text().is_some();
        let is_final = record.is_final();
        let is_kept = job.take(record) && is_final && job.options.keep;
        self.changes.push(PageKey { document: id, page });
        match failure {
            Some(error) => self.announce(Announcement::PageFailed(page, error)),
            None if is_read => self.announce_progress(),
            None => {}
        }
        if is_kept {
            self.effects.push(Effect::Store(StoreTask::Keep(id.page(page))));
        }
    }

    /// The running document has ended.
    fn document_finished(&mut self) {
        self.effects.push(Effect::Store(StoreTask::Release));
        if let Some(renderer) = &mut self.renderer {
            // What was still to be drawn is of no interest any more, whoever asks next.
            renderer.asked.retain(|(_, asked)| *asked != Asked::Draw);
        }
        let (now, is_cancelling) = (self.now, self.run.is_cancelling);
        let mut finished = None;
        if let Some(document) = self.running_document_mut() {
            document.status = Status::Finished;
            let id = document.id;
            finished = Some(id);
            if let Some(job) = &mut document.job {
                job.ended = Some(now);
                if is_cancelling {
                    job.cancel_rest();
                }
                if let Some(mut pipeline) = job.pipeline.take() {
                    job.replacements.add(pipeline.replacements());
                    let pages = pipeline.take_changes();
                    self.changes.extend(pages.into_iter().map(|page| PageKey { document: id, page }));
                }
            }
        }
        if is_cancelling {
            return self.end_run();
        }
        if let Some(id) = finished {
            self.follow_languages(id);
            self.reads_further(id);
        }
        self.read_next();
    }
}

/// Whether what the store has of a page is what comes of a decision about its own text, as far as that can be told.
fn is_kept_so(record: &PageRecord, own_text: OwnText) -> bool {
    own_text == OwnText::Only && record.reading.provenance == Some(Provenance::TextLayer)
}

impl Beginnings {
    /// The pages that are chosen, and those of which something is known, ascending.
    pub(super) fn with(&self, known: &[PageRecord]) -> Vec<PageIndex> {
        let mut pages: Vec<_> =
            self.chosen.iter().copied().chain(known.iter().map(|record| record.page)).collect();
        pages.sort_unstable();
        pages.dedup();
        pages
    }
}
