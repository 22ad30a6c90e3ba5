//! The browser's handles on files, by which a later visit can ask for the same file with one click. Chromium gives
//! them for files that are dropped; where there are none, the file is chosen again.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, Event, File};

#[wasm_bindgen]
extern "C" {
    /// An item of a drop. web-sys does not provide for its handle.
    type DroppedItem;
    #[wasm_bindgen(method, catch, js_name = getAsFileSystemHandle)]
    fn get_as_file_system_handle(this: &DroppedItem) -> Result<Promise, JsValue>;

    /// The event of `www/launched.js`.
    type Launch;
    #[wasm_bindgen(method, getter)]
    fn files(this: &Launch) -> Array;
    #[wasm_bindgen(method, getter)]
    fn handles(this: &Launch) -> Array;

    /// A handle on a file outside of the browser, which the person has to allow again on every visit.
    #[derive(Debug, Clone)]
    pub type FileHandle;
    #[wasm_bindgen(method, getter)]
    fn kind(this: &FileHandle) -> String;
    #[wasm_bindgen(method, getter)]
    fn name(this: &FileHandle) -> String;
    #[wasm_bindgen(method, catch, js_name = requestPermission)]
    fn request_permission(this: &FileHandle) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getFile)]
    fn get_file(this: &FileHandle) -> Result<Promise, JsValue>;
}

/// Files as they came in, and the handles on them as far as the browser gives any.
#[derive(Default)]
pub struct Chosen {
    /// The files.
    pub files: Vec<File>,
    /// Their handles, which are still to come: none, or one for each file.
    handles: Vec<Promise>,
}

impl Chosen {
    /// Files without handles.
    pub fn plain(files: Vec<File>) -> Self {
        Self { files, handles: Vec::new() }
    }

    /// The files of a drop or a paste. Has to be called while that is going on: handles are not given later.
    pub fn transferred(transfer: &DataTransfer, files: Vec<File>) -> Self {
        let items = transfer.items();
        let handles = (0..items.length())
            .filter_map(|index| items.get(index))
            .filter(|item| item.kind() == "file")
            .filter_map(|item| item.unchecked_into::<DroppedItem>().get_as_file_system_handle().ok())
            .collect();
        Self { files, handles }
    }

    /// Files that were opened or shared with the installed page: `www/launched.js` says so by an event.
    pub fn launched(event: &Event) -> Self {
        let event = event.unchecked_ref::<Launch>();
        let handles =
            event.handles().iter().map(|handle| Promise::resolve(&handle).unchecked_into()).collect();
        Self { files: event.files().iter().map(JsCast::unchecked_into).collect(), handles }
    }

    /// A file that a handle led to.
    pub fn found(file: File, handle: &FileHandle) -> Self {
        Self { files: vec![file], handles: vec![Promise::resolve(handle).unchecked_into()] }
    }

    /// Each file with its handle.
    pub async fn settled(self) -> Vec<(File, Option<FileHandle>)> {
        let handles = match JsFuture::from(Promise::all(&self.handles.iter().collect::<Array>())).await {
            Ok(handles) => handles.unchecked_into::<Array>(),
            Err(_) => Array::new(),
        };
        let handle = |index: usize, file: &File| {
            let handle = handles.get(index as u32);
            let handle = Some(handle).filter(JsValue::is_object)?.unchecked_into::<FileHandle>();
            // A folder, or another file, is of no use.
            (handle.kind() == "file" && handle.name() == file.name()).then_some(handle)
        };
        let with_handle = |(index, file): (usize, File)| {
            let handle = handle(index, &file);
            (file, handle)
        };
        self.files.into_iter().enumerate().map(with_handle).collect()
    }
}

impl FileHandle {
    /// The file, once the person allows it.
    ///
    /// # Errors
    /// Whatever the browser says: not allowed, moved, deleted.
    pub async fn open(&self) -> Result<File, JsValue> {
        let answer = JsFuture::from(self.request_permission()?).await?;
        if answer.as_string().as_deref() != Some("granted") {
            return Err(answer);
        }
        Ok(JsFuture::from(self.get_file()?).await?.unchecked_into())
    }
}
