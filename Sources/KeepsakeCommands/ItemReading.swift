// SPDX-License-Identifier: Apache-2.0

import ContainedReading
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding
import Synchronization

/// Reads items of a vault in `keepsake-reader` and records what it found.
struct ItemReading {
    /// What came of one item.
    enum Result {
        /// Something was found that was not recorded before.
        case recorded(ItemRead)
        /// The same was found as before, or nothing that is better than what was.
        case unchanged(ItemRead)
        /// It was not read, for a reason that says nothing of the item.
        case notRead(NotReadReason)
    }

    /// What came of all of them.
    struct Report {
        /// Whether it was stopped before the end; what was read by then is recorded.
        var isStopped = false
        /// Items that were not looked at when it was stopped.
        var left = 0
        /// Whether the program that reads could not be started.
        var hasNoReader = false
        /// Whether the reader said that this system does not shut it in.
        var isOpen = false
    }

    /// Entries that are gathered before they are recorded together.
    private static let batch = 64
    /// How long they may wait, so that little is read again after a power cut.
    private static let patience: Duration = .seconds(5)

    private let vault: OpenVault
    private let stock: ReaderStock

    /// Prepares to read so many items.
    init(_ vault: OpenVault, count: Int = 1) {
        self.vault = vault
        stock = ReaderStock(.beside(), ahead: count - 1)
    }

    /// Reads one item, without recording anything.
    ///
    /// - Parameters:
    ///   - companions: the items that are read together with it; nothing for all that belong with it.
    ///   - dateOrder: what the reader is told of day and month.
    ///   - attachments: the records whose attachments are wished for, by their places, sorted.
    ///   - progress: called again and again with the bytes that were served.
    ///   - record: takes each record.
    ///   - bytes: takes the bytes of files, as `ContainedReading.run` gives them.
    /// - Throws: `ReadingStopped`, and what `record` and `bytes` throw.
    func read(
        _ item: ItemRecord, with companions: [ItemRecord]? = nil,
        dateOrder: DateOrderTold = .asDescribed,
        attachments: [ClosedRange<UInt64>] = [],
        progress: @escaping (UInt64) -> Void = { _ in },
        record: (MessageRecord) throws -> Void = { _ in },
        bytes: (UInt64, Bytes) throws -> Void = { _, _ in }
    ) throws -> ReadingOutcome {
        var files: [ServedFile] = []
        let meter = Meter()
        for part in [item] + (companions ?? vault.companions(of: item.number)) {
            do throws(VaultError) {
                let source = try vault.original(of: part)
                files.append(
                    ServedFile(name: part.added.name, source: MeteredSource(source, meter)))
            } catch {
                return .notServed(error)
            }
        }
        let reading = ContainedReading(
            files: files, dateOrder: dateOrder.order(of: item.number, vault),
            attachments: attachments,
            stop: {
                progress(meter.bytes)
                return Interruption.isRequested
            })
        return try reading.run(from: stock, record: record, bytes: bytes)
    }

    /// Reads items in order and records what is new; `each` hears of each when it is read.
    ///
    /// - Parameter companion: takes the records for the catalogue as they come.
    /// - Throws: `VaultError` where recording fails.
    func readAll(
        _ items: [ItemRecord], _ companion: CatalogueCompanion,
        each: (ItemRecord, Result) throws -> Void
    ) throws -> Report {
        var report = Report()
        var waiting: [ItemRead] = []
        let clock = ContinuousClock()
        var since = clock.now
        let progress = Progress("Reading")
        defer { progress.end() }
        let total = items.reduce(UInt64(0)) { $0 &+ $1.added.size }
        var done: UInt64 = 0
        for (index, item) in items.enumerated() {
            let before = done
            let outcome: ReadingOutcome
            do {
                if Interruption.isRequested { throw ReadingStopped() }
                companion.begin(item.number)
                outcome = try read(
                    item,
                    progress: { bytes in
                        progress.update(
                            bytes: before &+ min(bytes, item.added.size), of: total,
                            item: index + 1, of: items.count)
                    }, record: companion.take)
            } catch is ReadingStopped {
                companion.end(isWhole: false)
                report.isStopped = true
                report.left = items.count - index
                break
            }
            done = done &+ item.added.size
            if !outcome.isShutIn { report.isOpen = true }
            let (result, isWhole) = result(of: outcome, item)
            companion.end(isWhole: isWhole)
            if case .notRead(.notStarted) = result { report.hasNoReader = true }
            if case .recorded(let read) = result { waiting.append(read) }
            try each(item, result)
            if waiting.count >= Self.batch || clock.now - since > Self.patience {
                try vault.recordReadings(waiting)
                waiting = []
                since = clock.now
            }
        }
        try vault.recordReadings(waiting)
        return report
    }

    // And whether its records are those of the reading that counts.
    private func result(
        of outcome: ReadingOutcome, _ item: ItemRecord
    ) -> (Result, isWhole: Bool) {
        guard let read = outcome.itemRead(item: item.number, mediaType: item.added.mediaType) else {
            guard case .notRead(let reason) = outcome.ending else {
                return (.notRead(.endedEarly), false)
            }
            return (.notRead(reason), false)
        }
        guard let before = vault.ownReading(of: item.number) else { return (.recorded(read), true) }
        // A reader that fails today does not take away what an earlier one understood.
        let isWorse =
            read.importer == ReadingOutcome.noImporter
            && before.importer != ReadingOutcome.noImporter
        if before == read { return (.unchanged(before), true) }
        return isWorse ? (.unchanged(before), false) : (.recorded(read), true)
    }

    /// What a person must know of how the reading went; empty for nothing.
    static func remarks(_ report: Report) -> String {
        var parts: [String] = []
        if report.hasNoReader {
            parts.append(
                "The program keepsake-reader is not beside this one or did not start, so contents "
                    + "were not read. Everything is kept. To read later:\n  keepsake read --all")
        }
        if report.isOpen {
            parts.append(
                "On this system the program that reads files is limited in memory and time, and "
                    + "not shut in further.")
        }
        if report.isStopped {
            parts.append(
                "Stopped: \(SizeText.counted(report.left, "item")) "
                    + (report.left == 1 ? "is" : "are")
                    + " kept and not read yet. To read the rest:\n  keepsake read --all")
        }
        return parts.joined(separator: "\n\n")
    }
}

/// What the reader is told of the order of day, month and year in an item's dates.
enum DateOrderTold {
    /// What the owner stated, if anything.
    case asDescribed
    /// This alone: what is made for others must not rest on a description that is withheld from them.
    case only(DateOrder?)

    fileprivate func order(of number: UInt64, _ vault: OpenVault) -> DateOrder? {
        switch self {
        case .asDescribed: vault.description(of: number).dateOrder
        case .only(let order): order
        }
    }
}

/// How far a reading is, by the bytes that were asked for.
final class Meter: Sendable {
    private let furthest = Atomic<UInt64>(0)

    var bytes: UInt64 { furthest.load(ordering: .relaxed) }

    func reached(_ offset: UInt64) {
        if offset > bytes { furthest.store(offset, ordering: .relaxed) }
    }
}

/// A source that says how far it was read.
final class MeteredSource: SeekableSource {
    private let source: any SeekableSource
    private let meter: Meter

    init(_ source: any SeekableSource, _ meter: Meter) {
        self.source = source
        self.meter = meter
    }

    var size: UInt64 { source.size }

    func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
        let count = try source.read(at: offset, into: &buffer)
        meter.reached(offset &+ UInt64(count))
        return count
    }
}
