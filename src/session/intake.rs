//! Files become documents.

use std::collections::BTreeMap;

use super::document::{Beginning, Document, DocumentId, Status};
use super::models::Languages;
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
                languages: Languages::default(),
                declined: false,
                mended: Vec::new(),
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
/// they came, but for numbers: see [`number_series`]. A file of no use stands alone, so that it can say why.
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
        number_series(&mut groups[images]);
    }
    groups
}

/// Puts files whose names differ in numbers only into the order of these, in the places that they take: systems give
/// scan1, scan10, scan2. Others stay where they are.
fn number_series<C>(files: &mut Vec<Incoming<C>>) {
    let names: Vec<(String, Vec<Number>)> = files.iter().map(|file| numbers(&file.name)).collect();
    let mut series: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, (frame, _)) in names.iter().enumerate() {
        series.entry(frame).or_default().push(place);
    }
    let mut order: Vec<usize> = (0..files.len()).collect();
    for places in series.into_values() {
        let mut sorted = places.clone();
        sorted.sort_by_key(|place| &names[*place].1);
        places.into_iter().zip(sorted).for_each(|(place, from)| order[place] = from);
    }
    let mut taken: Vec<Option<Incoming<C>>> = files.drain(..).map(Some).collect();
    files.extend(order.into_iter().filter_map(|from| taken[from].take()));
}

/// A number in a name, of any length: how many digits it has, and which.
type Number = (usize, String);

/// A name without its numbers, and these.
fn numbers(name: &str) -> (String, Vec<Number>) {
    let (mut frame, mut numbers) = (String::new(), Vec::new());
    for part in name.split_inclusive(|c: char| !c.is_ascii_digit()) {
        let text = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = part[..part.len() - text.len()].trim_start_matches('0');
        if text.len() < part.len() {
            numbers.push((digits.len(), digits.to_owned()));
            frame.push('0');
        }
        frame.push_str(text);
    }
    (frame, numbers)
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
    fn a_series_stands_in_the_order_of_its_numbers() {
        let names = ["scan1.png", "cover.png", "scan10.png", "scan2.png", "A 7 of 12.png", "scan02b.png"];
        let file =
            |name: &str| Incoming { name: name.to_owned(), content: (), bytes: 1, kind: Ok(FileKind::Png) };
        let groups = group(names.into_iter().map(file).collect());
        let sorted: Vec<&str> = groups[0].iter().map(|file| file.name.as_str()).collect();
        assert_eq!(
            sorted,
            ["scan1.png", "cover.png", "scan2.png", "scan10.png", "A 7 of 12.png", "scan02b.png"]
        );
        let groups = group(["p003.tif", "p001.tif", "p0002.tif"].into_iter().map(file).collect());
        assert_eq!(
            groups[0].iter().map(|file| file.name.as_str()).collect::<Vec<_>>(),
            ["p001.tif", "p0002.tif", "p003.tif"]
        );
    }
}
