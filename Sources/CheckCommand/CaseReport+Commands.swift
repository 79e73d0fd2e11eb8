// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import EvidenceModel
import KeepsakeConsole
import StrictCoding

extension CaseReport {
    /// The lines that repeat the check with other people's programs. A test runs them as they stand.
    func addCommands(_ each: Checked, _ report: BundleReport, to page: inout ReportLines) {
        let facts = report.facts
        page.heading("D. The same checks without this program")
        guard facts.digest != nil else {
            page.paragraph(
                "There is no sealed file in it that could be read, so there is no check to repeat.")
            page.gap()
            page.command("sha256sum " + Self.commandName(each.file))
            return
        }
        let name = Self.commandName(each.file)
        let isZip = facts.wrapping == .sealed || facts.wrapping == .otherZip
        page.paragraph(
            !isZip
                ? """
                Type these lines in a folder with copies of the files under these names. The tools \
                are sha256sum, minisign, age, unzip and bagit.py. The digests to compare are those \
                above, and those in the comment that minisign prints.
                """
                : """
                Put a copy of the file into a new folder\
                \(name == Self.standIn ? " as \(Self.standIn)" : ""), and type these lines there. The \
                tools are unzip, sha256sum, minisign, age and bagit.py. The digests to compare are \
                those above, and those in the comment that minisign prints.
                """)
        page.gap()
        if isZip {
            page.command("sha256sum " + name)
            page.command("unzip -q " + name)
        }
        let missing = facts.missingOutside
        let others =
            facts.wrapping == .alone
            ? [BundlePaths.sealerKey]
            : [BundlePaths.howToCheck, BundlePaths.startHere, BundlePaths.sealerKey]
        page.command(
            "sha256sum "
                + ([BundlePaths.evidence] + others.filter { !missing.contains($0) })
                .joined(separator: " "))
        if let sealer = facts.sealer, sealer.named {
            page.command("echo 'untrusted comment: the key that was named' > k.pub")
            page.command("echo \(sealer.key) >> k.pub")
            page.command("minisign -V -H -m evidence.zip.age -p k.pub")
        } else {
            page.command("minisign -V -H -m evidence.zip.age -p sealer.pub")
            page.paragraph(
                "sealer.pub came with the file: it shows only that the parts fit together.")
        }
        page.paragraph(
            facts.recipients?.passphrase == true
                ? "Opening it; age asks for the passphrase. What is inside then lies unlocked:"
                : "Opening it, with the key in KEY-FILE. What is inside then lies unlocked:")
        page.gap()
        page.command(
            facts.recipients?.passphrase == true
                ? "age -d -o evidence.zip evidence.zip.age"
                : "age -d -i KEY-FILE -o evidence.zip evidence.zip.age")
        page.command("unzip -q evidence.zip")
        page.command("bagit.py --validate evidence")
        page.command("(cd evidence && sha256sum --strict --quiet -c manifest-sha256.txt)")
        page.command("(cd evidence && sha256sum --strict --quiet -c tagmanifest-sha256.txt)")
        page.command("minisign -V -H -m evidence/tagmanifest-sha256.txt -p sealer.pub")
        page.command("(cd evidence && find data -type f -exec sha256sum {} +)")
        page.command("sha256sum evidence/proof/entries/*.json")
        page.paragraph(
            """
            Steps 3 to 5 of evidence/HOW-TO-CHECK.txt check the signature of the record and each \
            entry in it.
            """)
    }

    /// What stands in a command for a name that no shell takes as it is.
    static let standIn = "FILE.zip"

    /// The file's own name where it can be typed as it stands.
    private static func commandName(_ file: String) -> String {
        let name = file.split(separator: "/").last.map(String.init) ?? ""
        let isFit =
            shellWord(name) == name && !name.hasPrefix("-") && name.utf8.count <= 48
            && !BundlePaths.outer.contains(name) && name != "k.pub" && name != "evidence.zip"
        return isFit ? name : standIn
    }
}
