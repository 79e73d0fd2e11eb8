// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// A tag that the filter saw and whose event has not come yet.
struct FilteredTag {
    let isEnd: Bool
    var isEmpty = false
    /// Where it begins in what is handed on.
    let handedStart: UInt64
    /// Its bytes in the original.
    let start: UInt64
    var end: UInt64
    var apart: [(name: String, sink: any ByteSink)] = []
}

/// Stands before the parser: mends what it would stop at, sets long values apart as they come, refuses
/// declarations, and knows where each tag lies in the original. Works on blocks; its state stands
/// between them, so that nothing depends on where one ends.
struct XMLFilter {
    enum Place {
        case content, markup, bang, comment, instruction, section, endTag, name, inside, attribute,
            equals, beforeValue, value, apart
    }

    /// What is to be handed on.
    var output = Bytes()
    /// Bytes that were handed on already.
    var handed: UInt64 = 0
    /// Bytes of the original that were taken.
    var taken: UInt64 = 0
    var tags: [FilteredTag] = []
    var repairs = XMLRepairs()
    var place = Place.content
    /// Whether the element that holds all others has ended.
    var rootEnded = false
    /// Where the piece of markup begins that is not complete yet, in `output` and in the original.
    var tokenStart = 0
    var markupStart: UInt64 = 0

    let places: [(element: Bytes, attribute: Bytes)]
    var isUTF8 = true
    var isFirst = true
    var depth = 0
    var quote: UInt8 = 0
    /// Marks in a row that may begin the end of a comment, instruction or section.
    var marks = 0
    var bang = Bytes()
    var slash = false
    var attributes = 0
    var elementName = Bytes()
    var attributeName = Bytes()
    var sink: (any ByteSink)?
    // A reference whose end has not come.
    var inReference = false
    var reference = Bytes()
    // A UTF-8 sequence whose end has not come.
    var sequence = Bytes()
    var sequenceNeeds = 0
    /// The first half of a UTF-16 pair, which waits for the second.
    var held: UInt32 = 0

    init(settingApart places: [(element: String, attribute: String)]) {
        self.places = places.map { (Bytes(text: $0.element), Bytes(text: $0.attribute)) }
    }

    /// How much of `output` is whole: all but the markup that has begun and not ended.
    var whole: Int { place == .content ? output.count : tokenStart }

    /// Forgets so many bytes of `output`, which were handed on.
    mutating func forget(_ count: Int) {
        output.removeSubrange(0..<count)
        handed += UInt64(count)
        tokenStart -= min(tokenStart, count)
    }

    mutating func take(_ input: Span<UInt8>, asking handler: any XMLHandler) throws {
        let base = taken
        var index = 0
        while index < input.count {
            let byte = input[index]
            if sequenceNeeds > 0 {
                if byte & 0xC0 == 0x80 {
                    sequence.append(byte)
                    index += 1
                    if sequence.count == sequenceNeeds { try endSequence() }
                } else {
                    sequenceNeeds = 0
                    try replace()
                }
                continue
            }
            if inReference {
                if byte == UInt8(ascii: ";") {
                    index += 1
                    try endReference()
                } else if Self.isReferencePart(byte), reference.count < Limits.referenceBytes {
                    reference.append(byte)
                    index += 1
                } else {
                    try abandonReference()
                }
                continue
            }
            if held != 0, byte != 0xED || !isUTF8 || place == .apart,
                byte != UInt8(ascii: "&") || !takesReferences
            {
                try releaseHeld()
            }
            taken = base + UInt64(index)
            index = try step(input, index, byte, handler)
            guard output.count - tokenStart <= Limits.tokenBytes || place == .content else {
                throw XMLFailure.tagTooLong(at: markupStart)
            }
        }
        taken = base + UInt64(input.count)
    }

    /// Writes out what was waiting for more.
    mutating func finish() throws {
        if sequenceNeeds > 0 {
            sequenceNeeds = 0
            try replace()
        }
        if inReference { try abandonReference() }
        try releaseHeld()
    }

    var takesReferences: Bool { place == .content || place == .value || place == .apart }

    private mutating func step(
        _ input: Span<UInt8>, _ index: Int, _ byte: UInt8, _ handler: any XMLHandler
    ) throws -> Int {
        switch place {
        case .content:
            let end = run(input, index, until: UInt8(ascii: "<"), references: true)
            if end > index {
                if rootEnded, hasWord(input, index..<end) {
                    throw XMLFailure.continues(at: taken)
                }
                output.append(input.extracting(index..<end))
                return end
            }
            guard byte == UInt8(ascii: "<") else {
                if rootEnded { throw XMLFailure.continues(at: taken) }
                return try special(byte, index)
            }
            place = .markup
            markupStart = taken
            tokenStart = output.count
            output.append(byte)
            return index + 1
        case .markup:
            try beginMarkup(byte)
            return place == .name ? index : index + 1
        case .bang:
            output.append(byte)
            bang.append(byte)
            try readBang()
            return index + 1
        case .comment: return try skip(input, index, UInt8(ascii: "-"), 2)
        case .instruction: return try skip(input, index, UInt8(ascii: "?"), 1)
        case .section: return try skip(input, index, UInt8(ascii: "]"), 2)
        case .endTag:
            guard byte != UInt8(ascii: ">") else {
                closeTag(isEmpty: false)
                return index + 1
            }
            return try pass(byte, index)
        case .value:
            let end = run(input, index, until: quote, references: true)
            if end > index {
                output.append(input.extracting(index..<end))
                return end
            }
            guard byte == quote else { return try special(byte, index) }
            output.append(byte)
            place = .inside
            return index + 1
        case .apart:
            var end = index
            while end < input.count, input[end] != quote, input[end] != UInt8(ascii: "&") {
                end += 1
            }
            if end > index {
                try sink?.write(input.extracting(index..<end))
                return end
            }
            guard byte == quote else { return try special(byte, index) }
            output.append(byte)
            place = .inside
            sink = nil
            return index + 1
        case .name, .attribute:
            var end = index
            while end < input.count, Self.isNamePart(input[end]) { end += 1 }
            guard end > index else { return try stepInTag(byte, index, handler) }
            let part = input.extracting(index..<end)
            output.append(part)
            if place == .name { elementName.append(part) } else { attributeName.append(part) }
            guard max(elementName.count, attributeName.count) <= Limits.nameBytes else {
                throw XMLFailure.tagTooLong(at: markupStart)
            }
            return end
        case .inside, .equals, .beforeValue:
            return try stepInTag(byte, index, handler)
        }
    }

    private mutating func stepInTag(
        _ byte: UInt8, _ index: Int, _ handler: any XMLHandler
    ) throws -> Int {
        let isSpace = Self.isSpace(byte)
        switch place {
        case .name where byte >= 0x80, .attribute where byte >= 0x80:
            return try pass(byte, index)
        case .attribute where byte == UInt8(ascii: "="), .equals where byte == UInt8(ascii: "="):
            place = .beforeValue
        case .attribute where isSpace: place = .equals
        case .equals where isSpace, .beforeValue where isSpace: break
        case .beforeValue where byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"):
            output.append(byte)
            try beginValue(byte, handler)
            return index + 1
        default:
            // Inside the tag, or where something else should stand: the parser says what is wrong.
            if byte == UInt8(ascii: ">") {
                closeTag(isEmpty: slash)
                return index + 1
            }
            if isSpace || byte == UInt8(ascii: "/") {
                slash = byte == UInt8(ascii: "/")
                place = .inside
                break
            }
            slash = false
            place = .attribute
            attributeName.removeAll(keepingCapacity: true)
            if Self.isNamePart(byte) { attributeName.append(byte) }
            return try pass(byte, index)
        }
        output.append(byte)
        return index + 1
    }

    private mutating func beginValue(_ mark: UInt8, _ handler: any XMLHandler) throws {
        quote = mark
        attributes += 1
        place = .value
        guard attributes <= Limits.attributes else {
            throw XMLFailure.tagTooLong(at: markupStart)
        }
        for (element, attribute) in places
        where element == elementName && attribute == attributeName {
            let name = String(decoding: attribute, as: UTF8.self)
            guard
                let found = handler.sink(
                    forValueOf: name, in: String(decoding: element, as: UTF8.self))
            else { return }
            tags[tags.count - 1].apart.append((name, found))
            sink = found
            place = .apart
        }
    }

    private mutating func beginMarkup(_ byte: UInt8) throws {
        switch byte {
        case UInt8(ascii: "!"):
            place = .bang
            bang.removeAll(keepingCapacity: true)
        case UInt8(ascii: "?"):
            place = .instruction
            marks = 0
        case UInt8(ascii: "/"):
            place = .endTag
            isFirst = false
            tags.append(
                FilteredTag(
                    isEnd: true, handedStart: handed + UInt64(tokenStart), start: markupStart,
                    end: markupStart))
        default:
            if rootEnded { throw XMLFailure.continues(at: markupStart) }
            place = .name
            isFirst = false
            slash = false
            attributes = 0
            elementName.removeAll(keepingCapacity: true)
            tags.append(
                FilteredTag(
                    isEnd: false, handedStart: handed + UInt64(tokenStart), start: markupStart,
                    end: markupStart))
            return
        }
        output.append(byte)
    }

    private mutating func closeTag(isEmpty: Bool) {
        output.append(UInt8(ascii: ">"))
        place = .content
        let last = tags.count - 1
        tags[last].end = taken + 1
        tags[last].isEmpty = isEmpty
        if tags[last].isEnd {
            depth -= 1
        } else if !isEmpty {
            depth += 1
        }
        if depth <= 0 { rootEnded = true }
    }

    private mutating func readBang() throws {
        if bang == Bytes(text: "--") {
            place = .comment
            marks = 0
        } else if bang == Bytes(text: "[CDATA[") {
            place = .section
            marks = 0
        } else if bang != Bytes(text: "-"), !Bytes(text: "[CDATA[").starts(with: bang) {
            throw XMLFailure.documentType(at: markupStart)
        }
    }

    /// Passes over a comment, an instruction or a section up to its end.
    private mutating func skip(
        _ input: Span<UInt8>, _ start: Int, _ mark: UInt8, _ needed: Int
    ) throws -> Int {
        var index = start
        while index < input.count {
            let byte = input[index]
            if byte == UInt8(ascii: ">"), marks >= needed {
                output.append(byte)
                guard output.count - tokenStart <= Limits.tokenBytes else {
                    throw XMLFailure.tagTooLong(at: markupStart)
                }
                place = .content
                if isFirst || rootEnded { try readInstruction() }
                isFirst = false
                return index + 1
            }
            marks = byte == mark ? marks + 1 : 0
            if isSpecial(byte) { return try special(byte, index) }
            output.append(byte)
            index += 1
        }
        return index
    }

    /// Learns the encoding from a declaration; one after the end is another document.
    private mutating func readInstruction() throws {
        let text = output[tokenStart...]
        guard text.starts(with: Bytes(text: "<?xml")), text.count > 5,
            Self.isSpace(text[tokenStart + 5])
        else { return }
        if rootEnded {
            place = .instruction
            throw XMLFailure.continues(at: markupStart)
        }
        let declaration = String(decoding: text, as: UTF8.self).lowercased()
        guard let place = declaration.firstRange(of: "encoding") else { return }
        let name = declaration[place.upperBound...].drop { " \t\r\n='\"".contains($0) }
        isUTF8 = name.hasPrefix("utf-8") || name.hasPrefix("utf8") || name.hasPrefix("us-ascii")
    }

    /// Whether a byte may belong to a name; the parser knows it more exactly.
    private static func isNamePart(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x80 && byte != UInt8(ascii: "=") && byte != UInt8(ascii: ">")
            && byte != UInt8(ascii: "/")
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D
    }

    private func hasWord(_ input: Span<UInt8>, _ range: Range<Int>) -> Bool {
        range.contains { !Self.isSpace(input[$0]) }
    }
}
