// SPDX-License-Identifier: Apache-2.0

import CopierProtocol
import SodiumPrimitives
import StrictCoding

/// Looks at a copy while it comes: whether it is of the form that was asked for, and its digest.
struct CopyForm {
    private let kind: CopyKind
    private var size: UInt64 = 0
    private var hasher = SHA256Hasher()
    private var picture = JPEGForm()
    private var head = Bytes()

    init(_ kind: CopyKind) {
        self.kind = kind
    }

    /// Takes the next bytes; whether they can still become such a copy.
    mutating func take(_ bytes: Bytes) -> Bool {
        size += UInt64(bytes.count)
        hasher.update(bytes.span)
        if kind != .sound { return picture.take(bytes) }
        if head.count < WaveHeader.count {
            head.append(contentsOf: bytes.prefix(WaveHeader.count - head.count))
        }
        return size <= CopierProtocol.Limits.waveBytes
    }

    /// Bytes that it has at least: what came, and what the head of a sound says that is to come.
    var leastSize: UInt64 {
        guard kind == .sound, head.count == WaveHeader.count else { return size }
        let stated = head.suffix(4).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return max(size, stated + UInt64(WaveHeader.count))
    }

    /// The copy, where it is whole and what the copier says of it is so.
    func finish(_ made: MadeCopy) -> HeldCopy? {
        switch made.form {
        case .picture(let width, let height):
            guard kind != .sound, picture.isWhole, picture.width == width,
                picture.height == height
            else { return nil }
            let side = CopierProtocol.Limits.smallSide
            if kind == .small, width > side || height > side { return nil }
        case .sound(let rate, let channels, let frames):
            guard kind == .sound,
                let header = WaveHeader(rate: rate, channels: channels, frames: frames),
                head == header.encoded(),
                size == header.dataBytes + UInt64(WaveHeader.count)
            else { return nil }
        }
        return HeldCopy(
            made: made, mediaType: kind.mediaType, size: size, digest: hasher.digest())
    }
}
