// SPDX-License-Identifier: Apache-2.0

package import ContainedReading
package import EvidenceReport
import PrinterProtocol
import ReaderProtocol
package import StrictCoding

/// The program that makes a PDF out of a report.
package struct PrinterProgram: Sendable {
    let program: ReaderProgram

    /// Names it by its path.
    package init(_ program: ReaderProgram) {
        self.program = program
    }

    /// `keepsake-printer` in the folder of the program that runs now, and nowhere else.
    package static func beside() -> PrinterProgram? {
        ReaderProgram.beside(name: "keepsake-printer").map { PrinterProgram($0) }
    }
}

/// One printing of one report in a program of its own, which is believed nothing that was not checked.
package struct ContainedPrinting {
    private let limits: PrintingLimits
    private let stop: () -> Bool

    /// Prepares a printing.
    ///
    /// - Parameters:
    ///   - limits: how much it may take.
    ///   - stop: asked again and again; `true` ends the printing.
    package init(
        limits: PrintingLimits = PrintingLimits(), stop: @escaping () -> Bool = { false }
    ) {
        self.limits = limits
        self.stop = stop
    }

    /// Prints the report. Whatever the printer does is an outcome; after this nothing of it runs any more.
    ///
    /// - Parameter program: the printer; nothing where there is none.
    /// - Throws: `PrintingStopped`, or `ReportError` where the document breaks its own rules.
    package func run(
        _ document: ReportDocument, _ program: PrinterProgram?
    ) throws -> PrintingOutcome {
        try run(lines: try document.encodedLines(), program)
    }

    /// The same with the lines of a report, which may be anything.
    ///
    /// - Throws: `PrintingStopped`.
    package func run(
        lines: Bytes, _ program: PrinterProgram?
    ) throws(PrintingStopped) -> PrintingOutcome {
        let most = max(1, min(limits.printedBytes, PrinterProtocol.Limits.printedBytes))
        var bounds = ReadingLimits(for: 0)
        bounds.outputBytes = UInt64(most + Limits.otherBytes)
        bounds.total = limits.total
        // While it draws it says nothing.
        bounds.silence = limits.total
        guard lines.count <= PrinterProtocol.Limits.documentBytes else {
            return .notPrinted(.tooLarge)
        }
        guard
            var printer = Conversation(
                ReaderStock(program?.program), files: [], limits: bounds, stop: stop)
        else { return .notPrinted(.notStarted) }
        do throws(Fault) {
            let order = PrinterOrder(documentBytes: lines.count, mostBytes: most)
            return .printed(try converse(&printer, lines, order))
        } catch {
            switch error {
            case .talk(.stopped): throw PrintingStopped()
            case .talk(.ended): return .notPrinted(NotPrintedReason(printer.reasonOfEnd()))
            case .talk(.reason(let reason)): return .notPrinted(NotPrintedReason(reason))
            // It is served nothing, and what it says goes nowhere before it is whole.
            case .talk(.receiver), .talk(.source): return .notPrinted(.nonsense)
            case .reason(let reason): return .notPrinted(reason)
            }
        }
    }

    // What ends a conversation before its end.
    private enum Fault: Error {
        case talk(Conversation.Fault)
        case reason(NotPrintedReason)
    }

    private func converse(
        _ printer: inout Conversation, _ lines: Bytes, _ order: PrinterOrder
    ) throws(Fault) -> PrintedReport {
        let protections = try door(&printer)
        try send(order.encoded() + lines, &printer)
        switch try answer(&printer) {
        case .refused(.document): throw .reason(.refused)
        case .refused(.fonts): throw .reason(.noFonts)
        case .refused(.size): throw .reason(.tooLarge)
        case .refused(.drawing): throw .reason(.notDrawn)
        case .printed(let size, let pages, let missing, let fontsLeftOut):
            guard size <= order.mostBytes else { throw .reason(.tooLarge) }
            let bytes = try receive(size, &printer)
            guard Self.isWhole(bytes) else { throw .reason(.nonsense) }
            return PrintedReport(
                bytes: bytes, pages: pages, missing: missing, fontsLeftOut: fontsLeftOut,
                protections: protections)
        }
    }

    private func door(_ printer: inout Conversation) throws(Fault) -> Protections {
        let bytes = try line(&printer)
        let protections: Protections
        do throws(ProtocolError) {
            guard case .door(let found) = try ReaderLine(parsing: bytes.span) else {
                throw ProtocolError.notAMessage
            }
            protections = found
        } catch {
            throw .reason(.nonsense)
        }
        do throws(Conversation.Fault) {
            try printer.note(protections)
        } catch {
            throw .talk(error)
        }
        return protections
    }

    // A printer that has read enough to refuse says so without taking the rest.
    private func send(_ bytes: Bytes, _ printer: inout Conversation) throws(Fault) {
        do throws(Conversation.Fault) {
            try printer.send(bytes)
        } catch {
            guard case .ended = error else { throw .talk(error) }
        }
    }

    private func line(_ printer: inout Conversation) throws(Fault) -> Bytes {
        do throws(Conversation.Fault) {
            return try printer.line()
        } catch {
            throw .talk(error)
        }
    }

    private func answer(_ printer: inout Conversation) throws(Fault) -> PrinterLine {
        let bytes = try line(&printer)
        do throws(PrinterLineError) {
            return try PrinterLine(parsing: bytes.span)
        } catch {
            throw .reason(.nonsense)
        }
    }

    // Exactly so many bytes, and nothing after them.
    private func receive(
        _ size: Int, _ printer: inout Conversation
    ) throws(Fault) -> Bytes {
        var bytes = Bytes()
        bytes.reserveCapacity(size)
        do throws(Conversation.Fault) {
            while bytes.count < size {
                bytes.append(contentsOf: try printer.bytes(atMost: size - bytes.count))
            }
            try printer.expectEnd()
        } catch {
            throw .talk(error)
        }
        return bytes
    }

    // Begins and ends like a PDF.
    private static func isWhole(_ bytes: Bytes) -> Bool {
        bytes.starts(with: Bytes(text: "%PDF-")) && bytes.suffix(6) == Bytes(text: "%%EOF\n")[...]
    }
}
