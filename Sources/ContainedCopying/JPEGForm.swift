// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// The form of a baseline JPEG that holds a picture and nothing else: no metadata, no comment, no second
/// picture, nothing behind its end.
package struct JPEGForm: Sendable {
    private enum State {
        case start, marker, kind, length, body, scan, escape, end, wrong
    }

    /// Its pixels across, once it said so.
    package private(set) var width: UInt64 = 0
    /// Its pixels down, once it said so.
    package private(set) var height: UInt64 = 0
    private var state = State.start
    private var hasScan = false
    private var segment: UInt8 = 0
    private var lengthBytes = 0
    private var left = 0
    private var body = Bytes()

    /// Nothing has come yet.
    package init() {}

    /// Whether it has come to its end, and nothing behind it.
    package var isWhole: Bool { state == .end && hasScan && width > 0 && height > 0 }

    /// Takes the next bytes; whether they are still of the form.
    package mutating func take(_ bytes: Bytes) -> Bool {
        for byte in bytes {
            if state == .scan {
                if byte == 0xFF { state = .escape }
                continue
            }
            step(byte)
            if state == .wrong { return false }
        }
        return true
    }

    private mutating func step(_ byte: UInt8) {
        switch state {
        case .start, .marker: state = byte == 0xFF ? .kind : .wrong
        case .kind: begin(byte)
        case .length:
            left = left << 8 | Int(byte)
            lengthBytes += 1
            guard lengthBytes == 2 else { return }
            left -= 2
            body.removeAll(keepingCapacity: true)
            state = left > 0 ? .body : .wrong
        case .body:
            body.append(byte)
            left -= 1
            if left == 0 { finishSegment() }
        case .escape:
            // A byte of the picture that looks like a marker, or a place to begin again.
            if byte == 0 || (0xD0...0xD7).contains(byte) {
                state = .scan
            } else if byte == 0xD9 {
                state = .end
            } else {
                begin(byte)
            }
        case .scan, .wrong: break
        case .end: state = .wrong
        }
    }

    // The first marker is the start of a picture; then come the kinds that hold nothing but it.
    private mutating func begin(_ byte: UInt8) {
        if segment == 0 {
            segment = byte
            state = byte == 0xD8 ? .marker : .wrong
            return
        }
        guard [0xE0, 0xDB, 0xC0, 0xC4, 0xDA, 0xDD].contains(byte) else {
            state = .wrong
            return
        }
        segment = byte
        lengthBytes = 0
        left = 0
        state = .length
    }

    private mutating func finishSegment() {
        state = .marker
        switch segment {
        case 0xE0:
            // JFIF without a picture in it.
            if body.count != 14 || !body.starts(with: Bytes(text: "JFIF\0")) { state = .wrong }
        case 0xC0:
            guard body.count == 15, body[0] == 8, body[5] == 3, width == 0 else {
                state = .wrong
                return
            }
            height = UInt64(body[1]) << 8 | UInt64(body[2])
            width = UInt64(body[3]) << 8 | UInt64(body[4])
        case 0xDA:
            hasScan = true
            state = .scan
        default: break
        }
    }
}
