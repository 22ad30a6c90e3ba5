//! Pages to be looked at: drawn in colour by the renderer that has their document open, within the ceiling.

use super::document::DocumentId;
use super::workers::{Asked, stopped};
use super::{Effect, Session, Status};
use crate::messages::RequestId;
use crate::messages::rendering::{self, ShowRequest};
use crate::model::budget::Bytes;
use crate::model::error::Error;

/// Bytes that a pixel takes while it is drawn: four in the engine, and four on their way.
const BYTES_PER_PIXEL: u64 = 8;
/// However little room there is, a page of so many pixels is drawn: one does not see that it takes any.
const LEAST_PIXELS: u64 = 120_000;

impl<C, P> Session<C, P> {
    /// A page is to be looked at. It comes as [`Effect::Shown`], or it is said that it does not.
    pub(super) fn show(&mut self, id: DocumentId, request: ShowRequest) {
        let known = self.document(id).filter(|document| !document.files.is_empty());
        match known.map(|document| (&document.status, document.page_count())) {
            Some((Status::Rejected(error), _)) => {
                let error = error.clone();
                self.effects.push(Effect::NotShown(id, request, error));
            }
            Some((_, pages)) if request.page.0 < pages => {
                self.shows.push((id, request));
                self.show_next();
            }
            _ => self.effects.push(Effect::NotShown(id, request, Error::UnreadableFile)),
        }
    }

    /// Whether a page that is to be looked at is still to come.
    pub fn awaits_picture(&self) -> bool {
        let is_asked = |renderer: &super::workers::Renderer| {
            renderer.asked.iter().any(|(_, asked)| matches!(asked, Asked::Show(..)))
        };
        !self.shows.is_empty() || self.renderer.as_ref().is_some_and(is_asked)
    }

    /// Whether there is room for a page that is to be looked at, beside what is being read.
    pub fn has_room_to_show(&self) -> bool {
        let is_at_work = self.run.is_running || self.again.is_at_work();
        !is_at_work || self.options.budget(self.device).has_room_to_show()
    }

    /// Asks for the pages of the document that is open; opens another if nothing else is going on.
    pub(super) fn show_next(&mut self) {
        if !self.has_room_to_show() {
            return;
        }
        let open = self.renderer.as_ref().filter(|renderer| renderer.opening_for.is_none());
        let open = open.and_then(|renderer| renderer.document);
        let mut place = 0;
        while let Some((id, request)) = self.shows.get(place).copied() {
            if Some(id) != open {
                place += 1;
                continue;
            }
            self.shows.remove(place);
            let fitted = self.fitted(request);
            self.ask_renderer(Asked::Show(id, request), rendering::Request::Show(fitted), None);
        }
        let is_busy = self
            .renderer
            .as_ref()
            .is_some_and(|renderer| renderer.opening_for.is_some() || !renderer.asked.is_empty());
        let none_waits = !self.documents.iter().any(|document| document.is_opening());
        if let Some((id, _)) = self.shows.first().copied()
            && !self.run.is_running
            && !self.again.is_at_work()
            && !is_busy
            && none_waits
            && self.has_engines()
        {
            self.open(id);
        }
    }

    /// Pages that were asked for and did not come are asked for again when their document is open.
    pub(super) fn show_later(&mut self, asked: Vec<(RequestId, Asked)>) {
        let shows = asked.into_iter().filter_map(|(_, asked)| match asked {
            Asked::Show(id, request) => Some((id, request)),
            Asked::Open | Asked::Draw | Asked::Survey(..) => None,
        });
        self.shows.extend(shows);
    }

    /// The same, as large as there is room for.
    fn fitted(&self, request: ShowRequest) -> ShowRequest {
        let ceiling = self.options.budget(self.device).ceiling();
        let room = Bytes(ceiling.0.saturating_sub(self.memory.now.0));
        let most = (room.0 / BYTES_PER_PIXEL).max(LEAST_PIXELS) as f64;
        let wanted = f64::from(request.width) * f64::from(request.height);
        let factor = (most / wanted.max(1.0)).sqrt().min(1.0);
        let side = |side: u32| ((f64::from(side) * factor) as u32).max(1);
        ShowRequest { width: side(request.width), height: side(request.height), ..request }
    }

    pub(super) fn showing_answered(
        &mut self,
        (id, request): (DocumentId, ShowRequest),
        reply: rendering::Reply,
        pixels: Option<P>,
    ) {
        match (reply, pixels) {
            (rendering::Reply::Shown { width, height }, Some(pixels)) => {
                self.effects.push(Effect::Shown { document: id, request, width, height, pixels });
                self.show_next();
            }
            (rendering::Reply::Failed { error: error @ Error::WorkerStopped { .. } }, _) => {
                self.effects.push(Effect::NotShown(id, request, error.clone()));
                self.renderer_stopped(error);
            }
            (rendering::Reply::Failed { error }, _) => {
                self.effects.push(Effect::NotShown(id, request, error));
                self.show_next();
            }
            _ => {
                self.effects.push(Effect::NotShown(id, request, stopped()));
                self.renderer_stopped(stopped());
            }
        }
    }
}
