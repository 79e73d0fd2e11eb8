// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import ContainedCopying
import CopierProtocol
import EvidenceModel
import EvidenceReport
import EvidenceVault
import KeepsakeConsole
import StrictCoding

/// What is said of copies of pictures and sound.
enum MediaCopyText {
    /// The text beside a copy.
    static func about(_ name: String, _ held: HeldCopy, _ subject: SealSubject) -> Bytes {
        let original = subject.item.added
        var lines = [
            "\(name) is derived from \(subject.mark.text), for a computer that does not show or play "
                + "the original. What counts is the original:",
            "    \(subject.path ?? "")\n    SHA-256 \(original.sha256.hex)",
            "The copy, \(form(held)):\n    \(name), \(held.size) bytes\n    SHA-256 \(held.digest.hex)",
            "Made by \(ContainedCopying.programName) of \(Tool.name), with \(held.made.libraries).",
        ]
        switch held.made.form {
        case .picture:
            lines.append(
                "It shows the first picture of the original, turned as the original says, in the "
                    + "colours of a plain screen. What the original says of place, time and device "
                    + "is not in it.")
        case .sound:
            lines.append(
                "It is the first track of sound in the original. Pictures of a film are not in it, "
                    + "and neither is what the original says of place, time and device.")
        }
        if held.made.flaws > 0 {
            let places = held.made.flaws == 1 ? "1 place" : "\(held.made.flaws) places"
            lines.append(
                "The original is damaged or cut off: \(places) of it could not be decoded, and the "
                    + "copy lacks them.")
        }
        return Bytes(text: lines.joined(separator: "\n\n") + "\n")
    }

    /// What stands below a small picture in the report.
    static func caption(_ made: SmallPictures.Made, _ subject: SealSubject) -> ReportText {
        ReportText(
            "Small copy of \(subject.mark.text), made for this report. SHA-256 of the original "
                + "\(subject.item.added.sha256.hex.prefix(16))…"
                + (made.isDamaged ? " The original is damaged; this shows what is left." : ""))
    }

    /// Whether what belongs to a message may be a picture, by what the source states; its bytes decide.
    static func mayBePicture(_ attachment: AttachmentSeen) -> Bool {
        if let type = attachment.mediaType?.lowercased(), type.hasPrefix("image/") { return true }
        guard let name = attachment.name, let dot = name.lastIndex(of: ".") else { return false }
        return pictureEndings.contains(name[name.index(after: dot)...].lowercased())
    }

    private static let pictureEndings: Set<String> = [
        "avif", "bmp", "gif", "heic", "heif", "jpeg", "jpg", "png", "tif", "tiff", "webp",
    ]

    /// What has to be said of small pictures that the report has not; whole sentences.
    static func remarks(
        _ small: SmallPictures, _ items: [UInt64], _ attached: AttachedPictures
    ) -> [String] {
        if small.notStarted > 0, small.madeCount == 0 {
            return [
                "The program \(ContainedCopying.programName) is not beside this one or did not "
                    + "start, so the report has no small pictures."
            ]
        }
        var remarks: [String] = []
        func add(_ what: String, _ numbers: [UInt64], _ end: String) {
            guard !numbers.isEmpty else { return }
            let named = numbers.prefix(SealLimits.namedItems).map { String($0) }
                .joined(separator: ", ")
            let more = numbers.count > SealLimits.namedItems ? " and others" : ""
            remarks.append("The report has no small picture of \(what)\(named)\(more)\(end).")
        }
        add(SizeText.counted(items.count, "item") + ": ", items, "")
        let files = attached.absent.count
        let exhibits = Set(attached.absent.keys.map(\.exhibit)).sorted()
        add(
            "\(SizeText.counted(files, "picture file")) inside "
                + (exhibits.count == 1 ? "item " : "items "), exhibits,
            "; it says why at \(files == 1 ? "its message" : "their messages")")
        return remarks
    }

    private static func form(_ held: HeldCopy) -> String {
        switch held.made.form {
        case .picture(let width, let height): return "a JPEG of \(width) by \(height) pixels"
        case .sound(let rate, let channels, _):
            let milliseconds = held.made.milliseconds ?? 0
            let tenths = (milliseconds + 50) / 100
            return "a WAV of \(tenths / 10).\(tenths % 10) seconds, \(rate) samples a second of "
                + "16 bits, \(channels == 1 ? "1 channel" : "\(channels) channels")"
        }
    }
}
