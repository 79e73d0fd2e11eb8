// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Media types by content: a short table of signatures, never a file's name.
///
/// It says what a file begins like, no more. Reading the file properly is an importer's work.
package enum MediaType {
    /// What nothing more can be said about.
    package static let unknown = "application/octet-stream"
    /// What a typed note is.
    package static let plainText = "text/plain"

    /// What a SQLite database is.
    package static let database = "application/vnd.sqlite3"

    /// Recognises a file by its first bytes; `Limits.recognisedBytes` of them are looked at.
    ///
    /// Answers for any bytes, `unknown` for no bytes and for what it does not know.
    package static func recognise(_ head: Span<UInt8>) -> String {
        let bytes = Bytes(copying: head.extracting(first: Limits.recognisedBytes))
        let whole = head.count <= Limits.recognisedBytes
        return Signatures.match(bytes) ?? ContainerTypes.recognise(bytes)
            ?? TextTypes.recognise(bytes, isWhole: whole) ?? unknown
    }

    /// Whether this is written as a media type without parameters, in lower case (RFC 6838).
    package static func isMediaType(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= Limits.mediaTypeBytes else { return false }
        return parts.allSatisfy { part in
            guard let first = part.first, isLetterOrDigit(first) else { return false }
            return part.allSatisfy { isLetterOrDigit($0) || Bytes(text: "!#$&-^_.+").contains($0) }
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

/// What an item is, in the plain words of a list.
package enum ItemKind: String, Sendable, CaseIterable {
    /// A picture.
    case photo
    /// Sound.
    case recording
    /// Moving pictures.
    case video
    /// Something that was typed into the program.
    case note
    /// Messages, or a backup of them.
    case message
    /// An email, or a box of them.
    case email
    /// Something to read.
    case document
    /// Files packed into one.
    case archive
    /// Anything else.
    case file

    private static let byType: [String: ItemKind] = [
        "message/rfc822": .email, "application/mbox": .email,
        "application/x-sms-backup+xml": .message,
        "application/pdf": .document, "application/rtf": .document,
        "application/x-ole-storage": .document, "application/epub+zip": .document,
        "application/xml": .document, "application/json": .document,
        "image/svg+xml": .document,
        "application/zip": .archive, "application/gzip": .archive, "application/x-tar": .archive,
        "application/x-7z-compressed": .archive, "application/vnd.rar": .archive,
        "application/x-bzip2": .archive, "application/x-xz": .archive,
        "application/zstd": .archive, "application/x-android-backup": .archive,
    ]

    /// The kind of a media type, and of how the item came in: what was typed is a note.
    package init(mediaType: String, acquired: Acquisition = .file) {
        if acquired == .typed {
            self = .note
        } else if let kind = ItemKind.byType[mediaType] {
            self = kind
        } else if mediaType.hasPrefix("image/") {
            self = .photo
        } else if mediaType.hasPrefix("audio/") {
            self = .recording
        } else if mediaType.hasPrefix("video/") {
            self = .video
        } else if mediaType.hasPrefix("text/")
            || mediaType.hasPrefix("application/vnd.openxmlformats-officedocument.")
            || mediaType.hasPrefix("application/vnd.oasis.opendocument.")
        {
            self = .document
        } else {
            self = .file
        }
    }
}
