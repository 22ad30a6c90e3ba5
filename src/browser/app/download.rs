//! Files that are downloaded.

use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long a download's address stays valid. Browsers fetch it at once; slow ones ask the person first.
const ADDRESS_LIFETIME_MS: u32 = 60_000;

/// A file of these bytes.
///
/// # Errors
/// When the browser refuses.
pub fn file(bytes: &[u8], mime: &str) -> Result<Blob, JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type(mime);
    Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &kind)
}

/// Downloads a file under this name.
///
/// # Errors
/// When the browser refuses.
pub fn save(file: &Blob, name: &str) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let address = Url::create_object_url_with_blob(file)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Timeout::new(ADDRESS_LIFETIME_MS, move || {
        Url::revoke_object_url(&address).ok();
    })
    .forget();
    Ok(())
}
