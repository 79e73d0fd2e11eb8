// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import MailReading
import SodiumPrimitives
import StrictCoding

/// Files that old programs wrote into the text itself, between `begin 644 name` and `end`.
enum InlineFiles {
    /// - Throws: what takes the files.
    static func find(
        _ text: Bytes, into attachments: inout [AttachmentSeen],
        offers: (any AttachmentSink)? = nil
    ) throws {
        var index = 0
        var found = 0
        while index < text.count, found < EmailLimits.inlineFiles {
            let end = text[index...].firstIndex(of: 0x0A) ?? text.count
            var line = Bytes(text[index..<min(end, index + 512)])
            if line.last == 0x0D { line.removeLast() }
            guard let name = UUDecoder.beginning(line), let last = Self.end(text, after: end) else {
                index = end + 1
                continue
            }
            var decoder = UUDecoder()
            var bytes = decoder.decode(Bytes(text[index..<last]))
            bytes += decoder.finish()
            if let offers {
                offers.begin()
                try offers.write(bytes.span)
            }
            attachments.append(
                AttachmentSeen(
                    name: name, mediaType: MediaType.recognise(bytes.span),
                    size: UInt64(bytes.count),
                    sha256: SHA256Hasher.digest(of: bytes.span),
                    status: decoder.isDamaged ? .damaged : .resolved))
            found += 1
            index = last
        }
    }

    /// The offset after the line `end`; nothing where a line comes first that cannot be part of it.
    private static func end(_ text: Bytes, after start: Int) -> Int? {
        var index = start + 1
        while index < text.count {
            let end = text[index...].firstIndex(of: 0x0A) ?? text.count
            var line = text[index..<end]
            if line.last == 0x0D { line = line.dropLast() }
            if line.elementsEqual(Bytes(text: "end")) { return min(end + 1, text.count) }
            guard line.count <= 100, line.allSatisfy({ (0x20...0x7E).contains($0) }) else {
                return nil
            }
            index = end + 1
        }
        return nil
    }
}
