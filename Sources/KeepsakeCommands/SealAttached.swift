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

/// Makes small pictures of files inside exports, for the messages in the transcripts that they belong to.
///
/// The export is read once more, and only files of messages that the report shows are taken out of it; they
/// wait encrypted, and are gone when their pictures are made. Of an extract it is the files that go in with
/// it, and nothing of the original is touched. What cannot be made is said at its message.
final class SealAttached {
    /// The pictures, and why there are none.
    private(set) var pictures = AttachedPictures()

    private let vault: OpenVault
    private let readings: SealReadings
    private let small: SmallPictures
    // Files of extracts, by their paths in the bag.
    private let extracted: [String: DerivedFile]
    private let extracts: [UInt64: SealedExtract]
    // Pictures that are exhibits themselves have a small one as such.
    private let shown: Set<Digest>
    private let stock: ReaderStock

    init(_ readings: SealReadings, _ extracts: SealExtracts?, _ small: SmallPictures) {
        self.readings = readings
        self.small = small
        vault = readings.vault
        shown = SealMedia.shown(readings.subjects)
        self.extracts = Dictionary(
            (extracts?.extracts ?? []).map { ($0.added.number, $0.extract) },
            uniquingKeysWith: { first, _ in first })
        extracted = extracts?.attachments ?? [:]
        stock = ReaderStock(ReaderProgram.beside(name: ContainedCopying.programName), ahead: 1)
    }

    /// Makes those that the transcripts want, within what a report holds.
    ///
    /// - Parameter wanted: of each conversation, in order.
    /// - Throws: `ReadingStopped`.
    func run(_ wanted: [[WantedPicture]]) throws {
        let wanted = wanted.map { $0.filter { !shown.contains($0.file.sha256) } }
            .filter { !$0.isEmpty }
        guard !wanted.isEmpty else { return }
        let subjects = Dictionary(
            readings.subjects.map { ($0.item.number, $0) }, uniquingKeysWith: { first, _ in first })
        let progress = Progress("Making small pictures")
        defer { progress.end() }
        let rooms = AttachedPictures.rooms(for: wanted.map(\.count))
        let total = rooms.reduce(0, +)
        var before = 0
        for (index, files) in wanted.enumerated() {
            guard let number = files.first?.file.exhibit, let subject = subjects[number] else {
                continue
            }
            if Interruption.isRequested { throw ReadingStopped() }
            let done = before
            try make(files, of: subject, room: rooms[index]) { made, bytes in
                progress.update(
                    bytes: bytes, of: made == 0 ? subject.item.added.size : 0,
                    item: done + made + 1, of: total)
            }
            before += rooms[index]
        }
    }

    private func make(
        _ wanted: [WantedPicture], of subject: SealSubject, room: Int,
        _ tell: @escaping (_ made: Int, _ bytes: UInt64) -> Void
    ) throws {
        var chosen: [WantedPicture] = []
        var bytes: UInt64 = 0
        for one in wanted {
            let size = one.attachment.size ?? SealLimits.attachedFileBytes
            if chosen.count >= room {
                pictures.miss(one.file, Self.beyond)
            } else if size > SealLimits.attachedFileBytes {
                pictures.miss(
                    one.file,
                    "files of more than \(SizeText.short(SealLimits.attachedFileBytes)) get none")
            } else if bytes &+ size > SealLimits.attachedHeldBytes {
                pictures.miss(one.file, Self.beyond)
            } else {
                bytes += size
                chosen.append(one)
            }
        }
        // What waits on the disk does so for this exhibit only.
        let files = vault.derivedFiles()
        defer { files.removeAll() }
        let held = HeldAttachments(Set(chosen.map(\.file.sha256)), files)
        let extract = extracts[subject.item.number]
        if subject.extract == nil {
            try read(subject, chosen, held) { tell(0, $0) }
        }
        let most = min(
            EvidenceReport.Limits.conversationPictureBytes,
            EvidenceReport.Limits.attachedPictureBytes - pictures.byteCount)
        var maker = Maker(small, stock, room: most)
        for (made, one) in chosen.enumerated() {
            tell(made, 0)
            let file = extract?.attachments.first { $0.sha256 == one.file.sha256 }
            guard
                let open = file.flatMap({ extracted[$0.path] })?.open
                    ?? held.opening(one.file.sha256)
            else {
                pictures.miss(
                    one.file, held.why ?? "the file could not be taken out of \(subject.mark.text)")
                continue
            }
            switch try maker.make(of: one.file.sha256, open) {
            case .failure(let none): pictures.miss(one.file, none.text)
            case .success(let made):
                small.took(made.jpeg.count)
                // In the folder of the extract.
                let place = file.map {
                    $0.path.split(separator: "/").suffix(2).joined(separator: "/")
                }
                pictures.add(
                    made.picture(
                        AttachedPictures.caption(
                            mark: subject.mark.text, place: place ?? one.attachment.name, one,
                            isDamaged: made.isDamaged)), of: one.file)
            }
        }
    }

    /// Said of those for which there is no room.
    static let beyond = "there are more than this report holds"

    // Takes the files out of the export.
    private func read(
        _ subject: SealSubject, _ wanted: [WantedPicture], _ held: HeldAttachments,
        progress: @escaping (UInt64) -> Void
    ) throws {
        guard !wanted.isEmpty else { return }
        var places: [ClosedRange<UInt64>] = []
        for place in Set(wanted.map(\.sequence)).sorted() {
            if let last = places.last, last.upperBound + 1 == place {
                places[places.count - 1] = last.lowerBound...place
            } else {
                places.append(place...place)
            }
        }
        let outcome = try ItemReading(vault).read(
            subject.item, with: readings.companions(of: subject),
            dateOrder: .only(subject.stated?.order), attachments: places,
            progress: progress,
            bytes: { stream, bytes in held.take(stream, bytes) })
        held.finish()
        if case .notRead(let reason) = outcome.ending {
            held.fail("the export could not be read once more: \(reason.text)")
        }
    }
}

/// Makes small pictures of files of one exhibit, each file once.
private struct Maker {
    struct NotMade: Error {
        let text: String
    }

    private let small: SmallPictures
    private let stock: ReaderStock
    private var room: Int
    private var made: [Digest: Result<SmallPictures.Made, NotMade>] = [:]
    private var failures = 0

    init(_ small: SmallPictures, _ stock: ReaderStock, room: Int) {
        self.small = small
        self.stock = stock
        self.room = room
    }

    mutating func make(
        of digest: Digest, _ open: () throws -> any SeekableSource
    ) throws -> Result<SmallPictures.Made, NotMade> {
        guard !small.isFull, room >= EvidenceReport.Limits.pictureBytes else {
            return .failure(NotMade(text: SealAttached.beyond))
        }
        let result: Result<SmallPictures.Made, NotMade>
        if let known = made[digest] {
            result = known
        } else {
            result = try makeNew(open)
            made[digest] = result
        }
        if case .success(let one) = result { room -= one.jpeg.count }
        return result
    }

    private mutating func makeNew(
        _ open: () throws -> any SeekableSource
    ) throws -> Result<SmallPictures.Made, NotMade> {
        guard failures < SealLimits.attachedFailures else {
            return .failure(
                NotMade(text: "too many files of this exhibit brought the copier to no end"))
        }
        guard let source = try? open() else {
            return .failure(NotMade(text: NotCopied.notMade(.notServed).text))
        }
        do {
            let stop = { Interruption.isRequested }
            switch try small.make(of: source, stock, limits: ContainedCopying.attached, stop) {
            case .success(let made): return .success(made)
            case .failure(let none):
                switch none.why {
                case .notMade(.tooLong), .notMade(.silent), .notMade(.crashed): failures += 1
                default: break
                }
                return .failure(NotMade(text: none.why.text))
            }
        } catch is CopyingStopped {
            throw ReadingStopped()
        }
    }
}
