// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// NeXT's typed stream, in which Apple keeps a message's text with its attributes (IMPORTS B3).
///
/// Groups of values, each after a text that gives their types. Objects, classes and types are numbered as
/// they come and may be named again by number. What was read before damage stays readable.
struct TypedStream {
    /// One value.
    enum Value {
        case nothing
        case integer(Int64)
        case real(Double)
        case bytes(Bytes)
        /// An object, class or C string, by its number.
        case numbered(Int)
        case list([Value])
    }

    /// What has a number.
    enum Numbered {
        case named(name: Bytes, parent: Int?)
        case object(parent: Int?, groups: [[Value]])
        case text(Bytes)
    }

    /// The groups outside all objects.
    private(set) var groups: [[Value]] = []
    /// Everything that has a number.
    private(set) var numbered: [Numbered] = []
    /// Whether it was read to its end without a fault.
    private(set) var isWhole = false
    /// What there is of a text that says it is longer than the stream.
    private(set) var cutText: Bytes?

    private let bytes: Bytes
    private var place = 0
    private var types: [Bytes] = []
    private var isBig = false
    private var valueCount = 0

    private struct Fault: Error {}

    private static let new: UInt8 = 0x84
    private static let none: UInt8 = 0x85
    private static let end: UInt8 = 0x86

    /// Reads as far as it goes.
    init(_ bytes: Bytes) {
        self.bytes = bytes
        do throws(Fault) {
            try header()
            while place < bytes.count { groups.append(try group(depth: 0)) }
            isWhole = !groups.isEmpty
        } catch {
            isWhole = false
        }
    }

    /// The names of an object's class and of those above it, the nearest first.
    func classes(of number: Int) -> [String] {
        guard numbered.indices.contains(number), case .object(var next, _) = numbered[number] else {
            return []
        }
        var names: [String] = []
        while let number = next, names.count < Limits.IMessage.depth,
            numbered.indices.contains(number), case .named(let name, let parent) = numbered[number]
        {
            names.append(String(decoding: name, as: UTF8.self))
            next = parent
        }
        return names
    }

    /// The groups of an object.
    func groups(of number: Int) -> [[Value]] {
        guard numbered.indices.contains(number), case .object(_, let groups) = numbered[number]
        else { return [] }
        return groups
    }

    // MARK: Reading

    private mutating func header() throws(Fault) {
        guard try byte() == 4, let mark = try text() else { throw Fault() }
        switch mark {
        case Bytes(text: "streamtyped"): isBig = false
        case Bytes(text: "typedstream"): isBig = true
        default: throw Fault()
        }
        _ = try integer(isSigned: true)
    }

    private mutating func group(depth: Int) throws(Fault) -> [Value] {
        guard let type = try sharedText() else { throw Fault() }
        var values: [Value] = []
        var index = 0
        while index < type.count { values.append(try value(type, &index, depth)) }
        return values
    }

    private mutating func value(_ type: Bytes, _ index: inout Int, _ depth: Int) throws(Fault)
        -> Value
    {
        valueCount += 1
        guard depth < Limits.IMessage.depth, valueCount < Limits.IMessage.values,
            index < type.count
        else { throw Fault() }
        let letter = type[index]
        index += 1
        switch letter {
        case UInt8(ascii: "@"): return try object(depth + 1)
        case UInt8(ascii: "#"): return try named().map { .numbered($0) } ?? .nothing
        case UInt8(ascii: "*"): return try cText()
        case UInt8(ascii: "+"): return try text(isContent: true).map { .bytes($0) } ?? .nothing
        case UInt8(ascii: ":"), UInt8(ascii: "%"):
            return try sharedText().map { .bytes($0) } ?? .nothing
        case UInt8(ascii: "c"): return .integer(Int64(Int8(bitPattern: try byte())))
        case UInt8(ascii: "C"), UInt8(ascii: "B"): return .integer(Int64(try byte()))
        case UInt8(ascii: "s"), UInt8(ascii: "i"), UInt8(ascii: "l"), UInt8(ascii: "q"):
            return .integer(try integer(isSigned: true))
        case UInt8(ascii: "S"), UInt8(ascii: "I"), UInt8(ascii: "L"), UInt8(ascii: "Q"):
            return .integer(try integer(isSigned: false))
        case UInt8(ascii: "f"): return try real(bytes: 4)
        case UInt8(ascii: "d"): return try real(bytes: 8)
        case UInt8(ascii: "["): return try list(type, &index, depth + 1)
        case UInt8(ascii: "{"):
            while index < type.count, type[index] != UInt8(ascii: "=") { index += 1 }
            index += 1
            var values: [Value] = []
            while index < type.count, type[index] != UInt8(ascii: "}") {
                values.append(try value(type, &index, depth + 1))
            }
            index += 1
            return .list(values)
        default: throw Fault()
        }
    }

    /// `[12c]`: so many of one type.
    private mutating func list(_ type: Bytes, _ index: inout Int, _ depth: Int) throws(Fault)
        -> Value
    {
        var count = 0
        while index < type.count, (48...57).contains(type[index]), count < bytes.count {
            count = count * 10 + Int(type[index] - 48)
            index += 1
        }
        guard index < type.count, count <= bytes.count - place else { throw Fault() }
        let element = index
        if type[element] == UInt8(ascii: "c") || type[element] == UInt8(ascii: "C") {
            index += 2
            return .bytes(try take(count))
        }
        var values: [Value] = []
        for _ in 0..<count {
            index = element
            values.append(try value(type, &index, depth))
        }
        if count == 0 {
            while index < type.count, type[index] != UInt8(ascii: "]") { index += 1 }
        }
        index += 1
        return .list(values)
    }

    private mutating func object(_ depth: Int) throws(Fault) -> Value {
        let head = try byte()
        guard head != Self.none else { return .nothing }
        guard head == Self.new else {
            return .numbered(try reference(head, below: numbered.count))
        }
        let number = numbered.count
        numbered.append(.object(parent: nil, groups: []))
        let parent = try named()
        numbered[number] = .object(parent: parent, groups: [])
        while true {
            guard place < bytes.count else { throw Fault() }
            if bytes[place] == Self.end {
                place += 1
                return .numbered(number)
            }
            let group = try group(depth: depth)
            guard case .object(let parent, var groups) = numbered[number] else { throw Fault() }
            numbered[number] = .text([])
            groups.append(group)
            numbered[number] = .object(parent: parent, groups: groups)
        }
    }

    /// A class with those above it; gives the number of the first.
    private mutating func named() throws(Fault) -> Int? {
        var first: Int?
        var below: Int?
        while true {
            let head = try byte()
            let number: Int?
            switch head {
            case Self.none: number = nil
            case Self.new:
                guard let name = try sharedText() else { throw Fault() }
                _ = try integer(isSigned: true)
                number = numbered.count
                numbered.append(.named(name: name, parent: nil))
            default: number = try reference(head, below: numbered.count)
            }
            if let below, case .named(let name, _) = numbered[below] {
                numbered[below] = .named(name: name, parent: number)
            } else {
                first = number
            }
            guard head == Self.new else { return first }
            below = number
        }
    }

    private mutating func cText() throws(Fault) -> Value {
        let head = try byte()
        guard head != Self.none else { return .nothing }
        guard head == Self.new else {
            return .numbered(try reference(head, below: numbered.count))
        }
        let number = numbered.count
        numbered.append(.text([]))
        numbered[number] = .text(try sharedText() ?? [])
        return .numbered(number)
    }

    private mutating func sharedText() throws(Fault) -> Bytes? {
        let head = try byte()
        guard head != Self.none else { return nil }
        guard head == Self.new else { return types[try reference(head, below: types.count)] }
        guard let text = try text() else { throw Fault() }
        types.append(text)
        return text
    }

    private mutating func text(isContent: Bool = false) throws(Fault) -> Bytes? {
        guard place < bytes.count, bytes[place] != Self.none else {
            _ = try byte()
            return nil
        }
        let count = try integer(isSigned: false)
        guard count <= Int64(bytes.count - place) else {
            if isContent, cutText == nil { cutText = Bytes(bytes[place...]) }
            throw Fault()
        }
        return try take(Int(count))
    }

    private mutating func reference(_ head: UInt8, below bound: Int) throws(Fault) -> Int {
        let number = try integer(head, isSigned: true) + 110
        guard number >= 0, number < Int64(bound) else { throw Fault() }
        return Int(number)
    }

    private mutating func integer(isSigned: Bool) throws(Fault) -> Int64 {
        try integer(byte(), isSigned: isSigned)
    }

    private mutating func integer(_ head: UInt8, isSigned: Bool) throws(Fault) -> Int64 {
        switch head {
        case 0x81:
            let value = UInt16(truncatingIfNeeded: try word(2))
            return isSigned ? Int64(Int16(bitPattern: value)) : Int64(value)
        case 0x82:
            let value = UInt32(truncatingIfNeeded: try word(4))
            return isSigned ? Int64(Int32(bitPattern: value)) : Int64(value)
        case 0x83...0x91: throw Fault()
        default: return isSigned ? Int64(Int8(bitPattern: head)) : Int64(head)
        }
    }

    private mutating func real(bytes count: Int) throws(Fault) -> Value {
        let head = try byte()
        guard head == 0x83 else { return .integer(try integer(head, isSigned: true)) }
        let word = try word(count)
        return .real(
            count == 4
                ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: word)))
                : Double(bitPattern: word))
    }

    private mutating func word(_ count: Int) throws(Fault) -> UInt64 {
        let part = try take(count)
        return (isBig ? Bytes(part) : Bytes(part.reversed())).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func byte() throws(Fault) -> UInt8 {
        guard place < bytes.count else { throw Fault() }
        place += 1
        return bytes[place - 1]
    }

    private mutating func take(_ count: Int) throws(Fault) -> Bytes {
        guard count >= 0, count <= bytes.count - place else { throw Fault() }
        place += count
        return Bytes(bytes[(place - count)..<place])
    }
}
