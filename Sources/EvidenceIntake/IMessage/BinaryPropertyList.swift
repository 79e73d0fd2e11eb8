// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// A value of Apple's binary property lists.
package indirect enum PropertyValue: Equatable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case real(Double)
    /// Seconds since 2001-01-01 00:00 UTC.
    case date(Double)
    case data(Bytes)
    case text(String)
    /// A number of an object in a keyed archive.
    case reference(UInt64)
    case list([PropertyValue])
    /// The members in the order of the file.
    case members([(key: String, value: PropertyValue)])

    /// The member of a name.
    package subscript(key: String) -> PropertyValue? {
        guard case .members(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The values of a list.
    package var list: [PropertyValue]? {
        guard case .list(let values) = self else { return nil }
        return values
    }

    /// The text, where it is one.
    package var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// The number, where it is one.
    package var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value), .date(let value): value
        default: nil
        }
    }

    package static func == (one: PropertyValue, two: PropertyValue) -> Bool {
        switch (one, two) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.integer(let a), .integer(let b)): a == b
        case (.real(let a), .real(let b)), (.date(let a), .date(let b)): a == b
        case (.data(let a), .data(let b)): a == b
        case (.text(let a), .text(let b)): a == b
        case (.reference(let a), .reference(let b)): a == b
        case (.list(let a), .list(let b)): a == b
        case (.members(let a), .members(let b)):
            a.count == b.count && zip(a, b).allSatisfy { $0.key == $1.key && $0.value == $1.value }
        default: false
        }
    }
}

/// Reads a binary property list, `bplist00`.
package struct BinaryPropertyList {
    private let bytes: Bytes
    private var offsets = 0
    private var offsetBytes = 0
    private var referenceBytes = 0
    private var count = 0
    private var left = Limits.IMessage.values

    /// The whole list; nothing where it is damaged, or larger or deeper than the limits.
    package static func read(_ bytes: Bytes) -> PropertyValue? {
        guard var list = BinaryPropertyList(bytes) else { return nil }
        return list.object(list.top, 0)
    }

    private var top = 0

    private init?(_ bytes: Bytes) {
        self.bytes = bytes
        guard bytes.count >= 40, bytes.starts(with: Bytes(text: "bplist0")) else { return nil }
        let trailer = bytes.count - 32
        offsetBytes = Int(bytes[trailer + 6])
        referenceBytes = Int(bytes[trailer + 7])
        guard (1...8).contains(offsetBytes), (1...8).contains(referenceBytes),
            let count = number(trailer + 8, 8), let top = number(trailer + 16, 8),
            let offsets = number(trailer + 24, 8), count <= Limits.IMessage.values,
            offsets <= trailer, count * offsetBytes <= trailer - offsets
        else { return nil }
        self.count = count
        self.top = top
        self.offsets = offsets
    }

    /// A number with its highest byte first; nothing where it is outside, or too large to be a place.
    private func number(_ place: Int, _ width: Int) -> Int? {
        guard place >= 0, width >= 0, place <= bytes.count - width else { return nil }
        var value: UInt64 = 0
        for byte in bytes[place..<(place + width)] {
            guard value >> 56 == 0 else { return nil }
            value = value << 8 | UInt64(byte)
        }
        return Int(exactly: value)
    }

    private mutating func object(_ index: Int, _ depth: Int) -> PropertyValue? {
        left -= 1
        guard left > 0, depth < Limits.IMessage.depth, index >= 0, index < count,
            let place = number(offsets + index * offsetBytes, offsetBytes), place < bytes.count - 32
        else { return nil }
        let mark = bytes[place]
        let low = Int(mark & 15)
        switch mark >> 4 {
        case 0: return mark == 8 ? .bool(false) : mark == 9 ? .bool(true) : .null
        case 1:
            // Sixteen bytes are what a number above 2^63 has.
            let width = 1 << low
            guard width <= 16, place + 1 <= bytes.count - width else { return nil }
            let value = bytes[(place + 1)..<(place + 1 + width)].reduce(UInt64(0)) {
                $0 << 8 | UInt64($1)
            }
            return .integer(Int64(bitPattern: value))
        case 2: return real(place + 1, 1 << low).map { .real($0) }
        case 3: return real(place + 1, 8).map { .date($0) }
        case 8: return number(place + 1, low + 1).map { .reference(UInt64($0)) }
        default: break
        }
        guard let (length, start) = length(place, low) else { return nil }
        switch mark >> 4 {
        case 4:
            guard length <= bytes.count - start else { return nil }
            return .data(Bytes(bytes[start..<(start + length)]))
        case 5, 7:
            guard length <= bytes.count - start else { return nil }
            return .text(String(decoding: bytes[start..<(start + length)], as: UTF8.self))
        case 6:
            guard length <= (bytes.count - start) / 2 else { return nil }
            let units = (0..<length).map {
                UInt16(bytes[start + 2 * $0]) << 8 | UInt16(bytes[start + 2 * $0 + 1])
            }
            return .text(String(decoding: units, as: UTF16.self))
        case 10, 11, 12:
            guard length <= (bytes.count - start) / referenceBytes else { return nil }
            var values: [PropertyValue] = []
            for number in 0..<length {
                guard let value = member(start, number, depth) else { return nil }
                values.append(value)
            }
            return .list(values)
        case 13:
            guard length <= (bytes.count - start) / referenceBytes / 2 else { return nil }
            var members: [(key: String, value: PropertyValue)] = []
            for number in 0..<length {
                guard let key = member(start, number, depth)?.text,
                    let value = member(start, length + number, depth)
                else { return nil }
                members.append((key, value))
            }
            return .members(members)
        default: return nil
        }
    }

    private mutating func member(_ start: Int, _ number: Int, _ depth: Int) -> PropertyValue? {
        guard let index = self.number(start + number * referenceBytes, referenceBytes) else {
            return nil
        }
        return object(index, depth + 1)
    }

    /// How many parts an object has, and where they begin.
    private func length(_ place: Int, _ low: Int) -> (Int, Int)? {
        guard low == 15 else { return (low, place + 1) }
        guard place + 1 < bytes.count, bytes[place + 1] >> 4 == 1 else { return nil }
        let width = 1 << Int(bytes[place + 1] & 15)
        guard width <= 8, let length = number(place + 2, width), length <= bytes.count else {
            return nil
        }
        return (length, place + 2 + width)
    }

    private func real(_ place: Int, _ width: Int) -> Double? {
        guard width == 4 || width == 8, place <= bytes.count - width else { return nil }
        let bits = bytes[place..<(place + width)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return width == 4
            ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))) : Double(bitPattern: bits)
    }
}
