// SPDX-License-Identifier: Apache-2.0

import KeepsakeTestSupport
import StrictCoding
import Testing
import XMLStream

/// Writes down what it is handed.
private final class Listener: XMLHandler {
    var events: [String] = []
    var texts = ""

    func sink(forValueOf attribute: String, in element: String) -> (any ByteSink)? {
        attribute == "data" ? MemorySink() : nil
    }

    func began(_ element: XMLElement) throws {
        flush()
        var event = "<\(element.name)@\(element.range.lowerBound)-\(element.range.upperBound)"
        for (place, name) in element.names.enumerated() {
            event += " \(name)=\(element.value(place))"
        }
        if let sink = element.sink("data") as? MemorySink {
            event += " data:" + String(decoding: sink.bytes, as: UTF8.self)
        }
        events.append(event)
    }

    func ended(_ name: String, end: UInt64) throws {
        flush()
        events.append("/\(name)@\(end)")
    }

    func text(_ bytes: Span<UInt8>) throws {
        texts += String(decoding: Bytes(copying: bytes), as: UTF8.self)
    }

    func comment(_ text: String) throws {
        flush()
        events.append("#" + text)
    }

    func flush() {
        if !texts.isEmpty { events.append("'" + texts) }
        texts = ""
    }
}

private struct Reading: Equatable {
    var events: [String]
    var repairs = XMLRepairs()
    var failure: XMLFailure?
}

private func reading(_ bytes: Bytes, step: Int = .max) throws -> Reading {
    let listener = Listener()
    let stream = try XMLStream(listener, settingApart: [("part", "data")])
    var failure: XMLFailure?
    do {
        var start = 0
        while start < bytes.count {
            let end = start + min(step, bytes.count - start)
            try stream.take(bytes.span.extracting(start..<end))
            start = end
        }
        try stream.finish()
    } catch let error as XMLFailure {
        failure = error
    }
    listener.flush()
    return Reading(events: listener.events, repairs: stream.repairs, failure: failure)
}

private func reading(_ text: String) throws -> Reading { try reading(Bytes(text: text)) }

@Suite struct XMLStreamTests {
    static let document =
        "\u{FEFF}<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<!-- a - b -->"
        + "<?xml-stylesheet href=\"x\"?>\n<a n=\"&#55357;&#56832;|&#xD83D;&#xde00;|&#0;|é😀|&amp;&lt;\""
        + " e=''>t&#10;x &unknown; & y<part data=\"QUJD&#10;RA==\" x = '1\"' /><![CDATA[<&]]>"
        + "<part x='\u{1}' data='&#55357;&#56832;&'></part >&#55357;x</a>\n<!-- end -->\n"

    @Test func `what exports get wrong is mended and counted`() throws {
        let found = try reading(Self.document)
        #expect(found.failure == nil)
        #expect(
            found.events.filter { !$0.hasPrefix("/") }.map { event in
                event.prefix { $0 != "@" } + event.drop { $0 != " " }
            } == [
                "# a - b  a - b ", "<a n=😀|😀|\u{FFFD}|é😀|&< e=",
                "'t\nx &unknown; & y &unknown; & y",
                "<part x=1\" data:QUJD\nRA==", "'<&", "<part x=\u{FFFD} data:😀&", "'\u{FFFD}x",
                "# end  end ",
            ])
        #expect(found.repairs.joinedPairs == 3)
        #expect(found.repairs.replaced == 3)
        #expect(found.repairs.bareAmpersands == 3)
    }

    @Test func `nothing depends on where a block ends`() throws {
        let bytes = Bytes(text: Self.document)
        let whole = try reading(bytes)
        for step in [1, 2, 3, 5, 7, 13, 64] {
            #expect(try reading(bytes, step: step) == whole, "\(step)")
        }
    }

    @Test func `offsets are those of the original, before and behind what was mended`() throws {
        let text = "<a>\n<b x='&#55357;&#56832;&'/><part data='AAAA'></part>é<c></c></a>"
        let found = try reading(text)
        #expect(
            found.events == [
                "<a@0-3", "'\n", "<b@4-30 x=😀&", "/b@30", "<part@30-48 data:AAAA", "/part@55",
                "'é", "<c@57-60", "/c@64", "/a@68",
            ])
    }

    @Test func `halves of characters in bytes are joined, and what is no text is replaced`() throws
    {
        var bytes = Bytes(text: "<a x='")
        // U+1F600 as two sequences of three bytes; one of them alone; a longer form; a stray byte.
        bytes += [
            0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80, 0x2E, 0xED, 0xA0, 0xBD, 0x2E, 0xE0, 0x80, 0x80,
        ]
        bytes += [0x2E, 0xFF, 0x2E, 0xC3, 0x2E, 0x00]
        bytes += Bytes(text: "'/>")
        for step in [1, 4, 1000] {
            let found = try reading(bytes, step: step)
            #expect(
                found.events.first
                    == "<a@0-29 x=😀.\u{FFFD}.\u{FFFD}.\u{FFFD}.\u{FFFD}.\u{FFFD}", "\(step)")
            #expect(found.repairs.joinedPairs == 1 && found.repairs.replaced == 5)
        }
    }

    @Test func `a document in Latin letters is read as it says`() throws {
        let bytes =
            Bytes(text: "<?xml version='1.0' encoding='ISO-8859-1'?><a x='") + [0xE9]
            + Bytes(text: "&#55357;&#56832;'/>")
        #expect(try reading(bytes).events.first?.hasSuffix("x=é😀") == true)
        let other = "<?xml version='1.0' encoding='windows-1252'?><a/>"
        #expect(try reading(other).failure == .unknownEncoding)
    }

    @Test func `declarations are refused wherever they stand`() throws {
        for text in [
            "<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
            "<?xml version='1.0'?>\n<!DOCTYPE a SYSTEM 'http://example.org/a.dtd'><a/>",
        ] {
            let found = try reading(text)
            let start = UInt64(
                text.utf8.firstRange(of: "<!DOCTYPE".utf8).map {
                    text.utf8.distance(from: text.utf8.startIndex, to: $0.lowerBound)
                } ?? 0)
            #expect(found.failure == .documentType(at: start) && found.events == [], "\(text)")
        }
        #expect(try reading("<a><!ENTITY b 'c'></a>").failure == .documentType(at: 3))
        #expect(try reading("<a/><!DOCTYPE a>").failure == .documentType(at: 4))
    }

    @Test func `what is before a fault was handed on`() throws {
        let early = try reading("<a><b x='1'/><b x='2")
        #expect(early.events == ["<a@0-3", "<b@3-13 x=1", "/b@13"])
        #expect(early.failure == .endedEarly(at: 20))
        let wrong = try reading("<a><b/><c x=1/><b/></a>")
        #expect(wrong.events == ["<a@0-3", "<b@3-7", "/b@7"])
        #expect(wrong.failure == .malformed(near: 7))
        #expect(try reading("<a></b>").failure == .malformed(near: 3))
        #expect(try reading("<a><b></a>").failure == .malformed(near: 6))
        #expect(try reading("").failure == .endedEarly(at: 0))
        #expect(try reading("  \n").failure == .endedEarly(at: 3))
        #expect(try reading("word").failure != nil)
        for (text, offset) in [
            ("<a/><a/>", 4), ("<a></a>\n<?xml version='1.0'?><b/>", 8), ("<a/>\u{0}\u{0}", 4),
            ("<a/>  word", 4),
        ] {
            let found = try reading(text)
            #expect(found.failure == .continues(at: UInt64(offset)), "\(text)")
            #expect(found.events.last?.hasPrefix("/a") == true)
        }
    }

    @Test func `limits hold`() throws {
        let deep = String(repeating: "<a>", count: 100)
        #expect(try reading(deep).failure == .tooDeep(at: 64 * 3))
        let wide = "<a " + (0..<600).map { "x\($0)=''" }.joined(separator: " ") + "/>"
        #expect(try reading(wide).failure == .tagTooLong(at: 0))
        let names = "<a>" + (0..<5000).map { "<n\($0)/>" }.joined() + "</a>"
        if case .tooManyNames = try reading(names).failure {} else { Issue.record("names") }
        let long = "<a x='" + String(repeating: "y", count: 5 << 20) + "'/>"
        #expect(try reading(long).failure == .tagTooLong(at: 0))
        let comment = "<a><!--" + String(repeating: "y", count: 5 << 20) + "--></a>"
        #expect(try reading(comment).failure == .tagTooLong(at: 3))
        #expect(
            try reading("<" + String(repeating: "y", count: 3000) + "/>").failure
                == .tagTooLong(at: 0))
        let apart = "<part data='" + String(repeating: "y", count: 5 << 20) + "'/>"
        #expect(try reading(apart).failure == nil)
    }

    @Test func `an error of the handler ends the reading and comes out`() throws {
        struct Enough: Error {}
        final class Thrower: XMLHandler {
            var count = 0
            func began(_ element: XMLElement) throws {
                count += 1
                if count == 3 { throw Enough() }
            }
            func ended(_ name: String, end: UInt64) throws {}
        }
        let thrower = Thrower()
        let stream = try XMLStream(thrower)
        #expect(throws: Enough.self) {
            try stream.read(MemorySource(Bytes(text: "<a><b/><b/><b/><b/></a>")))
        }
        #expect(thrower.count == 3)
    }

    @Test func `damaged documents neither trap nor hang`() throws {
        let bytes = Bytes(text: Self.document)
        for end in 0..<bytes.count { _ = try reading(bytes.slice(0..<end), step: 7) }
        try withSeeds(300) { random, _ in
            var damaged = bytes
            for _ in 0...random.below(4) {
                damaged[random.below(damaged.count)] =
                    random.oneIn(2)
                    ? random.byte()
                    : Bytes(text: "<>&;'\"=/!?-[]#x \u{0}")[
                        random.below(17)]
            }
            _ = try reading(damaged, step: 1 + random.below(40))
        }
    }
}
