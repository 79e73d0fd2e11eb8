// SPDX-License-Identifier: Apache-2.0

extension Limits {
    /// The bounds of the reader of Apple's message databases, each with its reason.
    enum IMessage {
        /// Handles, and chats, that are held at a time; a person has some thousand.
        static let people = 262_144

        /// Chats' members in all.
        static let members = 1_048_576

        /// Messages whose chat is held at a time, at 16 bytes each: ten times the largest database seen.
        static let chatLinks = 4_194_304

        /// Attachments whose message is held at a time.
        static let attachmentLinks = 2_097_152

        /// Bytes of a name or number that is held.
        static let nameBytes = 1024

        /// Attachments of one message that are looked up.
        static let attachments = 256

        /// Files whose path is told of one message.
        static let paths = 8

        /// Chats that one message names.
        static let chats = 4

        /// Earlier texts of one message; Apple allows five changes.
        static let edits = 24

        /// Nested objects in a typed stream or property list: real ones have six.
        static let depth = 32

        /// Values in a typed stream or property list: a long message with a thousand styles has less.
        static let values = 200_000

        /// Strings that are told of what an app sent.
        static let appStrings = 64
    }
}
