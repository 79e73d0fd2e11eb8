// SPDX-License-Identifier: Apache-2.0

/// What is to be made of an original.
package enum CopyKind: String, Sendable, CaseIterable {
    /// A picture at its full size, as JPEG.
    case picture
    /// Sound, as WAV.
    case sound
    /// A small picture for a report, as JPEG.
    case small

    /// The kind of readable copy that a plain computer needs of a file of this media type; nothing where
    /// it shows the file as it is, or where none can be made.
    package static func needed(for mediaType: String) -> CopyKind? {
        if heif.contains(mediaType) { return .picture }
        return sounds.contains(mediaType) ? .sound : nil
    }

    /// Whether a copy of this kind can be made of a file of this media type.
    package func applies(to mediaType: String) -> Bool {
        switch self {
        case .picture, .sound: Self.needed(for: mediaType) == self
        case .small: Self.heif.contains(mediaType) || Self.shown.contains(mediaType)
        }
    }

    /// The media type of the copy.
    package var mediaType: String { self == .sound ? "audio/wav" : "image/jpeg" }

    /// How the name of the copy ends, with its dot.
    package var ending: String { self == .sound ? ".wav" : ".jpg" }

    private static let heif: Set<String> = ["image/heic", "image/heif", "image/avif"]
    private static let sounds: Set<String> = [
        "audio/amr", "audio/amr-wb", "audio/ogg", "audio/x-caf", "video/3gpp", "video/3gpp2",
    ]
    private static let shown: Set<String> = [
        "image/jpeg", "image/png", "image/gif", "image/webp", "image/tiff", "image/bmp",
    ]
}

/// The one line that the host sends: what to make, and how large the original is.
package struct CopyRequest: Hashable, Sendable {
    /// What to make.
    package let kind: CopyKind
    /// Bytes of the original.
    package let size: UInt64

    /// Takes the parts.
    package init(_ kind: CopyKind, size: UInt64) {
        self.kind = kind
        self.size = size
    }
}
