//! Handing results over: files to download, text to the clipboard.

use gloo::timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, HtmlAnchorElement, Url};

/// How long a download's address stays valid. Browsers fetch it at once; slow ones ask the person first.
const ADDRESS_LIFETIME_MS: u32 = 60_000;

/// Downloads a blob under this name.
///
/// # Errors
/// When the browser refuses.
pub fn download(blob: &Blob, name: &str) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let address = Url::create_object_url_with_blob(blob)?;
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
