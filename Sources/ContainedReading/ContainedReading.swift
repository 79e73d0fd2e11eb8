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
    private let attachments: [ClosedRange<UInt64>]
    private let limits: ReadingLimits
    private let stop: () -> Bool

    /// Prepares a reading.
    ///
    /// - Parameters:
    ///   - files: the item, and what belongs with it; at most eight.
    ///   - dateOrder: the order of day, month and year, where the person stated it.
    ///   - attachments: the records whose attachments are wished for, by their places, sorted.
    ///   - limits: how much it may take; nothing means what the sizes suggest.
    ///   - stop: asked again and again; `true` ends the reading.
    package init(
        files: [ServedFile], dateOrder: DateOrder? = nil,
        attachments: [ClosedRange<UInt64>] = [], limits: ReadingLimits? = nil,
        stop: @escaping () -> Bool = { false }
    ) {
        self.files = Array(files.prefix(ReaderProtocol.Limits.fileCount))
        self.dateOrder = dateOrder
        self.attachments = attachments
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
    /// - Parameter bytes: takes the bytes of files that are said to be attachments which are wished for, one
    ///   file after the other, each with its own number. Which one it is, only its digest tells.
    /// - Throws: `ReadingStopped`, and what `record` and `bytes` throw.
    package func run(
        from stock: ReaderStock, record: (MessageRecord) throws -> Void,
        bytes: (UInt64, Bytes) throws -> Void = { _, _ in }
    ) throws -> ReadingOutcome {
        guard
            var talk = Conversation(
                stock, files: files.map(\.source), limits: limits, stop: stop)
        else {
            return ReadingOutcome(
                ending: .notRead(.notStarted), records: RecordTally(), protections: nil,
                underlying: nil)
        }
        var taken = Taken()
        let fault: Conversation.Fault
        do throws(Conversation.Fault) {
            let found = try converse(&talk, &taken, record, bytes)
            return taken.outcome(
                .read(importer: found.importer, version: found.version, facts: found.facts),
                talk.protections)
        } catch {
            fault = error
        }
        switch fault {
        case .stopped: throw ReadingStopped()
        case .receiver(let error): throw error
        case .reason(let reason): return taken.outcome(.notRead(reason), talk.protections)
        case .source(let error):
            return taken.outcome(.notRead(.notServed), talk.protections, underlying: error)
        case .ended: return taken.outcome(.notRead(talk.reasonOfEnd()), talk.protections)
        }
    }

    // The records that one conversation gave.
    private struct Taken {
        var records = RecordTally()
        var last: UInt64 = 0
        var stream: UInt64 = 0
        var attached: UInt64 = 0
        var hasher = SHA256Hasher()

        func outcome(
            _ ending: ReadingOutcome.Ending, _ protections: Protections?,
            underlying: (any Error)? = nil
        ) -> ReadingOutcome {
            var records = records
            records.digest = records.count == 0 ? nil : hasher.digest()
            return ReadingOutcome(
                ending: ending, records: records, protections: protections, underlying: underlying)
        }
    }

    private func converse(
        _ talk: inout Conversation, _ taken: inout Taken, _ record: (MessageRecord) throws -> Void,
        _ take: (UInt64, Bytes) throws -> Void
    ) throws(Conversation.Fault) -> ReadingOutcome.Found {
        guard case .door(let protections) = try next(&talk).line else { throw .reason(.nonsense) }
        try talk.note(protections)
        let names = files.map { ServedName(name: $0.name, size: $0.source.size) }
        let opening = Opening(files: names, dateOrder: dateOrder, attachments: attachments)
        try talk.send(opening.encoded())
        while true {
            let (line, bytes) = try next(&talk)
            switch line {
            case .door:
                throw .reason(.nonsense)
            case .read(let file, let offset, let count):
                try talk.serve(file, offset, count)
            case .bytes(let stream, let data):
                guard !attachments.isEmpty, stream > 0, stream >= taken.stream else {
                    throw .reason(.nonsense)
                }
                taken.stream = stream
                taken.attached += UInt64(data.count)
                guard taken.attached <= Limits.attachmentBytes else { throw .reason(.tooMuch) }
                do { try take(stream, data) } catch { throw .receiver(error) }
                talk.wasTaken()
            case .record(let value):
                guard value.sequence > taken.last, let own = ReaderLine.recordBytes(bytes) else {
                    throw .reason(.nonsense)
                }
                taken.last = value.sequence
                taken.records.count += 1
                if value.kind == .raw { taken.records.raw += 1 }
                taken.hasher.update(own.span)
                taken.hasher.update(Self.lineFeed.span)
                do { try record(value) } catch { throw .receiver(error) }
                talk.wasTaken()
            case .result(let importer, let version, let facts):
                try talk.expectEnd()
                return ReadingOutcome.Found(importer: importer, version: version, facts: facts)
            }
        }
    }

    private static let lineFeed = Bytes([UInt8(ascii: "\n")])

    // The next line, within every limit.
    private func next(
        _ talk: inout Conversation
    ) throws(Conversation.Fault) -> (line: ReaderLine, bytes: Bytes) {
        let bytes = try talk.line()
        do throws(ProtocolError) {
            return (try ReaderLine(parsing: bytes.span), bytes)
        } catch {
            throw .reason(.nonsense)
        }
    }
}
