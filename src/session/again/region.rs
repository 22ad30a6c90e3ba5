//! A part of a page, read by itself with letters that are large enough, and copied.

use super::work::Task;
use super::{PageKey, Progress, RegionReading, Session};
use crate::formats::export::structure::tabbed;
use crate::model::options::PageSegmentationMode;
use crate::model::page::{Dpi, Line, POINTS_PER_INCH, PageSize, PageText, Rect};
use crate::session::Effect;

/// The height that its lines are drawn with, in pixels: of an ordinary page at 300 dpi.
const HEIGHT: f32 = 46.0;
/// At which resolutions at least and at most.
const DPI: (f32, f32) = (200.0, 400.0);
/// Where nothing is known of its lines.
const USUAL: Dpi = Dpi(300.0);
/// From which share of a page on a part may have columns of its own.
const LARGE: f32 = 0.4;

impl<C, P> Session<C, P> {
    /// Reads a part of a page, in place of the one before.
    pub(in crate::session) fn read_region(&mut self, page: PageKey, region: Rect) {
        self.stop_work_if(|task| task == Task::Region);
        self.again.region = None;
        let is_somewhere = region.width > 0.0 && region.height > 0.0;
        if is_somewhere && self.can_read_again(page) {
            self.again.region = Some(RegionReading { page, region, progress: Progress::Waiting });
        }
        self.go_on_again();
    }

    /// Puts what was read of it on the clipboard: as text, or as rows with tabs between cells.
    pub(in crate::session) fn copy_region(&mut self, as_table: bool) {
        let text = self.again.region.as_ref().and_then(RegionReading::text);
        let copied = text.map(|text| if as_table { tabbed(text) } else { text.to_string() });
        self.effects.extend(copied.map(Effect::Copy));
    }

    /// How to look for text in a part of a page, and at which resolution.
    pub(super) fn for_region(&self, page: PageKey, region: &Rect) -> (PageSegmentationMode, Dpi) {
        let record = self.record(page);
        let text = record.and_then(|record| record.text());
        let size = record.and_then(|record| record.reading.size);
        (psm_for(size, region), text.map_or(USUAL, |text| dpi_for(text, region)))
    }
}

fn psm_for(size: Option<PageSize>, region: &Rect) -> PageSegmentationMode {
    let is_large = |size: PageSize| region.width * region.height > LARGE * size.width * size.height;
    if size.is_some_and(is_large) { PageSegmentationMode::AUTO } else { PageSegmentationMode::SINGLE_BLOCK }
}

/// The resolution at which the lines of a part of a page are high enough: those of the page, where it had none there.
fn dpi_for(text: &PageText, region: &Rect) -> Dpi {
    let median = |is_it: &dyn Fn(&Line) -> bool| {
        let mut heights: Vec<f32> = text
            .lines()
            .filter(|line| line.row_height > 0.0 && is_it(line))
            .map(|line| line.row_height)
            .collect();
        heights.sort_by(f32::total_cmp);
        heights.get(heights.len() / 2).copied()
    };
    let height = median(&|line| line.rect.shared_area(region) > 0.0).or_else(|| median(&|_| true));
    height.map_or(USUAL, |height| Dpi((HEIGHT * POINTS_PER_INCH / height).clamp(DPI.0, DPI.1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::{Baseline, Block, BlockKind, PageIndex, Paragraph};

    fn line(y: f32, row_height: f32) -> Line {
        let rect = Rect { x: 50.0, y, width: 300.0, height: row_height };
        let baseline = Baseline { x0: 50.0, y0: y, x1: 350.0, y1: y };
        Line { rect, baseline, row_height, words: Vec::new() }
    }

    #[test]
    fn small_print_is_drawn_larger_than_headings() {
        let lines = vec![line(10.0, 20.0), line(100.0, 8.0), line(110.0, 8.0), line(120.0, 8.0)];
        let rect = Rect { x: 50.0, y: 10.0, width: 300.0, height: 118.0 };
        let paragraphs = vec![Paragraph { rect, lines }];
        let size = PageSize { width: 595.0, height: 842.0 };
        let blocks = vec![Block { kind: BlockKind::Text, rect, paragraphs }];
        let text = PageText {
            page: PageIndex(0),
            size,
            dpi: Dpi::BEST,
            blocks,
            languages: Vec::new(),
            corrections: Vec::new(),
        };
        let at = |y: f32| dpi_for(&text, &Rect { x: 0.0, y, width: 500.0, height: 20.0 });
        assert_eq!(at(5.0), Dpi(200.0));
        assert_eq!(at(105.0), Dpi(400.0));
        assert_eq!(at(700.0), Dpi(400.0), "as most of the page is");
        let part = Rect { x: 0.0, y: 0.0, width: 500.0, height: 200.0 };
        assert_eq!(psm_for(Some(size), &part), PageSegmentationMode::SINGLE_BLOCK);
        assert_eq!(psm_for(Some(size), &Rect { height: 800.0, ..part }), PageSegmentationMode::AUTO);
    }
}
