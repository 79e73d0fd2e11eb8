// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// What the parser would stop at, and what takes its place.
extension XMLFilter {
    /// The end of the bytes from `start` that are passed on as they are.
    func run(_ input: Span<UInt8>, _ start: Int, until stop: UInt8, references: Bool) -> Int {
        var index = start
        while index < input.count {
            let byte = input[index]
            if byte == stop || byte == UInt8(ascii: "&") || isSpecial(byte) { break }
            index += 1
        }
        return index
    }

    /// Whether a byte is not passed on as it is, wherever it stands.
    func isSpecial(_ byte: UInt8) -> Bool {
        byte >= 0x80 ? isUTF8 : byte < 0x20 && byte != 0x0A && byte != 0x0D && byte != 0x09
    }

    /// Passes a byte of a name on.
    mutating func pass(_ byte: UInt8, _ index: Int) throws -> Int {
        if isSpecial(byte) { return try special(byte, index) }
        output.append(byte)
        return index + 1
    }

    /// Begins a reference or a sequence, or replaces what may not stand there.
    mutating func special(_ byte: UInt8, _ index: Int) throws -> Int {
        if byte == UInt8(ascii: "&"), takesReferences {
            inReference = true
            reference.removeAll(keepingCapacity: true)
            return index + 1
        }
        sequence.removeAll(keepingCapacity: true)
        sequence.append(byte)
        switch byte {
        case 0xC2...0xDF: sequenceNeeds = 2
        case 0xE0...0xEF: sequenceNeeds = 3
        case 0xF0...0xF4: sequenceNeeds = 4
        default:
            sequenceNeeds = 0
            try replace()
        }
        return index + 1
    }

    mutating func endSequence() throws {
        let count = sequence.count
        sequenceNeeds = 0
        var value = UInt32(sequence[0]) & (count == 2 ? 0x1F : count == 3 ? 0x0F : 0x07)
        for byte in sequence.dropFirst() { value = value << 6 | UInt32(byte & 0x3F) }
        // A longer form than needed is no character.
        guard count == 2 || value >= (count == 3 ? 0x800 : 0x10000) else {
            try releaseHeld()
            return try replace()
        }
        try settle(value, isReference: false)
    }

    mutating func endReference() throws {
        if reference.first == UInt8(ascii: "#") {
            let isHex = reference.count > 1 && reference[1] | 0x20 == UInt8(ascii: "x")
            let digits = reference.dropFirst(isHex ? 2 : 1)
            var value: UInt32 = 0
            var isNumber = !digits.isEmpty
            for digit in digits {
                guard let number = Self.digit(digit), isHex || number < 10 else {
                    isNumber = false
                    break
                }
                value = min(value * (isHex ? 16 : 10) + number, 0x11_0000)
            }
            if isNumber {
                inReference = false
                return try settle(value, isReference: true)
            }
        } else if let value = Self.named[String(decoding: reference, as: UTF8.self)] {
            inReference = false
            return try settle(value, isReference: true)
        }
        reference.append(UInt8(ascii: ";"))
        try abandonReference()
    }

    /// Takes an ampersand that begins no reference as it stands.
    mutating func abandonReference() throws {
        inReference = false
        try releaseHeld()
        repairs.bareAmpersands += 1
        if place == .apart {
            try sink?.write(Bytes(text: "&").span)
            try sink?.write(reference.span)
        } else {
            output.append(text: "&amp;")
            output.append(contentsOf: reference)
        }
    }

    mutating func releaseHeld() throws {
        guard held != 0 else { return }
        held = 0
        try replace()
    }

    /// Writes U+FFFD, and counts it.
    mutating func replace() throws {
        try releaseHeld()
        repairs.replaced += 1
        try emit(0xFFFD, isReference: !isUTF8)
    }

    private mutating func settle(_ value: UInt32, isReference: Bool) throws {
        if held != 0, (0xDC00...0xDFFF).contains(value) {
            let joined = 0x10000 + (held - 0xD800) << 10 + (value - 0xDC00)
            held = 0
            repairs.joinedPairs += 1
            return try emit(joined, isReference: isReference)
        }
        try releaseHeld()
        if (0xD800...0xDBFF).contains(value) {
            held = value
            return
        }
        guard Self.isAllowed(value) else { return try replace() }
        try emit(value, isReference: isReference)
    }

    private mutating func emit(_ value: UInt32, isReference: Bool) throws {
        guard let scalar = Unicode.Scalar(value) else { return }
        if place == .apart {
            try sink?.write(Bytes(String(Character(scalar)).utf8).span)
        } else if !isReference {
            output.append(contentsOf: String(Character(scalar)).utf8)
        } else if takesReferences {
            output.append(text: "&#" + String(value) + ";")
        } else {
            output.append(UInt8(ascii: "?"))
        }
    }

    /// The characters of XML 1.0 (section 2.2).
    private static func isAllowed(_ value: UInt32) -> Bool {
        switch value {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    private static let named: [String: UInt32] = [
        "lt": 0x3C, "gt": 0x3E, "amp": 0x26, "quot": 0x22, "apos": 0x27,
    ]

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    static func isReferencePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "#"):
            true
        default: false
        }
    }
}
