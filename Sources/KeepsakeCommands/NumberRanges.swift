// SPDX-License-Identifier: Apache-2.0

/// Numbers written shortly: a range where nothing that there is lies between.
enum NumberRanges {
    /// Parts that are shown; more are counted.
    private static let shown = 60

    static func text(_ numbers: [UInt64], among all: [UInt64]) -> String {
        let wanted = Set(numbers)
        var runs: [[UInt64]] = []
        var isOpen = false
        for number in all {
            if wanted.contains(number) {
                if isOpen { runs[runs.count - 1].append(number) } else { runs.append([number]) }
                isOpen = true
            } else {
                isOpen = false
            }
        }
        var parts: [String] = []
        for run in runs {
            if run.count > 2, let first = run.first, let last = run.last {
                parts.append("\(first)-\(last)")
            } else {
                parts += run.map { String($0) }
            }
        }
        let more = parts.count - shown
        return parts.prefix(shown).joined(separator: ", ")
            + (more > 0 ? ", and \(more) more numbers or ranges" : "")
    }
}
