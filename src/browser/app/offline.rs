//! What keeps Pagewise for use without a network (`www/offline.js`), and the record of requests (`www/requests.js`), as the
//! page sees them.

use wasm_bindgen::prelude::*;

use super::Sender;
use super::assets::Loader;
use crate::model::request::Request;
use crate::session::{Event, Kept};

#[wasm_bindgen]
extern "C" {
    /// Keeps what the site is made of, by a service worker.
    pub type Keeper;
    #[wasm_bindgen(method, getter)]
    fn standing(this: &Keeper) -> String;
    #[wasm_bindgen(method, getter, js_name = hasUpdate)]
    fn has_update(this: &Keeper) -> bool;
    #[wasm_bindgen(method, setter, js_name = onChange)]
    fn set_on_change(this: &Keeper, on_change: &JsValue);
    /// Begins to keep what is loaded: everything has come, and is checked.
    #[wasm_bindgen(method)]
    pub fn keep(this: &Keeper);
    /// Has the new version take over, and loads the page anew.
    #[wasm_bindgen(method, js_name = takeUpdate)]
    pub fn take_update(this: &Keeper);

    /// What was asked for since the page was opened.
    pub type RequestLog;
    /// The address under which everything of the site lies.
    #[wasm_bindgen(method, getter)]
    pub fn site(this: &RequestLog) -> String;
    /// The policy of the page.
    #[wasm_bindgen(method, getter)]
    pub fn policy(this: &RequestLog) -> String;
    #[wasm_bindgen(method, getter)]
    fn all(this: &RequestLog) -> JsValue;
    /// How many there are.
    #[wasm_bindgen(method, getter)]
    pub fn count(this: &RequestLog) -> u32;
    #[wasm_bindgen(method, setter, js_name = onChange)]
    fn set_on_request(this: &RequestLog, on_change: &JsValue);

    /// What a part that cannot be had is refused with.
    type Missing;
    #[wasm_bindgen(method, getter, js_name = isOutOfReach)]
    fn is_out_of_reach(this: &Missing) -> Option<bool>;
}

/// Whether a part cannot be had because no server answers.
pub fn is_out_of_reach(reason: &JsValue) -> bool {
    reason.is_object() && reason.unchecked_ref::<Missing>().is_out_of_reach() == Some(true)
}

/// The requests, in order.
pub fn requests(log: &RequestLog) -> Vec<Request> {
    serde_wasm_bindgen::from_value(log.all()).unwrap_or_default()
}

/// Tells the page whenever more or less is kept, and when there is a new version.
pub fn listen(loader: &Loader, sender: &Sender) {
    let to = sender.clone();
    // For as long as the page lives.
    loader
        .requests()
        .set_on_request(&Closure::<dyn Fn()>::new(move || to.send(super::Msg::Refresh)).into_js_value());
    let Some(keeper) = loader.offline() else {
        return;
    };
    let (to, source) = (sender.clone(), loader.offline());
    let told = Closure::<dyn Fn()>::new(move || {
        if let Some(keeper) = &source {
            tell(keeper, &to);
        }
    });
    keeper.set_on_change(&told.into_js_value());
    tell(&keeper, sender);
}

fn tell(keeper: &Keeper, sender: &Sender) {
    let kept = match keeper.standing().as_str() {
        "whole" => Kept::Whole,
        "coming" => Kept::Coming,
        _ => Kept::Nothing,
    };
    sender.event(Event::KeptOffline(kept));
    if keeper.has_update() {
        sender.event(Event::UpdateReady);
    }
}
