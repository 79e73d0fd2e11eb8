// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

/// What was withdrawn, as people and programs read it.
enum WithdrawalText {
    /// What a reason means, where this version knows the word.
    static func reason(_ word: String) -> String {
        DescribeCommand.vocabulary.withdrawal(word)?.meaning ?? SafeText.escaped(word)
    }

    /// One sentence, for who uses it all the same.
    static func line(_ withdrawal: Withdrawal) -> String {
        "Number \(withdrawal.number) was withdrawn on \(LocalTime.text(withdrawal.withdrawn)). Lists "
            + "and sealed files leave it out."
    }

    /// What is left of one thing.
    static func page(_ withdrawal: Withdrawal) -> String {
        var lines = ["Number \(withdrawal.number)   withdrawn", ""]
        lines.append(Layout.fact("Was", withdrawal.subject.rawValue))
        lines.append(
            Layout.fact(
                "Withdrawn", LocalTime.text(withdrawal.withdrawn) + " by this device's clock"))
        lines.append(Layout.fact("Reason", reason(withdrawal.reason)))
        if let erased = withdrawal.erased {
            lines.append(
                Layout.fact("Erased", LocalTime.text(erased) + " by the same clock"))
            lines += [
                "", "Its contents and what was said about it are not in this vault any more.",
            ]
        } else {
            lines += ["", "It is still in the vault; lists and sealed files leave it out."]
            if withdrawal.subject == .item {
                lines.append(
                    "To copy it out:\n  keepsake get \(withdrawal.number) --into DIR")
            }
        }
        return lines.joined(separator: "\n")
    }

    /// Everything that was withdrawn.
    static func list(_ vault: OpenVault) -> String {
        let all = vault.withdrawals()
        guard !all.isEmpty else { return "Nothing was withdrawn." }
        return "\(all.count)" + (all.count == 1 ? " was" : " were") + " withdrawn.\n\n"
            + Layout.columns(
                all.map {
                    [
                        String($0.number), $0.subject.rawValue,
                        $0.erased == nil ? "hidden" : "erased",
                        LocalTime.text($0.erased ?? $0.withdrawn), SafeText.escaped($0.reason),
                    ]
                }, rightAligned: [0])
    }

    /// One of them for programs. Fields are only ever added.
    static func json(_ withdrawal: Withdrawal) -> JSONValue {
        var object: [String: JSONValue] = [
            "number": .integer(Int64(clamping: withdrawal.number)),
            "was": .string(withdrawal.subject.rawValue),
            "reason": .string(withdrawal.reason),
            "withdrawn": .string(withdrawal.withdrawn.text),
        ]
        object["erased"] = withdrawal.erased.map { .string($0.text) }
        return .object(object)
    }
}
