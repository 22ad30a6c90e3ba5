//! The store of jobs in this browser: IndexedDB.
//!
//! Whatever is asked of the store is done in the order it was asked, one thing after another, beside everything
//! else: reading never waits for a page to be stored, and storing never for a person. What comes of it is told as [`News`]. One `TabLock` is held
//! for the job that is being read, so that two tabs never write to the same folder.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

use super::file_handle::{Chosen, FileHandle};
use crate::model::page::PageIndex;
use crate::model::record::PageRecord;
use crate::session::{ClaimId, StoreNews};
use crate::store::{
    Fingerprint, HANDLE_FILE, JOB_FILE, JobRecord, KeptJob, KeptText, Unusable, outdated, pages_in,
};
use indexed_db::{Database, Folder};
use tab_lock::{Claim, TabLock};

mod connection;
mod fingerprint;
mod indexed_db;
mod json;
pub mod models;
mod tab_lock;

pub use fingerprint::fingerprint;

/// What a job begins with.
enum Claimed {
    /// Its pages are stored from now on; these are there already, and these were put right as they were read otherwise.
    Kept(Fingerprint, Vec<PageRecord>, Vec<PageRecord>),
    NotKept,
    Elsewhere,
}

/// What came of something asked of the store.
pub enum News {
    /// What the session is to know.
    Told(StoreNews),
    /// What it is to know as long as it is in the epoch in which that was asked for.
    Answered(StoreNews, u32),
    /// The file of a kept job, and the epoch in which it was asked for.
    Reopened(Chosen, u32),
}

/// The store does not do what was asked, for a reason that is the browser's.
#[derive(Debug)]
struct Refused;

impl From<JsValue> for Refused {
    fn from(_: JsValue) -> Self {
        Refused
    }
}

enum Task {
    List,
    Claim { claim: ClaimId, files: Vec<Blob>, handle: Option<FileHandle>, record: JobRecord },
    Page(PageIndex, String),
    Amend { job: Fingerprint, reading: String, page: PageIndex, record: String },
    Release,
    Open(Fingerprint, u32),
    Forget(Fingerprint),
    ForgetAll,
}

/// The job whose pages are stored.
struct Current {
    job: Fingerprint,
    /// The options they are read with; see [`JobRecord::reading`].
    reading: String,
    /// Makes it ours.
    _lock: TabLock,
}

/// The store, seen from the page. Cheap to clone.
#[derive(Clone)]
pub struct Store(Rc<Inner>);

struct Inner {
    tasks: RefCell<VecDeque<Task>>,
    working: Cell<bool>,
    database: RefCell<Option<Rc<Database>>>,
    current: RefCell<Option<Current>>,
    tell: Box<dyn Fn(News)>,
}

impl Store {
    /// A store that tells its news by `tell`. Nothing is touched before something is asked.
    pub fn new(tell: impl Fn(News) + 'static) -> Self {
        Self(Rc::new(Inner {
            tasks: RefCell::default(),
            working: Cell::new(false),
            database: RefCell::default(),
            current: RefCell::default(),
            tell: Box::new(tell),
        }))
    }

    /// Asks which jobs are kept. What is outdated or of no use is removed.
    pub fn list(&self) {
        self.ask(Task::List);
    }

    /// Asks for what is known of a document's job, read with the same options, and to store it from now on. What was read
    /// with others stays until it has been read anew.
    pub fn claim(&self, claim: ClaimId, files: Vec<Blob>, handle: Option<FileHandle>, record: JobRecord) {
        self.ask(Task::Claim { claim, files, handle, record });
    }

    /// Stores a page of the claimed job.
    pub fn keep(&self, page: &PageRecord) {
        if let Some(record) = json::seal_value(page) {
            self.ask(Task::Page(page.page, record));
        }
    }

    /// Stores a page that was changed, read with these options or others, in place of what is kept of it.
    pub fn amend(&self, job: Fingerprint, reading: String, page: &PageRecord) {
        if let Some(record) = json::seal_value(page) {
            self.ask(Task::Amend { job, reading, page: page.page, record });
        }
    }

    /// The claimed job has ended, or will not be stored any more.
    pub fn release(&self) {
        self.ask(Task::Release);
    }

    /// Asks for the file of a job, by the browser's handle on it. The person is asked to allow it, and nothing else waits
    /// for the answer.
    pub fn reopen(&self, job: Fingerprint, epoch: u32) {
        let inner = Rc::clone(&self.0);
        spawn_local(async move {
            (inner.tell)(match inner.reopened(&job).await {
                Ok(chosen) => News::Reopened(chosen, epoch),
                Err(Refused) => News::Answered(StoreNews::NotReopened, epoch),
            });
        });
    }

    /// Asks for what is kept of a job.
    pub fn open(&self, job: Fingerprint, epoch: u32) {
        self.ask(Task::Open(job, epoch));
    }

    /// Removes a job.
    pub fn forget(&self, job: Fingerprint) {
        self.ask(Task::Forget(job));
    }

    /// Removes everything. The claimed job is not stored any more.
    pub fn forget_all(&self) {
        // Pages that wait to be stored are not stored first.
        self.0.tasks.borrow_mut().retain(|task| !matches!(task, Task::Page(..) | Task::Amend { .. }));
        self.ask(Task::ForgetAll);
    }

    fn ask(&self, task: Task) {
        self.0.tasks.borrow_mut().push_back(task);
        if !self.0.working.replace(true) {
            let inner = Rc::clone(&self.0);
            spawn_local(async move { inner.work().await });
        }
    }
}

impl Inner {
    async fn work(&self) {
        loop {
            let task = self.tasks.borrow_mut().pop_front();
            let Some(task) = task else {
                break;
            };
            self.perform(task).await;
        }
        self.working.set(false);
    }

    async fn perform(&self, task: Task) {
        match task {
            // Where nothing can be stored, nothing is there. It is said when it matters.
            Task::List => self.say(StoreNews::Listed(self.listed().await.unwrap_or_default())),
            Task::Claim { claim, files, handle, record } => {
                let claimed = self.claimed(&files, &record).await;
                if let (Ok(Claimed::Kept(fingerprint, ..)), Some(handle)) = (&claimed, handle) {
                    // A comfort: without it the file is chosen again.
                    self.store_handle(fingerprint, &handle).await.ok();
                }
                let claimed = claimed.unwrap_or_else(|Refused| {
                    self.current.take();
                    self.say(StoreNews::Refused);
                    Claimed::NotKept
                });
                self.say(match claimed {
                    Claimed::Kept(fingerprint, known, mended) => {
                        StoreNews::Claimed { claim, fingerprint, known, mended }
                    }
                    Claimed::NotKept => StoreNews::NotKept(claim),
                    Claimed::Elsewhere => StoreNews::Elsewhere(claim),
                });
            }
            Task::Amend { job, reading, page, record } => {
                if self.amend_page(&job, &reading, page, &record).await.is_err() {
                    self.say(StoreNews::NotAmended);
                }
            }
            Task::Page(page, record) => {
                if self.store_page(page, &record).await.is_err() {
                    // The next page would fare no better, and one notice is enough.
                    self.current.take();
                    self.say(StoreNews::Refused);
                }
            }
            Task::Release => {
                self.current.take();
            }
            Task::Open(job, epoch) => {
                let opened = self.opened(job).await.ok().map(Box::new);
                (self.tell)(News::Answered(StoreNews::Opened(opened), epoch));
            }
            Task::Forget(job) => {
                if let Ok(database) = self.database(false).await {
                    remove(&database, job.as_str()).await.ok();
                }
                self.perform_list().await;
            }
            Task::ForgetAll => {
                self.current.take();
                // One that was never opened may still hold what an earlier visit stored.
                let (jobs, models) = (Database::forget().await, models::forget().await);
                self.database.take();
                self.say(StoreNews::Forgotten(jobs.and(models).is_ok()));
            }
        }
    }

    async fn perform_list(&self) {
        if let Ok(jobs) = self.listed().await {
            self.say(StoreNews::Listed(jobs));
        }
    }

    fn say(&self, news: StoreNews) {
        (self.tell)(News::Told(news));
    }

    /// The file that a job's handle leads to.
    async fn reopened(&self, job: &Fingerprint) -> Result<Chosen, Refused> {
        let handle = self.database(false).await?.handle(job.as_str()).await?;
        Ok(Chosen::found(handle.open().await?, &handle))
    }

    /// What is kept of a job, read without its document.
    async fn opened(&self, job: Fingerprint) -> Result<(Fingerprint, KeptText), Refused> {
        let database = self.database(false).await?;
        let record = database.job(job.as_str()).await.map_err(|_| Refused)?;
        let (pages, otherwise) = database.pages(job.as_str(), &record.reading).await?;
        Ok((job, KeptText { record, pages, otherwise }))
    }

    /// The database, if there is one; with `make`, there is afterwards.
    async fn database(&self, make: bool) -> Result<Rc<Database>, Refused> {
        // Closed for the sake of another tab it is of no use, and one that was made since is another.
        let known = self.database.borrow().clone().filter(|database| !database.is_closed());
        if let Some(database) = known {
            return Ok(database);
        }
        let opened = if make { Database::open().await? } else { Database::existing().await? };
        let database = Rc::new(opened);
        *self.database.borrow_mut() = Some(Rc::clone(&database));
        Ok(database)
    }

    async fn listed(&self) -> Result<Vec<KeptJob>, Refused> {
        let database = self.database(false).await?;
        let elsewhere = tab_lock::held().await;
        let ours = self.current.borrow().as_ref().map(|current| current.job.clone());
        let mut jobs = Vec::new();
        for Folder { name, files } in database.folders().await? {
            let Some(fingerprint) = Fingerprint::from_name(&name) else {
                continue;
            };
            let locked = elsewhere.contains(&name);
            let at_hand = files.iter().any(|file| file == HANDLE_FILE);
            match database.job(&name).await {
                Ok(record) => {
                    let (pages, otherwise) = pages_in(files.iter().map(String::as_str), &record.reading);
                    let elsewhere = locked && ours.as_ref() != Some(&fingerprint);
                    // The newest first.
                    let place = jobs.iter().position(|job: &KeptJob| job.record.started < record.started);
                    let job = KeptJob { fingerprint, record, pages, otherwise, at_hand, elsewhere };
                    jobs.insert(place.unwrap_or(jobs.len()), job);
                }
                Err(Unusable::Newer) => self.say(StoreNews::Newer),
                // Another tab may be about to write it.
                Err(Unusable::Damaged) if locked => {}
                Err(Unusable::Damaged) => remove(&database, &name).await?,
            }
        }
        let started: Vec<_> = jobs.iter().map(|job| job.record.started).collect();
        let gone = outdated(&started, js_sys::Date::now() as u64);
        for index in gone.into_iter().rev().filter(|index| !jobs[*index].elsewhere).collect::<Vec<_>>() {
            remove(&database, jobs.remove(index).fingerprint.as_str()).await?;
        }
        Ok(jobs)
    }

    async fn claimed(&self, files: &[Blob], record: &JobRecord) -> Result<Claimed, Refused> {
        // One job is stored at a time.
        self.current.take();
        let fingerprint = fingerprint(files).await.ok_or(Refused)?;
        let lock = match tab_lock::claim(fingerprint.as_str()).await {
            Claim::Ours(lock) => lock,
            Claim::Elsewhere => return Ok(Claimed::Elsewhere),
        };
        let (database, folder) = (self.database(true).await?, fingerprint.as_str());
        let (known, mut mended) = match database.job(folder).await {
            Err(Unusable::Newer) => {
                self.say(StoreNews::Newer);
                return Ok(Claimed::NotKept);
            }
            Ok(_) => database.pages(folder, &record.reading).await?,
            Err(Unusable::Damaged) => {
                remove(&database, folder).await?;
                Default::default()
            }
        };
        mended.retain(PageRecord::is_mended);
        database.create(folder).await?;
        database.write(folder, JOB_FILE, &json::seal_value(record).ok_or(Refused)?).await?;
        let (job, reading) = (fingerprint.clone(), record.reading.clone());
        *self.current.borrow_mut() = Some(Current { job, reading, _lock: lock });
        Ok(Claimed::Kept(fingerprint, known, mended))
    }

    async fn store_handle(&self, job: &Fingerprint, handle: &FileHandle) -> Result<(), Refused> {
        self.database(false).await?.write_handle(job.as_str(), handle).await?;
        self.database(false).await?.write(job.as_str(), HANDLE_FILE, "").await
    }

    /// What another tab is reading is left alone.
    async fn amend_page(
        &self,
        job: &Fingerprint,
        reading: &str,
        page: PageIndex,
        record: &str,
    ) -> Result<(), Refused> {
        let is_ours = self.current.borrow().as_ref().is_some_and(|current| current.job == *job);
        let _lock = match is_ours {
            true => None,
            false => match tab_lock::claim(job.as_str()).await {
                Claim::Ours(lock) => Some(lock),
                Claim::Elsewhere => return Err(Refused),
            },
        };
        self.database(false).await?.amend_page(job.as_str(), page, reading, record).await
    }

    async fn store_page(&self, page: PageIndex, record: &str) -> Result<(), Refused> {
        let current =
            self.current.borrow().as_ref().map(|current| (current.job.clone(), current.reading.clone()));
        match current {
            Some((job, reading)) => {
                self.database(false).await?.write_page(job.as_str(), page, &reading, record).await
            }
            None => Ok(()),
        }
    }
}

/// Removes a job, and the handle on its file.
async fn remove(database: &Database, folder: &str) -> Result<(), Refused> {
    database.remove_handle(folder).await?;
    database.remove(folder).await
}
