// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Reads a report out of its lines, one at a time, as foreign bytes.
///
/// What is read keeps every rule of `ReportDocument.check` and encodes to the same lines again.
package struct ReportDocumentReader {
    private var document = ReportDocument(title: "", foot: "")
    private var line = 0
    private var bytes = 0
    private var parts = 0
    /// Rows that the table which was read last still lacks.
    private var rowsLeft = 0
    private var table: ReportTable?
    private var hasEnded = false

    /// Stands before the first line.
    package init() {}

    /// Whether the end was read, after which nothing may follow.
    package var isComplete: Bool { hasEnded }

    /// Reads all lines of a report.
    ///
    /// - Throws: `ReportError`.
    package static func read(_ bytes: Span<UInt8>) throws(ReportError) -> ReportDocument {
        guard bytes.count <= Limits.documentBytes else { throw .tooLarge }
        var reader = ReportDocumentReader()
        var lines = LineReader(bytes, maximum: Limits.lineBytes)
        while !lines.isAtEnd {
            let start = lines.offset
            do throws(LineError) {
                guard try lines.next() != nil else { break }
            } catch {
                throw .notALine(line: reader.line + 1)
            }
            try reader.take(bytes.extracting(start..<(lines.offset - 1)))
        }
        return try reader.finish()
    }

    /// Reads the next line, without its line feed.
    ///
    /// - Throws: `ReportError`; the reader is not used again then.
    package mutating func take(_ bytes: Span<UInt8>) throws(ReportError) {
        line += 1
        self.bytes += bytes.count + 1
        guard self.bytes <= Limits.documentBytes else { throw .tooLarge }
        guard !hasEnded else { throw .notAPart(line: line) }
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue.parse(bytes, limit: Limits.lineBytes)
        } catch {
            throw .notALine(line: line)
        }
        guard line > 1 else { return try takeHead(json) }
        if rowsLeft > 0 { return try takeRow(json) }
        if json["picture"] != nil { return try takePicture(json) }
        if json["end"] != nil { return try takeEnd(json) }
        guard let block = ReportBlock(json) else { throw .notAPart(line: line) }
        try count()
        if case .table(let table) = block {
            guard let rows = json["rows"]?.integer, (0...Int64(Limits.partCount)).contains(rows)
            else { throw .tooLarge }
            rowsLeft = Int(rows)
            if rows > 0 {
                self.table = table
                return
            }
        }
        document.blocks.append(block)
    }

    /// The whole document, after the end was read.
    ///
    /// - Throws: `ReportError`.
    package consuming func finish() throws(ReportError) -> ReportDocument {
        guard hasEnded else { throw .endedEarly }
        try document.check()
        return document
    }

    private mutating func count() throws(ReportError) {
        parts += 1
        guard parts <= Limits.partCount else { throw .tooLarge }
    }

    private mutating func takeHead(_ json: JSONValue) throws(ReportError) {
        guard let version = json["report"]?.integer else { throw .notAPart(line: line) }
        guard version == ReportDocument.version else { throw .otherVersion }
        guard let title = json["title"]?.text, let foot = json["foot"]?.text else {
            throw .notAPart(line: line)
        }
        if let opening = json["opening"] {
            guard let fields = ReportField.list(opening), !fields.isEmpty else {
                throw .notAPart(line: line)
            }
            document.opening = fields
        }
        guard json.object?.count == (document.opening.isEmpty ? 3 : 4) else {
            throw .notAPart(line: line)
        }
        document.title = title
        document.foot = foot
    }

    private mutating func takeRow(_ json: JSONValue) throws(ReportError) {
        try count()
        guard let row = ReportTable.Row(json) else { throw .notAPart(line: line) }
        table?.rows.append(row)
        rowsLeft -= 1
        guard rowsLeft == 0, let whole = table else { return }
        document.blocks.append(.table(whole))
        table = nil
    }

    private mutating func takePicture(_ json: JSONValue) throws(ReportError) {
        // They stand before every block, so that there is one order only.
        guard document.blocks.isEmpty, let picture = ReportPicture(json) else {
            throw .notAPart(line: line)
        }
        guard document.pictures.count < Limits.pictureCount else { throw .tooLarge }
        document.pictures.append(picture)
    }

    private mutating func takeEnd(_ json: JSONValue) throws(ReportError) {
        guard let parts = json["end"]?.integer, let pictures = json["pictures"]?.integer,
            json.object?.count == 2
        else { throw .notAPart(line: line) }
        guard Int(exactly: parts) == self.parts, Int(exactly: pictures) == document.pictures.count
        else { throw .endedEarly }
        hasEnded = true
    }
}
