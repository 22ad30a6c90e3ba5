//! A document's fingerprint, computed by the browser: half a megabyte at most is read of each file.

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use crate::store::Fingerprint;
use crate::store::fingerprint::{preamble, samples};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = crypto)]
    static CRYPTO: Option<DigestingCrypto>;

    /// Without `subtle` where the page is not served securely, which web-sys does not provide for.
    type DigestingCrypto;
    #[wasm_bindgen(method, getter)]
    fn subtle(this: &DigestingCrypto) -> Option<Subtle>;

    type Subtle;
    #[wasm_bindgen(method, catch)]
    fn digest(this: &Subtle, algorithm: &str, data: &JsValue) -> Result<Promise, JsValue>;
}

/// The fingerprint of these files together; `None` where it cannot be had.
pub async fn fingerprint(files: &[Blob]) -> Option<Fingerprint> {
    let subtle = CRYPTO.with(|crypto| crypto.as_ref().and_then(DigestingCrypto::subtle))?;
    let sizes: Vec<u64> = files.iter().map(|file| file.size() as u64).collect();
    let parts = Array::of1(&preamble(&sizes).into());
    for (file, size) in files.iter().zip(sizes) {
        for sample in samples(size) {
            let sample = file.slice_with_f64_and_f64(sample.start as f64, sample.end as f64);
            parts.push(&sample.ok()?.into());
        }
    }
    let sampled = Blob::new_with_blob_sequence(&parts).ok()?;
    let bytes = JsFuture::from(sampled.array_buffer()).await.ok()?;
    let digest = JsFuture::from(subtle.digest("SHA-256", &bytes).ok()?).await.ok()?;
    Fingerprint::from_digest(&Uint8Array::new(&digest).to_vec())
}
