// SPDX-License-Identifier: Apache-2.0

package import EvidenceReport
import PrinterProtocol
import ReaderProtocol
import ReaderSandbox
import StrictCoding

/// The life of a printer: closes the door behind the fonts, takes one document, gives its PDF, and ends.
package enum PrintingSession {
    /// How it ends where the host is gone. Where the door did not close, its failure says how.
    private static let noHost: Int32 = 1

    /// What it has behind the door: the files of fonts, to read, and the threads that Pango asks
    /// fontconfig in.
    private static let room = Room(
        memoryBytes: Limits.memoryBytes, processorSeconds: Limits.processorSeconds,
        mostFiles: Limits.fontFiles, hasThreads: true)

    /// Prints the one document that the host sends.
    ///
    /// - Parameter before: is given the document before it is laid out, and gives what is laid out; for
    ///   tests of what holds this program.
    package static func run(_ before: (ReportDocument) -> ReportDocument = { $0 }) -> Never {
        var host = HostChannel()
        var leftOut = 0
        do throws(Door.Failure) {
            let protections = try Door.close(
                room, after: [{ Fonts.load() }], keeping: { keep in leftOut = Fonts.keep(keep) })
            do throws(HostGone) {
                try host.send(ReaderLine.door(protections).encoded())
                try host.flush()
                try answer(&host, before, fontsLeftOut: leftOut)
                try host.flush()
            } catch {
                HostChannel.leave(noHost)
            }
        } catch {
            HostChannel.leave(error.status)
        }
        HostChannel.leave(0)
    }

    private static func answer(
        _ host: inout HostChannel, _ before: (ReportDocument) -> ReportDocument,
        fontsLeftOut: Int
    ) throws(HostGone) {
        let line = try host.receiveLine(maximum: PrinterProtocol.Limits.lineBytes)
        let order: PrinterOrder
        do throws(PrinterLineError) {
            order = try PrinterOrder(parsing: line.span)
        } catch {
            throw HostGone()
        }
        guard let document = try receive(order.documentBytes, host) else {
            return try host.send(PrinterLine.refused(.document).encoded())
        }
        guard Fonts.settle() else {
            return try host.send(PrinterLine.refused(.fonts).encoded())
        }
        switch PrintedBook.make(
            before(document), most: order.mostBytes, fontsLeftOut: fontsLeftOut)
        {
        case .book(let book):
            let line = PrinterLine.printed(
                size: book.bytes.count, pages: book.pages, missing: book.missing,
                fontsLeftOut: fontsLeftOut)
            try host.send(line.encoded())
            try host.send(book.bytes)
        case .tooLarge:
            try host.send(PrinterLine.refused(.size).encoded())
        case .failed:
            try host.send(PrinterLine.refused(.drawing).encoded())
        }
    }

    // The document, line by line as it comes; nothing where it is none.
    private static func receive(
        _ count: Int, _ host: borrowing HostChannel
    ) throws(HostGone) -> ReportDocument? {
        var reader = ReportDocumentReader()
        var pending = Bytes()
        var left = count
        while left > 0 {
            let block = try host.receive(min(left, Limits.blockBytes))
            left -= block.count
            var start = 0
            while let end = block[start...].firstIndex(of: UInt8(ascii: "\n")) {
                pending.append(contentsOf: block[start..<end])
                start = end + 1
                do throws(ReportError) {
                    try reader.take(pending.span)
                } catch {
                    return nil
                }
                pending.removeAll(keepingCapacity: true)
            }
            pending.append(contentsOf: block[start...])
            guard pending.count <= EvidenceReport.Limits.lineBytes else { return nil }
        }
        guard pending.isEmpty else { return nil }
        do throws(ReportError) {
            return try reader.finish()
        } catch {
            return nil
        }
    }
}
