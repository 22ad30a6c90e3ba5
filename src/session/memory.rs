//! What is held in memory, and what it has come to.

use super::Session;
use crate::model::budget::Bytes;

/// Wasm memory in use, and what it has come to.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct MemoryUse {
    /// All heaps of all living workers, our own where the session runs, and the living bitmaps.
    pub now: Bytes,
    /// The most that `now` has been.
    pub peak: Bytes,
    /// The most that PDFium's heap has been.
    pub pdfium_peak: Bytes,
    /// The most that one Tesseract's heap has been.
    pub tesseract_peak: Bytes,
    /// The most that all instances of our own module have been.
    pub core_peak: Bytes,
}

impl<C, P> Session<C, P> {
    /// Counts the memory that is held at this moment.
    pub(super) fn note_memory(&mut self) {
        let pipeline = self.running_document().and_then(|document| document.job.as_ref()?.pipeline.as_ref());
        let running = pipeline.map_or(Bytes(0), |pipeline| pipeline.bitmap_bytes());
        let bitmaps = running + self.again_bitmap_bytes();
        let renderer = self.renderer.as_ref().map(|renderer| renderer.heaps).unwrap_or_default();
        let (mut engines, mut cores) = (renderer.engine, self.own_heap + renderer.core);
        let memory = &mut self.memory;
        memory.pdfium_peak = memory.pdfium_peak.max(renderer.engine);
        for heaps in self.recognizers.heaps() {
            engines = engines + heaps.engine;
            cores = cores + heaps.core;
            memory.tesseract_peak = memory.tesseract_peak.max(heaps.engine);
        }
        memory.now = engines + cores + bitmaps;
        memory.peak = memory.peak.max(memory.now);
        memory.core_peak = memory.core_peak.max(cores);
    }
}
