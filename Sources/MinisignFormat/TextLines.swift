// SPDX-License-Identifier: Apache-2.0

/// How a file is read: as the one encoding that we write, or as minisign itself reads it.
package enum MinisignReading: Sendable {
    /// Line feeds only, canonical, nothing after the last one. For everything in a bundle or a vault.
    case strict
    /// CR before LF, no last line feed and empty lines at the end are let pass. For a person's own files.
    case tolerant
}

/// Lines of a text, one after the other, as places in it: nothing is copied, so secrets can be read too.
struct TextLines {
    private let reading: MinisignReading
    private var position = 0
    private var number = 0

    init(_ reading: MinisignReading) {
        self.reading = reading
    }

    /// The next line's place, without its line end. `limit` counts the line end too.
    mutating func next(
        of text: Span<UInt8>, limit: Int, isLast: Bool = false
    ) throws(MinisignError) -> Range<Int> {
        number += 1
        let start = position
        var end = start
        while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
        if end < text.count {
            position = end + 1
        } else {
            guard reading == .tolerant, isLast, end > start else { throw .missingLine(number) }
            position = end
        }
        guard position - start <= limit else { throw .lineTooLong(number) }
        if reading == .tolerant, end > start, text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return start..<end
    }

    /// Makes sure that nothing follows; read tolerantly, empty lines may.
    func finish(_ text: Span<UInt8>) throws(MinisignError) {
        for index in position..<text.count {
            guard
                reading == .tolerant,
                text[index] == UInt8(ascii: "\n") || text[index] == UInt8(ascii: "\r")
            else { throw .trailingBytes }
        }
    }
}
