//! With what a page is read once more.

use super::{Attempt, Session};
use crate::model::language::{ModelOffer, ModelSet};
use crate::model::look::Turn;
use crate::model::options::{Options, OwnText};
use crate::model::record::PageRecord;

/// The options of a document with those of an attempt in their place.
pub(super) fn with(options: &Options, attempt: &Attempt) -> Options {
    Options {
        psm: attempt.psm.unwrap_or(options.psm),
        dpi: attempt.dpi.or(options.dpi),
        // Its pixels are read, whatever it says itself; and what it says itself stays told from that.
        own_text: match options.own_text {
            OwnText::Keep | OwnText::Read | OwnText::Only | OwnText::Join => OwnText::Read,
            OwnText::Replace | OwnText::Strip => OwnText::Replace,
        },
        ..options.clone()
    }
}

/// How text lies on a page that was read as if it lay so, and that a person turns by that.
pub(super) fn lies(read: Turn, turned: Turn) -> Turn {
    match (read.degrees() + 360 - turned.degrees()) % 360 {
        90 => Turn::Right,
        180 => Turn::Half,
        270 => Turn::Left,
        _ => Turn::Upright,
    }
}

impl<C, P> Session<C, P> {
    /// The models for an attempt at a page; `None` where there are none.
    pub(super) fn models_for(&self, attempt: &Attempt, record: Option<&PageRecord>) -> Option<ModelSet> {
        let names: &[String] = record.map_or(&[], |record| &record.models);
        if attempt.languages.is_empty() && attempt.variant.is_none() {
            return self.set_named(names).or_else(|| self.chosen_models());
        }
        let codes: Vec<String> = match (attempt.languages.as_slice(), names) {
            ([], []) => self.chosen_languages(),
            ([], names) => {
                names.iter().filter_map(|name| name.split(' ').next()).map(str::to_owned).collect()
            }
            (codes, _) => codes.to_vec(),
        };
        let offer = |code: &String| -> Option<ModelOffer> {
            let is_it =
                |offer: &&ModelOffer| offer.lang == *code && attempt.variant.as_ref() == Some(&offer.variant);
            self.offers().iter().find(is_it).or_else(|| self.offer_for(code)).cloned()
        };
        ModelSet::new(codes.iter().filter_map(offer).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_turns_to_the_right_lay_to_the_left() {
        assert_eq!(lies(Turn::Upright, Turn::Right), Turn::Left);
        assert_eq!(lies(Turn::Upright, Turn::Left), Turn::Right);
        assert_eq!(lies(Turn::Half, Turn::Half), Turn::Upright);
        assert_eq!(lies(Turn::Right, Turn::Right), Turn::Upright);
        assert_eq!(lies(Turn::Left, Turn::Right), Turn::Half);
    }
}
