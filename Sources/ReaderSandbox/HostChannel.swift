// SPDX-License-Identifier: Apache-2.0

import CReaderDoor
package import StrictCoding

/// The host is not there any more, or the channel broke; the reader ends.
package struct HostGone: Error {
    /// Says so.
    package init() {}
}

/// The reader's one way to the outside: descriptor 0.
package struct HostChannel: ~Copyable {
    private var pending = Bytes()

    /// There is one; make it once.
    package init() {}

    /// Takes a line for the host and sends what has gathered when it is enough.
    ///
    /// - Throws: `HostGone`.
    package mutating func send(_ line: Bytes) throws(HostGone) {
        pending.append(contentsOf: line)
        if pending.count >= 1 << 16 { try flush() }
    }

    /// Sends what has gathered.
    ///
    /// - Throws: `HostGone`.
    package mutating func flush() throws(HostGone) {
        let sent = unsafe pending.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return CInt(0) }
            return unsafe rd_write(start, buffer.count)
        }
        guard sent >= 0 else { throw HostGone() }
        pending.removeAll(keepingCapacity: true)
    }

    /// Exactly `count` bytes from the host.
    ///
    /// - Throws: `HostGone`, also where it ends before.
    package func receive(_ count: Int) throws(HostGone) -> Bytes {
        var bytes = Bytes(repeating: 0, count: count)
        var done = 0
        while done < count {
            let result = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
                guard let start = buffer.baseAddress else { return Int64(0) }
                return unsafe rd_read(start + done, count - done)
            }
            guard result > 0 else { throw HostGone() }
            done += Int(result)
        }
        return bytes
    }

    /// One line from the host, without its line feed. Byte by byte: what follows is not ours to take yet.
    ///
    /// - Throws: `HostGone`, also where it is longer than `maximum`.
    package func receiveLine(maximum: Int) throws(HostGone) -> Bytes {
        var line = Bytes()
        while line.count <= maximum {
            let byte = try receive(1)
            if byte[0] == UInt8(ascii: "\n") { return line }
            line.append(byte[0])
        }
        throw HostGone()
    }

    /// Ends this program at once.
    package static func leave(_ status: Int32) -> Never {
        rd_leave(status)
    }
}
