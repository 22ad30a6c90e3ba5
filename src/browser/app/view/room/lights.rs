//! What is lit in the text: doubtful words, what a person has put right, hits, the word that is pointed at. The browser draws
//! it over the text (CSS custom highlights), which stays as it is. Where it cannot, nothing is lit there, and the page's
//! picture still is.

use wasm_bindgen::prelude::*;
use web_sys::Range;

#[wasm_bindgen]
extern "C" {
    type Highlight;

    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<Highlight, JsValue>;

    #[wasm_bindgen(method)]
    fn add(this: &Highlight, range: &Range);

    #[wasm_bindgen(method)]
    fn clear(this: &Highlight);

    type Registry;

    #[wasm_bindgen(method)]
    fn set(this: &Registry, name: &str, highlight: &Highlight);

    #[wasm_bindgen(thread_local_v2, js_namespace = CSS, js_name = highlights)]
    static REGISTRY: Option<Registry>;
}

/// Why a word is lit. The class of a word over the picture, and the name of a highlight in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Light {
    /// The engine was not sure of it.
    Doubtful,
    /// A person put it right.
    Corrected,
    /// It was searched for.
    Hit,
    /// It is the hit that is looked at.
    PresentHit,
    /// It, or its twin, is pointed at.
    Twin,
    /// It is the word that keys act on.
    Current,
}

impl Light {
    /// All, the strongest last.
    pub const ALL: [Light; 6] =
        [Light::Doubtful, Light::Corrected, Light::Hit, Light::PresentHit, Light::Twin, Light::Current];

    /// Its name in the style sheet.
    pub fn name(self) -> &'static str {
        match self {
            Light::Doubtful => "doubtful",
            Light::Corrected => "corrected",
            Light::Hit => "hit",
            Light::PresentHit => "present-hit",
            Light::Twin => "twin",
            Light::Current => "current",
        }
    }
}

/// The lights of the text.
pub struct Lights(Option<[Highlight; Light::ALL.len()]>);

impl Lights {
    /// None of them lit.
    pub fn new() -> Self {
        Self(REGISTRY.with(|registry| {
            let registry = registry.as_ref()?;
            let lights: Vec<Highlight> =
                Light::ALL.iter().map(|_| Highlight::new().ok()).collect::<Option<_>>()?;
            for (light, highlight) in Light::ALL.iter().zip(&lights) {
                registry.set(light.name(), highlight);
            }
            lights.try_into().ok()
        }))
    }

    /// Lights exactly these places.
    pub fn light(&self, light: Light, ranges: impl Iterator<Item = Range>) {
        if let Some(highlight) = self.0.as_ref().and_then(|lights| lights.get(light as usize)) {
            highlight.clear();
            ranges.for_each(|range| highlight.add(&range));
        }
    }
}
