// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import Glibc
package import StrictCoding

/// One of this program's outgoing streams: results to one, everything else to the other.
///
/// Nothing is held back: what `write` returned from has been handed to the system.
package final class ByteStream: Sendable {
    private let descriptor: CInt

    /// Results: what was asked for, for a person or another program.
    package static let results = ByteStream(descriptor: STDOUT_FILENO)
    /// Everything else: progress, questions that need no secrecy, failures.
    package static let remarks = ByteStream(descriptor: STDERR_FILENO)

    /// Writes to this descriptor, which whoever opened it closes.
    package init(descriptor: CInt) {
        self.descriptor = descriptor
    }

    /// Whether a person is likely to be looking at it.
    package var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Writes all of these bytes.
    ///
    /// - Throws: `Failure` `output.closed` where the other end is gone or full: a result that was
    ///   not seen is not a success.
    package func write(_ bytes: Bytes) throws(Failure) {
        guard bytes.withUnsafeWholeWrite(to: descriptor) else { throw Failure(.outputClosed) }
    }

    /// Writes a text and no line feed of its own.
    package func write(_ text: String) throws(Failure) {
        try write(Bytes(text: text))
    }

    /// Writes a text and a line feed, and passes over a failure: for remarks that nothing rests on.
    package func remark(_ text: String) {
        _ = Bytes(text: text + "\n").withUnsafeWholeWrite(to: descriptor)
    }

    /// Writes a text as it is, and passes over a failure.
    func draw(_ text: String) {
        _ = Bytes(text: text).withUnsafeWholeWrite(to: descriptor)
    }
}

extension Bytes {
    // Whether every byte was taken; waits where the descriptor does not block.
    func withUnsafeWholeWrite(to descriptor: CInt) -> Bool {
        unsafe withUnsafeBytes { buffer in
            var start = 0
            while start < buffer.count {
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[start...])
                let count = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count >= 0 {
                    start += count
                } else if errno == EAGAIN {
                    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = unsafe poll(&waiting, 1, -1)
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }
}
