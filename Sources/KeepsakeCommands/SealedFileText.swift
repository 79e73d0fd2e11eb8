// SPDX-License-Identifier: Apache-2.0

import CheckCommand
import EvidenceModel
import KeepsakeConsole
import StrictCoding

/// What is recorded of an item that is a sealed file, as people and programs read it.
struct SealedFileText {
    private let check: BundleChecked

    init(_ check: BundleChecked) {
        self.check = check
    }

    /// In one line: `sealed file from orbit-candle-..., UNCHANGED, SEALER NOT ESTABLISHED`.
    var row: String { "sealed file" + from + ", " + result }

    /// The same as the start of a page.
    var sentence: String { "Sealed file" + row.dropFirst("sealed file".count) }

    /// The verdict, or what was checked where nothing opened it.
    var result: String {
        guard check.verdict == .couldNotCheck, check.exit == .notOpened else {
            return BundleText.words(check.verdict)
        }
        return check.signature == .good
            ? "signature good, contents not checked" : "contents not checked"
    }

    // Whose key it is said to be without a good signature tells nothing.
    private var from: String {
        guard check.signature == .good, let words = check.words else { return "" }
        let first = words.split(separator: "-").prefix(2).joined(separator: "-")
        return " from " + SafeText.escaped(first) + "-..."
    }

    /// The lines of a page.
    var facts: [String] {
        var lines = [Layout.fact("Sealed file", result)]
        if let words = check.words {
            let parts = words.split(separator: "-")
            let half = parts.count / 2
            let whose =
                check.signature != .good
                ? "the key beside it; its signature is NOT GOOD:"
                : check.isNamed
                    ? "the key that you named when it was added:"
                    : "a key that you had not named:"
            lines.append(
                Layout.fact(
                    "Sealed by",
                    whose + "\n" + SafeText.escaped(parts.prefix(half).joined(separator: "-"))
                        + "-\n"
                        + SafeText.escaped(parts.dropFirst(half).joined(separator: "-"))))
        }
        if let sealed = check.sealed {
            lines.append(
                Layout.fact("Sealed on", LocalTime.utc(sealed) + ", by its sealer's own clock"))
        }
        if let checked = check.checked {
            lines.append(
                Layout.fact(
                    "Checked",
                    LocalTime.text(checked) + " by this device's clock"
                        + (check.isOpened ? ", opened" : ", not opened")
                        + (check.tool.map { ", by " + SafeText.escaped($0) } ?? "")))
        }
        for status in [FindingStatus.contradicted, .established, .notChecked] {
            let ids = FindingID.allCases.filter { check.findings[$0] == status }.map(Self.name)
            guard !ids.isEmpty else { continue }
            lines.append(Layout.fact(Self.words(status), ids.joined(separator: ", ")))
        }
        if let digest = check.digest {
            lines.append(Layout.fact("Its evidence", "SHA-256 of evidence.zip.age:\n" + digest.hex))
        }
        return lines
    }

    /// What the recorded verdict shows and does not show.
    var limits: String {
        let always =
            "This was found when it was added and was not checked again: the record shows that "
            + "the file is still the one that came, and get gives it back whole."
        let shows: String =
            switch check.verdict {
            case .verified:
                "It shows that it came complete and unchanged since the holder of the key that you "
                    + "named sealed it, and not who made what is inside, when, or whether it is true."
            case .sealerNotEstablished:
                "It shows that it came complete and unchanged since it was sealed. Whose key sealed "
                    + "it is not established; ask for the words of the key in another way."
            case .notVerified:
                "Something in it was changed or is missing. Do not rely on it; ask for it again, and "
                    + "keep this one as it is."
            case .couldNotCheck:
                check.exit == .notOpened
                    ? "Nothing opened it, so what is inside was not checked. With the key it was sealed "
                        + "to, add it again:\n  keepsake add FILE --identity FILE"
                    : "Nothing about its contents was established."
            }
        return Layout.wrapped(shows + "\n" + always)
    }

    /// The same for programs. Fields are only ever added.
    var json: JSONValue {
        guard case .object(var object) = JSONValue.object(check.fields) else { return .object([:]) }
        object["item"] = nil
        object["checked"] = check.checked.map { .string($0.text) }
        object["tool"] = check.tool.map { .string($0) }
        return .object(object)
    }

    private static func name(_ id: FindingID) -> String {
        switch id {
        case .intact: "intact"
        case .complete: "complete"
        case .unchanged: "unchanged"
        case .inOrder: "in order"
        case .sealedBy: "sealed by"
        case .existedBy: "existed by"
        case .extendsEarlier: "extends earlier"
        case .clockSteady: "clock steady"
        }
    }

    private static func words(_ status: FindingStatus) -> String {
        switch status {
        case .contradicted: "CONTRADICTED"
        case .established: "Established"
        case .notChecked: "Not checked"
        }
    }
}
