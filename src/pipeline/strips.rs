//! Pages in work: which strip of each is drawn next, what has been read of it, and what is done again.
//!
//! Most pages have one strip, which is all of them. The strips of a large one are drawn in order, but several may be
//! read at the same time and end in any order; the page is done when all of them are.

use super::workers::{RecognizerState, RendererState};
use super::{Pipeline, Stage};
use crate::model::bitmap::{BitmapHeader, Strip};
use crate::model::page::{PageIndex, PageText, Rect};
use crate::reading::strips::{Piece, after};
use crate::reading::{Finished, finish};

/// A page of which something has been drawn and that has not ended.
#[derive(Debug)]
pub(super) struct InWork {
    page: PageIndex,
    next: Strip,
    /// How many strips there are, once the last has been drawn.
    count: Option<usize>,
    read: Vec<Piece>,
}

impl<P> Pipeline<P> {
    fn in_work(&mut self, page: PageIndex) -> &mut InWork {
        let position = self.in_work.iter().position(|work| work.page == page).unwrap_or_else(|| {
            self.in_work.push(InWork { page, next: Strip::FIRST, count: None, read: Vec::new() });
            self.in_work.len() - 1
        });
        &mut self.in_work[position]
    }

    /// The strip of a page whose turn it is.
    pub(super) fn next_strip(&mut self, page: PageIndex) -> Strip {
        self.in_work(page).next
    }

    /// A strip was drawn: if there are more, the page stays first in line.
    pub(super) fn note_drawn(&mut self, strip: Strip, header: &BitmapHeader) {
        let next = after(strip, header).filter(|_| self.plan.region.is_none());
        let work = self.in_work(header.page);
        match next {
            Some(next) => {
                work.next = next;
                self.queue.push_front(header.page);
            }
            None => work.count = Some(strip.index as usize + 1),
        }
    }

    /// A strip was read: what the whole page says, if it was the last that was missing.
    pub(super) fn note_read(&mut self, strip: Strip, area: Rect, text: PageText) -> Option<Finished> {
        let page = text.page;
        let work = self.in_work(page);
        work.read.push(Piece { index: strip.index, area, text });
        if work.count != Some(work.read.len()) {
            return None;
        }
        let pieces = std::mem::take(&mut work.read);
        let own_text = self.page_mut(page).and_then(|page| page.own_text.take());
        finish(pieces, own_text, self.own_text(page))
    }

    /// Has a page drawn again from this strip on. It must be put back into the queue.
    pub(super) fn rewind(&mut self, page: PageIndex, strip: Strip) {
        self.abandon(page, strip.index);
        let work = self.in_work(page);
        work.next = strip;
        work.count = None;
        work.read.retain(|piece| piece.index < strip.index);
    }

    /// The page has ended.
    pub(super) fn forget(&mut self, page: PageIndex) {
        self.abandon(page, 0);
        self.in_work.retain(|work| work.page != page);
    }

    /// Nothing more is drawn of a page, and of what has been begun nothing from this strip on is of interest.
    fn abandon(&mut self, page: PageIndex, from: u32) {
        let is_gone = |other: PageIndex, strip: Strip| other == page && strip.index >= from;
        self.queue.retain(|waiting| *waiting != page);
        self.drawn.retain(|bitmap| !is_gone(bitmap.header.page, bitmap.strip));
        if let RendererState::Drawing { request, is_void, .. } = &mut self.renderer {
            *is_void |= is_gone(request.page, request.strip);
        }
        for slot in &mut self.recognizers {
            if let RecognizerState::Reading { header, strip, is_void, .. } = slot {
                *is_void |= is_gone(header.page, *strip);
            }
        }
    }

    /// How much of a page has been read, 0 to 1.
    fn part_read(&self, work: &InWork) -> f64 {
        let part = |area: &Rect, height: f32| f64::from(area.height / height);
        let read = work.read.iter().map(|piece| part(&piece.area, piece.text.size.height));
        let reading = self.recognizers.iter().filter_map(|slot| match slot {
            RecognizerState::Reading { header, percent, is_void: false, .. } if header.page == work.page => {
                Some(part(&header.area(), header.size.height) * f64::from(*percent) / 100.0)
            }
            _ => None,
        });
        // Strips overlap.
        read.chain(reading).sum::<f64>().min(1.0)
    }

    /// How far the pages are that are being read at this moment, in pages.
    pub fn being_read(&self) -> f64 {
        self.in_work.iter().map(|work| self.part_read(work)).sum()
    }

    /// Shows how far a page is that is being read.
    pub(super) fn show_reading(&mut self, page: PageIndex) {
        let work = self.in_work.iter().find(|work| work.page == page);
        let percent = work.map_or(0.0, |work| self.part_read(work) * 100.0) as u8;
        self.set_stage(page, Stage::Reading { percent });
    }

    /// Pages of which something was read, but nothing is in work any more, wait again.
    pub(super) fn show_waiting(&mut self) {
        let pages: Vec<_> = self.in_work.iter().map(|work| work.page).collect();
        pages.into_iter().for_each(|page| self.set_stage(page, Stage::Waiting));
    }
}
