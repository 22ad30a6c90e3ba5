//! Documents made of images: which of them belong together, and in which order.
//!
//! All of it happens before a document is begun. What was read is kept under the fingerprint of the files in their order, and
//! what a person did to a page since stands under its number: neither could follow without being lost somewhere. So a document
//! that was begun stays as it is, and that is said where it is asked for.

use super::document::{Document, DocumentId, FileId, Status};
use super::{Effect, Session};
use crate::messages::rendering::ShowRequest;
use crate::model::budget::Bytes;
use crate::model::page::PageIndex;
use crate::words::{Announcement, Hindrance, StackNews};

/// The images that were chosen together, as they stand now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Batch {
    /// How many there are.
    pub images: usize,
    /// How many documents they make.
    pub documents: usize,
}

impl<C, P> Document<C, P> {
    /// Why its files cannot be put into another order, or into several documents, if they cannot.
    pub fn hindrance(&self) -> Option<Hindrance> {
        let are_images = !self.kinds.is_empty() && self.kinds.iter().all(|kind| kind.is_image());
        match self.status {
            _ if self.files.is_empty() || self.kinds.len() < self.files.len() => Some(Hindrance::NoFiles),
            _ if !are_images => Some(Hindrance::Pdf),
            Status::Running | Status::Finished => Some(Hindrance::Begun),
            _ if self.job.is_some() => Some(Hindrance::Begun),
            _ => None,
        }
    }

    /// The file that a page is from, and which page of that it is.
    pub fn file_page(&self, page: PageIndex) -> Option<(FileId, u32)> {
        let mut first = 0;
        for (id, pages) in self.file_ids.iter().zip(&self.file_pages) {
            if page.0 < first + pages {
                return Some((*id, page.0 - first));
            }
            first += pages;
        }
        None
    }

    /// The file that begins with a page, if one does.
    pub fn file_beginning_with(&self, page: PageIndex) -> Option<usize> {
        let mut first = 0;
        self.file_pages.iter().position(|pages| {
            let begins = first == page.0 && *pages > 0;
            first += pages;
            begins
        })
    }

    /// The file that a page is from, counted from 0.
    pub fn file_with(&self, page: PageIndex) -> Option<usize> {
        let (id, _) = self.file_page(page)?;
        self.file_ids.iter().position(|other| *other == id)
    }

    /// The first page of a file.
    pub fn first_page(&self, file: usize) -> PageIndex {
        PageIndex(self.file_pages.iter().take(file).sum())
    }

    /// Takes its files from one on away. The pages that are known stay known.
    fn take_files(&mut self, from: usize) -> Files<C> {
        let pages = if self.file_pages.is_empty() { Vec::new() } else { self.file_pages.split_off(from) };
        let files = Files {
            ids: self.file_ids.split_off(from),
            names: self.file_names.split_off(from),
            sizes: self.file_sizes.split_off(from),
            kinds: self.kinds.split_off(from),
            files: self.files.split_off(from),
            pages,
        };
        self.bytes = self.file_sizes.iter().copied().sum();
        files
    }

    /// Adds files behind its own.
    fn add_files(&mut self, mut files: Files<C>) {
        // Where the pages of some are not known, it is looked into anew.
        let are_known = files.pages.len() == files.ids.len() && self.file_pages.len() == self.file_ids.len();
        self.file_ids.append(&mut files.ids);
        self.file_names.append(&mut files.names);
        self.file_sizes.append(&mut files.sizes);
        self.kinds.append(&mut files.kinds);
        self.files.append(&mut files.files);
        if are_known {
            self.file_pages.append(&mut files.pages);
        } else {
            self.file_pages.clear();
        }
        self.bytes = self.file_sizes.iter().copied().sum();
    }

    /// A document of these files, which stood in this one.
    fn beside(&self, id: DocumentId, files: Files<C>) -> Self {
        let mut document = Document {
            beginning: self.beginning,
            batch: self.batch,
            ..Document::of_files(id, String::new(), Status::Opening)
        };
        document.add_files(files);
        document.settle();
        document
    }

    /// Its name and where it stands follow from its files.
    fn settle(&mut self) {
        if let Some(first) = self.file_names.first() {
            self.name.clone_from(first);
        }
        let is_known = !self.file_pages.is_empty() && self.file_pages.len() == self.file_ids.len();
        self.status = if is_known { Status::Ready } else { Status::Opening };
    }
}

/// Files on their way from one document to another: all that is known of each.
struct Files<C> {
    ids: Vec<FileId>,
    names: Vec<String>,
    sizes: Vec<Bytes>,
    kinds: Vec<crate::model::source::FileKind>,
    files: Vec<C>,
    /// Empty where their pages are not known yet.
    pages: Vec<u32>,
}

/// A page that is to be looked at, by what stays the same wherever its file goes.
type Wish = ((FileId, u32), ShowRequest);

impl<C, P> Session<C, P> {
    /// Why a document cannot be joined with the next, if it cannot.
    pub fn join_hindrance(&self, id: DocumentId) -> Option<Hindrance> {
        let Some(place) = self.place(id) else {
            return Some(Hindrance::NoFiles);
        };
        if let Some(hindrance) = self.documents[place].hindrance() {
            return Some(hindrance);
        }
        match self.documents.get(place + 1).map(Document::hindrance) {
            None => Some(Hindrance::NoNext),
            Some(Some(Hindrance::Pdf)) => Some(Hindrance::NextIsPdf),
            Some(Some(Hindrance::Begun)) => Some(Hindrance::NextBegun),
            Some(hindrance) => hindrance,
        }
    }

    /// How the images stand that were chosen together with the first of a document, where it is asked: at the first document of
    /// theirs, while all of them can still be moved.
    pub fn batch(&self, id: DocumentId) -> Option<Batch> {
        let document = self.document(id)?;
        let batch = document.batch?;
        let of_batch = || self.documents.iter().filter(|other| other.batch == Some(batch));
        let is_first = of_batch().next().is_some_and(|first| first.id == id);
        let images = of_batch().map(|other| other.files.len()).sum();
        (is_first && images > 1 && of_batch().all(|other| other.hindrance().is_none()))
            .then(|| Batch { images, documents: of_batch().count() })
    }

    /// The files of a document from one on become a document of their own, right behind it.
    pub(super) fn split(&mut self, id: DocumentId, file: usize) {
        let Some(place) = self.changeable(id) else {
            return;
        };
        if file == 0 || file >= self.documents[place].files.len() {
            return;
        }
        let wishes = self.let_go_of(&[id]);
        let fresh = DocumentId(self.fresh_id());
        let document = &mut self.documents[place];
        let files = document.take_files(file);
        document.settle();
        let second = document.beside(fresh, files);
        self.documents.insert(place + 1, second);
        self.changed(&[id, fresh], wishes);
        self.announce(Announcement::Stack(StackNews::Split));
    }

    /// A document and the next become one.
    pub(super) fn join(&mut self, id: DocumentId, next: DocumentId) {
        let (Some(place), Some(other)) = (self.changeable(id), self.changeable(next)) else {
            return;
        };
        if other != place + 1 {
            return;
        }
        let wishes = self.let_go_of(&[id, next]);
        self.append(place, other);
        self.documents[place].settle();
        self.changed(&[id], wishes);
        let images = self.documents[place].files.len();
        self.announce(Announcement::Stack(StackNews::Joined(images)));
    }

    /// A file of a document takes another place among its files.
    pub(super) fn move_file(&mut self, id: DocumentId, from: usize, to: usize) {
        let Some(place) = self.changeable(id) else {
            return;
        };
        let count = self.documents[place].files.len();
        if from >= count || to >= count || from == to {
            return;
        }
        let wishes = self.let_go_of(&[id]);
        let document = &mut self.documents[place];
        shift(&mut document.file_ids, from, to);
        shift(&mut document.file_names, from, to);
        shift(&mut document.file_sizes, from, to);
        shift(&mut document.kinds, from, to);
        shift(&mut document.files, from, to);
        if document.file_pages.len() == count {
            shift(&mut document.file_pages, from, to);
        }
        document.settle();
        self.changed(&[id], wishes);
        self.announce(Announcement::Stack(StackNews::FileMoved { place: to + 1, count }));
    }

    /// Every file of the images that were chosen together becomes a document of its own.
    pub(super) fn apart(&mut self, id: DocumentId) {
        let ids = self.of_batch(id);
        let wishes = self.let_go_of(&ids);
        let mut changed = Vec::new();
        for id in ids {
            let Some(mut place) = self.changeable(id) else {
                continue;
            };
            changed.push(id);
            while self.documents[place].files.len() > 1 {
                let fresh = DocumentId(self.fresh_id());
                let document = &mut self.documents[place];
                let files = document.take_files(1);
                document.settle();
                let rest = document.beside(fresh, files);
                place += 1;
                self.documents.insert(place, rest);
                changed.push(fresh);
            }
        }
        let documents = changed.len();
        self.changed(&changed, wishes);
        if documents > 0 {
            self.announce(Announcement::Stack(StackNews::Apart(documents)));
        }
    }

    /// The images that were chosen together become one document, where the first of them stands.
    pub(super) fn together(&mut self, id: DocumentId) {
        let ids = self.of_batch(id);
        let Some((first, others)) = ids.split_first() else {
            return;
        };
        if others.is_empty() {
            return;
        }
        let wishes = self.let_go_of(&ids);
        for other in others {
            if let (Some(place), Some(other)) = (self.place(*first), self.place(*other)) {
                self.append(place, other);
            }
        }
        let mut images = 0;
        if let Some(document) = self.document_mut(*first) {
            document.settle();
            images = document.files.len();
        }
        self.changed(&[*first], wishes);
        self.announce(Announcement::Stack(StackNews::Joined(images)));
    }

    /// All files of the document in one place go behind those in another. A place before it stays what it is.
    fn append(&mut self, place: usize, other: usize) {
        let mut taken = self.documents.remove(other);
        let files = taken.take_files(0);
        let document = &mut self.documents[place];
        document.beginning = document.beginning.or(taken.beginning);
        document.add_files(files);
    }

    /// The documents that the images chosen together with those of this one make, in their order, if they can be changed.
    fn of_batch(&self, id: DocumentId) -> Vec<DocumentId> {
        let batch = self.document(id).and_then(|document| document.batch);
        let is_of = |document: &&Document<C, P>| match batch {
            Some(_) => document.batch == batch,
            None => document.id == id,
        };
        let of_batch = self.documents.iter().filter(is_of);
        of_batch.filter(|document| document.hindrance().is_none()).map(|document| document.id).collect()
    }

    fn place(&self, id: DocumentId) -> Option<usize> {
        self.documents.iter().position(|document| document.id == id)
    }

    /// Where a document stands that can be changed.
    fn changeable(&self, id: DocumentId) -> Option<usize> {
        let place = self.place(id)?;
        self.documents[place].hindrance().is_none().then_some(place)
    }

    /// The renderer has nothing to do with these documents any more. What was to be looked at of them is still to be.
    fn let_go_of(&mut self, ids: &[DocumentId]) -> Vec<Wish> {
        let is_open = self.renderer.as_ref().and_then(|renderer| renderer.document);
        if is_open.is_some_and(|open| ids.contains(&open)) {
            // It takes a moment to start, and knows nothing of files that stand otherwise.
            self.dismiss_renderer();
        }
        let mut wishes = Vec::new();
        for (id, request) in std::mem::take(&mut self.shows) {
            if !ids.contains(&id) {
                self.shows.push((id, request));
            } else if let Some(place) = self.document(id).and_then(|one| one.file_page(request.page)) {
                wishes.push((place, request));
            }
        }
        wishes
    }

    /// These documents have other files than before: they are identified anew, and looked into where that is needed.
    fn changed(&mut self, ids: &[DocumentId], wishes: Vec<Wish>) {
        for id in ids {
            self.identify_anew(*id);
        }
        for (place, request) in wishes {
            if let Some((id, page)) = self.page_at(place) {
                self.shows.push((id, ShowRequest { page, ..request }));
            }
        }
        self.stacks_changed += 1;
        self.open_next();
        self.start_if_wanted();
    }

    /// By what a document is known again has changed with its files.
    pub(super) fn identify_anew(&mut self, id: DocumentId) {
        let keep = self.options.keep;
        let Some(document) = self.document_mut(id) else {
            return;
        };
        document.fingerprint = None;
        if !keep {
            return;
        }
        // Answers come in no order: the one that is on its way may be that of the files as they were.
        if document.is_identified_again.is_some() {
            document.is_identified_again = Some(true);
        } else {
            document.is_identified_again = Some(false);
            self.effects.push(Effect::Identify(id));
        }
    }

    /// Where a page of a file stands now.
    fn page_at(&self, (file, page): (FileId, u32)) -> Option<(DocumentId, PageIndex)> {
        let document = self.documents.iter().find(|document| document.file_ids.contains(&file))?;
        let place = document.file_ids.iter().position(|other| *other == file)?;
        (page < *document.file_pages.get(place)?)
            .then(|| (document.id, PageIndex(document.first_page(place).0 + page)))
    }
}

/// Takes what stands in one place to another.
fn shift<T>(items: &mut Vec<T>, from: usize, to: usize) {
    let item = items.remove(from);
    items.insert(to, item);
}
