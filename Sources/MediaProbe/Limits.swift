// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes that are handed over at a time: few journeys to where the bytes come from.
    package static let blockBytes = 1 << 18

    /// Bytes of one file that are handed over in all: the tables of a film of many hours, twice. The
    /// library may hold much of what it was given at once.
    package static let fedBytes = 64 << 20

    /// Times that the library may ask for another place; it asks a few dozen times for a sound file.
    package static let jumps = 2000

    /// Tracks of one file that are told.
    package static let tracks = 16

    /// Letters of one text.
    package static let textLetters = 4096
}
