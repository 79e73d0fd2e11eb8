// SPDX-License-Identifier: Apache-2.0

import EvidenceVault
import KeepsakeConsole

/// What is said of a choice where there is no page to look at before sealing, a line for each.
struct SealWarnings {
    let selection: SealSelection
    let vault: OpenVault
    let choices: [UInt64: ExtractChoice]

    /// All of them; the last says what sealing is.
    var lines: [String] {
        var lines: [String] = []
        let unjudged = Set(selection.undated + selection.unread).sorted()
        if !unjudged.isEmpty {
            lines.append(
                "The filters could not judge these, so see whether they belong in it: "
                    + numbers(unjudged))
        }
        lines += SealConfirmation.hints(selection, vault).map { "Time uncertain: " + $0 }
        lines += SealWhole.notes(selection, vault).map { "Goes in whole: \($0.text); \($0.hint)" }
        if !selection.withdrawnNamed.isEmpty {
            lines.append(
                "These of the numbers that were named were withdrawn, and stay out: "
                    + selection.withdrawnNamed.map { String($0) }.joined(separator: ", "))
        }
        if !selection.withheld.isEmpty {
            lines.append(
                "These belong with what goes in only in part, and stay out, too: "
                    + numbers(selection.withheld))
        }
        for number in choices.keys.sorted() {
            guard let choice = choices[number] else { continue }
            if selection.askedWhole.contains(number) {
                lines.append(
                    "Item \(number) goes in only in part, as --messages asks for: \(choice.words)")
            }
            if let absent = choice.absentWords { lines.append("Of item \(number), " + absent) }
            let whole = SealConfirmation.whole(of: number, vault, selection, choices)
            guard !whole.isEmpty else { continue }
            lines.append(
                "The same file as item \(number), which is to go in only in part, goes in whole as "
                    + numbers(whole))
        }
        return lines + [SealConfirmation.disclosure]
    }

    private func numbers(_ numbers: [UInt64]) -> String {
        NumberRanges.text(numbers, among: SealedThing.numbers(vault))
    }
}
