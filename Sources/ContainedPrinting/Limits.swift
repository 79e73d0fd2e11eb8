// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes of a PDF: what still can be opened on an old computer.
    package static let printedBytes = 64 << 20

    /// Bytes that a printer says beside its PDF: two lines.
    static let otherBytes = 4096

    /// Seconds for one report: the largest takes a fifth of it here.
    package static let seconds = 1200
}

/// How much one printing may take.
package struct PrintingLimits: Sendable {
    /// Bytes of the PDF.
    package var printedBytes = Limits.printedBytes
    /// How long it may take.
    package var total = Duration.seconds(Limits.seconds)

    /// The limits of every report.
    package init() {}
}
