// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct MediaTypeTests {
    private func recognise(_ bytes: Bytes) -> String { MediaType.recognise(bytes.span) }

    private func ftyp(_ major: String, _ others: String...) -> Bytes {
        let size = UInt8(16 + 4 * others.count)
        return [0, 0, 0, size] + Bytes(text: "ftyp" + major) + [0, 0, 0, 0]
            + Bytes(text: others.joined()) + Bytes(repeating: 0, count: 20)
    }

    private func zip(_ name: String, _ content: String = "") -> Bytes {
        Bytes(text: "PK\u{3}\u{4}") + Bytes(repeating: 0, count: 26) + Bytes(text: name + content)
    }

    @Test func `pictures`() {
        #expect(recognise([0xff, 0xd8, 0xff, 0xe0, 0, 16]) == "image/jpeg")
        #expect(
            recognise([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]) == "image/png")
        #expect(recognise(Bytes(text: "GIF89a\u{1}\0")) == "image/gif")
        #expect(recognise(Bytes(text: "RIFF\0\0\0\0WEBPVP8 ")) == "image/webp")
        #expect(recognise([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0]) == "image/tiff")
        #expect(recognise([0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8]) == "image/tiff")
        #expect(recognise(ftyp("heic", "mif1", "heic")) == "image/heic")
        #expect(recognise(ftyp("mif1", "mif1", "heic")) == "image/heic")
        #expect(recognise(ftyp("mif1", "avif")) == "image/avif")
        #expect(recognise(ftyp("avif", "mif1")) == "image/avif")
        #expect(recognise(ftyp("mif1", "miaf")) == "image/heif")
        var bitmap = Bytes(text: "BM") + Bytes(repeating: 0, count: 30)
        bitmap[14] = 40
        #expect(recognise(bitmap) == "image/bmp")
        #expect(recognise(Bytes(text: "BM is two letters")) == "text/plain")
    }

    @Test func `recordings and videos`() {
        #expect(recognise(Bytes(text: "ID3\u{4}\0\0")) == "audio/mpeg")
        #expect(recognise([0xff, 0xfb, 0x90, 0x64, 0, 0]) == "audio/mpeg")
        #expect(recognise([0xff, 0xf1, 0x50, 0x80]) == "audio/aac")
        #expect(recognise([0xff, 0xff, 0xff, 0xff]) == MediaType.unknown)
        #expect(recognise(Bytes(text: "RIFF\0\0\0\0WAVEfmt ")) == "audio/wav")
        #expect(recognise(Bytes(text: "RIFF\0\0\0\0AVI LIST")) == "video/x-msvideo")
        #expect(
            recognise(
                Bytes(text: "OggS\0") + Bytes(repeating: 0, count: 23) + Bytes(text: "OpusHead"))
                == "audio/ogg")
        #expect(
            recognise(
                Bytes(text: "OggS\0") + Bytes(repeating: 0, count: 23) + [0x80]
                    + Bytes(text: "theora"))
                == "video/ogg")
        #expect(recognise(Bytes(text: "#!AMR\n") + [0x3c]) == "audio/amr")
        #expect(recognise(Bytes(text: "#!AMR-WB\n") + [0x3c]) == "audio/amr-wb")
        #expect(recognise(Bytes(text: "fLaC\0\0")) == "audio/flac")
        #expect(recognise(ftyp("M4A ", "isom")) == "audio/mp4")
        #expect(recognise(ftyp("isom", "mp41")) == "video/mp4")
        #expect(recognise(ftyp("mp42")) == "video/mp4")
        #expect(recognise(ftyp("qt  ")) == "video/quicktime")
        #expect(recognise(ftyp("3gp4", "isom")) == "video/3gpp")
        #expect(recognise(ftyp("3g2a")) == "video/3gpp2")
        #expect(
            recognise([0x1a, 0x45, 0xdf, 0xa3, 0x9f] + Bytes(text: "B\u{2}webm")) == "video/webm")
        #expect(recognise([0x1a, 0x45, 0xdf, 0xa3, 0x9f]) == "video/x-matroska")
    }

    @Test func `documents and archives`() {
        #expect(recognise(Bytes(text: "%PDF-1.7\n")) == "application/pdf")
        #expect(recognise(Bytes(text: "SQLite format 3\0")) == "application/vnd.sqlite3")
        #expect(recognise([0x1f, 0x8b, 0x08, 0]) == "application/gzip")
        #expect(recognise(zip("photo.jpg")) == "application/zip")
        #expect(
            recognise([0x50, 0x4b, 5, 6] + Bytes(repeating: 0, count: 18)) == "application/zip")
        #expect(recognise(zip("mimetype", "application/epub+zipPK")) == "application/epub+zip")
        #expect(
            recognise(zip("mimetype", "application/vnd.oasis.opendocument.textPK"))
                == "application/vnd.oasis.opendocument.text")
        #expect(
            recognise(zip("mimetype", "application/vnd.oasis.opendocument.text-templatePK"))
                == "application/zip")
        #expect(
            recognise(zip("[Content_Types].xml", "....word/document.xml"))
                == "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
        #expect(recognise(zip("notes/word/x")) == "application/zip")
        var tar = Bytes(repeating: 0, count: 512)
        tar.replaceSubrange(257..<262, with: Bytes(text: "ustar"))
        #expect(recognise(tar) == "application/x-tar")
    }

    @Test func `texts`() {
        #expect(recognise(Bytes(text: "He came by at 7.\n")) == "text/plain")
        #expect(recognise(Bytes(text: "Zoë 👩‍👧\r\n\tline")) == "text/plain")
        #expect(recognise([0xef, 0xbb, 0xbf] + Bytes(text: "mark")) == "text/plain")
        #expect(recognise([0xff, 0xfe, 0x61, 0]) == "text/plain")
        #expect(recognise([0x61, 0xff]) == MediaType.unknown)
        #expect(recognise([0x61, 0]) == MediaType.unknown)
        #expect(recognise([]) == MediaType.unknown)
        #expect(recognise(Bytes(text: "<!DOCTYPE html><p>")) == "text/html")
        #expect(recognise(Bytes(text: "<?xml version='1.0'?>\n<note/>")) == "application/xml")
        let backup = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"2\">"
        #expect(recognise(Bytes(text: backup)) == "application/x-sms-backup+xml")
        // The root element decides, whatever stands before it or in it.
        for (text, type) in [
            (
                "<?xml version='1.0'?><!-- <smses> --><?x <smses?><note><smses/></note>",
                "application/xml"
            ),
            (
                "<?xml version='1.0'?>\n<!--File by a backup-->\n<?xml-stylesheet href='s'?><smses count='1'>",
                "application/x-sms-backup+xml"
            ),
            ("<smses>", "application/x-sms-backup+xml"), ("<smsesx>", "application/xml"),
            (
                "<?xml version='1.0'?><!DOCTYPE smses [ <!ENTITY a '<smses>'> ]><svg:svg/>",
                "image/svg+xml"
            ),
            ("<?xml version='1.0'?><!DOCTYPE html><html>", "text/html"),
            ("<?xml version='1.0'?><!-- <smses", "application/xml"),
            ("<?xml version='1.0'?><smses", "application/xml"), ("<?xml", "application/xml"),
            ("<?xml version='1.0'?> smses <smses>", "application/xml"),
        ] {
            #expect(recognise(Bytes(text: text)) == type, "\(text)")
        }
        #expect(recognise(Bytes(text: "BEGIN:VCARD\r\nVERSION:3.0\r\n")) == "text/vcard")
        #expect(recognise(Bytes(text: "{\"a\":1}")) == "application/json")
        #expect(recognise(Bytes(text: "[12/03/2026, 10:11:12] Sam: hello")) == "text/plain")
    }

    @Test func `a character that the head cuts is no fault`() {
        let text = Bytes(text: String(repeating: "a", count: 4095) + "é" + "more")
        #expect(recognise(text) == "text/plain")
        // The same bytes as a whole file are no text.
        #expect(recognise(Bytes(text.prefix(4096))) == MediaType.unknown)
    }

    @Test func `email`() {
        let mail =
            "Return-Path: <a@example.org>\r\nReceived: from x\r\n\tby y\r\nFrom: A <a@example.org>\r\nSubject: hi\r\n\r\nbody"
        #expect(recognise(Bytes(text: mail)) == "message/rfc822")
        #expect(recognise(Bytes(text: mail) + [0xff, 0x80]) == "message/rfc822")
        #expect(
            recognise(Bytes(text: "From a@example.org Sat Jan  3 01:05:34 2026\n" + mail))
                == "application/mbox")
        #expect(recognise(Bytes(text: "From: me\nTo: him\n\nStop.")) == "text/plain")
        #expect(recognise(Bytes(text: "Note: one\nDate: two\n")) == "text/plain")
        #expect(recognise(Bytes(text: "From: me\nplain line\nDate: x\n")) == "text/plain")
    }

    @Test(arguments: [
        ("image/heic", ItemKind.photo), ("audio/amr", .recording), ("video/3gpp", .video),
        ("message/rfc822", .email), ("application/mbox", .email),
        ("application/x-sms-backup+xml", .message), ("application/pdf", .document),
        ("text/plain", .document), ("application/zip", .archive), ("application/gzip", .archive),
        ("application/octet-stream", .file), ("application/vnd.sqlite3", .file),
        ("image/svg+xml", .document), ("nonsense", .file), ("", .file),
    ])
    func `plain words for kinds`(type: String, kind: ItemKind) {
        #expect(ItemKind(mediaType: type) == kind)
        #expect(ItemKind(mediaType: type, acquired: .typed) == .note)
    }

    @Test func `every answer is a media type, for any bytes`() {
        var random = SplitMix64(seed: 99)
        let starts: [Bytes] = [
            [], [0xff, 0xfb], Bytes(text: "RIFF"), Bytes(text: "PK\u{3}\u{4}"),
            Bytes(text: "OggS\0"),
            Bytes(text: "BM"), [0, 0, 0, 0xff] + Bytes(text: "ftypmif1"), [0x1a, 0x45, 0xdf, 0xa3],
            Bytes(text: "From: x\nDate:"), Bytes(text: "<?xml"), [0xff, 0xfe], [0x47],
        ]
        for round in 0..<4_000 {
            let start = starts[random.below(starts.count)]
            let bytes = start + random.bytes(random.below(80))
            #expect(MediaType.isMediaType(recognise(bytes)), "seed 99 round \(round)")
        }
    }
}
