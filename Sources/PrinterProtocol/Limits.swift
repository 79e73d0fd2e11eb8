// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes of a line that is not part of the document: three numbers.
    package static let lineBytes = 1024

    /// Bytes of a document's lines; what a report may have (`EvidenceReport`).
    package static let documentBytes = 96 << 20

    /// Bytes of a PDF: what a mail program and a court's upload still take is less.
    package static let printedBytes = 64 << 20
}
