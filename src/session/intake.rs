//! Files become documents.

use super::document::{Beginning, Document, DocumentId, Status};
use super::{Effect, Incoming, Session};
use crate::model::budget::Bytes;

impl<C, P> Session<C, P> {
    /// Takes files that came in together. `start` says that they are to be read at once.
    pub(super) fn add(&mut self, files: Vec<Incoming<C>>, start: bool) {
        for group in group(files) {
            let id = DocumentId(self.fresh_id());
            let Some(first) = group.first() else {
                continue;
            };
            let status = match &first.kind {
                Ok(_) => Status::Opening,
                Err(error) => Status::Rejected(error.clone()),
            };
            self.documents.push(Document {
                id,
                name: first.name.clone(),
                bytes: group.iter().map(|file| Bytes(file.bytes)).sum(),
                kinds: group.iter().filter_map(|file| file.kind.clone().ok()).collect(),
                file_names: group.iter().map(|file| file.name.clone()).collect(),
                file_pages: Vec::new(),
                files: group.into_iter().map(|file| file.content).collect(),
                status,
                password: None,
                job: None,
                fingerprint: None,
                beginning: Beginning::GoOn,
                replaces: false,
            });
            if self.options.keep {
                self.effects.push(Effect::Identify(id));
            }
        }
        self.start_when_ready |= start && !self.run.is_running;
        self.open_next();
        self.start_if_wanted();
    }
}

/// Groups what came in together into documents: every PDF is one, and so are all images taken together, in the order
/// they came. A file of no use stands alone, so that it can say why.
fn group<C>(files: Vec<Incoming<C>>) -> Vec<Vec<Incoming<C>>> {
    let mut groups: Vec<Vec<Incoming<C>>> = Vec::new();
    let mut images: Option<usize> = None;
    for file in files {
        let is_image = matches!(file.kind, Ok(kind) if kind.is_image());
        match images {
            Some(group) if is_image => groups[group].push(file),
            _ => {
                if is_image {
                    images = Some(groups.len());
                }
                groups.push(vec![file]);
            }
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::error::Error;
    use crate::model::source::FileKind;

    #[test]
    fn images_are_one_document_and_every_pdf_is_its_own() {
        let file = |kind| Incoming { name: String::new(), content: (), bytes: 1, kind };
        let kinds = [
            Ok(FileKind::Png),
            Ok(FileKind::Pdf),
            Err(Error::EmptyFile),
            Ok(FileKind::Tiff),
            Ok(FileKind::Pdf),
        ];
        let groups = group(kinds.into_iter().map(file).collect());
        assert_eq!(groups.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 1, 1]);
        assert_eq!(groups[0][1].kind, Ok(FileKind::Tiff));
    }
}
