//! What the presets of a site come to: those that are built in, or what whoever runs it has said.

use super::{Bytes, Preset};

/// The ceiling and the most workers of each preset.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Presets([Share; Preset::ALL.len()]);

#[derive(Debug, Clone, Copy, PartialEq)]
struct Share {
    preset: Preset,
    ceiling: Bytes,
    workers: u32,
}

impl Default for Presets {
    fn default() -> Self {
        Self(Preset::ALL.map(|preset| Share {
            preset,
            ceiling: preset.ceiling(),
            workers: preset.most_workers(),
        }))
    }
}

impl Presets {
    fn share(&self, preset: Preset) -> &Share {
        // They stand in the order of the presets.
        &self.0[preset as usize]
    }

    /// The most that all wasm heaps and page bitmaps together may take.
    pub fn ceiling(&self, preset: Preset) -> Bytes {
        self.share(preset).ceiling
    }

    /// How many pages are read at a time on a device with this many cores.
    pub fn workers(&self, preset: Preset, cores: u32) -> u32 {
        self.share(preset).workers.min(cores.max(1))
    }

    /// The largest preset that stays below a ceiling; the smallest where none does.
    pub fn for_ceiling(&self, ceiling: Bytes) -> Preset {
        let below = self.0.iter().filter(|share| share.ceiling <= ceiling);
        below.max_by_key(|share| share.ceiling).map_or(Preset::Conservative, |share| share.preset)
    }

    /// Gives a preset another ceiling.
    pub fn set_ceiling(&mut self, preset: Preset, ceiling: Bytes) {
        self.0[preset as usize].ceiling = ceiling;
    }

    /// Gives a preset another number of workers.
    pub fn set_workers(&mut self, preset: Preset, workers: u32) {
        self.0[preset as usize].workers = workers;
    }
}
