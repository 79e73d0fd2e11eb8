// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel

/// What came of reading one item.
package struct IntakeResult: Sendable {
    /// The importer that read it.
    package let importer: String
    /// Its version.
    package let version: UInt64
    /// What it found.
    package let facts: ReadFacts
}

/// Chooses the importer of an item by its content and lets it read.
package enum Intake {
    /// Reads an item with the first importer that recognises it.
    ///
    /// An importer that fails is not tried around: what it says is the answer, with `unread`.
    /// - Throws: what the source or the sink throws.
    package static func read(
        _ input: IntakeInput, with importers: [any Importer] = Importers.all,
        to sink: any RecordSink
    ) throws -> IntakeResult {
        for importer in importers where try importer.recognises(input) {
            let bounded = BoundedSink(sink)
            var facts: ReadFacts
            do {
                facts = try importer.read(input, to: bounded)
            } catch let error as IntakeError {
                facts = try PlainFile().read(input, to: bounded)
                switch error {
                case .stopped(let why): facts.unread = why
                case .full:
                    facts.unread = "there is more in it than this program reads of one item"
                case .noFile: facts.unread = "there is nothing to read"
                }
                facts.counts = ReadCounts(
                    read: bounded.count, understood: bounded.count - bounded.rawCount,
                    keptRaw: bounded.rawCount)
            }
            return IntakeResult(
                importer: importer.name, version: importer.version, facts: Bounding.bound(facts))
        }
        return IntakeResult(importer: "file", version: 1, facts: ReadFacts(kind: .file))
    }
}

/// Holds what importers hand on within the limits of the values, and says what it shortened.
private final class BoundedSink: RecordSink {
    private let sink: any RecordSink
    private(set) var count: UInt64 = 0
    private(set) var rawCount: UInt64 = 0

    init(_ sink: any RecordSink) {
        self.sink = sink
    }

    func take(_ record: MessageRecord) throws {
        guard count < Limits.recordCount else { throw IntakeError.full }
        try sink.take(Bounding.bound(record))
        count += 1
        if record.kind == .raw { rawCount += 1 }
    }
}
