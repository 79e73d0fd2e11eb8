// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// What all sections look things up in.
struct ReportContext {
    let input: ReportInput
    let chronology: Chronology
    /// The exhibits by the number of their entry.
    private let byNumber: [UInt64: Int]
    /// The first exhibit of these bytes.
    private let byDigest: [Digest: Int]
    /// Conversations by the number of their exhibit.
    private let conversations: [UInt64: Int]
    /// The numbers of small pictures by the digest of what they were made from.
    let pictures: [Digest: Int]
    /// The same of files inside exhibits.
    let attached: [AttachedFile: Int]
    /// Messages that are shown: the number of the exhibit and the place.
    private let shown: Set<MessagePlace>

    private struct MessagePlace: Hashable {
        let number: UInt64
        let sequence: UInt64
    }

    init(_ input: ReportInput) {
        self.input = input
        var byNumber: [UInt64: Int] = [:]
        var byDigest: [Digest: Int] = [:]
        for (index, exhibit) in input.exhibits.enumerated() {
            byNumber[exhibit.number] = byNumber[exhibit.number] ?? index
            // An extract is not the original, so nothing is "the same bytes" as it.
            if let added = exhibit.added, exhibit.extract == nil {
                byDigest[added.sha256] = byDigest[added.sha256] ?? index
            }
        }
        self.byNumber = byNumber
        self.byDigest = byDigest
        conversations = Dictionary(
            input.conversations.enumerated().map { ($0.element.number, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        pictures = Dictionary(
            input.pictures.enumerated().prefix(Limits.pictureCount)
                .map { ($0.element.of, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        let first = input.pictures.count
        attached = Dictionary(
            input.attached.pictures.enumerated().prefix(max(0, Limits.pictureCount - first))
                .map { ($0.element.of, first + $0.offset) },
            uniquingKeysWith: { first, _ in first })
        var shown: Set<MessagePlace> = []
        var left = Limits.allMessages
        for conversation in input.conversations {
            for message in conversation.messages.prefix(left) {
                shown.insert(
                    MessagePlace(number: conversation.number, sequence: message.sequence))
            }
            left -= min(left, conversation.messages.count)
        }
        self.shown = shown
        chronology = Chronology(input)
    }

    func exhibit(_ number: UInt64) -> ReportExhibit? {
        byNumber[number].map { input.exhibits[$0] }
    }

    func exhibit(of digest: Digest) -> ReportExhibit? {
        byDigest[digest].map { input.exhibits[$0] }
    }

    func conversation(_ number: UInt64) -> ReportConversation? {
        conversations[number].map { input.conversations[$0] }
    }

    /// Whether earlier sealings are named, whose entries are not disclosed.
    var hasEarlierSealings: Bool { input.exhibits.contains { !$0.sealedBefore.isEmpty } }

    /// Whether a part of a longer original is in this file.
    var hasExtracts: Bool { input.exhibits.contains { $0.extract != nil } }

    func isListed(_ exhibit: ReportExhibit) -> Bool {
        byNumber[exhibit.number].map { $0 < Limits.listedExhibits } ?? false
    }

    func isTold(_ exhibit: ReportExhibit) -> Bool {
        byNumber[exhibit.number].map { $0 < Limits.toldExhibits } ?? false
    }

    /// The place of a message, where it is shown.
    func anchor(_ exhibit: ReportExhibit, _ sequence: UInt64) -> String? {
        guard shown.contains(MessagePlace(number: exhibit.number, sequence: sequence)) else {
            return nil
        }
        return exhibit.anchors.transcript + "-" + String(sequence)
    }

    /// Where a message stands, too, and whether it is counted here; as many as a cell holds.
    func beside(
        _ exhibit: ReportExhibit, _ sequence: UInt64
    ) -> [(text: ReportText, isCountedHere: Bool)] {
        let place = Doubles.Place(number: exhibit.number, sequence: sequence)
        return (chronology.doubles.beside[place] ?? []).prefix(Limits.namedMarks).map { other in
            guard let exhibit = self.exhibit(other.place.number) else {
                return ("\(other.place.sequence)", other.isCountedHere)
            }
            let link = anchor(exhibit, other.place.sequence)
            let number = ReportRun(Wording.grouped(other.place.sequence), link: link)
            return ("\(mark(exhibit)), \(ReportText([number]))", other.isCountedHere)
        }
    }

    /// Its mark, leading to its row in the list.
    func mark(_ exhibit: ReportExhibit) -> ReportText {
        ReportText([
            ReportRun(exhibit.mark, link: isListed(exhibit) ? exhibit.anchors.row : nil)
        ])
    }

    /// A thing that an entry names by its number: its mark, or that it is not in the bundle.
    func reference(_ number: UInt64) -> ReportText {
        guard let exhibit = exhibit(number) else {
            return "entry \(own: String(number)), which is not in this bundle"
        }
        return "\(mark(exhibit)) (entry \(own: String(number)))"
    }

    /// Marks in a row, as many as a cell holds.
    func marks(_ numbers: [UInt64]) -> ReportText {
        var texts = numbers.prefix(Limits.namedMarks).map { number in
            exhibit(number).map(mark) ?? "entry \(own: String(number))"
        }
        if numbers.count > Limits.namedMarks {
            texts.append("and \(numbers.count - Limits.namedMarks) more")
        }
        return .joined(texts)
    }

    /// What an exhibit is called: the title that was given to it, else its own, else its name.
    func name(_ exhibit: ReportExhibit) -> ReportText {
        if let title = exhibit.title { return .excerpt(title.text) }
        switch exhibit.subject {
        case .item(let added):
            if let title = exhibit.read?.read.facts.title { return .excerpt(title) }
            return added.name.isEmpty ? "typed into the program" : .excerpt(added.name)
        case .incident(let incident):
            let text = incident.texts[.happened] ?? incident.texts[.said]
            return text.map { .excerpt($0) } ?? "written in the diary"
        case .order(let order):
            return .excerpt(Self.type(of: order))
        }
    }

    static func type(of order: OrderRecorded) -> String {
        order.vocabulary.flatMap { Vocabulary.named($0)?.order(order.type)?.meaning } ?? order.type
    }

    static func kind(of incident: IncidentRecorded) -> String? {
        incident.kind.map { word in
            incident.vocabulary.flatMap { Vocabulary.named($0)?.kind(word)?.meaning } ?? word
        }
    }

    /// That it was corrected later, and where; nothing where it was not.
    func corrected(_ exhibit: ReportExhibit) -> ReportText {
        guard !exhibit.corrections.isEmpty else { return "" }
        let entries = Self.entries(exhibit.corrections)
        let link = isTold(exhibit) ? exhibit.anchors.journal : nil
        let place = ReportText([ReportRun("section 6", link: link)])
        return
            "\(strong: "corrected later"), see \(place), \(own: exhibit.corrections.count == 1 ? "entry" : "entries") \(own: entries)"
    }

    /// The numbers of entries in a row: `7, 9`.
    static func entries(_ numbers: [UInt64]) -> String {
        numbers.map { String($0) }.joined(separator: ", ")
    }

    /// What stands at the head of pages about an exhibit: its mark and the start of its digest.
    func running(_ exhibit: ReportExhibit) -> ReportBlock {
        guard let added = exhibit.added else {
            return .running("\(exhibit.mark)   entry \(exhibit.number)")
        }
        return .running("\(exhibit.mark)   SHA-256 \(added.sha256.hex.prefix(16))…")
    }
}
