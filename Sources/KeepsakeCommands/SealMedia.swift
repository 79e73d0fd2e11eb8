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

/// Makes pictures and sound that a plain computer does not show readable, and small pictures of them for
/// the report. A copy that cannot be made is said, and stops nothing.
final class SealMedia {
    /// What goes into the bundle.
    private(set) var derived: [SealingDerived] = []
    /// What came of each item that needs a copy.
    private(set) var made: [SealCopies.Made] = []
    /// Small pictures, by the digest of the original.
    private(set) var pictures: [(of: Digest, picture: ReportPicture)] = []
    /// Items that are to have a small picture and have none.
    private(set) var withoutPicture: [UInt64] = []

    private let files: DerivedFiles
    private let isReadable: Bool
    private let small: SmallPictures?
    private var budget = CopyBudget()

    /// - Parameters:
    ///   - files: where the copies wait until they are sealed.
    ///   - isReadable: whether readable copies are wanted.
    ///   - small: makes small pictures, where they are.
    init(_ files: DerivedFiles, isReadable: Bool, small: SmallPictures?) {
        self.files = files
        self.isReadable = isReadable
        self.small = small
    }

    // One copy that is to be made.
    private struct Task {
        let subject: SealSubject
        let kind: CopyKind
    }

    /// The originals of which small pictures are made.
    static func shown(_ subjects: [SealSubject]) -> Set<Digest> {
        // An original that is withheld shows nothing of itself.
        Set(
            subjects.filter {
                $0.extract == nil && CopyKind.small.applies(to: $0.item.added.mediaType)
            }.map(\.item.added.sha256))
    }

    /// Makes what is needed of these items.
    ///
    /// - Parameter open: opens the original of an item by its number.
    /// - Throws: `ReadingStopped`, and what keeping the copies throws.
    func run(
        _ subjects: [SealSubject], open: [UInt64: @Sendable () throws -> any SeekableSource]
    ) throws {
        var tasks: [Task] = []
        var wanted = small == nil ? [] : Self.shown(subjects)
        for subject in subjects where subject.extract == nil {
            let added = subject.item.added
            if isReadable, let kind = CopyKind.needed(for: added.mediaType) {
                tasks.append(Task(subject: subject, kind: kind))
            }
            if wanted.remove(added.sha256) != nil {
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
    }

    private func make(
        _ task: Task, _ open: (@Sendable () throws -> any SeekableSource)?, _ stock: ReaderStock,
        _ meter: Meter, _ stop: @escaping () -> Bool
    ) throws {
        if task.kind == .small, small?.isFull != false {
            withoutPicture.append(task.subject.item.number)
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
        if task.kind == .small {
            switch try small?.make(of: source, stock, stop) {
            case .success(let made)?: take(task, made)
            case .failure(let none)?: fail(task, none.why)
            case nil: break
            }
            return
        }
        let writer = files.begin()
        do {
            let copying = ContainedCopying(
                of: source, as: task.kind, most: budget.most(of: task.subject.item.added.size),
                stop: stop)
            let outcome = try copying.run(from: stock, to: writer)
            if case .copied(let held) = outcome {
                budget.took(held.size)
                try take(task, held, try writer.finish())
            } else {
                writer.discard()
                if let why = outcome.whyNot { fail(task, why) }
            }
        } catch {
            writer.discard()
            throw error
        }
    }

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

    private func take(_ task: Task, _ made: SmallPictures.Made) {
        small?.took(made.jpeg.count)
        pictures.append(
            (
                of: task.subject.item.added.sha256,
                picture: made.picture(MediaCopyText.caption(made, task.subject))
            ))
    }

    private func fail(_ task: Task, _ why: NotCopied) {
        let subject = task.subject
        guard task.kind != .small else {
            withoutPicture.append(subject.item.number)
            return
        }
        made.append(
            SealCopies.Made(
                number: subject.item.number, mark: subject.mark.text, paths: [], why: why.text,
                differs: false))
    }
}
