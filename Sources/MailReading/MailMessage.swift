// SPDX-License-Identifier: Apache-2.0

import CMailParser
package import StrictCoding

/// One header field as it stands.
package struct MailField: Sendable {
    /// Its name in small letters.
    package let name: String
    /// What stands after the colon, with its line ends.
    package let raw: Bytes
    /// Where it stands in the source, from its name to the end of its last line.
    package let place: Range<UInt64>

    /// The value with its folding undone.
    package var value: Bytes { HeaderSyntax.unfolded(raw) }
}

/// One part of a message.
package struct MailPart: Sendable {
    /// What it is made of.
    package enum Kind: Sendable { case leaf, multipart, messagePart, message }
    /// How its content is written.
    package enum Encoding: Sendable { case plain, base64, quoted, uuencoded }

    /// The part that holds it, by its place in `MailMessage.parts`; nothing for the message itself.
    package let parent: Int?
    /// How many parts it lies in.
    package let depth: Int
    /// What it is made of.
    package let kind: Kind
    /// The media type as stated, in small letters; the default of RFC 2046 where none is.
    package let mediaType: String
    /// Its header fields in their order.
    package var fields: [MailField]
    /// Where its content stands in the source; nothing where it has none.
    package var range: Range<UInt64>?
    /// How that is written.
    package private(set) var encoding: Encoding
    /// Whether it holds parts that lie too deep to be gone into.
    package let isCut: Bool

    /// The same part with its content taken as it stands.
    package var unencoded: MailPart {
        var part = self
        part.encoding = .plain
        return part
    }

    /// The first field of this name, its folding undone.
    package func value(_ name: String) -> Bytes? {
        fields.first { $0.name == name }?.value
    }
}

/// A message and its parts, each container before what it holds.
package struct MailMessage: Sendable {
    /// The parts; the first one is the message itself.
    package let parts: [MailPart]
    /// What there was too much of, so that not all was read; a few words for a sentence.
    package let excess: String?

    /// Finds the parts of the message that a source holds; nothing where there is none.
    ///
    /// - Throws: what the source throws.
    package init?(_ source: any SeekableSource) throws {
        MailLibrary.prepare()
        let view = MailView(source)
        let context = unsafe Unmanaged.passUnretained(view).toOpaque()
        let opened = unsafe mp_open(
            { context, offset, target, count in
                guard let context = unsafe context, let target = unsafe target else { return -1 }
                let view = unsafe Unmanaged<MailView>.fromOpaque(context).takeUnretainedValue()
                return unsafe view.read(
                    at: offset, into: UnsafeMutableRawBufferPointer(start: target, count: count))
            }, context, view.shownSize, UInt32(Limits.depth), UInt32(Limits.parts))
        defer { unsafe mp_close(opened) }
        if let failure = view.failure { throw failure }
        guard let opened = unsafe opened else { return nil }
        var parts: [MailPart] = []
        let header = BlockReader(source)
        var places = PartPlaces()
        for index in unsafe 0..<mp_part_count(opened) {
            let found = unsafe mp_part_at(opened, index)
            var fields: [MailField] = []
            places.begin()
            for number in unsafe 0..<found.header_count {
                let place = unsafe mp_header_at(opened, found.first_header + number)
                let end = min(place.offset + UInt64(place.length), source.size)
                guard place.offset < end else { continue }
                places.note(place.offset..<end)
                let bytes = try header.bytes(place.offset..<end)
                let name = bytes.prefix(Int(place.name_length))
                guard let colon = bytes[name.count...].firstIndex(of: UInt8(ascii: ":")) else {
                    continue
                }
                fields.append(
                    MailField(
                        name: HeaderSyntax.lowercased(name), raw: Bytes(bytes[(colon + 1)...]),
                        place: place.offset..<end))
            }
            unsafe parts.append(MailPart(found, fields, size: source.size))
        }
        guard !parts.isEmpty else { return nil }
        let scan = view.scan
        for index in parts.indices {
            if let range = parts[index].range {
                parts[index].range = try PartPlaces.corrected(range, header)
            }
        }
        for index in parts.indices where parts[index].range == nil {
            parts[index].range = try places.range(of: index, parts, scan.delimiters, source)
        }
        self.parts = parts
        excess = unsafe scan.excess ?? (mp_has_more(opened) != 0 ? "parts" : nil)
    }

    /// For each part, those that lie directly in it.
    package var children: [[Int]] {
        var children = [[Int]](repeating: [], count: parts.count)
        for (index, part) in parts.enumerated() {
            if let parent = part.parent, parent < index { children[parent].append(index) }
        }
        return children
    }
}

extension MailPart {
    fileprivate init(_ found: mp_part, _ fields: [MailField], size: UInt64) {
        parent = unsafe found.parent < 0 ? nil : Int(found.parent)
        depth = unsafe Int(found.depth)
        kind =
            switch unsafe Int(found.kind) {
            case Int(MP_MULTIPART.rawValue): .multipart
            case Int(MP_MESSAGE_PART.rawValue): .messagePart
            case Int(MP_MESSAGE.rawValue): .message
            default: .leaf
            }
        encoding = Self.encoding(fields)
        isCut = unsafe found.is_cut != 0
        self.fields = fields
        let type = unsafe found.type.map { unsafe String(cString: $0) } ?? "text"
        let subtype = unsafe found.subtype.map { unsafe String(cString: $0) } ?? "plain"
        mediaType = HeaderSyntax.lowercased((type + "/" + subtype).utf8)
        let end = unsafe min(found.end, size)
        range = unsafe found.start < end ? found.start..<end : nil
    }
}

extension MailPart {
    /// What the fields say of the encoding; GMime does not see one that white space follows.
    private static func encoding(_ fields: [MailField]) -> Encoding {
        guard let field = fields.first(where: { $0.name == "content-transfer-encoding" }) else {
            return .plain
        }
        switch HeaderSyntax.lowercased(HeaderParameters(field.value).head) {
        case "base64": return .base64
        case "quoted-printable": return .quoted
        case "x-uuencode", "uuencode", "x-uue": return .uuencoded
        default: return .plain
        }
    }
}

/// Reads small parts of a source that lie near each other, in blocks.
final class BlockReader {
    let source: any SeekableSource
    private var block = Bytes()
    private var start: UInt64 = 0

    init(_ source: any SeekableSource) {
        self.source = source
    }

    /// The bytes of a range that lies in the source and is no longer than a header may be.
    func bytes(_ range: Range<UInt64>) throws -> Bytes {
        let count = Int(min(range.upperBound - range.lowerBound, UInt64(Limits.allHeaderBytes)))
        if range.lowerBound < start
            || range.lowerBound + UInt64(count) > start + UInt64(block.count)
        {
            var fresh = Bytes(repeating: 0, count: max(count, 1 << 16))
            let read = try source.read(at: range.lowerBound, into: &fresh)
            fresh.removeLast(fresh.count - read)
            block = fresh
            start = range.lowerBound
        }
        let from = Int(range.lowerBound - start)
        return Bytes(block[from..<min(from + count, block.count)])
    }
}
