//! Pausing: pages in work are brought to their end, then the workers are let go and their memory with them.

use super::workers::{RecognizerState, RendererState, Starting};
use super::{Effect, Pipeline, Stage, WorkerIndex};

impl<P> Pipeline<P> {
    /// Whether it is paused, or on the way there.
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// Whether it is paused and nothing is in work any more.
    pub fn is_at_rest(&self) -> bool {
        self.paused && matches!(self.renderer, RendererState::Absent)
    }

    /// On the way to a pause: pages drawn ahead go back into the queue, and when the last page in work has ended,
    /// the workers are let go.
    pub(super) fn come_to_rest(&mut self, effects: &mut Vec<Effect<P>>) {
        while let Some(drawn) = self.drawn.pop_back() {
            let page = drawn.header.page;
            self.rewind(page, drawn.strip);
            self.set_stage(page, Stage::Waiting);
            let place = self.queue.partition_point(|waiting| *waiting < page);
            self.queue.insert(place, page);
        }
        let busy = matches!(self.renderer, RendererState::Drawing { .. })
            || self.recognizers.iter().any(|slot| matches!(slot, RecognizerState::Reading { .. }));
        if busy || matches!(self.renderer, RendererState::Absent) {
            return;
        }
        self.renderer = RendererState::Absent;
        self.recognizers.iter_mut().for_each(|slot| *slot = RecognizerState::Absent);
        self.show_waiting();
        effects.push(Effect::Paused);
    }

    pub(super) fn resume(&mut self, effects: &mut Vec<Effect<P>>) {
        let was_at_rest = self.is_at_rest();
        self.paused = false;
        if !was_at_rest {
            return;
        }
        // Nobody is replaced: that is only counted for workers which grew or died.
        let start = Starting { begun: self.clock.now(), replaces: false };
        self.renderer = RendererState::Starting(start);
        self.ledger.renderer_fresh();
        effects.push(Effect::StartRenderer);
        for worker in 0..self.recognizers.len() {
            self.recognizers[worker] = RecognizerState::Starting(start);
            self.ledger.recognizer_fresh(worker);
            effects.push(Effect::StartRecognizer(WorkerIndex(worker)));
        }
    }
}
