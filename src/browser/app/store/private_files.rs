//! The origin private file system: files that no one but this site sees, not even in the person's folders.

use js_sys::{AsyncIterator, IteratorNext, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, FileSystemDirectoryHandle, FileSystemGetDirectoryOptions, FileSystemGetFileOptions,
    FileSystemHandle, FileSystemHandleKind, FileSystemRemoveOptions, FileSystemWritableFileStream,
};

use super::Refused;
use super::place::Folder;

#[wasm_bindgen]
extern "C" {
    /// A navigator without storage where the page is not served securely, which web-sys does not provide for.
    type StoringNavigator;
    #[wasm_bindgen(method, getter)]
    fn storage(this: &StoringNavigator) -> Option<PrivateStorage>;

    type PrivateStorage;
    #[wasm_bindgen(method, catch, js_name = getDirectory)]
    fn get_directory(this: &PrivateStorage) -> Result<Promise, JsValue>;

    /// A file that may be written to from a page: web-sys counts that among its unstable parts.
    type WritableFile;
    #[wasm_bindgen(method, catch, js_name = createWritable)]
    fn create_writable(this: &WritableFile) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getFile)]
    fn get_file(this: &WritableFile) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = "move")]
    fn rename(this: &WritableFile, name: &str) -> Result<Promise, JsValue>;
}

/// The folder all jobs lie in.
const ROOT: &str = "jobs";
/// Name of a file that is being written for the first time.
const UNFINISHED: &str = "unfinished";

/// The store as folders and files. Holds the root of the file system; [`ROOT`] is made when something is stored.
pub struct PrivateFiles(FileSystemDirectoryHandle);

async fn root() -> Result<FileSystemDirectoryHandle, Refused> {
    let navigator = web_sys::window().ok_or(Refused)?.navigator().unchecked_into::<StoringNavigator>();
    let storage = navigator.storage().ok_or(Refused)?;
    Ok(JsFuture::from(storage.get_directory()?).await?.unchecked_into())
}

/// Writes a file so that a crash leaves either what was there before or the whole of it.
async fn write(folder: &FileSystemDirectoryHandle, name: &str, text: &str) -> Result<(), Refused> {
    let create = FileSystemGetFileOptions::new();
    create.set_create(true);
    let is_there = JsFuture::from(folder.get_file_handle(name)).await.is_ok();
    let first = if is_there { name } else { UNFINISHED };
    let file = JsFuture::from(folder.get_file_handle_with_options(first, &create)).await?;
    let file: WritableFile = file.unchecked_into();
    let writable = JsFuture::from(file.create_writable()?).await?;
    let writable: FileSystemWritableFileStream = writable.unchecked_into();
    JsFuture::from(writable.write_with_str(text)?).await?;
    // Only now does the file have its content, all of it at once.
    JsFuture::from(writable.close()).await?;
    if !is_there {
        JsFuture::from(file.rename(name)?).await?;
    }
    Ok(())
}

/// What is in a folder.
async fn entries(folder: &FileSystemDirectoryHandle) -> Result<Vec<FileSystemHandle>, Refused> {
    let values: AsyncIterator = folder.values().unchecked_into();
    let mut found = Vec::new();
    loop {
        let next: IteratorNext = JsFuture::from(values.next()?).await?.unchecked_into();
        if next.done() {
            return Ok(found);
        }
        found.push(next.value().unchecked_into());
    }
}

impl PrivateFiles {
    /// Opens the store, unless files could not be written.
    pub async fn open() -> Result<Self, Refused> {
        let root = root().await?;
        let writable = js_sys::Reflect::get(&js_sys::global(), &"FileSystemFileHandle".into())
            .and_then(|class| js_sys::Reflect::get(&class, &"prototype".into()))
            .and_then(|prototype| js_sys::Reflect::has(&prototype, &"createWritable".into()))?;
        if writable { Ok(Self(root)) } else { Err(Refused) }
    }

    /// The folder all jobs lie in.
    async fn jobs(&self) -> Result<FileSystemDirectoryHandle, Refused> {
        Ok(JsFuture::from(self.0.get_directory_handle(ROOT)).await?.unchecked_into())
    }

    /// Removes all there is. Where there is no such file system, there is nothing.
    pub async fn forget() -> Result<(), Refused> {
        let Ok(root) = root().await else {
            return Ok(());
        };
        if entries(&root).await?.iter().all(|entry| entry.name() != ROOT) {
            return Ok(());
        }
        remove(&root, ROOT).await
    }

    pub async fn folders(&self) -> Result<Vec<Folder>, Refused> {
        let mut folders = Vec::new();
        let Ok(jobs) = self.jobs().await else {
            return Ok(folders);
        };
        for entry in entries(&jobs).await? {
            if entry.kind() == FileSystemHandleKind::Directory {
                let name = entry.name();
                let files = entries(&entry.unchecked_into()).await?;
                folders.push(Folder { name, files: files.iter().map(FileSystemHandle::name).collect() });
            }
        }
        Ok(folders)
    }

    pub async fn create(&self, folder: &str) -> Result<(), Refused> {
        create(&create(&self.0, ROOT).await?, folder).await?;
        Ok(())
    }

    async fn folder(&self, folder: &str) -> Result<FileSystemDirectoryHandle, Refused> {
        Ok(JsFuture::from(self.jobs().await?.get_directory_handle(folder)).await?.unchecked_into())
    }

    pub async fn read(&self, folder: &str, file: &str) -> Result<String, Refused> {
        let file = JsFuture::from(self.folder(folder).await?.get_file_handle(file)).await?;
        let file: Blob =
            JsFuture::from(file.unchecked_into::<WritableFile>().get_file()?).await?.unchecked_into();
        JsFuture::from(file.text()).await?.as_string().ok_or(Refused)
    }

    pub async fn write(&self, folder: &str, file: &str, text: &str) -> Result<(), Refused> {
        write(&self.folder(folder).await?, file, text).await
    }

    pub async fn remove(&self, folder: &str) -> Result<(), Refused> {
        if self.folder(folder).await.is_err() {
            return Ok(());
        }
        remove(&self.jobs().await?, folder).await
    }
}

async fn create(
    parent: &FileSystemDirectoryHandle,
    name: &str,
) -> Result<FileSystemDirectoryHandle, Refused> {
    let create = FileSystemGetDirectoryOptions::new();
    create.set_create(true);
    Ok(JsFuture::from(parent.get_directory_handle_with_options(name, &create)).await?.unchecked_into())
}

async fn remove(parent: &FileSystemDirectoryHandle, name: &str) -> Result<(), Refused> {
    let recursive = FileSystemRemoveOptions::new();
    recursive.set_recursive(true);
    JsFuture::from(parent.remove_entry_with_options(name, &recursive)).await?;
    Ok(())
}
