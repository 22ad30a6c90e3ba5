//! Image files as a document: one page an image, one page a TIFF directory.
//!
//! Only the file of the page being drawn is in memory. A file that cannot be decoded costs its own page and
//! no other.

use image::metadata::Orientation;

use crate::formats::image::decode::{self, Picture};
use crate::formats::image::grey::{Turn, turn};
use crate::formats::image::scale::Scaler;
use crate::formats::image::tiff::directories::select;
use crate::formats::image::{ImageSource, density, directories};
use crate::messages::rendering::ShowRequest;
use crate::model::bitmap::{BitmapHeader, Provenance};
use crate::model::error::Error;
use crate::model::page::PageIndex;
use crate::model::paper::credible_dpi;
use crate::model::shot::Shot;
use crate::model::source::FileKind;
use crate::reading::region::cut;
use crate::reading::{DrawRequest, DrawnPage, Rasterizer, StoredImage};

/// Of a damaged image at least one in so many rows must be there to be worth reading.
const LEAST_PART: u64 = 20;

/// One page: a file, and for TIFF the offset of a directory in it.
#[derive(Debug, Clone, Copy)]
struct ImagePage {
    file: usize,
    directory: Option<u64>,
}

/// Any number of image files, opened as one document.
pub struct ImageFiles<S> {
    source: S,
    kinds: Vec<FileKind>,
    pages: Vec<ImagePage>,
}

impl<S: ImageSource> ImageFiles<S> {
    /// Opens the files: TIFFs are read to count their pages, everything else is left until it is drawn.
    pub fn open(source: S, kinds: Vec<FileKind>) -> Self {
        let mut pages = Vec::with_capacity(kinds.len());
        for file in 0..kinds.len() {
            let directories = directories(&source, &kinds, file);
            // A TIFF whose directories cannot be followed stays one page, which then says why.
            if directories.is_empty() {
                pages.push(ImagePage { file, directory: None });
            }
            pages.extend(directories.into_iter().map(|offset| ImagePage { file, directory: Some(offset) }));
        }
        Self { source, kinds, pages }
    }

    /// How many pages each file has.
    pub fn file_pages(&self) -> Vec<u32> {
        let mut counts = vec![0; self.kinds.len()];
        for page in &self.pages {
            counts[page.file] += 1;
        }
        counts
    }

    /// Where the bytes of the files come from.
    pub fn source(&self) -> &S {
        &self.source
    }

    /// Which file a page is from, and what kind of file that is.
    pub fn file_of(&self, page: PageIndex) -> Option<(usize, FileKind)> {
        let file = self.pages.get(page.as_usize())?.file;
        Some((file, *self.kinds.get(file)?))
    }
}

impl<S: ImageSource> ImageFiles<S> {
    /// A page, and its density as far as the file tells.
    fn picture(&self, page: PageIndex) -> Result<(Picture, Option<(f32, f32)>), Error> {
        let page = self.pages.get(page.as_usize()).ok_or(Error::DamagedPage)?;
        let kind = *self.kinds.get(page.file).ok_or(Error::DamagedPage)?;
        let mut bytes = self.source.read(page.file)?;
        if let Some(offset) = page.directory {
            select(&mut bytes, offset);
        }
        let density = density::read(&bytes, kind);
        Ok((decode::open(bytes, kind)?, density))
    }

    /// A page, or a part of it, as large as it is wanted to look at: its size, and its pixels in grey.
    ///
    /// # Errors
    /// Of [`crate::model::error::Scope::Page`].
    pub fn show(&self, request: &ShowRequest) -> Result<(u32, u32, Vec<u8>), Error> {
        let (Picture { size: (width, height), orientation, decoder }, density) =
            self.picture(request.page)?;
        let size = density::page_size((width, height), density, orientation);
        let shot = as_stored(request.shot(size).ok_or(Error::DamagedPage)?, orientation);
        let (columns, shown) = (shot.left..shot.left + shot.width, shot.top..shot.top + shot.height);
        let mut scaler = Scaler::part((width, height), (shot.across, shot.down), columns, shown);
        let mut rows = 0;
        // What there is of a damaged picture is shown; the rest is white.
        let result = decoder.rows(&mut |row| {
            rows += 1;
            scaler.push_row(row);
        });
        if rows == 0 {
            result?;
        }
        (rows..height).for_each(|_| scaler.push_row(&[]));
        let (pixels, width, height) = upright(scaler.finish(), (shot.width, shot.height), orientation);
        Ok((width, height, pixels))
    }
}

impl<S: ImageSource> Rasterizer for ImageFiles<S> {
    type Pixels = Vec<u8>;

    fn page_count(&self) -> u32 {
        self.pages.len() as u32
    }

    fn draw(&mut self, request: &DrawRequest) -> Result<DrawnPage<Vec<u8>>, Error> {
        let (picture, density) = self.picture(request.page)?;
        let (header, pixels) = draw_picture(request, picture, density)?;
        Ok(DrawnPage::Bitmap { header, pixels, own_text: None })
    }
}

fn draw_picture(
    request: &DrawRequest,
    picture: Picture,
    density: Option<(f32, f32)>,
) -> Result<(BitmapHeader, Vec<u8>), Error> {
    let Picture { size: (width, height), orientation, decoder } = picture;
    let is_upright = orientation == Orientation::NoTransforms;
    let image = StoredImage { width, height, dpi: credible_dpi(density, width, height), is_upright };
    let extent = image.extent(request)?;
    let mut scaler =
        Scaler::strip((width, height), (extent.width, extent.height), extent.top..extent.top + extent.rows);
    let mut provenance = Provenance::Scan;
    let (mut rows, mut sound) = (0, 0);
    let result = decoder.rows(&mut |row| {
        rows += 1;
        sound += u64::from(!row.is_empty());
        scaler.push_row(row);
    });
    if let Err(error) = result {
        if sound * LEAST_PART < u64::from(height) {
            return Err(error);
        }
        provenance = Provenance::PartOfScan;
        (rows..height).for_each(|_| scaler.push_row(&[]));
    }
    let size = density::page_size((width, height), density, orientation);
    let (pixels, width, height) = upright(scaler.finish(), (extent.width, extent.rows), orientation);
    let drawn = extent.header(request.page, size, provenance);
    let header = BitmapHeader { width, height, stride: width, ..drawn };
    Ok(cut(request.region.as_ref(), header, pixels))
}

/// How a picture is turned to be upright, and whether it is mirrored after that, by what EXIF says.
fn way_up(orientation: Orientation) -> (Turn, bool) {
    match orientation {
        Orientation::NoTransforms => (Turn::None, false),
        Orientation::Rotate90 => (Turn::Right, false),
        Orientation::Rotate180 => (Turn::Half, false),
        Orientation::Rotate270 => (Turn::Left, false),
        Orientation::FlipHorizontal => (Turn::None, true),
        Orientation::FlipVertical => (Turn::Half, true),
        Orientation::Rotate90FlipH => (Turn::Right, true),
        Orientation::Rotate270FlipH => (Turn::Left, true),
    }
}

/// What of a picture as it is stored comes to be a part of it as it is shown.
fn as_stored(shown: Shot, orientation: Orientation) -> Shot {
    let (quarter, mirror) = way_up(orientation);
    let Shot { across, down, left, top, width, height } = shown;
    let left = if mirror { across - left - width } else { left };
    let (right, bottom) = (across - left - width, down - top - height);
    match quarter {
        Turn::None => Shot { left, ..shown },
        Turn::Half => Shot { left: right, top: bottom, ..shown },
        Turn::Right => {
            Shot { across: down, down: across, left: top, top: right, width: height, height: width }
        }
        Turn::Left => {
            Shot { across: down, down: across, left: bottom, top: left, width: height, height: width }
        }
    }
}

/// Applies what EXIF says about how the camera was held.
fn upright(pixels: Vec<u8>, size: (u32, u32), orientation: Orientation) -> (Vec<u8>, u32, u32) {
    let (quarter, mirror) = way_up(orientation);
    let (mut pixels, width, height) = turn(pixels, size.0, size.1, quarter);
    if mirror {
        pixels.chunks_exact_mut(width.max(1) as usize).for_each(<[u8]>::reverse);
    }
    (pixels, width, height)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::model::bitmap::Strip;
    use crate::model::budget::Bytes;
    use crate::model::options::OwnText;
    use crate::model::page::{Dpi, Rect};
    use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgba, RgbaImage};

    struct Memory(Vec<Vec<u8>>);

    impl ImageSource for Memory {
        fn read(&self, file: usize) -> Result<Vec<u8>, Error> {
            self.0.get(file).cloned().ok_or(Error::UnreadableFile)
        }
    }

    fn encode(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn document(files: Vec<(Vec<u8>, FileKind)>) -> ImageFiles<Memory> {
        let (bytes, kinds) = files.into_iter().unzip();
        ImageFiles::open(Memory(bytes), kinds)
    }

    fn request(page: u32, dpi: Option<f32>) -> DrawRequest {
        DrawRequest {
            page: PageIndex(page),
            strip: Strip::FIRST,
            dpi: dpi.map(Dpi),
            max_pixels: 4_000_000,
            max_decoded: Bytes::megabytes(80),
            reduction: 1.0,
            own_text: OwnText::Keep,
            region: None,
        }
    }

    #[test]
    fn transparent_paper_is_white() {
        let image =
            RgbaImage::from_fn(20, 10, |x, _| if x < 10 { Rgba([0, 0, 0, 255]) } else { Rgba([0, 0, 0, 0]) });
        let png = encode(&DynamicImage::ImageRgba8(image), ImageFormat::Png);
        let (header, pixels) =
            document(vec![(png, FileKind::Png)]).draw(&request(0, Some(96.0))).unwrap().bitmap().unwrap();
        assert_eq!((header.width, header.height), (20, 10));
        assert_eq!((pixels[0], pixels[19]), (0, 255));
    }

    #[test]
    fn a_broken_image_costs_its_own_page_only() {
        let image = DynamicImage::ImageLuma8(GrayImage::from_pixel(50, 40, Luma([9])));
        let png = encode(&image, ImageFormat::Png);
        let broken = png[..50].to_vec();
        let mut files =
            document(vec![(png.clone(), FileKind::Png), (broken, FileKind::Png), (png, FileKind::Png)]);
        assert_eq!(files.page_count(), 3);
        assert_eq!(files.file_pages(), [1, 1, 1]);
        assert!(files.draw(&request(0, None)).is_ok());
        assert!(matches!(files.draw(&request(1, None)), Err(Error::DamagedImage { .. })));
        assert!(files.draw(&request(2, None)).is_ok());
    }

    #[test]
    fn what_there_is_of_an_image_that_ends_early_is_read() {
        // Noise cannot be packed: half of the file is half of the rows.
        let noise = |x: u32, y: u32| Luma([(x * 7919 + y * 104_729 + x * y * 31) as u8 / 2]);
        let image = DynamicImage::ImageLuma8(GrayImage::from_fn(100, 100, noise));
        let bytes = encode(&image, ImageFormat::Png);
        let read =
            |bytes: &[u8]| document(vec![(bytes.to_vec(), FileKind::Png)]).draw(&request(0, Some(96.0)));
        let (header, whole) = read(&bytes).unwrap().bitmap().unwrap();
        assert_eq!(header.provenance, Provenance::Scan);
        let (header, part) = read(&bytes[..bytes.len() / 2]).unwrap().bitmap().unwrap();
        assert_eq!(header.provenance, Provenance::PartOfScan);
        assert_eq!(part[..3000], whole[..3000]);
        assert!(part[8000..].iter().all(|value| *value == 255), "what is missing is white");
        assert!(matches!(read(&bytes[..60]), Err(Error::DamagedImage { .. })));
    }

    #[test]
    fn a_large_image_is_drawn_in_strips_that_show_all_of_it() {
        // Bands of grey from top to bottom, each as high as a line of print.
        let band = |y: u32| ((y / 30) * 37 % 251) as u8;
        let image = DynamicImage::ImageLuma8(GrayImage::from_fn(2000, 4000, |_, y| Luma([band(y)])));
        let png = encode(&image, ImageFormat::Png);
        let mut files = document(vec![(png, FileKind::Png)]);
        let (mut next, mut seen) = (Some(Strip::FIRST), 0);
        while let Some(strip) = next {
            let request = DrawRequest { strip, max_pixels: 1_000_000, ..request(0, Some(200.0)) };
            let (header, pixels) = files.draw(&request).unwrap().bitmap().unwrap();
            assert!(pixels.len() as u64 == header.bytes() && pixels.len() < 1_020_000, "{header:?}");
            let scale = 4000.0 / header.size.height;
            for (row, y) in pixels.chunks(header.width as usize).zip(0_u16..) {
                let from_top =
                    header.area().y + (f32::from(y) + 0.5) * header.area().height / header.height as f32;
                let place = from_top * scale;
                // Next to the border of two bands either may show.
                if (4.0..26.0).contains(&(place % 30.0)) {
                    assert_eq!(row[500], band(place as u32), "{strip:?}, row {y}");
                }
            }
            next = crate::reading::strips::after(strip, &header);
            seen += 1;
        }
        assert!(seen > 2, "{seen}");
    }

    #[test]
    fn a_part_that_is_looked_at_is_where_it_is_shown_however_the_picture_is_stored() {
        // A gradient in both directions: every place has a tone of its own.
        let stored = |x: u32, y: u32| (x * 3 + y * 2) as u8;
        let pixels: Vec<u8> = (0..30).flat_map(|y| (0..40).map(move |x| stored(x, y))).collect();
        for orientation in (1..=8).filter_map(Orientation::from_exif) {
            let (shown, across, down) = upright(pixels.clone(), (40, 30), orientation);
            let shot = Shot { across, down, left: 5, top: 7, width: 9, height: 4 };
            let part = as_stored(shot, orientation);
            assert_eq!((part.across, part.down), (40, 30));
            let rows = pixels.chunks(40).skip(part.top as usize).take(part.height as usize);
            let columns = part.left as usize..(part.left + part.width) as usize;
            let cut: Vec<u8> = rows.flat_map(|row| &row[columns.clone()]).copied().collect();
            let (turned, ..) = upright(cut, (part.width, part.height), orientation);
            let rows = shown.chunks(across as usize).skip(7).take(4);
            let wanted: Vec<u8> = rows.flat_map(|row| &row[5..14]).copied().collect();
            assert_eq!(turned, wanted, "{orientation:?}");
        }
    }

    #[test]
    fn a_word_of_an_image_is_enlarged_by_itself() {
        let dark = |x: u32, y: u32| Luma([if x >= 600 && y >= 800 { 0 } else { 255 }]);
        let image = DynamicImage::ImageLuma8(GrayImage::from_fn(1200, 1600, dark));
        let files = document(vec![(encode(&image, ImageFormat::Png), FileKind::Png)]);
        let whole = ShowRequest { page: PageIndex(0), width: 300, height: 400, region: None };
        let (width, height, _) = files.show(&whole).unwrap();
        assert_eq!((width, height), (300, 400));
        let size = density::page_size((1200, 1600), None, Orientation::NoTransforms);
        // A tenth of the page across the place where it turns dark.
        let (x, y) = (size.width * 0.45, size.height * 0.55);
        let region = Some(Rect { x, y, width: size.width / 10.0, height: size.height / 10.0 });
        let (width, height, pixels) = files.show(&ShowRequest { region, ..whole }).unwrap();
        assert_eq!((width, height, pixels.len()), (300, 400, 120_000));
        assert!(pixels.chunks(300).all(|row| row[..145].iter().all(|tone| *tone == 255)));
        assert!(pixels.chunks(300).all(|row| row[155..].iter().all(|tone| *tone == 0)));
        let beside = Some(Rect { x: size.width, y: 0.0, width: 9.0, height: 9.0 });
        assert!(files.show(&ShowRequest { region: beside, ..whole }).is_err());
    }

    #[test]
    fn small_images_are_enlarged_and_stay_within_the_budget() {
        let image = DynamicImage::ImageLuma8(GrayImage::from_pixel(900, 1100, Luma([255])));
        let png = encode(&image, ImageFormat::Png);
        let mut files = document(vec![(png, FileKind::Png)]);
        let (header, pixels) = files.draw(&request(0, None)).unwrap().bitmap().unwrap();
        assert!(header.width > 1700, "{header:?}");
        assert_eq!(pixels.len() as u64, header.bytes());
        let tight = DrawRequest { max_pixels: 1_000_000, ..request(0, None) };
        let (header, _) = files.draw(&tight).unwrap().bitmap().unwrap();
        assert!(u64::from(header.width) * u64::from(header.height) <= 1_010_000, "{header:?}");
    }
}
