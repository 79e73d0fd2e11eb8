// SPDX-License-Identifier: Apache-2.0

import CReaderStart
package import StrictCoding

/// The program that reads foreign bytes.
package struct ReaderProgram: Sendable {
    /// Its path.
    package let path: Bytes

    /// Names a program by its path.
    package init(path: Bytes) {
        self.path = path
    }

    /// `keepsake-reader` in the folder of the program that runs now, and nowhere else: no search path
    /// and no environment decides what is started.
    package static func beside(name: String = "keepsake-reader") -> ReaderProgram? {
        var path = Bytes(repeating: 0, count: Limits.pathBytes)
        let length = unsafe path.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return CInt(-1) }
            return unsafe rs_own_path(start, buffer.count)
        }
        guard length > 0, let slash = path[0..<Int(length)].lastIndex(of: UInt8(ascii: "/")) else {
            return nil
        }
        return ReaderProgram(path: path.slice(0..<(slash + 1)) + Bytes(text: name))
    }
}
