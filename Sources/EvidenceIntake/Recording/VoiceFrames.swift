// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// The frames of an AMR file, 20 milliseconds each. Their sizes change with the bit rate and with
/// silence, so that a length can only be counted.
enum VoiceFrames {
    private static let narrow: [UInt64] = [
        12, 13, 15, 17, 19, 20, 26, 31, 5, 6, 5, 5, 0, 0, 0, 0,
    ]
    private static let wide: [UInt64] = [
        17, 23, 32, 36, 40, 46, 50, 58, 60, 5, 0, 0, 0, 0, 0, 0,
    ]

    /// Milliseconds, and whether the last frame is whole.
    static func duration(
        _ source: any SeekableSource, isWide: Bool
    ) throws -> (milliseconds: UInt64, isWhole: Bool) {
        let window = SourceWindow(source)
        let sizes = isWide ? wide : narrow
        var offset: UInt64 = isWide ? 9 : 6
        var frames: UInt64 = 0
        while frames < Limits.voiceFrames, let head = try window.byte(at: offset) {
            let size = sizes[Int(head >> 3 & 15)]
            guard window.size - offset - 1 >= size else { return (frames * 20, false) }
            frames += 1
            offset += 1 + size
        }
        return (frames * 20, offset >= window.size)
    }
}
