// SPDX-License-Identifier: Apache-2.0

/// What MediaInfo says of a recording or a film.
package struct MediaReading: Sendable, Equatable {
    /// One stream inside.
    package struct Track: Sendable, Equatable {
        /// What kind of stream.
        package enum Kind: String, Sendable, CaseIterable {
            case video, audio, text
        }

        /// What kind of stream.
        package let kind: Kind
        /// How it is coded, by the library's name: `AVC`, `AAC LC`, `Opus`.
        package let codec: String?
        /// Milliseconds.
        package let duration: UInt64?
        /// Pixels across and down, for moving pictures.
        package let width: UInt64?
        /// Pixels down.
        package let height: UInt64?
        /// Degrees by which it is to be turned for showing.
        package let rotation: String?
        /// Samples in a second, for sound.
        package let sampleRate: String?
        /// How many channels, for sound.
        package let channels: String?
    }

    /// The container, by the library's name: `MPEG-4`, `Ogg`, `AMR`; nothing where it knows none.
    package var container: String?
    /// Milliseconds, of the whole.
    package var duration: UInt64?
    /// The streams inside, at most `Limits.tracks`.
    package var tracks: [Track] = []
    /// What the file says of itself, by the library's names: `Encoded_Date`, `Recorded_Date`, …
    package var stated: [String: String] = [:]
    /// Whether the library was given less than it asked for, because it asked for more than `Limits` hold.
    package var isPartial = false

    /// Starts with nothing.
    package init() {}
}
