// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import XMLStream

/// An element of a backup, whose absent values are the text `null`.
extension XMLElement {
    /// The value of an attribute that is there and says something.
    func stated(_ name: String) -> String? {
        guard let value = self[name], value != "null", !value.isEmpty else { return nil }
        return value
    }

    /// A moment that stands as milliseconds since 1970, in an MMS also as seconds: what would lie
    /// before March 1973 as milliseconds is older than any such phone.
    func moment(_ name: String, mayBeSeconds: Bool) -> Moment? {
        guard let text = stated(name), let number = Int64(text), number > 0 else { return nil }
        var milliseconds = number
        if mayBeSeconds, number < 100_000_000_000 { milliseconds = number * 1000 }
        guard Timestamp.range.contains(milliseconds) else { return nil }
        return Moment(utc: Timestamp(milliseconds: milliseconds))
    }

    /// The name that the phone's contacts had, where they had one.
    var contactName: String? {
        guard let name = stated("contact_name"), name != "(Unknown)" else { return nil }
        return name
    }
}

extension MessageRecord {
    /// Sets a fact where there is something to say.
    mutating func state(_ word: String, _ value: String?) {
        if let value, !value.isEmpty { facts[word] = value }
    }

    /// Sets what all elements of a backup have: the time, as it stands where it is none, and what the
    /// phone showed of it.
    mutating func takeTimes(of element: XMLElement, mayBeSeconds: Bool) {
        time = element.moment("date", mayBeSeconds: mayBeSeconds)
        if time == nil { state("date", element["date"]) }
        if let sent = element.moment("date_sent", mayBeSeconds: mayBeSeconds) {
            state("dateSent", sent.text)
        }
        state("readableDate", element.stated("readable_date"))
        state("contactName", element.contactName)
        if let card = element.stated("sub_id") ?? element.stated("subscription_id"), card != "-1" {
            state("simCard", card)
        }
    }
}
