// SPDX-License-Identifier: Apache-2.0

/// The bounds of reading mail, each with its reason.
enum EmailLimits {
    /// `Received` fields that are told one by one, in two facts each: real mail has up to fifteen, and with
    /// all else that is told of a message they fit the 96 facts of a record.
    static let hops = 24

    /// `Authentication-Results` and `DKIM-Signature` fields that are told: real mail has one to three.
    static let seals = 4

    /// Bytes of one field that are told, within those of a fact.
    static let fieldBytes = 2000

    /// Bytes of a message that is kept raw, as text.
    static let rawBytes = 1 << 16

    /// Bytes before the first header field of a message that are passed over: blank lines and a
    /// separator.
    static let beforeHeader = 4096

    /// Bytes of a file in UTF-16 or with bare carriage returns that is converted as a whole.
    static let convertedBytes: UInt64 = 32 << 20

    /// Bytes of a message of a mailbox that are held at once, to undo the quoting of its lines.
    static let heldBytes = 64 << 20

    /// People of one item: an entry holds 4,096.
    static let people = 4096

    /// Bytes after the message of an `.emlx` file: its property list has some hundreds.
    static let propertyListBytes = 1 << 20

    /// Files within uuencoded text of one message.
    static let inlineFiles = 100
}
