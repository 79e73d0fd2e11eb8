// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import KeepsakeConsole
import StrictCoding

/// What was read out of an item, as people and programs read it. Everything foreign is escaped.
struct ReadingText {
    /// People or attachments that are listed on a page; the rest is counted.
    private static let listed = 12
    /// Facts of a format that are listed on a page.
    private static let listedFacts = 24
    /// Characters of a foreign text inside a sentence.
    private static let shortText = 60

    private let read: ItemRead
    private var facts: ReadFacts { read.facts }

    init(_ read: ItemRead) {
        self.read = read
    }

    /// How many and when, without a name: `412 messages, 3 May to 9 Jun 2024`; empty where it is not known.
    var summary: String {
        [counted, when].compactMap { $0 }.joined(separator: ", ")
    }

    /// A row's words: the summary, and that something was not read; nothing where neither is known.
    var rowText: String? {
        guard facts.unread != nil else { return summary.isEmpty ? nil : summary }
        return summary.isEmpty ? "not read" : summary + ", not to its end"
    }

    /// What it is and with whom, how many and when: `WhatsApp chat with Ex, 412 messages, …`.
    var sentence: String {
        [subject, counted, when].compactMap { $0 }.joined(separator: ", ")
    }

    /// What it is and with whom, where it is something that people wrote to each other; else nothing, and
    /// its file's name says more.
    var named: String? {
        switch facts.kind {
        case .messages, .calls, .email, .mailbox: subject == noun ? nil : subject
        default: nil
        }
    }

    /// Whether the sentence says more than the kind.
    var saysMore: Bool { sentence != noun }

    // What it is, and whose.
    private var subject: String {
        switch facts.kind {
        case .messages, .calls:
            let people = with("with")
            guard people.isEmpty, let title = facts.title else { return noun + people }
            return noun + ": " + Self.short(title)
        case .email:
            let from = with("from", roles: ["sender", "from", "author"])
            return noun + from + (facts.title.map { ": " + Self.short($0) } ?? "")
        default:
            return noun + (facts.title.map { ": " + Self.short($0) } ?? "")
        }
    }

    private var noun: String {
        switch facts.kind {
        case .messages where read.importer.hasPrefix("whatsapp"): "WhatsApp chat"
        case .messages where read.importer.hasPrefix("imessage"): "iMessage messages"
        case .messages where read.importer.hasPrefix("sms"): "Texts from an SMS backup"
        case .messages: "Messages"
        case .calls: "Calls"
        case .email: "Email"
        case .mailbox: "Mailbox"
        case .photo: "Photo"
        case .video: "Video"
        case .audio: "Recording"
        case .document: "Document"
        case .calendar: "Calendar"
        case .note: "Note"
        case .incident: "Incident"
        case .order: "Order"
        case .archive: "Archive"
        case .file: "File"
        }
    }

    private func with(_ word: String, roles: Set<String>? = nil) -> String {
        let others = facts.people.filter { person in
            roles?.contains(person.role) ?? (person.role != "owner")
        }.map { Self.short($0.name ?? $0.identifier) }
        switch others.count {
        case 0: return ""
        case 1: return " \(word) \(others[0])"
        case 2: return " \(word) \(others[0]) and \(others[1])"
        default:
            return " \(word) \(others[0]) and \(SizeText.counted(others.count - 1, "other"))"
        }
    }

    private var counted: String? {
        let count = Int(clamping: facts.counts.read)
        guard count > 0 else { return nil }
        switch facts.kind {
        case .messages: return SizeText.counted(count, "message")
        case .calls: return SizeText.counted(count, "call")
        case .mailbox: return SizeText.counted(count, "email")
        case .calendar: return SizeText.counted(count, "entry", "entries")
        default: return nil
        }
    }

    private var when: String? {
        guard let occurred = facts.occurred, let from = occurred.from ?? occurred.to else {
            return nil
        }
        return occurred.isAmbiguous
            ? "its dates can be read in two ways" : MomentText.days(from, occurred.to)
    }

    /// The lines of a page about what was read.
    ///
    /// - Parameter change: what a change of clocks makes of a time.
    func page(number: UInt64, change: (Moment) -> ClockChange?) -> [String] {
        var lines: [String] = []
        if let title = facts.title {
            lines.append(Layout.fact("Its own title", SafeText.escaped(title)))
        }
        if let text = occurredText(number: number, change) {
            lines.append(Layout.fact("Happened", text))
        }
        lines += people
        if let place = facts.place {
            let height = place.altitude.map { ", \($0) m above the sea" } ?? ""
            lines.append(
                Layout.fact(
                    "Place", SafeText.escaped(place.latitude + ", " + place.longitude + height)))
        }
        if let device = facts.device {
            lines.append(Layout.fact("Made by", SafeText.escaped(device) + ", it says"))
        }
        lines += attachments
        for key in facts.facts.keys.sorted().prefix(Self.listedFacts) {
            guard let value = facts.facts[key] else { continue }
            lines.append(Layout.fact(SafeText.escaped(key), DescriptionText.multiline(value)))
        }
        if facts.facts.count > Self.listedFacts {
            lines.append(
                Layout.fact(
                    "", "and \(facts.facts.count - Self.listedFacts) more, which --json lists"))
        }
        lines.append(Layout.fact("Read by", readBy))
        if let unread = facts.unread {
            lines.append(Layout.fact("Not read", SafeText.escaped(unread)))
        }
        return lines
    }

    private func occurredText(
        number: UInt64, _ change: (Moment) -> ClockChange?
    ) -> String? {
        guard let occurred = facts.occurred, let from = occurred.from ?? occurred.to else {
            return nil
        }
        let basis: String =
            switch occurred.basis {
            case .messageHeader: "by its messages"
            case .exif: "by the camera's note in it (EXIF)"
            case .container: "by the recording itself"
            case .gps: "by a satellite fix in it"
            case .content: "by what it says"
            case .fileName: "by the file's name"
            case .fileTime: "by the file system"
            case .stated: "as you stated"
            }
        func time(_ moment: Moment) -> String {
            MomentText.text(moment) + (change(moment).map { "\n" + $0.text } ?? "")
        }
        var text = time(from)
        if let to = occurred.to, to != from { text += "\nto " + time(to) }
        text += "\n" + basis
        if occurred.isAmbiguous {
            text +=
                "\nIts dates can be read in more than one way. To say which:"
                + "\n  keepsake describe \(number) --date-order dmy"
        }
        return text
    }

    private var people: [String] {
        guard !facts.people.isEmpty else { return [] }
        var shown = facts.people.prefix(Self.listed).map { person in
            let name = person.name.map { " (" + SafeText.escaped($0) + ")" } ?? ""
            return SafeText.escaped(person.identifier) + name + ", " + person.role
        }
        if facts.people.count > Self.listed {
            shown.append("and \(facts.people.count - Self.listed) more, which --json lists")
        }
        return [Layout.fact("People", shown.joined(separator: "\n"))]
    }

    private var attachments: [String] {
        guard !facts.attachments.isEmpty else { return [] }
        var shown = facts.attachments.prefix(Self.listed).map(Self.attachment)
        if facts.attachments.count > Self.listed {
            shown.append("and \(facts.attachments.count - Self.listed) more, which --json lists")
        }
        return [Layout.fact("Attachments", shown.joined(separator: "\n"))]
    }

    /// One attachment in a line.
    static func attachment(_ attachment: AttachmentSeen) -> String {
        var parts = [attachment.name.map { SafeText.escaped($0) } ?? "without a name"]
        if let type = attachment.mediaType { parts.append(SafeText.escaped(type)) }
        if let size = attachment.size { parts.append(SizeText.short(size)) }
        switch attachment.status {
        case .resolved: break
        case .missing: parts.append("not in this item")
        case .omitted: parts.append("left out by the app")
        case .damaged: parts.append("damaged")
        }
        return parts.joined(separator: ", ")
    }

    private var readBy: String {
        let counts = facts.counts
        var text = "\(SafeText.escaped(read.importer)) \(read.importerVersion)"
        if counts.read > 0 {
            text +=
                ": \(SizeText.grouped(counts.understood)) of \(SizeText.grouped(counts.read)) understood"
            if counts.keptRaw > 0 {
                text += ", \(SizeText.grouped(counts.keptRaw)) kept as they stand"
            }
        }
        if read.left > 0 {
            text += "\n\(SizeText.grouped(read.left)) people and attachments did not fit here"
        }
        return text
    }

    /// What stands in a list: when and how many.
    var listJSON: [String: JSONValue] {
        let members = facts.members
        var object: [String: JSONValue] = ["kind": .string(facts.kind.rawValue)]
        for key in ["title", "occurred", "counts", "unread"] { object[key] = members[key] }
        return object
    }

    /// Everything, for `show`.
    ///
    /// - Parameter change: what a change of clocks makes of a time.
    func json(change: (Moment) -> ClockChange?) -> [String: JSONValue] {
        var object = json
        guard let occurred = facts.occurred, !occurred.isAmbiguous,
            case .object(var members)? = object["occurred"]
        else { return object }
        for (key, moment) in [("from", occurred.from), ("to", occurred.to)] {
            guard let change = moment.flatMap(change) else { continue }
            members["ambiguous"] = .bool(true)
            members[key + "Readings"] = change.json["readings"]
            members[key + "ClockChange"] = change.json["clockChange"]
        }
        object["occurred"] = .object(members)
        return object
    }

    /// Everything that the record holds of it.
    var json: [String: JSONValue] {
        var object = facts.members
        object["itemKind"] = nil
        object["kind"] = .string(facts.kind.rawValue)
        object["importer"] = .string(read.importer)
        object["importerVersion"] = .integer(Int64(clamping: read.importerVersion))
        object["records"] = .integer(Int64(clamping: read.records))
        object["recordsSha256"] = read.recordsDigest.map { .string($0.hex) }
        if read.left > 0 { object["left"] = .integer(Int64(clamping: read.left)) }
        if object["facts"] == nil { object["facts"] = .object([:]) }
        return object
    }

    private static func short(_ text: String) -> String {
        SafeText.escaped(String(text.prefix(shortText))) + (text.count > shortText ? "…" : "")
    }
}
