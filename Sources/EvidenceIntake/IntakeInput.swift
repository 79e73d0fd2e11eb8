// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
package import StrictCoding

/// One file of an item, as bytes that can be read at any offset.
package struct IntakeFile: Sendable {
    /// The last component of its name; foreign text, a hint and nothing more.
    package let name: String
    /// Its bytes.
    package let source: any SeekableSource

    /// Takes the parts.
    package init(name: String, source: any SeekableSource) {
        self.name = name
        self.source = source
    }
}

/// What an importer is given: the files of one item, and what the person stated about it.
package struct IntakeInput: Sendable {
    /// The files; the first one is the item, others belong with it (`chat.db-wal`, `chat.db-shm`).
    package let files: [IntakeFile]
    /// The first bytes of the first file, at most `Limits.headBytes`.
    package let head: Bytes
    /// The media type that the first bytes show.
    package let mediaType: String
    /// The order of day, month and year, where the person stated it.
    package let dateOrder: DateOrder?
    /// Takes the bytes of attachments, where any are wished for.
    package let attachments: (any AttachmentSink)?

    /// Takes the files, of which there is at least one, and reads the first bytes.
    ///
    /// - Throws: what the source throws; `IntakeError.noFile`.
    package init(
        files: [IntakeFile], dateOrder: DateOrder? = nil,
        attachments: (any AttachmentSink)? = nil
    ) throws {
        guard let first = files.first else { throw IntakeError.noFile }
        self.attachments = attachments
        self.files = files
        self.dateOrder = dateOrder
        let count = min(Int(clamping: first.source.size), Limits.headBytes)
        let head = try first.source.bytes(at: 0, count: count)
        self.head = head
        mediaType = MediaType.recognise(head.span)
    }

    /// The item itself.
    package var main: IntakeFile { files[0] }

    /// The extension of the item's name in small letters, without the dot; empty where it has none.
    package var nameExtension: String {
        let name = main.name
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }
}

/// Why reading could not go on.
package enum IntakeError: Error, Equatable, Sendable {
    /// There is no file in the item.
    case noFile
    /// What takes the records takes no more: its limit is reached.
    case full
    /// The importer met what it cannot read past; a sentence of ours for `unread`.
    case stopped(String)
}
