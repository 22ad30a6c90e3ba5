//! What earlier visits know of a document.

use super::Session;
use super::document::{Beginning, Document, Status};
use crate::store::KeptJob;

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
            KeptJob { ended: 0, .. } => return None,
            KeptJob { record, .. } if record.reading != self.reading_key() => ReadBefore::Otherwise,
            KeptJob { record, ended, .. } if *ended >= record.chosen => ReadBefore::Whole,
            KeptJob { record, ended, .. } => ReadBefore::Partly(*ended, record.chosen),
        })
    }
}
