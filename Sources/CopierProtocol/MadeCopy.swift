// SPDX-License-Identifier: Apache-2.0

/// What was made.
package struct MadeCopy: Hashable, Sendable {
    /// What it shows.
    package enum Form: Hashable, Sendable {
        /// A JPEG of so many pixels across and down.
        case picture(width: UInt64, height: UInt64)
        /// A WAV of 16 bits: samples in a second, channels, and samples of each channel.
        case sound(rate: UInt64, channels: UInt64, frames: UInt64)
    }

    /// What it shows.
    package let form: Form
    /// How many places of the original could not be decoded; the copy lacks them.
    package let flaws: UInt64
    /// The libraries that made it, with their versions: `libheif 1.15.1, libavcodec 59.37.100`.
    package let libraries: String

    /// Takes the parts.
    package init(form: Form, flaws: UInt64, libraries: String) {
        self.form = form
        self.flaws = flaws
        self.libraries = libraries
    }

    /// How long it lasts, for sound, in milliseconds.
    package var milliseconds: UInt64? {
        guard case .sound(let rate, _, let frames) = form, rate > 0 else { return nil }
        let (scaled, isOver) = frames.multipliedReportingOverflow(by: 1000)
        return isOver ? nil : scaled / rate
    }
}

/// Why no copy was made of an original that was looked at.
package enum CopyRefusal: String, Error, Sendable, CaseIterable {
    /// Its bytes are of no kind of which such a copy is made.
    case notOfThisKind
    /// It could not be decoded.
    case damaged
    /// It is coded in a way that is not on the list.
    case unsupported
    /// It has more bytes than are taken.
    case tooLarge
    /// It has more pixels than are taken.
    case tooManyPixels
    /// It lasts longer than is taken.
    case tooLong
    /// There is no sound in it.
    case noSound
    /// It takes more memory than there is.
    case memory
    /// Something happened that was not foreseen.
    case unforeseen

    /// The rest of the sentence "no readable copy was made: …".
    package var text: String {
        switch self {
        case .notOfThisKind: "its bytes are of no kind of which such a copy is made"
        case .damaged: "it is damaged and could not be decoded"
        case .unsupported: "it is coded in a way that the copier does not decode"
        case .tooLarge: "it is larger than the copier takes"
        case .tooManyPixels: "it has more pixels than the copier takes"
        case .tooLong: "it lasts longer than the copier takes"
        case .noSound: "there is no sound in it"
        case .memory: "it takes more memory than the copier may have"
        case .unforeseen: "the copier met something that it did not foresee"
        }
    }
}
