//! Where the files of the store lie: one of two places, which do the same.

use super::indexed_db::Database;
use super::private_files::PrivateFiles;
use super::{Refused, json};
use crate::model::record::PageRecord;
use crate::store::{JOB_FILE, JobRecord, Unusable, is_page_file, page_file};

/// Where files lie. Folders are named by fingerprints.
pub enum Place {
    /// The origin's private file system.
    Files(PrivateFiles),
    /// A database.
    Database(Database),
}

/// The names of a folder's files.
pub struct Folder {
    /// Its own name.
    pub name: String,
    /// Theirs.
    pub files: Vec<String>,
}

impl Place {
    /// Opens the first place that the browser grants.
    pub async fn open() -> Result<Place, Refused> {
        match PrivateFiles::open().await {
            Ok(files) => Ok(Place::Files(files)),
            Err(Refused) => Ok(Place::Database(Database::open().await?)),
        }
    }

    pub async fn folders(&self) -> Result<Vec<Folder>, Refused> {
        match self {
            Place::Files(files) => files.folders().await,
            Place::Database(database) => database.folders().await,
        }
    }

    pub async fn read(&self, folder: &str, file: &str) -> Result<String, Refused> {
        match self {
            Place::Files(files) => files.read(folder, file).await,
            Place::Database(database) => database.read(folder, file).await,
        }
    }

    /// What is kept of a job as a whole. A record that is not there is as good as a damaged one.
    pub async fn job(&self, folder: &str) -> Result<JobRecord, Unusable> {
        let stored = self.read(folder, JOB_FILE).await.map_err(|Refused| Unusable::Damaged)?;
        json::unseal_value(&stored)
    }

    /// The pages of a job that can be made out.
    pub async fn pages(&self, folder: &str) -> Result<Vec<PageRecord>, Refused> {
        let all = self.folders().await?;
        let names = all.into_iter().find(|found| found.name == folder).map(|found| found.files);
        let mut pages = Vec::new();
        for name in names.unwrap_or_default().into_iter().filter(|name| is_page_file(name)) {
            // A page is where its name says, or it is not trusted.
            let record = self.read(folder, &name).await.ok();
            let page = record.and_then(|record| json::unseal_value::<PageRecord>(&record).ok());
            let page = page.filter(|page| page_file(page.page) == name);
            pages.extend(page.map(|page| PageRecord { is_kept: true, ..page }));
        }
        Ok(pages)
    }

    /// Makes a folder, unless it is there. Files are only ever written to one that is: when another tab has
    /// removed it, nothing comes back.
    pub async fn create(&self, folder: &str) -> Result<(), Refused> {
        match self {
            Place::Files(files) => files.create(folder).await,
            Place::Database(database) => database.create(folder).await,
        }
    }

    pub async fn write(&self, folder: &str, file: &str, record: &str) -> Result<(), Refused> {
        match self {
            Place::Files(files) => files.write(folder, file, record).await,
            Place::Database(database) => database.write(folder, file, record).await,
        }
    }

    pub async fn remove(&self, folder: &str) -> Result<(), Refused> {
        match self {
            Place::Files(files) => files.remove(folder).await,
            Place::Database(database) => database.remove(folder).await,
        }
    }
}
