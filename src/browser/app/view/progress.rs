//! How far it is, how long it will take, how much memory it takes.

use web_sys::{HtmlElement, HtmlMeterElement, HtmlProgressElement};

use crate::browser::app::PageSession;
use crate::browser::dom::{MissingElement, by_id, set_attribute, set_text, show, slot};
use crate::words::{Remaining, megabytes, words};

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
    pub fn render(&mut self, session: &PageSession) {
        show(&self.section, session.has_begun());
        if !session.has_begun() {
            return;
        }
        let (done, total) = session.progress();
        let share = share_done(session, done, total);
        if self.bar.value() != share {
            self.bar.set_value(share);
        }
        set_text(&self.text, &(words().progress)(done, total));
        let elapsed = session.elapsed();
        set_text(&self.elapsed, &(words().duration)(elapsed));
        // Pages known from before took no time.
        let known = session.pages_known();
        let (done, share) = (done.saturating_sub(known), share_done_now(share, known, total));
        let remaining = if session.is_paused() {
            Remaining::Paused
        } else if session.has_ended() {
            Remaining::None
        } else if done == 0 || share <= 0.0 {
            // An estimate from less than one page would be a guess.
            Remaining::Unknown
        } else {
            Remaining::About(elapsed / share * (1.0 - share))
        };
        let said = if remaining == Remaining::None { String::new() } else { (words().remaining)(&remaining) };
        set_text(&self.remaining, &said);
        self.render_memory(session);
    }

    fn render_memory(&self, session: &PageSession) {
        let memory = session.memory();
        let ceiling = session.options().budget(session.device()).ceiling();
        if self.meter.max() != ceiling.0 as f64 {
            self.meter.set_max(ceiling.0 as f64);
            self.meter.set_high(ceiling.0 as f64);
        }
        if self.meter.value() != memory.now.0 as f64 {
            self.meter.set_value(memory.now.0 as f64);
        }
        let said = (words().memory)(memory.now, ceiling, memory.peak);
        set_attribute(&self.meter, "aria-valuetext", &said);
        set_text(&self.now, &megabytes(memory.now));
        set_text(&self.peak, &megabytes(memory.peak));
        set_text(&self.ceiling, &megabytes(ceiling));
    }
}

/// How much of what was left is done, given the share of the whole and how many pages were known.
fn share_done_now(share: f64, known: usize, total: usize) -> f64 {
    let left = total.saturating_sub(known) as f64;
    if left == 0.0 { 1.0 } else { (share * total as f64 - known as f64) / left }
}

/// How much of the work is done, from 0 to 1, counting the pages being read by their percentage.
fn share_done(session: &PageSession, done: usize, total: usize) -> f64 {
    let being_read = session.being_read();
    if total == 0 { 0.0 } else { (done as f64 + being_read) / total as f64 }
}
