//! What is lit in both faces: what is pointed at, found, in doubt or put right.

use super::lights::Light;
use super::{Room, text_of};
use crate::browser::app::PageSession;
use crate::model::page::{PageText, Word};
use crate::session::document::PageKey;

impl Room {
    /// A word is pointed at, in one of the panes: it is lit in both.
    pub(super) fn point_at(&mut self, twin: Option<(PageKey, usize)>) {
        if self.twin == twin {
            return;
        }
        let before = std::mem::replace(&mut self.twin, twin);
        for (key, overlay) in self.sheets.overlays() {
            for (other, word) in [before, twin].into_iter().flatten().filter(|(other, _)| *other == key) {
                if let Some(element) = overlay.word(word) {
                    let is_lit = Some((other, word)) == twin;
                    element.class_list().toggle_with_force(Light::Twin.name(), is_lit).ok();
                }
            }
        }
        let range = twin.and_then(|(key, word)| self.text.range(key, word));
        self.lights.light(Light::Twin, range.into_iter());
    }

    /// Lights what should be lit, on the pages in view.
    pub(super) fn light(&self, session: &PageSession) {
        let near: Vec<PageKey> = self.text.near_pages().collect();
        let present = session.search().and_then(|search| search.present()).and_then(|hit| session.hit(hit));
        let present = present.map(|(key, hit)| (key, hit.place));
        let hits = near.iter().flat_map(|key| {
            session.places_on(*key).into_iter().filter_map(|place| self.text.range_of(*key, &place))
        });
        self.lights.light(Light::Hit, hits);
        let range = present.as_ref().and_then(|(key, place)| self.text.range_of(*key, place));
        self.lights.light(Light::PresentHit, range.into_iter());
        for light in [Light::Doubtful, Light::Corrected, Light::Current] {
            let lit = near.iter().flat_map(|key| {
                let words = self.lit(light, *key, session);
                words.into_iter().filter_map(|word| self.text.range(*key, word))
            });
            self.lights.light(light, lit);
        }
        for (key, overlay) in self.sheets.overlays() {
            let hits: Vec<_> = session.places_on(key).into_iter().map(|place| place.words).collect();
            overlay.mark(Light::Hit.name(), |word| hits.iter().any(|words| words.contains(&word)));
            let present = present.as_ref().filter(|(of, _)| *of == key).map(|(_, place)| &place.words);
            overlay.mark(Light::PresentHit.name(), |word| present.is_some_and(|words| words.contains(&word)));
            for light in [Light::Doubtful, Light::Corrected, Light::Current] {
                let lit = self.lit(light, key, session);
                overlay.mark(light.name(), |word| lit.binary_search(&word).is_ok());
            }
        }
    }

    /// The words of a page that are lit so, ascending.
    pub(super) fn lit(&self, light: Light, key: PageKey, session: &PageSession) -> Vec<usize> {
        let words = |is_lit: fn(&Word) -> bool| {
            let words = text_of(session, key).into_iter().flat_map(PageText::words).enumerate();
            words.filter(|(_, word)| is_lit(word)).map(|(place, _)| place).collect()
        };
        match light {
            Light::Doubtful if self.marks_doubts => words(Word::is_doubtful),
            Light::Corrected if self.marks_doubts => words(|word| word.corrected.is_some()),
            Light::Doubtful | Light::Corrected | Light::Hit | Light::PresentHit => Vec::new(),
            Light::Twin | Light::Current => {
                let lit = if light == Light::Twin { self.twin } else { self.current };
                lit.into_iter().filter(|(of, _)| *of == key).map(|(_, word)| word).collect()
            }
        }
    }
}
