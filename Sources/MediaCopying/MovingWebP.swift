// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// A WebP that moves, as stickers do: its first picture as a file of its own.
enum MovingWebP {
    /// The first picture; nothing where the file is a still one.
    static func firstFrame(_ bytes: Bytes) -> Bytes? {
        guard let frame = bytes.riffChunks().first(where: { $0.name == "ANMF" }), frame.count > 16
        else { return nil }
        // Across and down less one, in three bytes each, behind where it stands.
        let size = bytes[(frame.place + 6)..<(frame.place + 12)]
        let parts = bytes.riffChunks(from: frame.place + 16, to: frame.place + frame.count)
        guard let image = parts.first(where: { $0.name == "VP8 " || $0.name == "VP8L" }) else {
            return nil
        }
        var body = Bytes(text: "WEBP")
        if let alpha = parts.first(where: { $0.name == "ALPH" }), image.name == "VP8 " {
            // What says that transparency comes: a flag, three bytes of nothing, the size.
            append("VP8X", Bytes([0x10, 0, 0, 0]) + Bytes(size), to: &body)
            append("ALPH", bytes.slice(alpha.place..<(alpha.place + alpha.count)), to: &body)
        }
        append(image.name, bytes.slice(image.place..<(image.place + image.count)), to: &body)
        var file = Bytes()
        append("RIFF", body, to: &file)
        return file
    }

    private static func append(_ name: String, _ part: Bytes, to file: inout Bytes) {
        file.append(text: name)
        for place in 0..<4 { file.append(UInt8(truncatingIfNeeded: part.count >> (8 * place))) }
        file.append(contentsOf: part)
        if !part.count.isMultiple(of: 2) { file.append(0) }
    }
}
