//! How far it is, how long it will take, how much memory it takes.

use web_sys::{HtmlElement, HtmlMeterElement, HtmlProgressElement};

use super::duration;
use crate::browser::app::state::State;
use crate::browser::dom::{MissingElement, by_id, set_attribute, set_text, show, slot};

/// The progress section.
pub struct Progress {
    section: HtmlElement,
    bar: HtmlProgressElement,
    text: HtmlElement,
    elapsed: HtmlElement,
    remaining: HtmlElement,
    meter: HtmlMeterElement,
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
            meter: by_id("memory-meter")?,
            now: slot(&memory, "now")?,
            peak: slot(&memory, "peak")?,
            ceiling: slot(&memory, "ceiling")?,
        })
    }

    /// Brings the section up to date.
    pub fn render(&mut self, state: &State) {
        show(&self.section, state.has_begun());
        if !state.has_begun() {
            return;
        }
        let (done, total) = state.progress();
        let share = share_done(state, done, total);
        if self.bar.value() != share {
            self.bar.set_value(share);
        }
        set_text(&self.text, &format!("{done} of {total} pages"));
        let elapsed = state.elapsed();
        set_text(&self.elapsed, &duration(elapsed));
        // Pages known from before took no time.
        let known = state.pages_known();
        let (done, share) = (done.saturating_sub(known), share_done_now(share, known, total));
        let remaining = match state.ended {
            _ if state.paused_since.is_some() => "paused".to_owned(),
            Some(_) => "none".to_owned(),
            // An estimate from less than one page would be a guess.
            None if done == 0 || share <= 0.0 => "estimating".to_owned(),
            None => format!("about {}", duration(elapsed / share * (1.0 - share))),
        };
        set_text(&self.remaining, &remaining);
        self.render_memory(state);
    }

    fn render_memory(&self, state: &State) {
        let (now, peak) = (state.memory.now.to_string(), state.memory.peak.to_string());
        let ceiling = state.options.budget(state.device).ceiling();
        if self.meter.max() != ceiling.0 as f64 {
            self.meter.set_max(ceiling.0 as f64);
            self.meter.set_high(ceiling.0 as f64);
        }
        if self.meter.value() != state.memory.now.0 as f64 {
            self.meter.set_value(state.memory.now.0 as f64);
        }
        let said = format!("{now} of {ceiling}, at most {peak} so far");
        set_attribute(&self.meter, "aria-valuetext", &said);
        set_text(&self.now, &now);
        set_text(&self.peak, &peak);
        set_text(&self.ceiling, &ceiling.to_string());
    }
}

/// How much of what was left is done, given the share of the whole and how many pages were known.
fn share_done_now(share: f64, known: usize, total: usize) -> f64 {
    let left = total.saturating_sub(known) as f64;
    if left == 0.0 { 1.0 } else { (share * total as f64 - known as f64) / left }
}

/// How much of the work is done, from 0 to 1, counting the pages being read by their percentage.
fn share_done(state: &State, done: usize, total: usize) -> f64 {
    let jobs = state.documents.iter().filter_map(|document| document.job.as_ref());
    let being_read: f64 = jobs.map(|job| job.pipeline.being_read()).sum();
    if total == 0 { 0.0 } else { (done as f64 + being_read) / total as f64 }
}
