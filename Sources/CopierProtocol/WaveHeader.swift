// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// The 44 bytes before the samples of a WAV file: PCM of 16 bits.
package struct WaveHeader: Hashable, Sendable {
    /// How many bytes it has.
    package static let count = 44

    /// Samples in a second.
    package let rate: UInt64
    /// Channels.
    package let channels: UInt64
    /// Samples of each channel.
    package let frames: UInt64

    /// The header for such samples; nothing where a WAV file cannot hold them.
    package init?(rate: UInt64, channels: UInt64, frames: UInt64) {
        guard (1...1_000_000).contains(rate), (1...64).contains(channels), frames > 0 else {
            return nil
        }
        let (bytes, isOver) = frames.multipliedReportingOverflow(by: channels * 2)
        guard !isOver, bytes <= Limits.waveBytes - UInt64(Self.count) else { return nil }
        self.rate = rate
        self.channels = channels
        self.frames = frames
    }

    /// Bytes of the samples.
    package var dataBytes: UInt64 { frames * channels * 2 }

    /// The bytes.
    package func encoded() -> Bytes {
        var bytes = Bytes(text: "RIFF")
        bytes.append(little: dataBytes + 36, bytes: 4)
        bytes.append(text: "WAVEfmt ")
        bytes.append(little: 16, bytes: 4)
        bytes.append(little: 1, bytes: 2)
        bytes.append(little: channels, bytes: 2)
        bytes.append(little: rate, bytes: 4)
        bytes.append(little: rate * channels * 2, bytes: 4)
        bytes.append(little: channels * 2, bytes: 2)
        bytes.append(little: 16, bytes: 2)
        bytes.append(text: "data")
        bytes.append(little: dataBytes, bytes: 4)
        return bytes
    }
}

extension ContiguousArray<UInt8> {
    fileprivate mutating func append(little value: UInt64, bytes: Int) {
        for place in 0..<bytes { append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(place)))) }
    }
}
