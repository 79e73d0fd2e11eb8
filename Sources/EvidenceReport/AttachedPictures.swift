// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
package import StrictCoding

/// A file inside an exhibit, by what messages say of it. Two messages that name the same file under the
/// same name have one small picture.
package struct AttachedFile: Hashable, Sendable {
    /// The number of the exhibit.
    package let exhibit: UInt64
    /// The file's digest.
    package let sha256: Digest
    // By its bytes: names that look alike are not the same.
    private let name: Bytes?

    /// Takes what an attachment of a message states; nothing where its bytes are not in the exhibit.
    package init?(_ attachment: AttachmentSeen, exhibit: UInt64) {
        guard attachment.status == .resolved, let digest = attachment.sha256 else { return nil }
        self.exhibit = exhibit
        sha256 = digest
        name = attachment.name.map { Bytes(text: $0) }
    }
}

/// A small picture that a transcript wants.
package struct WantedPicture: Hashable, Sendable {
    /// The file.
    package let file: AttachedFile
    /// The place of the first message that names it.
    package let sequence: UInt64
    /// Its place among the attachments of that message, from 0.
    package let index: Int
    /// What that message says of it.
    package let attachment: AttachmentSeen
}

/// Small pictures of files inside exhibits, each for the messages that the file belongs to.
package struct AttachedPictures: Sendable {
    /// The pictures, in the order of the transcripts.
    package private(set) var pictures: [(of: AttachedFile, picture: ReportPicture)] = []
    /// Why there is none of a file; the rest of the sentence "no small picture: …".
    package private(set) var absent: [AttachedFile: String] = [:]

    /// Starts without any.
    package init() {}

    /// Takes a picture.
    package mutating func add(_ picture: ReportPicture, of file: AttachedFile) {
        pictures.append((file, picture))
    }

    /// Takes note that there is none, and why.
    package mutating func miss(_ file: AttachedFile, _ why: String) {
        absent[file] = why
    }

    /// Bytes of all of them.
    package var byteCount: Int { pictures.reduce(0) { $0 + $1.picture.jpeg.count } }

    /// The files of which the transcripts of these conversations show small pictures: those of messages
    /// that are shown at all, each once.
    ///
    /// - Parameters:
    ///   - conversations: in the order in which they are shown.
    ///   - isPicture: whether an attachment may be a picture.
    package static func wanted(
        of conversations: [ReportConversation], isPicture: (AttachmentSeen) -> Bool
    ) -> [[WantedPicture]] {
        var left = Limits.allMessages
        return conversations.map { conversation in
            let shown = conversation.messages.prefix(left)
            left -= shown.count
            var seen: Set<AttachedFile> = []
            var wanted: [WantedPicture] = []
            for message in shown {
                var beside = 0
                for (index, attachment) in message.attachments.prefix(Limits.messageParts)
                    .enumerated()
                {
                    guard isPicture(attachment),
                        let file = AttachedFile(attachment, exhibit: conversation.number)
                    else { continue }
                    guard beside < Limits.messagePictures else { break }
                    beside += 1
                    guard seen.insert(file).inserted else { continue }
                    wanted.append(
                        WantedPicture(
                            file: file, sequence: message.sequence, index: index,
                            attachment: attachment))
                }
            }
            return wanted
        }
    }

    /// How many small pictures each transcript gets of those that it wants: all of them where there is
    /// room, else as many as each other that wants more.
    package static func rooms(
        for wanted: [Int], most: Int = Limits.attachedPictures,
        each: Int = Limits.conversationPictures
    ) -> [Int] {
        var rooms = [Int](repeating: 0, count: wanted.count)
        var left = most
        let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
        for (done, index) in order.enumerated() {
            rooms[index] = min(wanted[index], each, left / (order.count - done))
            left -= rooms[index]
        }
        return rooms
    }

    /// What stands below a small picture of a file inside an exhibit.
    ///
    /// - Parameters:
    ///   - mark: the exhibit's.
    ///   - place: where the file is in it, as far as that is known.
    ///   - isDamaged: whether the picture lacks what could not be decoded.
    package static func caption(
        mark: String, place: String?, _ wanted: WantedPicture, isDamaged: Bool
    ) -> ReportText {
        let name: ReportText =
            place.map { .excerpt($0) }
                ?? """
                file \(own: String(wanted.index + 1)) of message \
                \(own: Wording.grouped(wanted.sequence))
                """
        let flaw = isDamaged ? " The file is damaged; this shows what is left." : ""
        return """
            In \(own: mark): \(name). Small copy, made for this report.\(own: flaw) SHA-256 of the \
            file \(own: String(wanted.file.sha256.hex.prefix(16)))…
            """
    }
}
