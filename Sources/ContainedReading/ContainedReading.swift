// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
import ReaderProtocol
import SodiumPrimitives
package import StrictCoding

/// One file of the item to be read.
package struct ServedFile: Sendable {
    /// The last component of its name; a hint for the importer.
    package let name: String
    /// Its bytes.
    package let source: any SeekableSource

    /// Takes the parts.
    package init(name: String, source: any SeekableSource) {
        self.name = name
        self.source = source
    }
}

/// One reading of one item in a program of its own, which is believed nothing that was not checked.
package struct ContainedReading {
    private let files: [ServedFile]
    private let dateOrder: DateOrder?
    private let limits: ReadingLimits
    private let stop: () -> Bool

    /// Prepares a reading.
    ///
    /// - Parameters:
    ///   - files: the item, and what belongs with it; at most eight.
    ///   - dateOrder: the order of day, month and year, where the person stated it.
    ///   - limits: how much it may take; nothing means what the sizes suggest.
    ///   - stop: asked again and again; `true` ends the reading.
    package init(
        files: [ServedFile], dateOrder: DateOrder? = nil, limits: ReadingLimits? = nil,
        stop: @escaping () -> Bool = { false }
    ) {
        self.files = Array(files.prefix(ReaderProtocol.Limits.fileCount))
        self.dateOrder = dateOrder
        self.limits =
            limits
            ?? ReadingLimits(
                for: files.reduce(0) { $0 &+ min($1.source.size, UInt64(1) << 56) })
        self.stop = stop
    }

    /// Reads the item and hands each record on as it comes.
    ///
    /// Whatever the reader does is an outcome. After a fault nothing of it runs any more.
    /// - Parameters:
    ///   - program: the reader; nothing where there is none.
    ///   - record: takes each record that held, in order.
    /// - Throws: `ReadingStopped`, and what `record` throws.
    package func run(
        _ program: ReaderProgram?, record: (MessageRecord) throws -> Void
    ) throws -> ReadingOutcome {
        try run(from: ReaderStock(program), record: record)
    }

    /// The same in the next reader of a stock.
    ///
    /// - Throws: `ReadingStopped`, and what `record` throws.
    package func run(
        from stock: ReaderStock, record: (MessageRecord) throws -> Void
    ) throws -> ReadingOutcome {
        guard var reader = stock.next() else {
            return ReadingOutcome(
                ending: .notRead(.notStarted), records: RecordTally(), protections: nil,
                underlying: nil)
        }
        var talk = Talk(limits: limits)
        let fault: Fault
        do throws(Fault) {
            let found = try converse(&reader, &talk, record)
            return talk.outcome(
                .read(importer: found.importer, version: found.version, facts: found.facts))
        } catch {
            fault = error
        }
        switch fault {
        case .stopped: throw ReadingStopped()
        case .receiver(let error): throw error
        case .reason(let reason): return talk.outcome(.notRead(reason))
        case .source(let error): return talk.outcome(.notRead(.notServed), underlying: error)
        case .ended:
            let end = reader.finish(waiting: Limits.farewellMilliseconds)
            return talk.outcome(.notRead(Self.reason(of: end, talk)))
        }
    }

    // What ends a conversation before its last line.
    private enum Fault: Error {
        case stopped
        case receiver(any Error)
        case source(any Error)
        case reason(NotReadReason)
        case ended
    }

    // What one conversation has come to.
    private struct Talk {
        let clock = ContinuousClock()
        let begun: ContinuousClock.Instant
        var heard: ContinuousClock.Instant
        let limits: ReadingLimits
        var protections: Protections?
        var records = RecordTally()
        var last: UInt64 = 0
        var output: UInt64 = 0
        var requests: UInt64 = 0
        var hasher = SHA256Hasher()

        init(limits: ReadingLimits) {
            begun = clock.now
            heard = begun
            self.limits = limits
        }

        func outcome(
            _ ending: ReadingOutcome.Ending, underlying: (any Error)? = nil
        ) -> ReadingOutcome {
            var records = records
            records.digest = records.count == 0 ? nil : hasher.digest()
            return ReadingOutcome(
                ending: ending, records: records, protections: protections, underlying: underlying)
        }
    }

    private static func reason(of end: RunningReader.End, _ talk: Talk) -> NotReadReason {
        switch end {
        case .status: talk.protections == nil ? .notShutIn : .endedEarly
        case .forbidden: .forbidden
        case .outOfTime: .tooLong
        // Nobody else ends it: the system did, because memory ran out.
        case .crashed, .killed, .unknown: .crashed
        }
    }

    private func converse(
        _ reader: inout RunningReader, _ talk: inout Talk, _ record: (MessageRecord) throws -> Void
    ) throws(Fault) -> ReadingOutcome.Found {
        guard case .door(let protections) = try next(&reader, &talk).line else {
            throw .reason(.nonsense)
        }
        talk.protections = protections
        #if os(Linux)
            guard protections.calls, protections.limits else { throw .reason(.notShutIn) }
        #endif
        let names = files.map { ServedName(name: $0.name, size: $0.source.size) }
        try send(Opening(files: names, dateOrder: dateOrder).encoded(), &reader, &talk)
        while true {
            let (line, bytes) = try next(&reader, &talk)
            switch line {
            case .door:
                throw .reason(.nonsense)
            case .read(let file, let offset, let count):
                try serve(file, offset, count, &reader, &talk)
            case .record(let value):
                guard value.sequence > talk.last, let own = ReaderLine.recordBytes(bytes) else {
                    throw .reason(.nonsense)
                }
                talk.last = value.sequence
                talk.records.count += 1
                if value.kind == .raw { talk.records.raw += 1 }
                talk.hasher.update(own.span)
                talk.hasher.update(Self.lineFeed.span)
                do { try record(value) } catch { throw .receiver(error) }
                // The receiver's own time is not the reader's silence.
                talk.heard = talk.clock.now
            case .result(let importer, let version, let facts):
                try expectEnd(&reader, &talk)
                return ReadingOutcome.Found(importer: importer, version: version, facts: facts)
            }
        }
    }

    private static let lineFeed = Bytes([UInt8(ascii: "\n")])

    // The next line, within every limit.
    private func next(
        _ reader: inout RunningReader, _ talk: inout Talk
    ) throws(Fault) -> (line: ReaderLine, bytes: Bytes) {
        while true {
            switch reader.line(maximum: ReaderProtocol.Limits.lineBytes) {
            case .line(let bytes):
                talk.heard = talk.clock.now
                talk.output += UInt64(bytes.count) + 1
                guard talk.output <= talk.limits.outputBytes else { throw .reason(.tooMuch) }
                try checkTime(talk)
                do throws(ProtocolError) {
                    return (try ReaderLine(parsing: bytes.span), bytes)
                } catch {
                    throw .reason(.nonsense)
                }
            case .nothingYet: try checkTime(talk)
            case .tooLong: throw .reason(.nonsense)
            case .end: throw .ended
            }
        }
    }

    private func checkTime(_ talk: Talk) throws(Fault) {
        if stop() { throw .stopped }
        let now = talk.clock.now
        if now - talk.begun > talk.limits.total { throw .reason(.tooLong) }
        if now - talk.heard > talk.limits.silence { throw .reason(.silent) }
    }

    // After the last line there is nothing.
    private func expectEnd(_ reader: inout RunningReader, _ talk: inout Talk) throws(Fault) {
        while true {
            switch reader.line(maximum: ReaderProtocol.Limits.lineBytes) {
            case .end(isWhole: true): return
            case .nothingYet: try checkTime(talk)
            case .line, .tooLong, .end: throw .reason(.nonsense)
            }
        }
    }

    private func serve(
        _ file: Int, _ offset: UInt64, _ count: Int, _ reader: inout RunningReader,
        _ talk: inout Talk
    ) throws(Fault) {
        talk.requests += 1
        guard talk.requests <= Limits.requestCount else { throw .reason(.tooMuch) }
        guard files.indices.contains(file), count > 0,
            count <= ReaderProtocol.Limits.requestBytes, offset < files[file].source.size
        else { throw .reason(.nonsense) }
        let source = files[file].source
        let length = Int(min(UInt64(count), source.size - offset))
        let bytes: Bytes
        do {
            bytes = try source.bytes(at: offset, count: length)
        } catch {
            throw .source(error)
        }
        talk.heard = talk.clock.now
        try send(bytes, &reader, &talk)
    }

    private func send(
        _ bytes: Bytes, _ reader: inout RunningReader, _ talk: inout Talk
    ) throws(Fault) {
        var done = 0
        while done < bytes.count {
            guard let count = reader.send(bytes, from: done) else { throw .ended }
            if count > 0 { talk.heard = talk.clock.now }
            done += count
            try checkTime(talk)
        }
    }
}
