// SPDX-License-Identifier: Apache-2.0

import DatabaseReading

/// The columns of `message` that are read. A database of another year has fewer: they are nulls then.
enum MessageColumn: String, CaseIterable {
    case guid, text, attributedBody = "attributedbody", handle = "handle_id"
    case otherHandle = "other_handle", subject, service, account, error, date
    case dateRead = "date_read", dateDelivered = "date_delivered", datePlayed = "date_played"
    case dateEdited = "date_edited", dateRetracted = "date_retracted", isFromMe = "is_from_me"
    case isDelivered = "is_delivered", isSent = "is_sent", isRead = "is_read"
    case isAudio = "is_audio_message", isForward = "is_forward", isSpam = "is_spam"
    case wasDowngraded = "was_downgraded", isAutoReply = "is_auto_reply"
    case itemType = "item_type", groupTitle = "group_title", groupAction = "group_action_type"
    case shareStatus = "share_status", shareDirection = "share_direction"
    case associatedGuid = "associated_message_guid", associatedType = "associated_message_type"
    case associatedEmoji = "associated_message_emoji", balloon = "balloon_bundle_id"
    case payload = "payload_data", effect = "expressive_send_style_id"
    case summary = "message_summary_info", replyTo = "thread_originator_guid"
    case replyToPart = "thread_originator_part", replyToOld = "reply_to_guid"
    case caller = "destination_caller_id", rooms = "cache_roomnames"

    /// Their names, in the order in which values come.
    static let names = allCases.map(\.rawValue)

    private static let places: [MessageColumn: Int] = {
        var places: [MessageColumn: Int] = [:]
        for (index, column) in allCases.enumerated() { places[column] = index }
        return places
    }()

    /// Its place among the values.
    var place: Int { Self.places[self] ?? Self.allCases.count }
}

extension DatabaseRow {
    /// The value of a column of `message`.
    subscript(column: MessageColumn) -> DatabaseValue { self[column.place] }

    /// The number in a column; 0 where there is none.
    func number(_ column: MessageColumn) -> Int64 { self[column].integer ?? 0 }

    /// A short text in a column; nothing for none and for an empty one.
    func name(_ column: MessageColumn) -> String? { MessageStore.name(self[column]) }
}
