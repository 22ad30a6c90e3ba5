//! Files become documents.

use super::document::{Document, DocumentId, FileId, Status};
use super::{Incoming, Session};
use crate::model::budget::Bytes;
use crate::model::source::natural;

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
            let (batch, ids) = (self.fresh_id(), group.iter().map(|_| FileId(self.fresh_id())).collect());
            let sizes: Vec<_> = group.iter().map(|file| Bytes(file.bytes)).collect();
            self.documents.push(Document {
                batch: (group.len() > 1).then_some(batch),
                bytes: sizes.iter().copied().sum(),
                kinds: group.iter().filter_map(|file| file.kind.clone().ok()).collect(),
                file_names: group.iter().map(|file| file.name.clone()).collect(),
                file_ids: ids,
                file_sizes: sizes,
                ..Document::of_files(id, first.name.clone(), status)
            });
            if let Some(document) = self.documents.last_mut() {
                document.files = group.into_iter().map(|file| file.content).collect();
            }
            self.identify_anew(id);
        }
        self.start_when_ready |= start && !self.run.is_running;
        self.open_next();
        self.start_if_wanted();
    }
}

/// Groups what came in together into documents: every PDF is one, and so are all images taken together, in the order in which
/// people expect them ([`natural`]): systems give scan1, scan10, scan2. A file of no use stands alone, so that it can say why.
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
    if let Some(images) = images {
        groups[images].sort_by(|a, b| natural::compare(&a.name, &b.name));
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

    #[test]
    fn images_stand_in_the_order_in_which_people_expect_them() {
        let names = ["scan1.png", "cover.png", "scan10.png", "scan2.png", "A 7 of 12.png", "scan02b.png"];
        let file =
            |name: &str| Incoming { name: name.to_owned(), content: (), bytes: 1, kind: Ok(FileKind::Png) };
        let groups = group(names.into_iter().map(file).collect());
        let sorted: Vec<&str> = groups[0].iter().map(|file| file.name.as_str()).collect();
        assert_eq!(
            sorted,
            ["A 7 of 12.png", "cover.png", "scan1.png", "scan2.png", "scan02b.png", "scan10.png"]
        );
        let groups = group(["p003.tif", "p001.tif", "p0002.tif"].into_iter().map(file).collect());
        assert_eq!(
            groups[0].iter().map(|file| file.name.as_str()).collect::<Vec<_>>(),
            ["p001.tif", "p0002.tif", "p003.tif"]
        );
    }
}
