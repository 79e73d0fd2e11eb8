// SPDX-License-Identifier: Apache-2.0

import CPageDrawing
import StrictCoding

/// Pages of one size that become a PDF, or that are only counted.
@safe final class Sheet {
    private let book: OpaquePointer
    /// Whether anything is drawn.
    let isDrawing: Bool

    /// Begins one.
    ///
    /// - Parameter most: bytes of the PDF; 0 to draw nothing.
    init?(width: Double, height: Double, most: Int) {
        guard let book = unsafe pd_book_open(width, height, most) else { return nil }
        unsafe self.book = book
        isDrawing = most > 0
    }

    deinit { unsafe pd_book_close(book) }

    /// States its properties.
    func name(title: String, creator: String) { unsafe pd_book_title(book, title, creator) }

    /// Ends the page.
    func endPage() { unsafe pd_book_end_page(book) }

    /// The PDF; nothing where it could not be made.
    func finish() -> Bytes? {
        guard unsafe pd_book_finish(book) == 0 else { return nil }
        var count = 0
        guard let bytes = unsafe pd_book_bytes(book, &count) else { return nil }
        return unsafe Bytes(UnsafeBufferPointer(start: bytes, count: count))
    }

    /// Whether it became larger than it may.
    var isFull: Bool { unsafe pd_book_is_full(book) != 0 }

    /// Draws what `body` draws as a part of the structure.
    func tagged(_ name: String, _ body: () -> Void) {
        unsafe pd_tag_begin(book, name)
        body()
        unsafe pd_tag_end(book, name)
    }

    /// Begins a part of the structure that may go on over pages.
    func begin(_ name: String) { unsafe pd_tag_begin(book, name) }

    /// Ends it.
    func end(_ name: String) { unsafe pd_tag_end(book, name) }

    /// Names a place on this page.
    func place(_ number: Int, x: Double, y: Double) {
        unsafe pd_place(book, UInt32(clamping: number), x, y)
    }

    /// Makes an area of this page lead to a place.
    func link(_ number: Int, x: Double, y: Double, width: Double, height: Double) {
        unsafe pd_link(book, UInt32(clamping: number), x, y, width, height)
    }

    /// Adds a bookmark below another; its number.
    func bookmark(_ text: String, below parent: Int32, page: Int, y: Double) -> Int32 {
        unsafe pd_bookmark(book, parent, text, Int32(clamping: page), y)
    }

    /// A filled rectangle. 0 is black, 1 white.
    func fill(_ grey: Double, x: Double, y: Double, width: Double, height: Double) {
        unsafe pd_fill(book, grey, x, y, width, height)
    }

    /// The outline of a rectangle.
    func frame(
        _ grey: Double, line: Double, x: Double, y: Double, width: Double, height: Double
    ) {
        unsafe pd_frame(book, grey, line, x, y, width, height)
    }

    /// A JPEG as it is; those of one number are the same.
    func jpeg(
        _ bytes: Bytes, number: Int, pixels: (width: Int, height: Int), x: Double, y: Double,
        width: Double,
        height: Double
    ) {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            unsafe pd_jpeg(
                book, start, buffer.count, Int32(clamping: number), Int32(clamping: pixels.width),
                Int32(clamping: pixels.height), x, y, width, height)
        }
    }

    /// Lays out one paragraph; nothing where memory is short.
    func layOut(_ bytes: Bytes, spans: [pd_span], setting: TextSetting) -> LaidText? {
        let text = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe spans.withUnsafeBufferPointer { spans in
                unsafe setting.language.withCString { language in
                    let setting = unsafe pd_setting(
                        size: setting.size, width: setting.width, side: setting.side.rawValue,
                        is_right_to_left: setting.isRightToLeft ? 1 : 0, language: language)
                    return unsafe pd_text_open(
                        book, buffer.baseAddress, buffer.count, spans.baseAddress, spans.count,
                        setting)
                }
            }
        }
        guard let text = unsafe text else { return nil }
        return unsafe LaidText(text, book: book)
    }
}

/// How one paragraph is laid out.
struct TextSetting {
    /// On which side its lines begin.
    enum Side: Int32 {
        case start = 0
        case end = 1
        case centre = 2
    }

    var size: Double
    var width: Double
    var side = Side.start
    var isRightToLeft = false
    var language = ""
}

/// A paragraph in lines. It does not outlive its sheet.
@safe final class LaidText {
    private let text: OpaquePointer
    private let book: OpaquePointer

    fileprivate init(_ text: OpaquePointer, book: OpaquePointer) {
        unsafe self.text = text
        unsafe self.book = book
    }

    deinit { unsafe pd_text_close(text) }

    /// How many lines.
    var count: Int { Int(unsafe pd_text_line_count(text)) }

    /// One of them.
    func line(_ index: Int) -> pd_line { unsafe pd_text_line(text, UInt32(clamping: index)) }

    /// Draws one of them.
    func draw(_ index: Int, x: Double, top: Double, scale: Double) {
        unsafe pd_text_draw(book, text, UInt32(clamping: index), x, top, scale)
    }

    /// Where some bytes stand in a line, from the left.
    func areas(_ index: Int, _ range: Range<Int>) -> [(left: Double, right: Double)] {
        let most = 16
        var pairs = [Double](repeating: 0, count: 2 * most)
        let count = unsafe pairs.withUnsafeMutableBufferPointer { buffer in
            unsafe pd_text_areas(
                text, UInt32(clamping: index), UInt32(clamping: range.lowerBound),
                UInt32(clamping: range.upperBound), buffer.baseAddress, UInt32(most))
        }
        return (0..<Int(count)).map { (pairs[2 * $0], pairs[2 * $0 + 1]) }
    }
}
