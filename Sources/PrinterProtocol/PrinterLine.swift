// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// A line between host and printer is none of these.
package enum PrinterLineError: Error, Equatable, Sendable {
    /// It is no canonical JSON, or JSON that says something else.
    case malformed
}

/// What the printer says after its door is closed and it has the document: one line, and where it says so
/// the bytes of the PDF after it.
package enum PrinterLine: Hashable, Sendable {
    /// Why there is no PDF.
    package enum Refusal: String, Sendable {
        /// What came is no document.
        case document
        /// No font can be read here.
        case fonts
        /// The PDF would be larger than one may be.
        case size
        /// Cairo could not draw it.
        case drawing
    }

    /// So many bytes of PDF follow.
    ///
    /// - Parameters:
    ///   - size: its bytes.
    ///   - pages: its pages.
    ///   - missing: characters for which no font that was used has a shape; its last page says so.
    ///   - fontsLeftOut: files of fonts that were not used.
    case printed(size: Int, pages: Int, missing: Int, fontsLeftOut: Int)
    /// Nothing follows.
    case refused(Refusal)

    /// Reads a line, without its line feed.
    ///
    /// - Throws: `PrinterLineError`.
    package init(parsing line: Span<UInt8>) throws(PrinterLineError) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue.parse(line, limit: Limits.lineBytes)
        } catch {
            throw .malformed
        }
        let again: PrinterLine
        if let refusal = json["refused"]?.text.flatMap({ Refusal(rawValue: $0) }) {
            again = .refused(refusal)
        } else if let size = Self.count(json["size"]), let pages = Self.count(json["pages"]),
            let missing = Self.count(json["missing"]),
            let fontsLeftOut = Self.count(json["fontsLeftOut"])
        {
            again = .printed(
                size: size, pages: pages, missing: missing, fontsLeftOut: fontsLeftOut)
        } else {
            throw .malformed
        }
        guard again.json == json else { throw .malformed }
        self = again
    }

    private static func count(_ json: JSONValue?) -> Int? {
        json?.integer.flatMap { $0 >= 0 ? Int(exactly: $0) : nil }
    }

    private var json: JSONValue {
        switch self {
        case .printed(let size, let pages, let missing, let fontsLeftOut):
            .object([
                "fontsLeftOut": .integer(Int64(fontsLeftOut)),
                "missing": .integer(Int64(missing)), "pages": .integer(Int64(pages)),
                "size": .integer(Int64(size)),
            ])
        case .refused(let refusal):
            .object(["refused": .string(refusal.rawValue)])
        }
    }

    /// The line, with its line feed.
    package func encoded() -> Bytes {
        json.encoded() + [UInt8(ascii: "\n")]
    }
}

/// What the host says first: how many bytes of a document follow, and how many the PDF may have.
package struct PrinterOrder: Hashable, Sendable {
    /// Bytes of the document's lines.
    package let documentBytes: Int
    /// Bytes that the PDF may have.
    package let mostBytes: Int

    /// Takes the parts.
    package init(documentBytes: Int, mostBytes: Int) {
        self.documentBytes = documentBytes
        self.mostBytes = mostBytes
    }

    /// Reads a line, without its line feed.
    ///
    /// - Throws: `PrinterLineError`.
    package init(parsing line: Span<UInt8>) throws(PrinterLineError) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue.parse(line, limit: Limits.lineBytes)
        } catch {
            throw .malformed
        }
        guard let document = json["document"]?.integer, let most = json["most"]?.integer,
            (0...Int64(Limits.documentBytes)).contains(document),
            (1...Int64(Limits.printedBytes)).contains(most), json.object?.count == 2
        else { throw .malformed }
        self.init(documentBytes: Int(document), mostBytes: Int(most))
    }

    /// The line, with its line feed.
    package func encoded() -> Bytes {
        let json = JSONValue.object([
            "document": .integer(Int64(documentBytes)), "most": .integer(Int64(mostBytes)),
        ])
        return json.encoded() + [UInt8(ascii: "\n")]
    }
}
