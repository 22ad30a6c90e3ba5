// @ts-check
// Lines in scripts that viewers treat in different ways, set on a page as recognition would find them.

/**
 * @typedef {import("./layer.mjs").Page} Page
 * @typedef {import("./layer.mjs").PlacedWord} PlacedWord
 * @typedef {import("./layer.mjs").Direction} Direction
 */

const LEFT = 40;
const TOP = 60;
const SIZE = 11;

/** @type {Record<string, (width: number, height: number) => Page>} */
export const SCRIPTS = {
  "Latin with marks and ligatures": rows("left-to-right", ["naïve Ærøskøbing ﬁnd Oﬃce", "e\u0301te\u0301 A\u030Angstro\u0308m “quoted” (1984)", "fi\u00ADne state-of-the-art 50% a/b"]),
  "Greek and Cyrillic": rows("left-to-right", ["Ένα μικρό βιβλίο", "Съешь же ещё этих мягких булок"]),
  Hebrew: rows("right-to-left", ["שלום עולם גדול", "זהו ספר קטן מאוד", "בשנת 1984 נכתב ספר"]),
  Arabic: rows("right-to-left", ["مرحبا بالعالم الكبير", "هذا كتاب صغير", "في سنة 1984 كتب"]),
  // The last letter of a line has no mark here: pdf.js gives such a mark to the line before.
  "Arabic with vowel marks": rows("right-to-left", ["كِتَابٌ صَغِير", "بَيْتٌ كَبِير"]),
  "Latin with a Hebrew word": rows("left-to-right", ["The word שלום means peace"]),
  "Arabic with Latin words and numbers": rows("right-to-left", ["قرأ سلمى ملف PDF في 12 دقيقة", "السعر 1,250.50 دينار"]),
  Chinese: rows("left-to-right", ["日本 語 文字 認識", "中文 光学 字符 识别"]),
  "Chinese with Latin words and numbers": rows("left-to-right", ["请 打开 PDF 文件 ， 第 3 页 。", "“ 你好 ” ，他 说 。"]),
  Japanese: rows("left-to-right", ["今日 は 、 いい 天気 です 。", "「 カメラ 」 を 2 台 買い ました"]),
  "Japanese in columns": columns(["縦書き の 文章 です", "二行目 も あります 。"]),
  Korean: rows("left-to-right", ["한국어 문서 인식", "작은 책 입니다"]),
  Devanagari: rows("left-to-right", ["नमस्ते दुनिया", "हिन्दी में पाठ"]),
  Thai: rows("left-to-right", ["สวัสดี ชาวโลก", "ภาษา ไทย"]),
  "Emoji and other planes": rows("left-to-right", ["a 😀🏔 b 𠀋𠮷 c", "𝔘𝔫𝔦 👩🏽 ✓"]),
  "narrow gaps": touching(),
  "a skewed line": skewed(),
  "large and small type": sizes(),
};

/**
 * Lines of words, the letters evenly wide.
 *
 * @param {Direction} direction
 * @param {string[]} lines
 */
function rows(direction, lines) {
  return (/** @type {number} */ width, /** @type {number} */ height) => ({
    width,
    height,
    lines: lines.map((line, row) => {
      const y = TOP + row * 2 * SIZE;
      let at = LEFT;
      return line.split(" ").map((text) => {
        const length = lengthOf(text);
        const x = direction === "right-to-left" ? width - at - length : at;
        at += length + 0.35 * SIZE;
        return { text, x, y, width: length, height: SIZE, direction: directionOf(text, direction) };
      });
    }),
  });
}

/** @param {string[]} lines from right to left */
function columns(lines) {
  return (/** @type {number} */ width, /** @type {number} */ height) => ({
    width,
    height,
    lines: lines.map((line, column) => {
      let y = TOP;
      return line.split(" ").map((text) => {
        const length = [...text].length * SIZE;
        const word = { text, x: width - LEFT - column * 2 * SIZE, y, width: SIZE, height: length, direction: /** @type {const} */ ("top-to-bottom") };
        y += length + 0.3 * SIZE;
        return word;
      });
    }),
  });
}

function touching() {
  return (/** @type {number} */ width, /** @type {number} */ height) => {
    const line = (/** @type {number} */ gap, /** @type {number} */ row) => {
      let x = LEFT;
      return ["words", "hardly", "any", "space", "between"].map((text) => {
        const word = { text, x, y: TOP + row * 2 * SIZE, width: lengthOf(text), height: SIZE };
        x += word.width + gap;
        return word;
      });
    };
    return { width, height, lines: [1.5, 0.8, 0.3].map(line) };
  };
}

function skewed() {
  const slope = Math.tan((1.5 * Math.PI) / 180);
  return (/** @type {number} */ width, /** @type {number} */ height) => {
    const [line] = rows("left-to-right", ["A line of words on a crooked page"])(width, height).lines;
    return { width, height, lines: [line.map((word) => ({ ...word, y: word.y + slope * (word.x - LEFT) }))] };
  };
}

function sizes() {
  return (/** @type {number} */ width, /** @type {number} */ height) => {
    let y = TOP;
    const lines = [4, 8, 20, 40].map((size) => {
      let x = LEFT;
      const line = ["Size", "of", "type"].map((text) => {
        const word = { text, x, y, width: (lengthOf(text) * size) / SIZE, height: size };
        x += word.width + 0.3 * size;
        return word;
      });
      y += 2 * size;
      return line;
    });
    return { width, height, lines };
  };
}

/** @param {string} text */
function lengthOf(text) {
  const letters = [...text].filter((c) => !/[\p{Mn}\p{Cf}]/u.test(c));
  return letters.length * SIZE * (/[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{Emoji_Presentation}]/u.test(text) ? 1 : 0.55);
}

/**
 * As Tesseract says it of a word: digits run from left to right anywhere.
 *
 * @param {string} text
 * @param {Direction} line
 * @returns {Direction}
 */
function directionOf(text, line) {
  if (/[\p{sc=Hebrew}\p{sc=Arabic}]/u.test(text)) return "right-to-left";
  return line === "right-to-left" && !/\d/.test(text) ? "right-to-left" : "left-to-right";
}
