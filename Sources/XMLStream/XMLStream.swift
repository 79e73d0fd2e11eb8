// SPDX-License-Identifier: Apache-2.0

import CExpat
package import StrictCoding

/// Reads XML that others made, of any length, in bounded memory, and follows nothing in it: no document
/// type, no entity, no file. Bytes go in block by block; what they hold goes to the handler.
///
/// Not well-formed in ways that exports are known for is mended and counted (`XMLRepairs`). Values
/// that are set apart never stand in memory as a whole.
@safe package final class XMLStream {
    private var parser: XML_Parser?
    private var filter: XMLFilter
    private let handler: any XMLHandler
    private var names = XMLNames()
    private var nextTag = 0
    private var openElements: [String] = []
    private var lastStart: UInt64 = 0
    /// Where the element ends that began last, if one tag is all of it.
    private var emptyEnd: UInt64?
    private var failure: (any Error)?

    /// Makes a reader; `settingApart` names the attributes for which the handler is asked for a sink.
    ///
    /// - Throws: `XMLFailure.noMemory`.
    package init(
        _ handler: any XMLHandler,
        settingApart places: [(element: String, attribute: String)] = []
    ) throws(XMLFailure) {
        self.handler = handler
        filter = XMLFilter(settingApart: places)
        guard let parser = unsafe XML_ParserCreate(nil) else { throw .noMemory }
        unsafe self.parser = parser
        // The salt of Swift's own tables: it was drawn when the program began, and expat asks the system
        // for none.
        var hasher = Hasher()
        hasher.combine("expat")
        unsafe XML_SetHashSalt(parser, UInt(bitPattern: hasher.finalize()) | 1)
        unsafe XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        unsafe setHandlers(parser)
    }

    deinit {
        if let parser = unsafe parser { unsafe XML_ParserFree(parser) }
    }

    /// What was mended so far.
    package var repairs: XMLRepairs { filter.repairs }

    /// How many elements have begun and not ended.
    package var depth: Int { openElements.count }

    /// Takes more bytes.
    ///
    /// - Throws: `XMLFailure` or what the handler throws; the stream is not used again. What stood
    ///   before the fault was handed to the handler.
    package func take(_ bytes: Span<UInt8>) throws {
        do {
            try filter.take(bytes, asking: handler)
        } catch {
            try hand(isLast: false)
            throw error
        }
        if filter.whole >= Limits.handedBytes { try hand(isLast: false) }
    }

    /// Says that there is nothing more.
    ///
    /// - Throws: as `take`; `XMLFailure.endedEarly` where the document is not complete.
    package func finish() throws {
        try filter.finish()
        try hand(isLast: false)
        guard filter.place == .content, filter.rootEnded, openElements.isEmpty else {
            throw XMLFailure.endedEarly(at: filter.taken)
        }
        try hand(isLast: true)
    }

    /// Reads a source from `offset` to its end.
    ///
    /// - Throws: as `take` and `finish`, or what the source throws.
    package func read(_ source: any SeekableSource, from offset: UInt64 = 0) throws {
        filter.taken = offset
        var block = Bytes(repeating: 0, count: Limits.blockBytes)
        while true {
            let count = try source.read(at: filter.taken, into: &block)
            guard count > 0 else { break }
            try take(block.span.extracting(0..<count))
        }
        try finish()
    }

    // Hands the whole tags and text on to the parser, whose events come meanwhile.
    private func hand(isLast: Bool) throws {
        let count = filter.whole
        guard count > 0 || isLast, let parser = unsafe parser else { return }
        let output = filter.output
        let status = unsafe output.withUnsafeBufferPointer { buffer in
            unsafe buffer.withMemoryRebound(to: CChar.self) { chars in
                unsafe XML_Parse(parser, chars.baseAddress, Int32(count), isLast ? 1 : 0)
            }
        }
        if let failure {
            throw failure
        }
        guard status == XML_STATUS_OK else {
            if unsafe XML_GetErrorCode(parser) == XML_ERROR_UNKNOWN_ENCODING {
                throw XMLFailure.unknownEncoding
            }
            if unsafe XML_GetErrorCode(parser) == XML_ERROR_NO_MEMORY { throw XMLFailure.noMemory }
            let index = UInt64(clamping: unsafe XML_GetCurrentByteIndex(parser))
            let near = filter.tags[nextTag...].last { $0.handedStart <= index }?.start
            throw XMLFailure.malformed(near: near ?? lastStart)
        }
        filter.forget(count)
        filter.tags.removeSubrange(0..<nextTag)
        nextTag = 0
    }

    // The next tag that the filter saw, which is the one whose event this is.
    private func tag(isEnd: Bool) throws(XMLFailure) -> FilteredTag {
        guard nextTag < filter.tags.count, let parser = unsafe parser else {
            throw .malformed(near: lastStart)
        }
        let tag = filter.tags[nextTag]
        let index = UInt64(clamping: unsafe XML_GetCurrentByteIndex(parser))
        guard tag.isEnd == isEnd, tag.handedStart == index else {
            throw .malformed(near: tag.start)
        }
        nextTag += 1
        lastStart = tag.start
        return tag
    }

    private func began(
        _ name: UnsafePointer<XML_Char>,
        _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>
    ) throws {
        let tag = try tag(isEnd: false)
        guard openElements.count < Limits.depth else { throw XMLFailure.tooDeep(at: tag.start) }
        func known(_ text: UnsafePointer<XML_Char>) throws(XMLFailure) -> String {
            guard let name = unsafe names.name(text) else { throw .tooManyNames(at: tag.start) }
            return name
        }
        var found: [String] = []
        found.reserveCapacity(24)
        var ends: [Int] = []
        ends.reserveCapacity(24)
        var values = Bytes()
        values.reserveCapacity(Int(clamping: tag.end - tag.start))
        var place = 0
        while let key = unsafe attributes[place], let value = unsafe attributes[place + 1] {
            place += 2
            let name = try unsafe known(key)
            if !tag.apart.isEmpty, tag.apart.contains(where: { $0.name == name }) { continue }
            found.append(name)
            let count = unsafe XMLNames.length(value)
            unsafe value.withMemoryRebound(to: UInt8.self, capacity: count) { bytes in
                unsafe values.append(
                    contentsOf: UnsafeBufferPointer(start: bytes, count: count))
            }
            ends.append(values.count)
        }
        let element = XMLElement(
            name: try unsafe known(name), range: tag.start..<tag.end, depth: openElements.count,
            names: found, values: values, ends: ends, apart: tag.apart)
        emptyEnd = tag.isEmpty ? tag.end : nil
        openElements.append(element.name)
        try handler.began(element)
    }

    private func ended() throws {
        let end: UInt64
        if let emptyEnd {
            end = emptyEnd
            self.emptyEnd = nil
        } else {
            end = try tag(isEnd: true).end
        }
        guard let name = openElements.popLast() else { return }
        try handler.ended(name, end: end)
    }

    // Runs one event; what it throws ends the parsing.
    private func event(_ body: () throws -> Void) {
        guard failure == nil else { return }
        do {
            try body()
        } catch {
            failure = error
            if let parser = unsafe parser {
                _ = unsafe XML_StopParser(parser, XML_Bool(0))
            }
        }
    }

    private func setHandlers(_ parser: XML_Parser) {
        unsafe XML_SetElementHandler(
            parser,
            { user, name, attributes in
                guard let user = unsafe user, let name = unsafe name,
                    let attributes = unsafe attributes
                else { return }
                let stream = unsafe Unmanaged<XMLStream>.fromOpaque(user).takeUnretainedValue()
                stream.event { try unsafe stream.began(name, attributes) }
            },
            { user, _ in
                guard let user = unsafe user else { return }
                let stream = unsafe Unmanaged<XMLStream>.fromOpaque(user).takeUnretainedValue()
                stream.event { try stream.ended() }
            })
        unsafe XML_SetCharacterDataHandler(parser) { user, text, count in
            guard let user = unsafe user, let text = unsafe text, count > 0 else { return }
            let stream = unsafe Unmanaged<XMLStream>.fromOpaque(user).takeUnretainedValue()
            let bytes = unsafe Bytes(UnsafeRawBufferPointer(start: text, count: Int(count)))
            stream.event { try stream.handler.text(bytes.span) }
        }
        unsafe XML_SetCommentHandler(parser) { user, text in
            guard let user = unsafe user, let text = unsafe text else { return }
            let stream = unsafe Unmanaged<XMLStream>.fromOpaque(user).takeUnretainedValue()
            let comment = unsafe String(cString: text)
            stream.event { try stream.handler.comment(comment) }
        }
        // The filter refuses these before they come here; twice is right for what opens files elsewhere.
        unsafe XML_SetStartDoctypeDeclHandler(parser) { user, _, _, _, _ in
            guard let user = unsafe user else { return }
            let stream = unsafe Unmanaged<XMLStream>.fromOpaque(user).takeUnretainedValue()
            stream.event { throw XMLFailure.documentType(at: stream.lastStart) }
        }
        _ = unsafe XML_SetParamEntityParsing(parser, XML_PARAM_ENTITY_PARSING_NEVER)
        unsafe XML_SetExternalEntityRefHandler(parser) { _, _, _, _, _ in 0 }
    }
}
