//! The database: one table of texts, keyed `folder/file`. An empty file named after nothing stands for the folder itself.
//! A second table holds handles on files, keyed by folder.
//!
//! Measured in Chromium with texts of 100 KB, writing takes a quarter of the time that the origin's private file system
//! takes, and reading as well; a transaction is there as a whole or not at all, and outlives the browser's being killed.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbKeyRange, IdbObjectStore};

use super::connection::{Connection, outcome};
use super::{Refused, json};
use crate::browser::app::file_handle::FileHandle;
use crate::model::page::PageIndex;
use crate::model::record::PageRecord;
use crate::store::{JOB_FILE, JobRecord, Unusable, page_file, page_files, page_in};

const NAME: &str = "pagewise-jobs";
const TABLE: &str = "files";
const HANDLES: &str = "handles";

/// The store as a database.
pub struct Database(Connection);

/// The names of a folder's files. Folders are named by fingerprints.
pub struct Folder {
    /// Its own name.
    pub name: String,
    /// Theirs.
    pub files: Vec<String>,
}

/// The keys of a folder and of the files in it: "0" follows "/".
fn within(folder: &str) -> Result<IdbKeyRange, Refused> {
    Ok(IdbKeyRange::bound(&format!("{folder}/").into(), &format!("{folder}0").into())?)
}

/// The keys of everything that is kept of a page, whatever it was read with.
fn of_page(folder: &str, page: PageIndex) -> Result<JsValue, JsValue> {
    let all = format!("{folder}/{}", page_files(page));
    Ok(IdbKeyRange::bound(&all.as_str().into(), &format!("{all}~").into())?.into())
}

impl Database {
    /// Opens the database, and makes it if it is not there.
    pub async fn open() -> Result<Self, Refused> {
        Connection::open(NAME, &[TABLE, HANDLES]).await.map(Self)
    }

    /// Opens the database if it is there.
    pub async fn existing() -> Result<Self, Refused> {
        Connection::existing(NAME).await.map(Self)
    }

    /// Whether nothing can be asked of it any more. What is there has to be opened anew.
    pub fn is_closed(&self) -> bool {
        self.0.is_closed()
    }

    /// Removes all there is.
    pub async fn forget() -> Result<(), Refused> {
        Connection::forget(NAME).await
    }

    pub async fn write_handle(&self, folder: &str, handle: &FileHandle) -> Result<(), Refused> {
        let (handles, committed) = self.0.writing(HANDLES)?;
        handles.put_with_key(handle, &folder.into())?;
        committed.await?;
        Ok(())
    }

    pub async fn handle(&self, folder: &str) -> Result<FileHandle, Refused> {
        let handle = outcome(&self.0.reading(HANDLES)?.get(&folder.into())?).await?;
        if handle.is_object() { Ok(handle.unchecked_into()) } else { Err(Refused) }
    }

    pub async fn remove_handle(&self, folder: &str) -> Result<(), Refused> {
        let (handles, committed) = self.0.writing(HANDLES)?;
        handles.delete(&folder.into())?;
        committed.await?;
        Ok(())
    }

    pub async fn folders(&self) -> Result<Vec<Folder>, Refused> {
        let keys = outcome(&self.0.reading(TABLE)?.get_all_keys()?).await?;
        let mut folders: Vec<Folder> = Vec::new();
        // Keys come in order, and so a folder's together.
        for key in keys.unchecked_into::<Array>().iter().filter_map(|key| key.as_string()) {
            let Some((name, file)) = key.split_once('/') else {
                continue;
            };
            if folders.last().is_none_or(|folder| folder.name != name) {
                folders.push(Folder { name: name.to_owned(), files: Vec::new() });
            }
            if let Some(folder) = folders.last_mut().filter(|_| !file.is_empty()) {
                folder.files.push(file.to_owned());
            }
        }
        Ok(folders)
    }

    /// What is kept of a job as a whole. A record that is not there is as good as a damaged one.
    pub async fn job(&self, folder: &str) -> Result<JobRecord, Unusable> {
        let stored = self.read(folder, JOB_FILE).await.map_err(|Refused| Unusable::Damaged)?;
        json::unseal_value(&stored)
    }

    /// The pages of a job that can be made out: those read with these options, and those read only with others.
    pub async fn pages(
        &self,
        folder: &str,
        reading: &str,
    ) -> Result<(Vec<PageRecord>, Vec<PageRecord>), Refused> {
        let all = self.folders().await?;
        let names = all.into_iter().find(|found| found.name == folder).map(|found| found.files);
        let (mut pages, mut otherwise) = (Vec::new(), Vec::new());
        for name in names.unwrap_or_default() {
            let Some(place) = page_in(&name) else {
                continue;
            };
            // A page is where its name says, or it is not trusted.
            let record = self.read(folder, &name).await.ok();
            let page = record.and_then(|record| json::unseal_value::<PageRecord>(&record).ok());
            if let Some(page) = page.filter(|page| page.page == place) {
                let is_current = page_file(place, reading) == name;
                let page = PageRecord { is_kept: true, ..page };
                if is_current { pages.push(page) } else { otherwise.push(page) }
            }
        }
        otherwise.retain(|old: &PageRecord| !pages.iter().any(|new: &PageRecord| new.page == old.page));
        Ok((pages, otherwise))
    }

    /// Makes a folder, unless it is there. Files are only ever written to one that is: when another tab has removed it,
    /// nothing comes back.
    pub async fn create(&self, folder: &str) -> Result<(), Refused> {
        let (table, committed) = self.0.writing(TABLE)?;
        table.put_with_key(&JsValue::NULL, &format!("{folder}/").into())?;
        committed.await?;
        Ok(())
    }

    async fn read(&self, folder: &str, file: &str) -> Result<String, Refused> {
        let text = outcome(&self.0.reading(TABLE)?.get(&format!("{folder}/{file}").into())?).await?;
        text.as_string().ok_or(Refused)
    }

    pub async fn write(&self, folder: &str, file: &str, text: &str) -> Result<(), Refused> {
        let (table, committed) = self.writing_to(folder).await?;
        let key = format!("{folder}/{file}").into();
        table.put_with_key(&text.into(), &key)?;
        committed.await?;
        Ok(())
    }

    /// Writes the record of a page, in place of whatever there is of it.
    pub async fn write_page(
        &self,
        folder: &str,
        page: PageIndex,
        reading: &str,
        text: &str,
    ) -> Result<(), Refused> {
        let (table, committed) = self.writing_to(folder).await?;
        table.delete(&of_page(folder, page)?)?;
        let key = format!("{folder}/{}", page_file(page, reading)).into();
        table.put_with_key(&text.into(), &key)?;
        committed.await?;
        Ok(())
    }

    /// Writes the record of a page that was changed in place of what there is of it: it stays one read with these options, or
    /// with others.
    pub async fn amend_page(
        &self,
        folder: &str,
        page: PageIndex,
        reading: &str,
        text: &str,
    ) -> Result<(), Refused> {
        let (table, committed) = self.writing_to(folder).await?;
        let there =
            outcome(&table.get_all_keys_with_key(&of_page(folder, page)?)?).await?.unchecked_into::<Array>();
        let current = JsValue::from(format!("{folder}/{}", page_file(page, reading)));
        let other = there.get(0);
        let is_other = other.is_string() && !there.includes(&current, 0);
        table.put_with_key(&text.into(), if is_other { &other } else { &current })?;
        committed.await?;
        Ok(())
    }

    /// The table to write a folder's files to, if the folder is there; as [`Connection::writing`].
    async fn writing_to(&self, folder: &str) -> Result<(IdbObjectStore, JsFuture), Refused> {
        let (table, committed) = self.0.writing(TABLE)?;
        let there = outcome(&table.count_with_key(&format!("{folder}/").into())?).await?;
        if there.as_f64() == Some(1.0) { Ok((table, committed)) } else { Err(Refused) }
    }

    pub async fn remove(&self, folder: &str) -> Result<(), Refused> {
        let (table, committed) = self.0.writing(TABLE)?;
        table.delete(&within(folder)?.into())?;
        committed.await?;
        Ok(())
    }
}
