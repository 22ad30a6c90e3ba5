//! The type the documents are set in: the DejaVu family, carried by a crate of its own, and for scripts that it has not,
//! fonts of Debian packages that set-up installs for tests. Where these are not, their scripts cannot be drawn.

use std::fs;
use std::sync::OnceLock;

use ab_glyph::{Font, FontRef, PxScale};

/// One cut of the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Face {
    /// Sans serif.
    Sans,
    /// Sans serif, bold.
    SansBold,
    /// Sans serif, narrow.
    SansCondensed,
    /// Serif.
    Serif,
    /// Serif, bold.
    SerifBold,
    /// Serif, italic.
    SerifItalic,
    /// Serif, narrow.
    SerifCondensed,
    /// Typewriter.
    Mono,
    /// Arabic: Amiri, of the package `fonts-hosny-amiri`. Tesseract reads the small dots of the other family's badly.
    Arabic,
    /// Devanagari: Lohit, of the package `fonts-lohit-deva`.
    Devanagari,
    /// Chinese, Japanese and Korean: WenQuanYi Micro Hei, of the package `fonts-wqy-microhei`.
    EastAsian,
}

const COUNT: usize = 11;

/// Where the packages put them.
const AMIRI: &str = "/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf";
const LOHIT: &str = "/usr/share/fonts/truetype/lohit-devanagari/Lohit-Devanagari.ttf";
const MICRO_HEI: &str = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc";

impl Face {
    /// The outlines.
    pub fn font(self) -> &'static FontRef<'static> {
        static FONTS: [OnceLock<FontRef<'static>>; COUNT] = [const { OnceLock::new() }; COUNT];
        FONTS[self as usize]
            .get_or_init(|| FontRef::try_from_slice_and_index(self.bytes(), 0).expect("a sound font"))
    }

    /// Whether it can be had on this machine.
    pub fn is_here(self) -> bool {
        !self.bytes().is_empty()
    }

    /// The file. Empty if it is not on this machine.
    pub fn bytes(self) -> &'static [u8] {
        static INSTALLED: [OnceLock<Vec<u8>>; 3] = [const { OnceLock::new() }; 3];
        let installed =
            |place: usize, path| INSTALLED[place].get_or_init(|| fs::read(path).unwrap_or_default());
        match self {
            Self::Sans => dejavu::sans::regular(),
            Self::SansBold => dejavu::sans::bold(),
            Self::SansCondensed => dejavu::sans_condensed::regular(),
            Self::Serif => dejavu::serif::regular(),
            Self::SerifBold => dejavu::serif::bold(),
            Self::SerifItalic => dejavu::serif::italic(),
            Self::SerifCondensed => dejavu::serif_condensed::regular(),
            Self::Mono => dejavu::sans_mono::regular(),
            Self::Devanagari => installed(0, LOHIT),
            Self::EastAsian => installed(1, MICRO_HEI),
            Self::Arabic => installed(2, AMIRI),
        }
    }

    /// The bold cut that goes with this one in headings.
    pub fn heading(self) -> Self {
        match self {
            Self::Serif | Self::SerifBold | Self::SerifItalic | Self::SerifCondensed => Self::SerifBold,
            Self::Sans | Self::SansBold | Self::SansCondensed | Self::Mono => Self::SansBold,
            Self::Arabic | Self::Devanagari | Self::EastAsian => self,
        }
    }

    /// What the rasterizer calls a type size of `em` (the library measures ascent to descent).
    pub fn scale(self, em: f32) -> PxScale {
        let font = self.font();
        PxScale::from(em * font.height_unscaled() / font.units_per_em().expect("a scalable font"))
    }

    /// Width of the text at a type size of `em`, in the unit of `em`; kerning is left out, on paper too.
    pub fn width(self, text: &str, em: f32) -> f32 {
        let font = self.font();
        let units = font.units_per_em().expect("a scalable font");
        text.chars().map(|c| font.h_advance_unscaled(font.glyph_id(c))).sum::<f32>() * em / units
    }
}
