//! What a person puts right: done, taken back as often as one likes, and offered again where its page was read anew.

use super::document::{DocumentId, PageKey};
use super::{Effect, Session, StoreTask};
use crate::model::correction::offer::{Fit, Offer};
use crate::model::correction::{Edit, Mend};
use crate::model::page::PageText;
use crate::words::Announcement;

/// What was done, and what of it was taken back, the last at the end.
#[derive(Debug, Default)]
pub(super) struct Mending {
    done: Vec<Step>,
    undone: Vec<Step>,
}

/// What takes back, or does again, what was done at once.
#[derive(Debug)]
struct Step {
    page: PageKey,
    /// In the order in which they are to be done.
    mends: Vec<Mend>,
    /// What was offered before, where that is no longer so.
    offers: Option<Vec<Offer>>,
}

/// A correction of an earlier reading of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct OfferedCorrection {
    /// The correction.
    pub offer: Offer,
    /// Whether it can be made again: the page says the same wrong thing at the same place.
    pub fits: bool,
}

impl Mending {
    fn forget(&mut self, is_gone: impl Fn(PageKey) -> bool) {
        self.done.retain(|step| !is_gone(step.page));
        self.undone.retain(|step| !is_gone(step.page));
    }
}

impl Step {
    /// Does it; what takes it back.
    fn apply(self, text: &mut PageText, offered: &mut Vec<Offer>) -> Step {
        let mut mends: Vec<Mend> = self.mends.into_iter().map(|mend| text.mend(mend)).collect();
        mends.reverse();
        let offers = self.offers.map(|offers| std::mem::replace(offered, offers));
        Step { page: self.page, mends, offers }
    }
}

impl<C, P> Session<C, P> {
    /// The page on which [`super::Command::Undo`] would take something back.
    pub fn undoable(&self) -> Option<PageKey> {
        self.mending.done.last().map(|step| step.page)
    }

    /// The page on which [`super::Command::Redo`] would do something again.
    pub fn redoable(&self) -> Option<PageKey> {
        self.mending.undone.last().map(|step| step.page)
    }

    /// The corrections of earlier readings of a page that are not in its text.
    pub fn offered_corrections(&self, page: PageKey) -> Vec<OfferedCorrection> {
        let Some((text, offers)) =
            self.record(page).and_then(|record| Some((record.text()?, &record.offers)))
        else {
            return Vec::new();
        };
        let fits = |offer: &Offer| match text.fit(offer) {
            Fit::Again(_) => Some(true),
            Fit::Otherwise => Some(false),
            Fit::Done => None,
        };
        let offered = |offer: &Offer| Some(OfferedCorrection { fits: fits(offer)?, offer: offer.clone() });
        offers.iter().filter_map(offered).collect()
    }

    /// Puts something right on a page.
    pub(super) fn correct(&mut self, page: PageKey, edit: &Edit) {
        let step = self.change(page, |text, _| {
            text.edit(edit).map(|mend| Step { page, mends: vec![mend], offers: None })
        });
        if let Some(step) = step {
            self.note_done(step);
            self.announce(Announcement::Corrected);
        }
    }

    /// Makes the corrections again that fit. The others stay, to be looked at.
    pub(super) fn apply_corrections(&mut self, page: PageKey) {
        let mut count = 0;
        let step = self.change(page, |text, offers| {
            let before = offers.clone();
            let mut mends = Vec::new();
            offers.retain(|offer| match text.fit(offer) {
                Fit::Again(edit) => {
                    let mend = text.edit(&edit);
                    count += usize::from(mend.is_some());
                    mends.extend(mend);
                    false
                }
                Fit::Done => false,
                Fit::Otherwise => true,
            });
            mends.reverse();
            (*offers != before).then_some(Step { page, mends, offers: Some(before) })
        });
        if let Some(step) = step {
            self.note_done(step);
            self.announce(Announcement::CorrectionsMade(count));
        }
    }

    /// Offers the corrections of a page no more.
    pub(super) fn dismiss_corrections(&mut self, page: PageKey) {
        let step = self.change(page, |_, offers| {
            let before = std::mem::take(offers);
            (!before.is_empty()).then_some(Step { page, mends: Vec::new(), offers: Some(before) })
        });
        if let Some(step) = step {
            self.note_done(step);
        }
    }

    /// Takes back what was done last.
    pub(super) fn undo(&mut self) {
        if let Some(again) = self.mending.done.pop().and_then(|step| self.take_step(step)) {
            self.announce(Announcement::Undone(again.page.page));
            self.mending.undone.push(again);
        }
    }

    /// Does again what was taken back last.
    pub(super) fn redo(&mut self) {
        if let Some(back) = self.mending.undone.pop().and_then(|step| self.take_step(step)) {
            self.announce(Announcement::Redone(back.page.page));
            self.mending.done.push(back);
        }
    }

    /// Nothing can be taken back in a document that is gone.
    pub(super) fn forget_mending_of(&mut self, id: DocumentId) {
        self.mending.forget(|page| page.document == id);
    }

    /// Pages whose text is another one since they were read anew: what was done in the old one cannot be taken back in it.
    /// What a person had put right there is not lost, which they are told.
    pub(super) fn follow_readings(&mut self) {
        let mut pages = Vec::new();
        for document in &mut self.documents {
            let id = document.id;
            let read = document.job.as_mut().map(|job| std::mem::take(&mut job.read_otherwise));
            pages.extend(read.into_iter().flatten().map(|page| id.page(page)));
        }
        if pages.is_empty() {
            return;
        }
        self.mending.forget(|page| pages.contains(&page));
        for page in pages {
            let count = self.offered_corrections(page).len();
            if count > 0 {
                self.announce(Announcement::CorrectionsOffered(page.page, count));
            }
        }
    }

    fn note_done(&mut self, step: Step) {
        self.mending.undone.clear();
        self.mending.done.push(step);
    }

    fn take_step(&mut self, step: Step) -> Option<Step> {
        self.change(step.page, |text, offers| Some(step.apply(text, offers)))
    }

    /// Changes the text of a page; what is shown, kept and counted of it follows. A file that is being written has it as it
    /// was.
    fn change<R>(
        &mut self,
        page: PageKey,
        change: impl FnOnce(&mut PageText, &mut Vec<Offer>) -> Option<R>,
    ) -> Option<R> {
        let is_writing = self.writing.is_some();
        let document = self.document_mut(page.document)?;
        let is_kept = document.fingerprint.is_some();
        // The text of a kept job without its file was kept, whatever is chosen by now.
        let has_file = !document.files.is_empty();
        let job = document.job.as_mut()?;
        let is_kept = is_kept && (job.options.keep || !has_file);
        let before = job.record(page.page)?.text().filter(|_| is_writing).cloned();
        let changed = job.mend(page.page, change)?;
        if let Some(before) = before {
            self.hold_for_writing(page, before);
        }
        self.changes.push(page);
        if is_kept && !self.store_refused {
            self.effects.push(Effect::Store(StoreTask::Amend(page)));
        }
        Some(changed)
    }
}
