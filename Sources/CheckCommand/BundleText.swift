// SPDX-License-Identifier: Apache-2.0

package import BundleVerification
package import EvidenceModel
import KeepsakeConsole
import StrictCoding

/// A check of a sealed file, as people and programs read it. Both forms come from the same report.
package struct BundleText {
    let report: BundleReport
    let file: String

    /// Findings that are listed on a page; the rest are counted, and all of them are in `--json`.
    private static let listed = 12

    /// Takes a report and what the file was called on the command line.
    package init(_ report: BundleReport, file: String) {
        self.report = report
        self.file = file
    }

    /// The verdict in its own words, as reports and courts will quote it.
    package static func words(_ verdict: Verdict) -> String {
        switch verdict {
        case .verified: "VERIFIED"
        case .sealerNotEstablished: "UNCHANGED, SEALER NOT ESTABLISHED"
        case .notVerified: "NOT VERIFIED"
        case .couldNotCheck: "COULD NOT CHECK"
        }
    }

    /// The first line: the verdict and the file.
    package var headline: String { verdictSentence + "   " + shownName }

    /// The verdict as a sentence.
    package var verdictSentence: String {
        let words = Self.words(report.verdict)
        return report.verdict == .verified
            ? words + ": unchanged since sealed by the key you named" : words
    }

    /// One row of a table of several files.
    ///
    /// - Parameter isLong: whether the whole path is shown, where several names are alike.
    package func row(isLong: Bool = false) -> [String] {
        let note: String =
            switch report.verdict {
            case .verified: report.facts.sealer?.name ?? "the key you named"
            // Its words have a line of their own.
            case .sealerNotEstablished: ""
            case .notVerified, .couldNotCheck: reasons.first ?? ""
            }
        let name = isLong ? SafeText.escaped(file) : shownName
        return [name, Self.words(report.verdict), note]
    }

    /// The whole page.
    package var page: String {
        var parts = [headline]
        switch report.verdict {
        case .verified, .sealerNotEstablished: parts.append(facts)
        case .notVerified, .couldNotCheck:
            parts.append(listedReasons)
            let known = facts
            if !known.isEmpty { parts.append(known) }
        }
        parts.append(conclusion)
        return parts.joined(separator: "\n\n")
    }

    /// The file's own name, escaped.
    package var shownName: String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        return SafeText.escaped(name)
    }

    // Extracts that a page lists.
    private static let extractsShown = 10

    /// What an extract is: how much of what, and that the rest was not checked.
    static func words(_ exhibit: ExhibitFacts) -> String {
        guard let extract = exhibit.extract else { return exhibit.mark }
        return "\(exhibit.mark): \(SizeText.grouped(extract.count)) of "
            + "\(SizeText.grouped(extract.of)) records, an extract; the original is withheld and was not checked"
    }

    /// Words of a key that a table shows; a page has all twelve.
    package static let wordsInTable = 4

    /// What stands below a table that shows the first words of keys.
    package static let wordsNote = """
        Of each key four words of twelve are shown. A key with the same four can be made on purpose: \
        compare all twelve, which the page of each file has, before you believe whose it is.
        """

    /// The line below a row of a table, where the file was sealed by a key that nobody named.
    package var sealerLine: String? {
        guard report.verdict == .sealerNotEstablished else { return nil }
        return report.facts.sealer.map { "    sealed by " + Self.firstWords($0) }
    }

    /// The first words of a key, as tables show them.
    package static func firstWords(_ sealer: SealerFacts) -> String {
        sealer.words.prefix(wordsInTable).joined(separator: "-") + "-..."
    }

    /// What is known of it, as labelled lines.
    package var facts: String {
        let facts = report.facts
        var lines: [String] = []
        if let given = wrappingText { lines.append(Layout.fact("Given as", given)) }
        if let sealer = facts.sealer, sealer.signatureGood {
            let words = brokenWords(sealer.words)
            lines.append(
                Layout.fact(
                    "Sealed by",
                    (sealer.named
                        ? (sealer.name.map { $0 + ", by the name you gave this key:\n" }
                            ?? "the key you named:\n")
                        : facts.keysNamed > 1
                            ? "none of the \(facts.keysNamed) keys you named:\n"
                            : facts.keyWasNamed
                                ? "another key than the one you named:\n"
                                : "a key that you have not named:\n") + words))
        }
        // Without a good signature, the time is that of some other contents.
        if let time = facts.sealedAt, facts.sealer?.signatureGood == true {
            lines.append(
                Layout.fact("Sealed on", LocalTime.utc(time) + ", by the sealer's own clock"))
        }
        if let recipients = facts.recipients, !facts.opened {
            lines.append(Layout.fact("Opens with", Self.ways(recipients)))
        }
        if let reference = facts.caseReference { lines.append(Layout.fact("Case", reference)) }
        if let listed = facts.exhibitsListed, let matching = facts.exhibitsMatching, listed > 0 {
            let hasExtracts = facts.exhibits.contains { $0.kind == .extract }
            let rest =
                hasExtracts
                ? "present and as recorded or, of extracts, as sealed"
                : matching == listed
                    ? "present; every one matches its recorded SHA-256"
                    : "present and matching their recorded SHA-256"
            lines.append(Layout.fact("Exhibits", "\(matching) of \(listed) " + rest))
        }
        let entries = [ExhibitKind.incident, .order].compactMap { kind in
            let count = facts.exhibits.count { $0.kind == kind }
            return count > 0 ? SizeText.counted(count, kind.rawValue) : nil
        }
        if !entries.isEmpty {
            lines.append(
                Layout.fact(
                    "Of these",
                    "entries without a file: "
                        + entries.joined(separator: " and ")))
        }
        let extracts = facts.exhibits.filter { $0.kind == .extract }
        if !extracts.isEmpty {
            var shown = extracts.prefix(Self.extractsShown).map { Self.words($0) }
            if extracts.count > Self.extractsShown {
                shown.append("and \(extracts.count - Self.extractsShown) more")
            }
            lines.append(Layout.fact("Extracts", shown.joined(separator: "\n")))
        }
        if let disclosed = facts.entriesDisclosed, let size = facts.treeSize {
            lines.append(
                Layout.fact(
                    "Record",
                    "\(disclosed) of \(size) entries disclosed"
                        + (isInOrder ? ", each in its place" : "")))
        }
        if facts.contactDetails > 0 {
            lines.append(
                Layout.fact(
                    "Contacts",
                    "contact details of \(SizeText.counted(facts.contactDetails, "incident")) "
                        + "are in it"))
        }
        if facts.descriptionsLeftOut {
            lines.append(
                Layout.fact(
                    "Descriptions",
                    (facts.descriptions > 0 ? "\(facts.descriptions); " : "")
                        + "some were left out by whoever sealed it"))
        } else if facts.descriptions > 0 {
            lines.append(
                Layout.fact(
                    "Descriptions",
                    "\(facts.descriptions), in the words of the person who keeps the vault"))
        }
        if facts.readings > 0 {
            lines.append(
                Layout.fact(
                    "Readings",
                    "\(facts.readings), what the vault's program read out of the files"))
        }
        if facts.bundleChecks > 0 {
            lines.append(
                Layout.fact(
                    "Sealed files",
                    "\(facts.bundleChecks), what the vault's program found of a sealed file among "
                        + "the exhibits when it was added; not repeated here"))
        }
        if facts.continued {
            let place = facts.continuedAt.map { " at entry \($0)" } ?? ""
            lines.append(Layout.fact("Continued", "from a backup" + place))
        }
        if let attached = facts.outsideTime {
            lines.append(
                Layout.fact(
                    "Outside time",
                    attached ? "attached; this version checks none" : "none attached"))
        }
        if facts.earlierWasNamed,
            let found = report.findings.first(where: { $0.id == .extendsEarlier })
        {
            lines.append(Layout.fact("Earlier file", Self.earlier(found)))
        }
        let clock = report.findings.filter {
            $0.id == .clockSteady && $0.status == .contradicted
        }
        if let first = clock.first {
            let more = clock.count > 1 ? "\nand \(clock.count - 1) more, which --json lists" : ""
            lines.append(Layout.fact("Clock", "\(first.subject): \(first.detail)\(more)"))
        }
        if facts.notUnderstood > 0 {
            lines.append(
                Layout.fact(
                    "Not understood",
                    SizeText.counted(facts.notUnderstood, "part")
                        + " that this version does not know"))
        }
        if let digest = facts.digest {
            lines.append(Layout.fact("Sealed file", "SHA-256 of evidence.zip.age:\n" + digest.hex))
        }
        return lines.joined(separator: "\n")
    }

    private var isInOrder: Bool {
        let about = report.findings.filter { $0.id == .inOrder }
        return !about.isEmpty && about.allSatisfy { $0.status == .established }
    }

    // How the record in it stands to that of the earlier file; what contradicts comes first in a report.
    private static func earlier(_ finding: Finding) -> String {
        switch finding.status {
        case .established: "this record continues it: " + finding.detail
        case .contradicted: "NOT CONTINUED: " + about(finding)
        case .notChecked:
            "not established: " + finding.detail
                + (finding.limit.isEmpty ? "" : "; " + finding.limit)
        }
    }

    /// Who can open it, by number and kind.
    package static func ways(_ recipients: RecipientFacts) -> String {
        var ways: [String] = []
        if recipients.keys > 0 {
            ways.append(SizeText.counted(recipients.keys, "person's key", "people's keys"))
        }
        if recipients.passphrase { ways.append("a passphrase") }
        if recipients.other > 0 {
            ways.append(
                SizeText.counted(recipients.other, "way") + " that this version does not know")
        }
        return ways.isEmpty ? "nothing that is known" : ways.joined(separator: ", ")
    }

    /// The twelve words on two lines.
    package func brokenWords(_ words: [String]) -> String {
        let half = (words.count + 1) / 2
        return words.prefix(half).joined(separator: "-") + "-\n"
            + words.dropFirst(half).joined(separator: "-")
    }

    // What speaks against it, or why it could not be checked; details are our own words.
    private var reasons: [String] {
        let wanted: FindingStatus = report.verdict == .notVerified ? .contradicted : .notChecked
        let findings = report.findings
            .filter { $0.status == wanted && $0.id != .clockSteady }
            .filter { wanted == .contradicted || Self.isNeeded($0.id) }
        // What is said of a part stood in the way; what is said of the whole follows from it.
        let all =
            (findings.filter { !Self.isWhole($0.subject) }
            + findings.filter { Self.isWhole($0.subject) })
            .map(Self.about)
            .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        // One reason for all is enough; the rest only follow from it.
        let own = all.filter { !$0.hasPrefix("not checked:") }
        return own.isEmpty ? all : own
    }

    /// A finding in one line: what it is about, unless that is all of it, and what was found.
    package static func about(_ finding: Finding) -> String {
        (isWhole(finding.subject) ? "" : finding.subject + ": ") + finding.detail
    }

    // A finding about all of it says so by itself.
    private static func isWhole(_ subject: String) -> Bool {
        subject.isEmpty || subject == "bundle"
    }

    private static func isNeeded(_ id: FindingID) -> Bool {
        VerdictRules.needed.contains(id)
    }

    private var listedReasons: String {
        let all = reasons
        var lines = all.prefix(Self.listed).map { Layout.wrapped($0, indent: 2) }
        if all.count > Self.listed {
            lines.append("  and \(all.count - Self.listed) more, which --json lists")
        }
        return lines.joined(separator: "\n")
    }

    /// What the verdict shows and does not show, and what to do.
    package var conclusion: String {
        switch report.verdict {
        case .verified:
            """
            This shows: these are the files that were sealed, complete and unchanged, and the holder \
            of that key sealed them.
            This does not show: who made the files, when they were first made, or whether what they \
            show is true.
            """
        case .sealerNotEstablished:
            report.facts.keyWasNamed
                ? """
                Every file matches the sealed record. It was not sealed by \
                \(report.facts.keysNamed > 1 ? "any of the keys" : "the key") you named. Whose \
                key sealed it is not established.
                Ask the person whose key you named whether they sealed it, by a route you already \
                trust: in person, or a phone number you held before.
                """
                : """
                Every file matches the sealed record. Whose key sealed it is not established.
                Ask the sender for their public key by a route you already trust: in person, or a \
                phone number you held before. Not this file, and not the message it came in. Then add:
                  --sealed-by KEY
                """
        case .notVerified:
            if isWrappedOtherwise {
                otherWrapping
            } else if report.exit == .incomplete {
                "It was sealed like this. Tell the sender, and ask for the file again."
            } else {
                """
                Do not rely on this copy. Keep it exactly as it is, and ask the sender for it again.
                """
            }
        case .couldNotCheck:
            report.exit == .notOpened
                ? """
                \(report.facts.sealer?.signatureGood == true
                    ? "The seal itself is whole: structure and signature were checked. " : "")\
                What is inside has not been checked. To check it, give the key or the passphrase:
                  --identity FILE   or   --passphrase-file FILE
                """
                : report.facts.wrapping == .alone && !report.facts.missingOutside.isEmpty
                    ? missingBeside
                    : "Nothing about its contents has been established. Keep the file as it is."
        }
    }
}
