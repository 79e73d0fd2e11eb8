// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding
import XMLStream

/// One `mms` of a backup while its parts and addresses come.
struct MMSElement {
    let element: XMLElement
    private var texts: [String] = []
    private var attachments: [AttachmentSeen] = []
    private var addresses: [(type: String, address: String)] = []
    /// Bytes of text that stand in `texts`.
    private var textBytes = 0
    private var left = 0

    /// Begins with the element itself; nothing where it is not written as a message is.
    init?(_ element: XMLElement) {
        guard element["date"] != nil || element["address"] != nil else { return nil }
        self.element = element
    }

    /// Takes an address.
    mutating func take(address element: XMLElement) {
        guard let address = element.stated("address") else { return }
        guard addresses.count < Limits.recordLists else {
            left += 1
            return
        }
        addresses.append((element.stated("type") ?? "", address))
    }

    /// Takes a part: text, or a file.
    ///
    /// - Throws: what takes the bytes of files, where they are wished for.
    mutating func take(part: XMLElement) throws {
        let type = part.stated("ct")?.lowercased()
        let contents = part.sink("data") as? PartContents
        let text = part["text"]
        // How a phone laid the parts out; it holds nothing that they do not.
        if type == "application/smil" { return }
        let isText = type?.hasPrefix("text/") ?? true
        if let contents {
            var attachment = try contents.attachment(name: Self.name(part), mediaType: type)
            if attachment.status == .missing, isText, text != nil {
                take(text: text)
                return
            }
            if let text, text != "null", !text.isEmpty {
                take(text: text)
            } else if type == "text/plain", attachment.status == .resolved,
                contents.size == UInt64(contents.head.count), let decoded = contents.head.strictText
            {
                take(text: decoded)
            }
            if attachment.mediaType == nil { attachment.mediaType = part.stated("ct") }
            take(attachment: attachment)
        } else if isText, text != nil {
            take(text: text)
        } else {
            take(text: text)
            take(
                attachment: AttachmentSeen(
                    name: Self.name(part), mediaType: type, status: .missing))
        }
    }

    private mutating func take(text: String?) {
        guard let text, text != "null", !text.isEmpty else { return }
        guard textBytes <= EvidenceModel.Limits.recordTextBytes else {
            left += 1
            return
        }
        textBytes += text.utf8.count
        texts.append(text)
    }

    private mutating func take(attachment: AttachmentSeen) {
        guard attachments.count < Limits.recordLists else {
            left += 1
            return
        }
        attachments.append(attachment)
    }

    // The first name that is one; an identifier of a part stands in angle brackets.
    private static func name(_ part: XMLElement) -> String? {
        for key in ["name", "fn", "cl", "cid"] {
            guard var name = part.stated(key) else { continue }
            if key == "cid", name.hasPrefix("<"), name.hasSuffix(">"), name.utf8.count > 2 {
                name = String(name.dropFirst().dropLast())
            }
            return name
        }
        return nil
    }

    /// Whoever this is: the phone's own number where the phone did not say it.
    private static let placeholder = "insert-address-token"

    /// The number of the phone itself, where the message says it.
    var owner: String? {
        guard MessageBox(mms: element.stated("msg_box")).direction == .outgoing else { return nil }
        return addresses.first { $0.type == "137" && $0.address != Self.placeholder }?.address
    }

    /// The record, once all has come.
    func record(sequence: UInt64) -> MessageRecord {
        var record = MessageRecord(
            sequence: sequence, kind: .message, text: texts.joined(separator: "\n"),
            locator: "byte " + String(element.range.lowerBound))
        record.service = "mms"
        record.takeTimes(of: element, mayBeSeconds: true)
        let box = MessageBox(mms: element.stated("msg_box"))
        record.direction = box.direction
        record.state("status", element["m_type"] == "130" ? "not-downloaded" : box.status)
        record.attachments = attachments
        let stated = element.stated("address")
        let group = stated.map(MessageBox.addresses) ?? []
        if let stated, group.count > 1 || stated.hasSuffix("@rcs.google.com") {
            record.state("group", stated)
        }
        record.sender =
            addresses.first { $0.type == "137" && $0.address != Self.placeholder }?
            .address
        let isGroup = record.facts["group"] != nil
        if record.sender == nil, box.direction == .incoming, !isGroup { record.sender = stated }
        if record.sender != nil, record.sender == stated { record.senderName = element.contactName }
        var copies: [(word: String, address: String)] = []
        for (type, address) in addresses where type != "137" && address != Self.placeholder {
            if type == "130" { copies.append(("cc", address)) }
            if type == "129" { copies.append(("bcc", address)) }
            // The list of a group's members repeats the sender.
            guard address != record.sender, !record.recipients.contains(address) else { continue }
            record.recipients.append(address)
        }
        for word in ["cc", "bcc"] {
            record.state(
                word,
                copies.filter { $0.word == word }.map(\.address).joined(separator: ", "))
        }
        if record.recipients.isEmpty, box.direction == .outgoing { record.recipients = group }
        if box.direction == nil, record.sender == nil { record.state("address", stated) }
        record.state("subject", element.stated("sub"))
        record.state("messageId", element.stated("m_id"))
        record.state("transactionId", element.stated("tr_id"))
        if element["read"] == "0", box.direction == .incoming { record.state("read", "no") }
        if element["locked"] == "1" { record.state("locked", "yes") }
        if left > 0 { record.state("partsLeftOut", String(left)) }
        return record
    }
}
