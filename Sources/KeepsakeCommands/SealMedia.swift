// SPDX-License-Identifier: Apache-2.0

import BundleSealing
import BundleVerification
import ContainedCopying
import ContainedReading
import CopierProtocol
import EvidenceModel
import EvidenceReport
import EvidenceVault
import KeepsakeConsole
import StrictCoding

/// Makes pictures and sound that a plain computer does not show readable, and small pictures for the
/// report. A copy that cannot be made is said, and stops nothing.
final class SealMedia {
    /// What goes into the bundle.
    private(set) var derived: [SealingDerived] = []
    /// What came of each item that needs a copy.
    private(set) var made: [SealCopies.Made] = []
    /// Small pictures, by the digest of the original.
    private(set) var pictures: [(of: Digest, picture: ReportPicture)] = []
    /// What has to be said of the small pictures; whole sentences.
    private(set) var remarks: [String] = []

    private let files: DerivedFiles
    private let isReadable: Bool
    private let hasReport: Bool
    private var pictureBytes = 0
    private var copiedBytes: UInt64 = 0
    private var withoutPicture: [UInt64] = []
    private var hasNoCopier = false

    /// - Parameters:
    ///   - files: where the copies wait until they are sealed.
    ///   - isReadable: whether readable copies are wanted.
    ///   - hasReport: whether small pictures are.
    init(_ files: DerivedFiles, isReadable: Bool, hasReport: Bool) {
        self.files = files
        self.isReadable = isReadable
        self.hasReport = hasReport
    }

    // One copy that is to be made.
    private struct Task {
        let subject: SealSubject
        let kind: CopyKind
    }

    /// Makes what is needed of these items.
    ///
    /// - Parameter open: opens the original of an item by its number.
    /// - Throws: `ReadingStopped`, and what keeping the copies throws.
    func run(
        _ subjects: [SealSubject], open: [UInt64: @Sendable () throws -> any SeekableSource]
    ) throws {
        var tasks: [Task] = []
        var seen: Set<Digest> = []
        // An original that is withheld shows nothing of itself.
        for subject in subjects where subject.extract == nil {
            let added = subject.item.added
            if isReadable, let kind = CopyKind.needed(for: added.mediaType) {
                tasks.append(Task(subject: subject, kind: kind))
            }
            if hasReport, CopyKind.small.applies(to: added.mediaType),
                seen.insert(added.sha256).inserted
            {
                tasks.append(Task(subject: subject, kind: .small))
            }
        }
        guard !tasks.isEmpty else { return }
        let stock = ReaderStock(
            ReaderProgram.beside(name: ContainedCopying.programName), ahead: tasks.count > 1 ? 1 : 0
        )
        let progress = Progress("Copying")
        defer { progress.end() }
        let total = tasks.reduce(UInt64(0)) { $0 &+ $1.subject.item.added.size }
        var done: UInt64 = 0
        for (index, task) in tasks.enumerated() {
            if Interruption.isRequested { throw ReadingStopped() }
            let size = task.subject.item.added.size
            progress.update(bytes: done, of: total, item: index + 1, of: tasks.count)
            let meter = Meter()
            let before = done
            let stop = {
                progress.update(
                    bytes: before &+ min(meter.bytes, size), of: total, item: index + 1,
                    of: tasks.count)
                return Interruption.isRequested
            }
            do {
                try make(task, open[task.subject.item.number], stock, meter, stop)
            } catch is CopyingStopped {
                throw ReadingStopped()
            }
            done = done &+ size
        }
        sayWhatIsLeftOut()
    }

    private func make(
        _ task: Task, _ open: (@Sendable () throws -> any SeekableSource)?, _ stock: ReaderStock,
        _ meter: Meter, _ stop: @escaping () -> Bool
    ) throws {
        let number = task.subject.item.number
        if task.kind == .small, hasNoCopier || isFull {
            if !hasNoCopier { withoutPicture.append(number) }
            return
        }
        let source: any SeekableSource
        do {
            guard let open else { throw SourceError.endedEarly(offset: 0) }
            source = MeteredSource(try open(), meter)
        } catch {
            fail(task, .notMade(.notServed))
            return
        }
        let copying = ContainedCopying(of: source, as: task.kind, stop: stop)
        if task.kind == .small {
            let sink = SmallPictureSink()
            take(task, try copying.run(from: stock, to: sink), sink.bytes)
            return
        }
        let writer = files.begin()
        let sink = LimitedSink(writer, most: mostBytes(task))
        do {
            switch try copying.run(from: stock, to: sink) {
            case .copied(let held):
                copiedBytes += held.size
                try take(task, held, try writer.finish())
            // Its first bytes are recognised otherwise now than when it was added.
            case .notNeeded: writer.discard()
            case .notPossible(let why, _):
                writer.discard()
                fail(task, why)
            }
        } catch is LimitedSink.Full {
            writer.discard()
            fail(task, .notMade(.tooMuch))
        } catch {
            writer.discard()
            throw error
        }
    }

    // Hours of silence take a few bytes, so that somebody who sends them could fill the disk.
    private func mostBytes(_ task: Task) -> UInt64 {
        let size = task.subject.item.added.size
        let own = size > Self.mostOfAll / 64 ? Self.mostOfAll : size * 64 + Self.mostAnyway
        return min(own, Self.mostOfAll - min(copiedBytes, Self.mostOfAll))
    }

    // 256 MiB: three quarters of an hour of speech whatever its original takes.
    private static let mostAnyway: UInt64 = 256 << 20
    // 8 GiB in one sealing, which is a day of speech.
    private static let mostOfAll: UInt64 = 8 << 30

    private func take(_ task: Task, _ held: HeldCopy, _ file: DerivedFile) throws {
        let subject = task.subject
        let stem = task.kind == .sound ? "sound" : "picture"
        let name = stem + task.kind.ending
        let folder = subject.mark.folder
        let path = BundlePaths.readable(folder: folder, name: name)
        derived.append(SealingDerived(path: path, file: file))
        let about = BundlePaths.readable(folder: folder, name: "ABOUT.txt")
        derived.append(
            SealingDerived(path: about, bytes: MediaCopyText.about(name, held, subject)))
        made.append(
            SealCopies.Made(
                number: subject.item.number, mark: subject.mark.text, paths: [path, about],
                why: nil, differs: false, isDamaged: held.made.flaws > 0))
    }

    private func take(_ task: Task, _ outcome: CopyOutcome, _ bytes: Bytes) {
        switch outcome {
        case .copied(let held):
            guard case .picture(let width, let height) = held.made.form,
                bytes.count <= EvidenceReport.Limits.pictureBytes, let width = Int(exactly: width),
                let height = Int(exactly: height)
            else {
                withoutPicture.append(task.subject.item.number)
                return
            }
            pictureBytes += bytes.count
            pictures.append(
                (
                    of: task.subject.item.added.sha256,
                    picture: ReportPicture(
                        jpeg: bytes, width: width, height: height,
                        caption: MediaCopyText.caption(held, task.subject))
                ))
        case .notNeeded: break
        case .notPossible(let why, _): fail(task, why)
        }
    }

    private func fail(_ task: Task, _ why: NotCopied) {
        let subject = task.subject
        if why == .notMade(.notStarted) { hasNoCopier = true }
        guard task.kind != .small else {
            if !hasNoCopier { withoutPicture.append(subject.item.number) }
            return
        }
        made.append(
            SealCopies.Made(
                number: subject.item.number, mark: subject.mark.text, paths: [], why: why.text,
                differs: false))
    }

    // The report holds no more.
    private var isFull: Bool {
        pictures.count >= EvidenceReport.Limits.pictureCount
            || pictureBytes > EvidenceReport.Limits.picturesBytes
                - EvidenceReport.Limits.pictureBytes
    }

    private func sayWhatIsLeftOut() {
        if hasNoCopier, hasReport {
            remarks.append(
                "The program \(ContainedCopying.programName) is not beside this one or did not "
                    + "start, so the report has no small pictures.")
        }
        guard !withoutPicture.isEmpty else { return }
        let named = withoutPicture.prefix(20).map(String.init).joined(separator: ", ")
        remarks.append(
            "The report has no small picture of "
                + "\(SizeText.counted(withoutPicture.count, "item")): \(named)"
                + (withoutPicture.count > 20 ? " and others." : "."))
    }
}

/// Keeps a small picture.
private final class SmallPictureSink: ByteSink {
    private(set) var bytes = Bytes()

    func write(_ part: Span<UInt8>) throws { bytes.append(part) }
}

/// Passes bytes on up to a number of them.
private final class LimitedSink: ByteSink {
    /// There were more.
    struct Full: Error {}

    private let sink: any ByteSink
    private var room: UInt64

    init(_ sink: any ByteSink, most: UInt64) {
        self.sink = sink
        room = most
    }

    func write(_ part: Span<UInt8>) throws {
        guard UInt64(part.count) <= room else { throw Full() }
        room -= UInt64(part.count)
        try sink.write(part)
    }
}

/// What is said of copies of pictures and sound.
enum MediaCopyText {
    /// The text beside a copy.
    static func about(_ name: String, _ held: HeldCopy, _ subject: SealSubject) -> Bytes {
        let original = subject.item.added
        var lines = [
            "\(name) is derived from \(subject.mark.text), for a computer that does not show or play "
                + "the original. What counts is the original:",
            "    \(subject.path ?? "")\n    SHA-256 \(original.sha256.hex)",
            "The copy, \(form(held)):\n    \(name), \(held.size) bytes\n    SHA-256 \(held.digest.hex)",
            "Made by \(ContainedCopying.programName) of \(Tool.name), with \(held.made.libraries).",
        ]
        switch held.made.form {
        case .picture:
            lines.append(
                "It shows the first picture of the original, turned as the original says, in the "
                    + "colours of a plain screen. What the original says of place, time and device "
                    + "is not in it.")
        case .sound:
            lines.append(
                "It is the first track of sound in the original. Pictures of a film are not in it, "
                    + "and neither is what the original says of place, time and device.")
        }
        if held.made.flaws > 0 {
            let places = held.made.flaws == 1 ? "1 place" : "\(held.made.flaws) places"
            lines.append(
                "The original is damaged or cut off: \(places) of it could not be decoded, and the "
                    + "copy lacks them.")
        }
        return Bytes(text: lines.joined(separator: "\n\n") + "\n")
    }

    /// What stands below a small picture in the report.
    static func caption(_ held: HeldCopy, _ subject: SealSubject) -> ReportText {
        ReportText(
            "Small copy of \(subject.mark.text), made for this report."
                + (held.made.flaws > 0 ? " The original is damaged; this shows what is left." : ""))
    }

    private static func form(_ held: HeldCopy) -> String {
        switch held.made.form {
        case .picture(let width, let height): return "a JPEG of \(width) by \(height) pixels"
        case .sound(let rate, let channels, _):
            let milliseconds = held.made.milliseconds ?? 0
            let tenths = (milliseconds + 50) / 100
            return "a WAV of \(tenths / 10).\(tenths % 10) seconds, \(rate) samples a second of "
                + "16 bits, \(channels == 1 ? "1 channel" : "\(channels) channels")"
        }
    }
}
