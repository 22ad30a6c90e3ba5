//! What a pipeline is told, and what it asks for.

use serde::{Deserialize, Serialize};

use crate::model::bitmap::BitmapHeader;
use crate::model::budget::Bytes;
use crate::model::error::Error;
use crate::model::look::Look;
use crate::model::page::PageText;
use crate::model::record::PageRecord;
use crate::reading::{DrawRequest, ReadingOptions};

/// Number of a recognizer, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WorkerIndex(pub usize);

/// Something that happened.
#[derive(Debug)]
pub enum Input<P> {
    /// The renderer has the document open.
    RendererReady {
        /// Its memory.
        heap: Bytes,
    },
    /// A page was drawn.
    Drawn {
        /// What the pixels show.
        header: BitmapHeader,
        /// The pixels.
        pixels: P,
        /// What the page has as text of its own, be it all that it says or not.
        own_text: Option<PageText>,
        /// Time it took.
        milliseconds: f64,
        /// The renderer's memory.
        heap: Bytes,
    },
    /// The page to be drawn carries its text, and that is kept.
    TextFound {
        /// What it says.
        text: PageText,
        /// Time it took.
        milliseconds: f64,
        /// The renderer's memory.
        heap: Bytes,
    },
    /// The page being drawn cannot be drawn; the renderer is well.
    DrawFailed(Error),
    /// The renderer is dead.
    RendererStopped(Error),
    /// A recognizer has its model loaded.
    RecognizerReady {
        /// Which.
        worker: WorkerIndex,
        /// Its memory.
        heap: Bytes,
    },
    /// A page is being read.
    Progress(WorkerIndex, u8),
    /// A page was read.
    Recognized {
        /// By whom.
        worker: WorkerIndex,
        /// What it says.
        text: PageText,
        /// What was seen beside that.
        look: Look,
        /// Time it took.
        milliseconds: f64,
        /// The recognizer's memory.
        heap: Bytes,
    },
    /// The page being read cannot be read; the recognizer is well.
    RecognizeFailed(WorkerIndex, Error),
    /// A recognizer is dead.
    RecognizerStopped(WorkerIndex, Error),
    /// Workers cannot be had at all, or the document cannot be opened any more.
    Unavailable(Error),
    /// The person pressed Cancel.
    Cancel,
    /// The person pressed Pause: pages in work are brought to their end, and no other is begun.
    Pause,
    /// The person pressed Resume.
    Resume,
    /// Time has passed; see [`super::Pipeline::at`].
    Tick,
}

/// Something to do.
#[derive(Debug)]
pub enum Effect<P> {
    /// Start a renderer, in place of the one there may be, and open the document in it.
    StartRenderer,
    /// Start this recognizer, in place of the one there may be.
    StartRecognizer(WorkerIndex),
    /// Have a page drawn.
    Draw(DrawRequest),
    /// Have a page read.
    Recognize {
        /// By whom.
        worker: WorkerIndex,
        /// What the pixels show.
        header: BitmapHeader,
        /// How to read it.
        options: ReadingOptions,
        /// The pixels, to be transferred.
        pixels: P,
    },
    /// A page has ended, and so.
    PageFinished(PageRecord),
    /// Paused, and nothing is in work any more: stop the workers. They are started again on [`Input::Resume`].
    Paused,
    /// Every page has ended: stop the workers.
    Finished,
}
