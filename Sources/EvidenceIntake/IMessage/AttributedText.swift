// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// The text of an `attributedBody`, and what its attributes name.
package struct AttributedText: Equatable, Sendable {
    /// The text, or as much of it as is there.
    package private(set) var text = ""
    /// Whether the whole blob was read and the text is as it was written.
    package private(set) var isWhole = false
    /// The names of its attributes, each once, in the order of their first use.
    package private(set) var attributes: [String] = []
    /// The identifiers of files that stand in the text, in its order.
    package private(set) var files: [String] = []
    /// The handles that are mentioned in it.
    package private(set) var mentions: [String] = []

    /// Reads a blob; nothing where no text is in it.
    package init?(_ bytes: Bytes) {
        let stream = TypedStream(bytes)
        if case .numbered(let root)? = stream.groups.first?.first {
            let classes = stream.classes(of: root)
            if classes.contains("NSString") {
                take(Self.string(stream, root), isWhole: stream.isWhole)
                return
            }
            guard classes.contains("NSAttributedString") || !stream.isWhole else { return nil }
            var found: Bytes?
            for group in stream.groups(of: root) {
                guard found == nil, case .numbered(let number)? = group.first else { continue }
                found = Self.string(stream, number)
            }
            if let found {
                take(found, isWhole: stream.isWhole)
                readAttributes(stream, root)
                return
            }
        }
        guard !stream.isWhole else { return nil }
        // Damaged: the first text that an object of it holds, or a piece of it, or a text after its type.
        let first = stream.numbered.indices.lazy.compactMap { Self.string(stream, $0) }.first
        guard
            let found = first ?? stream.cutText.map({ Self.wholeCharacters($0) })
                ?? Self.sought(bytes)
        else { return nil }
        take(found, isWhole: false)
    }

    private mutating func take(_ bytes: Bytes?, isWhole: Bool) {
        let bytes = bytes ?? []
        text = String(decoding: bytes, as: UTF8.self)
        self.isWhole = isWhole && bytes.strictText != nil
    }

    /// The bytes of an object that is a text.
    private static func string(_ stream: TypedStream, _ number: Int) -> Bytes? {
        guard stream.classes(of: number).contains("NSString"),
            case .bytes(let bytes)? = stream.groups(of: number).first?.first
        else { return nil }
        return bytes
    }

    private static func text(_ stream: TypedStream, _ value: TypedStream.Value?) -> String? {
        guard case .numbered(let number)? = value else { return nil }
        return string(stream, number).map { String(decoding: $0, as: UTF8.self) }
    }

    private mutating func readAttributes(_ stream: TypedStream, _ root: Int) {
        var seen: Set<String> = []
        for group in stream.groups(of: root) {
            guard case .numbered(let number)? = group.first,
                stream.classes(of: number).contains("NSDictionary")
            else { continue }
            // The first group has the count; then a key, a value, a key, …
            let members = stream.groups(of: number).dropFirst().compactMap(\.first)
            for index in stride(from: 0, to: members.count - members.count % 2, by: 2) {
                guard let key = Self.text(stream, members[index]) else { continue }
                if seen.insert(key).inserted { attributes.append(key) }
                guard let value = Self.text(stream, members[index + 1]) else { continue }
                if key == "__kIMFileTransferGUIDAttributeName",
                    files.count < Limits.IMessage.attachments
                {
                    files.append(value)
                }
                if key == "__kIMMentionConfirmedMention", !mentions.contains(value),
                    mentions.count < Limits.IMessage.chats
                {
                    mentions.append(value)
                }
            }
        }
    }

    /// A text after the type `+`, where nothing else could be read.
    private static func sought(_ bytes: Bytes) -> Bytes? {
        guard let mark = bytes.firstRange(of: [0x84, 0x01, 0x2B]), mark.upperBound < bytes.count
        else {
            return nil
        }
        var start = mark.upperBound
        var count = Int(bytes[start])
        start += 1
        let width = count == 0x81 ? 2 : count == 0x82 ? 4 : 0
        guard bytes.count - start >= width else { return nil }
        if width > 0 {
            count = bytes[start..<(start + width)].reversed().reduce(0) { $0 << 8 | Int($1) }
            start += width
        }
        let end = start + min(count, bytes.count - start)
        return wholeCharacters(Bytes(bytes[start..<end]))
    }

    /// Without a character that is cut off at the end.
    private static func wholeCharacters(_ bytes: Bytes) -> Bytes {
        for count in 0..<min(4, bytes.count) where Bytes(bytes.dropLast(count)).strictText != nil {
            return Bytes(bytes.dropLast(count))
        }
        return bytes
    }
}
