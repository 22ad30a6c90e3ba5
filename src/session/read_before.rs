//! What earlier visits know of a document.

use super::Session;
use super::document::{Beginning, Document, Status};
use crate::store::{JobRecord, KeptJob};

/// What earlier visits know of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadBefore {
    /// Every page that was chosen.
    Whole,
    /// So many pages of so many.
    Partly(u32, u32),
    /// Pages that were read with other options and are of no use now.
    Otherwise,
    /// It is being read elsewhere.
    Elsewhere,
}

impl<C, P> Session<C, P> {
    /// What is known of a document that has not been started yet.
    pub fn read_before(&self, document: &Document<C, P>) -> Option<ReadBefore> {
        if !self.options.keep || document.status != Status::Ready || document.beginning == Beginning::Afresh {
            return None;
        }
        let fingerprint = document.fingerprint.as_ref()?;
        let kept = self.kept.iter().find(|kept| kept.fingerprint == *fingerprint)?;
        Some(match kept {
            KeptJob { elsewhere: true, .. } => ReadBefore::Elsewhere,
            _ if !kept.has_pages() => return None,
            KeptJob { record, .. } if !self.is_as_now(record) => ReadBefore::Otherwise,
            KeptJob { pages, .. } => {
                let chosen = self.pages_to_read(document).ok()?;
                match chosen.iter().filter(|page| pages.binary_search(page).is_ok()).count() {
                    0 => return None,
                    known if known == chosen.len() => ReadBefore::Whole,
                    known => ReadBefore::Partly(known as u32, chosen.len() as u32),
                }
            }
        })
    }
    /// Whether a kept job was read as it would be now.
    fn is_as_now(&self, record: &JobRecord) -> bool {
        let models = self.chosen_models().is_some_and(|models| models.names() == record.models);
        record.reading == self.options.reading_key() && (models || self.finds_languages())
    }
}
