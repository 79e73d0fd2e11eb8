// SPDX-License-Identifier: Apache-2.0

import StrictCoding

extension ReportText: ExpressibleByStringInterpolation {
    /// Builds a text of ours with what others said in it; each piece says whose it is.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var runs: [ReportRun] = []

        /// Starts empty.
        package init(literalCapacity: Int, interpolationCount: Int) {}

        /// A piece of ours.
        package mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { runs.append(ReportRun(literal)) }
        }

        /// A number, with a comma between thousands.
        package mutating func appendInterpolation(_ number: some BinaryInteger) {
            runs.append(ReportRun(Wording.grouped(number)))
        }

        /// A text.
        package mutating func appendInterpolation(_ text: ReportText) {
            runs += text.runs
        }

        /// Words of ours.
        package mutating func appendInterpolation(own text: String) {
            runs.append(ReportRun(text))
        }

        /// Words of ours that are to be noticed.
        package mutating func appendInterpolation(strong text: String) {
            runs.append(ReportRun(text, style: .strong))
        }

        /// A digest, a path, a command in one line, in which each sign counts; made safe to show.
        package mutating func appendInterpolation(fixed text: String) {
            // What may be written in the other direction must not turn our words around it.
            let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
            runs.append(
                ReportRun(
                    SafeText.escaped(text), origin: isPlain ? .own : .quoted, style: .fixed))
        }

        /// What a person or a file said, whole up to a bound.
        package mutating func appendInterpolation(
            quoted text: String, style: ReportRun.Style = .plain
        ) {
            runs += ReportText.quoted(text, style: style).runs
        }
    }

    /// The text that was built.
    package init(stringInterpolation: StringInterpolation) {
        self.init(stringInterpolation.runs)
    }

    /// What a person or a file said, set apart from what the program says. Each of its lines is made
    /// safe to show, and stays a line. What is longer than the bound is cut, and that is said.
    package static func quoted(
        _ text: String, style: ReportRun.Style = .plain, atMost bytes: Int = Limits.quotedBytes
    ) -> ReportText {
        let cut = Wording.cut(text, bytes: bytes)
        var runs = [ReportRun.quoted(cut.text, style: style)]
        if cut.left > 0 {
            runs.append(
                ReportRun(
                    " [cut here: \(Wording.grouped(cut.left)) more bytes]", style: .small))
        }
        return ReportText(runs)
    }

    /// The beginning of what a person or a file said, in one line.
    package static func excerpt(_ text: String, bytes: Int = Limits.excerptBytes) -> ReportText {
        let lines = text.split(whereSeparator: \.isNewline).map {
            $0.drop { $0 == " " || $0 == "\t" }
        }
        let cut = Wording.cut(
            lines.filter { !$0.isEmpty }.joined(separator: " / "), bytes: bytes)
        var runs = [ReportRun.quoted(cut.text)]
        if cut.left > 0 { runs.append(ReportRun(" …")) }
        return ReportText(runs)
    }

    /// Texts with something of ours between them.
    static func joined(_ texts: [ReportText], by separator: String = ", ") -> ReportText {
        var runs: [ReportRun] = []
        for (index, text) in texts.enumerated() {
            if index > 0 { runs.append(ReportRun(separator)) }
            runs += text.runs
        }
        return ReportText(runs)
    }

    /// All that it says, without its styles.
    package var plain: String { runs.map(\.text).joined() }
}
