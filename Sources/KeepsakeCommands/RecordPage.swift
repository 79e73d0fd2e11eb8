// SPDX-License-Identifier: Apache-2.0

import ContainedReading
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

/// The records of an item, read out of the original as they are shown: they stand in no entry.
enum RecordPage {
    /// Shows them as they come.
    ///
    /// - Throws: `interrupted`, and what writing throws.
    /// - Returns: `partial` where they could not all be read.
    static func show(
        _ item: ItemRecord, in vault: OpenVault, _ desk: Desk, isJSON: Bool
    ) throws(Failure) -> ExitStatus {
        let outcome: ReadingOutcome
        let zones = ZoneBook(desk)
        let zone = vault.description(of: item.number).zone
        do {
            outcome = try ItemReading(vault).read(item, progress: { _ in }) { record in
                let change = record.time.flatMap { ClockChange($0, zone: zone, zones) }
                if isJSON {
                    try desk.console.say(json(record, change))
                } else {
                    try desk.console.say(text(record, change))
                }
            }
        } catch is ReadingStopped {
            throw Failure(.interrupted)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw VaultFailure.failure(error, path: "")
        }
        var why: String?
        switch outcome.ending {
        case .read(_, _, let facts): why = facts.unread.map { SafeText.escaped($0) }
        case .notRead(let reason): why = reason.text
        }
        if let why {
            desk.console.warn("This is not all of it: " + FullStop.after(why))
        } else if outcome.records.count == 0, !isJSON {
            try desk.console.say("There are no messages or other records in item \(item.number).")
        }
        return why == nil ? .done : .partial
    }

    /// One record for programs: whether its time can be read in more than one way is said in it.
    static func json(_ record: MessageRecord, _ change: ClockChange?) -> JSONValue {
        record.json.adding(
            change?.json ?? ["ambiguous": .bool(record.time == nil && !record.readings.isEmpty)])
    }

    /// One record on the screen: its head, its text line by line, its attachments.
    static func text(_ record: MessageRecord, _ change: ClockChange?) -> String {
        var head = ["\(record.sequence)"]
        if let time = record.time {
            head.append(
                MomentText.text(time, saysZone: false) + (change.map { " (\($0.text))" } ?? ""))
        } else if !record.readings.isEmpty {
            head.append(
                record.readings.map { MomentText.text($0, saysZone: false) }.joined(
                    separator: " or "))
        } else {
            head.append("no time")
        }
        if let sender = record.sender {
            let name = record.senderName.map { " (" + SafeText.escaped($0) + ")" } ?? ""
            head.append(SafeText.escaped(sender) + name)
        }
        if let direction = record.direction { head.append(direction.rawValue) }
        switch record.kind {
        case .message: break
        case .raw: head.append("not understood, as it stands")
        default: head.append(record.kind.rawValue)
        }
        var lines = ["  " + head.joined(separator: "   ")]
        if !record.text.isEmpty {
            lines += record.text.split(separator: "\n", omittingEmptySubsequences: false)
                .map { "      " + SafeText.escaped(String($0)) }
        }
        lines += record.attachments.map {
            "      [attached: " + ReadingText.attachment($0) + "]"
        }
        return lines.joined(separator: "\n")
    }
}
