// SPDX-License-Identifier: Apache-2.0

import ContainedCopying
import ContainedReading
import CopierProtocol
import EvidenceReport
import StrictCoding

/// Makes small pictures for a report, as many as it holds.
final class SmallPictures {
    /// A small picture without what stands below it.
    struct Made {
        let jpeg: Bytes
        let width: Int
        let height: Int
        /// Whether places of the original could not be decoded.
        let isDamaged: Bool

        func picture(_ caption: ReportText) -> ReportPicture {
            ReportPicture(jpeg: jpeg, width: width, height: height, caption: caption)
        }
    }

    /// How many tries ended because the copier did not start.
    private(set) var notStarted = 0
    /// How many pictures were made.
    private(set) var madeCount = 0

    private var count = 0
    private var bytes = 0

    /// Whether the report holds no more.
    var isFull: Bool {
        count >= EvidenceReport.Limits.pictureCount
            || bytes > EvidenceReport.Limits.picturesBytes - EvidenceReport.Limits.pictureBytes
    }

    /// A picture of so many bytes goes into the report.
    func took(_ size: Int) {
        count += 1
        bytes += size
    }

    /// Makes one.
    ///
    /// - Parameters:
    ///   - limits: how much it may take; nothing means what the kind suggests.
    /// - Throws: `CopyingStopped`.
    func make(
        of source: any SeekableSource, _ stock: ReaderStock, limits: ReadingLimits? = nil,
        _ stop: @escaping () -> Bool
    ) throws -> Result<Made, NotMade> {
        let sink = SmallPictureSink()
        let outcome = try ContainedCopying(of: source, as: .small, limits: limits, stop: stop)
            .run(from: stock, to: sink)
        if let why = outcome.whyNot {
            if why == .notMade(.notStarted) { notStarted += 1 }
            return .failure(NotMade(why: why))
        }
        guard case .copied(let held) = outcome,
            case .picture(let width, let height) = held.made.form,
            sink.bytes.count <= EvidenceReport.Limits.pictureBytes,
            let width = Int(exactly: width), let height = Int(exactly: height)
        else { return .failure(NotMade(why: .notOfThatForm)) }
        madeCount += 1
        return .success(
            Made(
                jpeg: sink.bytes, width: width, height: height, isDamaged: held.made.flaws > 0))
    }

    /// Why there is none.
    struct NotMade: Error {
        let why: NotCopied
    }
}

/// Keeps a small picture.
private final class SmallPictureSink: ByteSink {
    private(set) var bytes = Bytes()

    func write(_ part: Span<UInt8>) throws { bytes.append(part) }
}
