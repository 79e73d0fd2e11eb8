// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import XMLStream

/// One `call` of a backup as a record.
enum CallElement {
    private static let kinds: [(status: String, direction: MessageRecord.Direction)] = [
        ("incoming", .incoming), ("outgoing", .outgoing), ("missed", .incoming),
        ("voicemail", .incoming), ("rejected", .incoming), ("refused", .incoming),
        ("answered-elsewhere", .incoming),
    ]
    private static let presentations = ["allowed", "restricted", "unknown", "payphone"]

    /// The record; nothing where it is not written as a call is.
    static func record(_ element: XMLElement, sequence: UInt64) -> MessageRecord? {
        guard let number = element["number"], element["date"] != nil else { return nil }
        var record = MessageRecord(
            sequence: sequence, kind: .call, text: "",
            locator: "byte " + String(element.range.lowerBound))
        record.service = "call"
        record.takeTimes(of: element, mayBeSeconds: false)
        record.state("duration", element.stated("duration"))
        if let type = element.stated("type") {
            if let place = Int(type), (1...kinds.count).contains(place) {
                record.direction = kinds[place - 1].direction
                record.state("status", kinds[place - 1].status)
            } else {
                record.state("status", "type " + type)
            }
        }
        if let text = element.stated("presentation") {
            let place = Int(text) ?? 0
            let isKnown = (1...presentations.count).contains(place)
            record.state("presentation", isKnown ? presentations[place - 1] : text)
        }
        if isNumber(number) {
            switch record.direction {
            case .outgoing: record.recipients = [number]
            case .incoming:
                record.sender = number
                record.senderName = element.contactName
            case nil: record.state("number", number)
            }
        } else {
            record.state("number", number.isEmpty ? "withheld" : number)
        }
        record.state("postDialDigits", element.stated("post_dial_digits"))
        return record
    }

    /// Whether it is somebody's number: a withheld one is `-1`, `-2`, `-3`, empty or `null`.
    static func isNumber(_ text: String) -> Bool {
        !["", "null", "-1", "-2", "-3"].contains(text)
    }
}
