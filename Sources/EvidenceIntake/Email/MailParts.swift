// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import MailReading
import SodiumPrimitives
import StrictCoding

/// Reads the parts of a message: which are its words, which are files, which are messages within.
struct MailParts {
    /// Words that were found: as plain text, and as HTML where there are none.
    private struct Words {
        var plain: [String] = []
        var html: [String] = []

        var isEmpty: Bool { plain.allSatisfy { $0.allSatisfy(\.isWhitespace) } && html.isEmpty }
    }

    private let message: MailMessage
    private let children: [[Int]]
    private let source: any SeekableSource
    private let isCut: Bool
    private let level: Int
    private let offers: (any AttachmentSink)?

    /// Reads the message that a source holds and those within it; nothing where GMime sees none.
    ///
    /// With `isCut` the source is only the beginning of the message. Files in it are given to `offers`.
    /// - Throws: what the source throws, and what takes the files.
    static func read(
        _ source: any SeekableSource, isCut: Bool = false, level: Int = 0,
        offers: (any AttachmentSink)? = nil
    ) throws -> ReadMail? {
        guard let message = try MailMessage(source) else { return nil }
        let parts = MailParts(
            message: message, children: message.children, source: source,
            isCut: isCut || message.excess != nil, level: level, offers: offers)
        var mail = try parts.mail(0)
        if let excess = message.excess { mail.notes["tooMany"] = excess }
        if message.parts.contains(where: \.isCut) { mail.notes["tooDeep"] = "parts" }
        return mail
    }

    private func mail(_ index: Int) throws -> ReadMail {
        var mail = ReadMail()
        mail.fields = message.parts[index].fields
        guard let content = children[index].first else { return mail }
        // The fields of the message and those of its content stand in one block.
        mail.fields += message.parts[content].fields
        if let lines = try StrayLines.find(mail.fields, of: source) {
            mail.notes["strayHeaderLines"] = lines
        }
        let words = try words(content, &mail)
        if words.plain.contains(where: { !$0.allSatisfy(\.isWhitespace) }) || words.html.isEmpty {
            mail.text = words.plain.joined(separator: "\n")
            if !words.html.isEmpty { mail.notes["alsoAs"] = "html" }
        } else {
            mail.text = words.html.map { HTMLText.text($0) }.joined(separator: "\n")
            mail.notes["textFrom"] = "html"
        }
        return mail
    }

    private func words(_ index: Int, _ mail: inout ReadMail) throws -> Words {
        let part = message.parts[index]
        switch part.kind {
        case .leaf:
            return try leaf(part, &mail)
        case .message:
            mail.nested.append(try self.mail(index))
            return Words()
        case .messagePart:
            try messagePart(index, &mail)
            return Words()
        case .multipart:
            if part.isCut { return Words() }
            if children[index].isEmpty {
                // No delimiter was found: what stands there is all there is.
                mail.notes["multipart"] = "without parts"
                return try text(part, part.range, "text/plain", &mail)
            }
            if part.mediaType == "multipart/encrypted" { mail.notes["encrypted"] = "pgp" }
            if part.mediaType == "multipart/signed" {
                mail.notes["signed"] =
                    part.value("content-type")
                    .flatMap { HeaderParameters($0).text("protocol") } ?? "yes"
            }
            let found = try children[index].map { try words($0, &mail) }
            guard part.mediaType == "multipart/alternative" else {
                var all = Words()
                for words in found {
                    all.plain += words.plain
                    // HTML beside plain text is text of its own, unless it is another form of it.
                    all.html += words.html
                    if words.plain.isEmpty, !words.html.isEmpty,
                        found.contains(where: { !$0.plain.isEmpty })
                    {
                        all.plain += words.html.map { HTMLText.text($0) }
                        mail.notes["textFrom"] = "plain and html"
                    }
                }
                return all
            }
            var chosen =
                found.first { $0.plain.contains { !$0.allSatisfy(\.isWhitespace) } } ?? Words()
            chosen.html = found.last { !$0.html.isEmpty }?.html ?? []
            if chosen.isEmpty, let any = found.first(where: { !$0.plain.isEmpty }) { chosen = any }
            return chosen
        }
    }

    private func messagePart(_ index: Int, _ mail: inout ReadMail) throws {
        let part = message.parts[index]
        let inner = try children[index].first.map { try self.mail($0) }
        let name = stated(part).name ?? inner?.value("subject")
        var seen = AttachmentSeen(
            name: name, mediaType: part.mediaType, status: part.isCut ? .damaged : .resolved)
        if part.range != nil { seen = try digested(part, seen) }
        mail.attachments.append(seen)
        if let inner { mail.nested.append(inner) }
    }

    private func leaf(_ part: MailPart, _ mail: inout ReadMail) throws -> Words {
        let (name, disposition, type) = stated(part)
        let isText =
            type.hasPrefix("text/")
            && !["text/calendar", "text/vcard", "text/x-vcard", "text/rtf", "text/directory"]
                .contains(type)
        if isText, name == nil, disposition != "attachment" {
            return try text(part, part.range, type, &mail)
        }
        var status = AttachmentSeen.Status.resolved
        if let encoding = unknownEncoding(part) {
            mail.notes["unknownEncoding"] = encoding
            status = .damaged
        }
        if type == "message/external-body"
            || (part.range == nil && part.value("x-apple-content-length") != nil)
        {
            status = .missing
        }
        if type == "application/pkcs7-mime" || type == "application/x-pkcs7-mime" {
            mail.notes["encrypted"] = "smime"
        }
        // A message within that is encoded, which it must not be, and often is.
        if ["message/rfc822", "message/global"].contains(type), level < 4, part.encoding != .plain {
            let (bytes, isLong, _) = try PartContent.beginning(
                part, of: source, maximum: Int(EmailLimits.convertedBytes))
            if !isLong,
                let inner = try MailParts.read(
                    MemorySource(bytes), level: level + 1, offers: offers)
            {
                mail.nested.append(inner)
            }
        }
        let seen = AttachmentSeen(name: name, mediaType: type, status: status)
        mail.attachments.append(try digested(part, seen))
        return Words()
    }

    /// Size and digest of what a part holds, its encoding undone.
    private func digested(_ part: MailPart, _ seen: AttachmentSeen) throws -> AttachmentSeen {
        var seen = seen
        if isCut, (part.range?.upperBound ?? 0) + 2 >= source.size {
            seen.status = .damaged
            return seen
        }
        if seen.status == .missing { return seen }
        var hasher = SHA256Hasher()
        offers?.begin()
        let outcome = try PartContent.read(part, of: source) { block in
            hasher.update(block.span)
            try offers?.write(block.span)
            return true
        }
        if seen.name == nil { seen.name = outcome.name }
        if outcome.isDamaged { seen.status = .damaged }
        seen.size = outcome.size
        seen.sha256 = hasher.digest()
        return seen
    }

    private func text(
        _ part: MailPart, _ range: Range<UInt64>?, _ type: String, _ mail: inout ReadMail
    ) throws -> Words {
        var part = part
        part.range = range
        if part.encoding == .base64, try isPlainAfterAll(part) {
            part = part.unencoded
            mail.notes["encodingIgnored"] = "base64"
        }
        let (bytes, isLong, isDamaged) = try PartContent.beginning(
            part, of: source, maximum: MailReading.Limits.textBytes)
        if isDamaged { mail.notes["textDamaged"] = "base64" }
        if isLong { mail.notes["textCut"] = String(MailReading.Limits.textBytes) }
        if let encoding = unknownEncoding(part) { mail.notes["unknownEncoding"] = encoding }
        let parameters = part.value("content-type").map { HeaderParameters($0) }
        var declared = parameters?.text("charset")
        if declared == nil, type == "text/html" { declared = Self.declaredInside(bytes) }
        let body = BodyText(bytes, declared: declared)
        if let declared = body.declared { mail.notes["charset"] = declared }
        if let used = body.used { mail.notes["charsetUsed"] = used }
        if body.errors > 0 { mail.notes["charsetErrors"] = String(body.errors) }
        if type == "text/html" { return Words(html: [body.text]) }
        if type != "text/plain" { mail.notes["textFrom"] = String(type.dropFirst(5)) }
        try InlineFiles.find(bytes, into: &mail.attachments, offers: offers)
        return Words(plain: [body.text])
    }

    /// Whether words with spaces between them stand where base64 is announced.
    private func isPlainAfterAll(_ part: MailPart) throws -> Bool {
        let (bytes, _, _) = try PartContent.beginning(part.unencoded, of: source, maximum: 2048)
        return bytes.split { $0 == 0x0A || $0 == 0x0D }.contains { line in
            HeaderSyntax.trimmed(Bytes(line)).contains(0x20)
        }
    }

    /// What HTML says of its own character set.
    private static func declaredInside(_ bytes: Bytes) -> String? {
        let head = HeaderSyntax.lowercased(bytes.prefix(2048))
        guard let place = head.firstRange(of: "charset=") else { return nil }
        let name = head[place.upperBound...].drop { $0 == "\"" || $0 == "'" || $0 == " " }
            .prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        return Charsets.known(String(name)) == nil ? nil : String(name)
    }

    private func unknownEncoding(_ part: MailPart) -> String? {
        guard let stated = part.value("content-transfer-encoding") else { return nil }
        let name = HeaderSyntax.lowercased(HeaderParameters(stated).head)
        let known = [
            "", "7bit", "8bit", "binary", "7-bit", "8-bit", "base64", "quoted-printable",
            "x-uuencode", "uuencode", "x-uue",
        ]
        return known.contains(name) ? nil : name
    }

    /// The name of a file, how it is to be shown, and its type, as the fields of a part state them.
    private func stated(_ part: MailPart) -> (name: String?, disposition: String, type: String) {
        let disposition = part.value("content-disposition").map { HeaderParameters($0) }
        let content = part.value("content-type").map { HeaderParameters($0) }
        let name = disposition?.text("filename") ?? content?.text("name")
        var type = part.mediaType
        // GMime calls a message that is encoded a file of unknown type.
        if type == "application/octet-stream", let head = content?.head, !head.isEmpty {
            let own = HeaderSyntax.lowercased(head)
            if MediaType.isMediaType(own) { type = own }
        }
        return (
            name?.isEmpty == true ? nil : name,
            disposition.map { HeaderSyntax.lowercased($0.head) } ?? "", type
        )
    }
}
