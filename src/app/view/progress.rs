//! How far it is, how long it will take, how much memory it takes.

use web_sys::{HtmlElement, HtmlProgressElement};

use super::duration;
use crate::app::state::State;
use crate::dom::{MissingElement, by_id, set_text, show, slot};
use crate::pipeline::PageState;

/// The progress section.
pub struct Progress {
    section: HtmlElement,
    bar: HtmlProgressElement,
    text: HtmlElement,
    elapsed: HtmlElement,
    remaining: HtmlElement,
    now: HtmlElement,
    peak: HtmlElement,
    ceiling: HtmlElement,
}

impl Progress {
    /// Finds its elements.
    pub fn new() -> Result<Self, MissingElement> {
        let memory: HtmlElement = by_id("memory")?;
        Ok(Self {
            section: by_id("progress")?,
            bar: by_id("progress-bar")?,
            text: by_id("progress-text")?,
            elapsed: by_id("elapsed")?,
            remaining: by_id("remaining")?,
            now: slot(&memory, "now")?,
            peak: slot(&memory, "peak")?,
            ceiling: slot(&memory, "ceiling")?,
        })
    }

    /// Brings the section up to date.
    pub fn render(&mut self, state: &State) {
        let visible = state.running || state.ended.is_some();
        show(&self.section, visible);
        if !visible {
            return;
        }
        let (done, total) = state.progress();
        let share = share_done(state, total);
        if self.bar.value() != share {
            self.bar.set_value(share);
        }
        set_text(&self.text, &format!("{done} of {total} pages"));
        let elapsed = state.ended.unwrap_or(state.now) - state.started;
        set_text(&self.elapsed, &duration(elapsed));
        let remaining = match state.ended {
            Some(_) => "none".to_owned(),
            // An estimate from less than one page would be a guess.
            None if done == 0 || share <= 0.0 => "estimating".to_owned(),
            None => format!("about {}", duration(elapsed / share * (1.0 - share))),
        };
        set_text(&self.remaining, &remaining);
        set_text(&self.now, &state.memory.now.to_string());
        set_text(&self.peak, &state.memory.peak.to_string());
        set_text(&self.ceiling, &state.options.budget(state.device).ceiling().to_string());
    }
}

/// How much of the work is done, from 0 to 1, counting the pages being read by their percentage.
fn share_done(state: &State, total: usize) -> f64 {
    let pages: f64 = state
        .page_jobs()
        .map(|(_, job)| match &job.state {
            PageState::Reading { percent } => f64::from(*percent) / 100.0,
            state if state.is_final() => 1.0,
            _ => 0.0,
        })
        .sum();
    if total == 0 { 0.0 } else { pages / total as f64 }
}
