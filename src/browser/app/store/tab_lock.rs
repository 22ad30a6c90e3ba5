//! Web Locks around a job: what one tab is reading, no other tab touches.
//!
//! The browser gives a lock back when its tab is gone, however it went.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// A navigator that may have locks; web-sys counts them among its unstable parts.
    type LockingNavigator;
    #[wasm_bindgen(method, getter)]
    fn locks(this: &LockingNavigator) -> Option<Locks>;

    type Locks;
    #[wasm_bindgen(method, catch)]
    fn request(
        this: &Locks,
        name: &str,
        options: &LockOptions,
        granted: &Function,
    ) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn query(this: &Locks) -> Result<Promise, JsValue>;

    #[wasm_bindgen(extends = js_sys::Object)]
    type LockOptions;
    #[wasm_bindgen(method, setter, js_name = ifAvailable)]
    fn set_if_available(this: &LockOptions, if_available: bool);

    type Snapshot;
    #[wasm_bindgen(method, getter)]
    fn held(this: &Snapshot) -> Array;

    type HeldLock;
    #[wasm_bindgen(method, getter)]
    fn name(this: &HeldLock) -> String;
}

const PREFIX: &str = "pagewise-job-";

/// A job that is ours until this is dropped.
#[derive(Debug)]
pub struct TabLock(Option<Function>);

impl Drop for TabLock {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            // The function that settles a promise throws nothing.
            release.call0(&JsValue::NULL).ok();
        }
    }
}

/// Whose a job is.
pub enum Claim {
    /// Ours.
    Ours(TabLock),
    /// Another tab's.
    Elsewhere,
}

fn locks() -> Option<Locks> {
    web_sys::window()?.navigator().unchecked_into::<LockingNavigator>().locks()
}

/// Claims a job. In a browser without locks, or one that gives none here, it is always ours.
pub async fn claim(job: &str) -> Claim {
    let Some(locks) = locks() else {
        return Claim::Ours(TabLock(None));
    };
    let options: LockOptions = js_sys::Object::new().unchecked_into();
    options.set_if_available(true);
    let mut asked = Ok(Promise::resolve(&JsValue::NULL));
    // Settled with the function that gives the lock back, or with null if it is another's.
    let answer = Promise::new(&mut |answer: Function, _| {
        let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            if lock.is_null() {
                answer.call1(&JsValue::NULL, &JsValue::NULL).ok();
                return JsValue::UNDEFINED;
            }
            // The lock is held until the promise that is returned is settled.
            Promise::new(&mut |release, _| {
                answer.call1(&JsValue::NULL, &release).ok();
            })
            .into()
        });
        asked = locks.request(&format!("{PREFIX}{job}"), &options, granted.unchecked_ref());
    });
    let Ok(asked) = asked else {
        return Claim::Ours(TabLock(None));
    };
    // A refusal is no answer: nobody is called then, and only the promise of the request says so.
    match JsFuture::from(Promise::race(&Array::of2(&answer, &asked))).await.map(JsCast::dyn_into::<Function>)
    {
        Ok(Ok(release)) => Claim::Ours(TabLock(Some(release))),
        Ok(Err(_)) => Claim::Elsewhere,
        Err(_) => Claim::Ours(TabLock(None)),
    }
}

/// The jobs that any tab holds, this one included.
pub async fn held() -> Vec<String> {
    let Some(Ok(asked)) = locks().map(|locks| locks.query()) else {
        return Vec::new();
    };
    let Ok(snapshot) = JsFuture::from(asked).await else {
        return Vec::new();
    };
    let held = snapshot.unchecked_into::<Snapshot>().held();
    let names = held.iter().map(|lock| lock.unchecked_into::<HeldLock>().name());
    names.filter_map(|name| name.strip_prefix(PREFIX).map(str::to_owned)).collect()
}
