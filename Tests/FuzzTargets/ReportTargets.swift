// SPDX-License-Identifier: Apache-2.0

import EvidenceReport
import PrinterProtocol
import StrictCoding

extension FuzzTarget {
    /// What the program that prints reports takes for one.
    static let reports = [
        FuzzTarget(name: "report-document") { bytes in
            // Noise seldom gets past the head, so each input is read behind one too.
            let head = Bytes(text: "{\"foot\":\"f\",\"report\":1,\"title\":\"t\"}\n")
            let end = Bytes(text: "{\"end\":1,\"pictures\":0}\n")
            for whole in [bytes, head + bytes, head + bytes + [0x0A] + end] {
                guard let document = try? ReportDocumentReader.read(whole.span) else { continue }
                try demand(
                    (try? document.encodedLines()) == whole, "a report has one writing")
            }
        },
        FuzzTarget(name: "printer-line") { bytes in
            if let line = try? PrinterLine(parsing: bytes.span) {
                try demand(line.encoded() == bytes + [0x0A], "a printer's line has one writing")
            }
            if let order = try? PrinterOrder(parsing: bytes.span) {
                try demand(order.encoded() == bytes + [0x0A], "an order has one writing")
            }
        },
    ]
}
