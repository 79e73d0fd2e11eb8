// SPDX-License-Identifier: Apache-2.0

import CReaderStart
import StrictCoding

/// A reader that runs, and the socket to it. It ends with this value at the latest.
struct RunningReader: ~Copyable {
    /// How it ended.
    enum End {
        case status(Int32)
        case crashed(signal: Int32)
        case forbidden, outOfTime, killed, unknown
    }

    private let reader: rs_reader
    private var isFinished = false
    private var block = Bytes(repeating: 0, count: Limits.blockBytes)
    private var buffer = Bytes()
    private var start = 0
    private var searched = 0

    /// Starts the program; nothing where the system refuses.
    init?(_ program: ReaderProgram) {
        var reader = rs_reader()
        let path = program.path + [0]
        let result = unsafe path.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return CInt(-1) }
            return unsafe rs_start(start, &reader)
        }
        guard result >= 0 else { return nil }
        self.reader = reader
    }

    deinit {
        guard !isFinished else { return }
        var reader = reader
        var end = rs_end()
        _ = unsafe rs_finish(&reader, 0, &end)
    }

    /// Ends it, at once or when it had a moment to end by itself, and says how it ended.
    mutating func finish(waiting milliseconds: Int32) -> End {
        isFinished = true
        var reader = reader
        var end = rs_end()
        guard unsafe rs_finish(&reader, milliseconds, &end) >= 0 else { return .unknown }
        guard end.signal != 0 else { return .status(end.status) }
        switch UInt32(bitPattern: rs_cause(end.signal)) {
        case RS_FORBIDDEN.rawValue: return .forbidden
        case RS_TIME.rawValue: return .outOfTime
        case RS_KILLED.rawValue: return .killed
        default: return .crashed(signal: end.signal)
        }
    }

    /// What came of waiting for a line.
    enum Line {
        case line(Bytes)
        case nothingYet
        case tooLong
        case end(isWhole: Bool)
    }

    /// The next line, or why there is none; waits a moment at most.
    mutating func line(maximum: Int) -> Line {
        if let line = buffered(maximum: maximum) { return line }
        if let other = receive() { return other }
        return buffered(maximum: maximum) ?? .nothingYet
    }

    /// Some of the next bytes, whatever they are, as a line that has no end; waits a moment at most.
    mutating func bytes(maximum: Int) -> Line {
        if start == buffer.count, let other = receive() { return other }
        let end = min(buffer.count, start + maximum)
        let bytes = buffer.slice(start..<end)
        start = end
        searched = max(searched, start)
        return bytes.isEmpty ? .nothingYet : .line(bytes)
    }

    // Takes what has come; nothing where there was something.
    private mutating func receive() -> Line? {
        buffer.removeSubrange(0..<start)
        searched -= start
        start = 0
        let result = unsafe block.withUnsafeMutableBufferPointer { block in
            guard let address = block.baseAddress else { return Int64(0) }
            return unsafe rs_receive(
                reader.socket, address, block.count, Limits.patienceMilliseconds)
        }
        if result > 0 {
            buffer.append(contentsOf: block[0..<Int(result)])
            return nil
        }
        return rs_is_again(result) != 0 ? .nothingYet : .end(isWhole: buffer.isEmpty)
    }

    // No byte is looked at twice, however long a line becomes.
    private mutating func buffered(maximum: Int) -> Line? {
        guard let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
            searched = buffer.count
            return buffer.count - start > maximum ? .tooLong : nil
        }
        guard end - start <= maximum else { return .tooLong }
        let line = buffer.slice(start..<end)
        start = end + 1
        searched = start
        return .line(line)
    }

    /// Sends some of the bytes from `offset` on: how many; nothing where the reader is gone.
    func send(_ bytes: Bytes, from offset: Int) -> Int? {
        let result = unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let address = buffer.baseAddress else { return Int64(0) }
            return unsafe rs_send(
                reader.socket, address + offset, bytes.count - offset, Limits.patienceMilliseconds)
        }
        if result >= 0 { return Int(result) }
        return rs_is_again(result) != 0 ? 0 : nil
    }
}
