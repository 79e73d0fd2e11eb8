// SPDX-License-Identifier: Apache-2.0

package import ReaderProtocol
package import StrictCoding

/// A conversation with one program that is shut in: what it says within every limit, what it is served,
/// and how it ended. What its lines mean is for who holds it.
package struct Conversation: ~Copyable {
    /// What ends a conversation before its last line.
    package enum Fault: Error {
        /// The host was asked to stop.
        case stopped
        /// Who takes what comes threw.
        case receiver(any Error)
        /// The bytes could not be fetched.
        case source(any Error)
        /// It broke a rule.
        case reason(NotReadReason)
        /// The program is gone.
        case ended
    }

    private var program: RunningReader
    private let files: [any SeekableSource]
    private let limits: ReadingLimits
    private let stop: () -> Bool
    private let clock = ContinuousClock()
    private let begun: ContinuousClock.Instant
    private var heard: ContinuousClock.Instant
    private var output: UInt64 = 0
    private var requests: UInt64 = 0
    /// What shuts the program in, as it said; nothing before.
    package private(set) var protections: Protections?

    /// Begins one with the next program of a stock; nothing where none starts.
    ///
    /// - Parameters:
    ///   - stock: gives the program.
    ///   - files: what it may ask for, by their place in this list.
    ///   - limits: how much it may say, and how long it may take.
    ///   - stop: asked again and again; `true` ends it.
    package init?(
        _ stock: ReaderStock, files: [any SeekableSource], limits: ReadingLimits,
        stop: @escaping () -> Bool
    ) {
        guard let program = stock.next() else { return nil }
        self.program = program
        self.files = files
        self.limits = limits
        self.stop = stop
        begun = clock.now
        heard = begun
    }

    /// Takes note of what the program says that shuts it in, and refuses one that is not.
    ///
    /// - Throws: `Fault`.
    package mutating func note(_ protections: Protections) throws(Fault) {
        self.protections = protections
        #if os(Linux)
            guard protections.calls, protections.limits else { throw .reason(.notShutIn) }
        #endif
    }

    /// The next line, without its line feed.
    ///
    /// - Throws: `Fault`.
    package mutating func line() throws(Fault) -> Bytes {
        while true {
            switch program.line(maximum: ReaderProtocol.Limits.lineBytes) {
            case .line(let bytes):
                try count(bytes.count + 1)
                return bytes
            case .nothingYet: try checkTime()
            case .tooLong: throw .reason(.nonsense)
            case .end: throw .ended
            }
        }
    }

    /// Some of the next bytes, which are no line: at least one, at most so many.
    ///
    /// - Throws: `Fault`.
    package mutating func bytes(atMost count: Int) throws(Fault) -> Bytes {
        while true {
            switch program.bytes(maximum: count) {
            case .line(let bytes):
                try self.count(bytes.count)
                return bytes
            case .nothingYet: try checkTime()
            case .tooLong: throw .reason(.nonsense)
            case .end: throw .ended
            }
        }
    }

    private mutating func count(_ bytes: Int) throws(Fault) {
        heard = clock.now
        output += UInt64(bytes)
        guard output <= limits.outputBytes else { throw .reason(.tooMuch) }
        try checkTime()
    }

    /// The receiver's own time is not the program's silence.
    package mutating func wasTaken() {
        heard = clock.now
    }

    /// After the last line there is nothing.
    ///
    /// - Throws: `Fault`.
    package mutating func expectEnd() throws(Fault) {
        while true {
            switch program.line(maximum: ReaderProtocol.Limits.lineBytes) {
            case .end(isWhole: true): return
            case .nothingYet: try checkTime()
            case .line, .tooLong, .end: throw .reason(.nonsense)
            }
        }
    }

    /// Answers a request for bytes of a file.
    ///
    /// - Throws: `Fault`.
    package mutating func serve(_ file: Int, _ offset: UInt64, _ count: Int) throws(Fault) {
        requests += 1
        guard requests <= Limits.requestCount else { throw .reason(.tooMuch) }
        guard files.indices.contains(file), count > 0,
            count <= ReaderProtocol.Limits.requestBytes, offset < files[file].size
        else { throw .reason(.nonsense) }
        let source = files[file]
        let length = Int(min(UInt64(count), source.size - offset))
        let bytes: Bytes
        do {
            bytes = try source.bytes(at: offset, count: length)
        } catch {
            throw .source(error)
        }
        heard = clock.now
        try send(bytes)
    }

    /// Sends all of these bytes.
    ///
    /// - Throws: `Fault`.
    package mutating func send(_ bytes: Bytes) throws(Fault) {
        var done = 0
        while done < bytes.count {
            guard let count = program.send(bytes, from: done) else { throw .ended }
            if count > 0 { heard = clock.now }
            done += count
            try checkTime()
        }
    }

    /// Ends the program and says why it was gone before its last line.
    package mutating func reasonOfEnd() -> NotReadReason {
        switch program.finish(waiting: Limits.farewellMilliseconds) {
        case .status(let status): protections == nil ? Self.door(status) : .endedEarly
        case .forbidden: .forbidden
        case .outOfTime: .tooLong
        // Nobody else ends it: the system did, because memory ran out.
        case .crashed, .killed, .unknown: .crashed
        }
    }

    // Why its door did not close, by how it ended.
    private static func door(_ status: Int32) -> NotReadReason {
        switch DoorStatus(rawValue: status) {
        case .files: .filesNotShut
        case .descriptors: .tooFewDescriptors
        case .limits, .calls, nil: .notShutIn
        }
    }

    private func checkTime() throws(Fault) {
        if stop() { throw .stopped }
        let now = clock.now
        if now - begun > limits.total { throw .reason(.tooLong) }
        if now - heard > limits.silence { throw .reason(.silent) }
    }
}
