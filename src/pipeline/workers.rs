//! The workers as a pipeline knows them: what each is at, and when one has to be replaced.

use super::clock::Moment;
use super::{Effect, Input, Pipeline, WorkerIndex};
use crate::model::bitmap::{BitmapHeader, Permit, Strip};
use crate::model::budget::Bytes;
use crate::model::error::Error;
use crate::model::page::PageIndex;
use crate::model::record::PageOutcome;
use crate::reading::DrawRequest;

/// How often in a row workers may die before they are ready.
const MAX_FAILED_STARTS: u32 = 3;
/// The same once they have been seen to work: then it is more likely that something kills them than that they
/// cannot be had.
const MAX_FAILED_RESTARTS: u32 = 12;

#[derive(Debug)]
pub(super) enum RendererState {
    /// Let go while the job is paused.
    Absent,
    Starting(Starting),
    Idle,
    Drawing {
        request: DrawRequest,
        permit: Permit,
        begun: Moment,
        /// Whether what comes of it is of no interest any more.
        is_void: bool,
    },
}

/// A worker on its way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Starting {
    pub(super) begun: Moment,
    /// Whether there was another in its place.
    pub(super) replaces: bool,
}

#[derive(Debug)]
pub(super) enum RecognizerState {
    /// Let go while the job is paused.
    Absent,
    Starting(Starting),
    Idle,
    Reading {
        header: BitmapHeader,
        strip: Strip,
        percent: u8,
        begun: Moment,
        /// Whether what comes of it is of no interest any more.
        is_void: bool,
        /// Not used, only held: its bitmap lives until the slot is vacated.
        _permit: Permit,
    },
}

impl<P> Pipeline<P> {
    /// Ends whatever has had its time: the only way to stop an engine is to replace its worker.
    pub(super) fn stop_what_takes_too_long(&mut self, effects: &mut Vec<Effect<P>>) {
        let too_slow = || Error::TooSlow { seconds: self.plan.limit_seconds };
        let is_over = |begun: &Moment| self.clock.is_over(*begun);
        let mut over = Vec::new();
        match &self.renderer {
            RendererState::Drawing { begun, .. } | RendererState::Starting(Starting { begun, .. })
                if is_over(begun) =>
            {
                over.push(Input::RendererStopped(too_slow()));
            }
            _ => {}
        }
        for (worker, slot) in self.recognizers.iter().enumerate() {
            match slot {
                RecognizerState::Reading { begun, .. }
                | RecognizerState::Starting(Starting { begun, .. })
                    if is_over(begun) =>
                {
                    over.push(Input::RecognizerStopped(WorkerIndex(worker), too_slow()));
                }
                _ => {}
            }
        }
        over.into_iter().for_each(|input| effects.extend(self.handle(input)));
    }

    pub(super) fn note_ready(&mut self, start: Starting) {
        self.failed_starts = 0;
        if start.replaces {
            let milliseconds = self.clock.since(start.begun);
            let replacements = &mut self.replacements;
            replacements.ready += 1;
            replacements.milliseconds += milliseconds;
            replacements.slowest_milliseconds = replacements.slowest_milliseconds.max(milliseconds);
        }
    }

    pub(super) fn count_failed_start(&mut self, error: Error, effects: &mut Vec<Effect<P>>) {
        self.failed_starts += 1;
        let worked = self.pages.iter().any(|page| page.reading.dpi.is_some());
        if self.failed_starts >= if worked { MAX_FAILED_RESTARTS } else { MAX_FAILED_STARTS } {
            self.end_all(&PageOutcome::Failed(error), effects);
        }
    }

    pub(super) fn replace_renderer(&mut self, effects: &mut Vec<Effect<P>>) {
        if self.is_all_final() {
            return;
        }
        self.renderer = RendererState::Starting(self.replacement());
        self.ledger.renderer_fresh();
        effects.push(Effect::StartRenderer);
    }

    pub(super) fn replace_recognizer(&mut self, worker: WorkerIndex, effects: &mut Vec<Effect<P>>) {
        if self.is_all_final() || worker.0 >= self.recognizers.len() {
            return;
        }
        let start = self.replacement();
        self.set_recognizer(worker, RecognizerState::Starting(start));
        self.ledger.recognizer_fresh(worker.0);
        effects.push(Effect::StartRecognizer(worker));
    }

    pub(super) fn replacement(&mut self) -> Starting {
        self.replacements.count += 1;
        Starting { begun: self.clock.now(), replaces: true }
    }

    pub(super) fn replace_grown_renderer(&mut self, heap: Bytes, effects: &mut Vec<Effect<P>>) {
        if heap > self.plan.budget.renderer_share() && !self.queue.is_empty() {
            self.replace_renderer(effects);
        }
    }

    /// The strip being drawn, if there is one, is drawn no longer. Its permit is given back.
    pub(super) fn stop_drawing(&mut self) -> Option<(PageIndex, Strip)> {
        if !matches!(self.renderer, RendererState::Drawing { .. }) {
            return None;
        }
        self.ledger.renderer_ends(None);
        match std::mem::replace(&mut self.renderer, RendererState::Idle) {
            RendererState::Drawing { request, is_void: false, .. } => Some((request.page, request.strip)),
            _ => None,
        }
    }

    /// Empties a recognizer's slot, `heap` being what it told, if it did; the strip that was in it, if there was
    /// one that is still of interest. Its permit is given back.
    pub(super) fn vacate(
        &mut self,
        worker: WorkerIndex,
        heap: Option<Bytes>,
    ) -> Option<(BitmapHeader, Strip)> {
        let Some(RecognizerState::Reading { header, strip, is_void, .. }) = self.recognizers.get(worker.0)
        else {
            return None;
        };
        let read = (!is_void).then_some((*header, *strip));
        self.ledger.recognizer_ends(worker.0, heap);
        self.set_recognizer(worker, RecognizerState::Idle);
        read
    }

    /// Nothing that is in work is of interest any more, and all permits come back.
    pub(super) fn drop_all_work(&mut self) {
        self.queue.clear();
        self.drawn.clear();
        self.renderer = RendererState::Idle;
        self.recognizers.iter_mut().for_each(|slot| *slot = RecognizerState::Idle);
    }

    pub(super) fn set_recognizer(&mut self, worker: WorkerIndex, state: RecognizerState) {
        if let Some(place) = self.recognizers.get_mut(worker.0) {
            *place = state;
        }
    }
}
