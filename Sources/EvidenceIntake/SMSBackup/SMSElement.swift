// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import XMLStream

/// One `sms` of a backup as a record.
enum SMSElement {
    /// The record; nothing where it is not written as a message is.
    static func record(_ element: XMLElement, sequence: UInt64) -> MessageRecord? {
        guard let body = element["body"],
            element["date"] != nil || element["address"] != nil
        else { return nil }
        var record = MessageRecord(
            sequence: sequence, kind: .message, text: body == "null" ? "" : body,
            locator: "byte " + String(element.range.lowerBound))
        // The text of a message may be these four letters; the file says the same for none.
        if body == "null" { record.state("body", "null") }
        record.service = "sms"
        record.takeTimes(of: element, mayBeSeconds: false)
        let box = MessageBox(sms: element.stated("type"))
        record.direction = box.direction
        record.state("status", box.status)
        if let address = element.stated("address") {
            let addresses = MessageBox.addresses(address)
            switch box.direction {
            case .outgoing: record.recipients = addresses
            case .incoming:
                record.sender = address
                record.senderName = element.contactName
            case nil: record.state("address", address)
            }
        }
        switch element.stated("status") {
        case nil, "-1": break
        case "0": record.state("delivery", "complete")
        case "32": record.state("delivery", "pending")
        case "64": record.state("delivery", "failed")
        case let other: record.state("delivery", other)
        }
        record.state("subject", element.stated("subject"))
        record.state("serviceCenter", element.stated("service_center"))
        if element["read"] == "0", box.direction == .incoming { record.state("read", "no") }
        if element["locked"] == "1" { record.state("locked", "yes") }
        return record
    }
}

/// In which of the phone's boxes a message was, and which way it went therefore.
struct MessageBox {
    let direction: MessageRecord.Direction?
    let status: String?

    init(sms type: String?) {
        self.init(type, ["received", "sent", "draft", "outbox", "failed", "queued"])
    }

    init(mms box: String?) {
        self.init(box, ["received", "sent", "draft", "outbox", "failed"])
    }

    private init(_ number: String?, _ words: [String]) {
        guard let number else {
            direction = nil
            status = nil
            return
        }
        guard let place = Int(number), (1...words.count).contains(place) else {
            direction = nil
            status = "type " + number
            return
        }
        direction = place == 1 ? .incoming : .outgoing
        status = words[place - 1]
    }

    /// The members of a group's address, which are joined by `~`.
    static func addresses(_ text: String) -> [String] {
        guard text.utf8.contains(UInt8(ascii: "~")) else { return [text] }
        return text.split(separator: "~").map(String.init)
    }
}
