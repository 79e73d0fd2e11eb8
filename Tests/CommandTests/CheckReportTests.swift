// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// What the report for the case file says of the program, and what a failing disk leaves of it.
@Suite struct CheckReportTests {
    /// A vault with one item, sealed: `b.zip`, its key in `me.key`, the sealer's in `sealer.pub`.
    private static let sealed = """
        set -e
        echo hello > a.txt
        keepsake-quick new --passphrase-file pw
        keepsake-quick add a.txt --passphrase-file pw
        keepsake-quick identity new -o me.key
        recipient=$(sed -n 's/^# public key: //p' me.key)
        keepsake-quick seal --everything --for "$recipient" -o b.zip --passphrase-file pw
        keepsake-quick card --json | sed 's/.*"signer":"\\([^"]*\\)".*/\\1/' > sealer.pub

        """

    private func run(_ script: String) throws -> ProgramResult {
        try Household.lend { house in try house.system("sh", "-c", Self.sealed + script) }
    }

    @Test func `a report states the digest of the very program that ran`() throws {
        // A copy whose file another one has replaced by the time that it looks: it is still itself.
        let result = try run(
            """
            cp "$(command -v keepsake-check)" mine
            ./mine b.zip -i me.key --sealed-by sealer.pub --report r.txt
            wanted=$(sha256sum < mine | cut -c 1-64)
            test "$(grep -A1 'program file that ran' r.txt | tail -n 1 | tr -d ' ')" = "$wanted"
            """)
        #expect(result.status == 0, "\(result.outText)\(result.errorText)")
    }

    @Test func `a disk without room costs the report and not the verdict`() throws {
        let result = try run(
            """
            cp b.zip bad.zip
            printf x | dd of=bad.zip bs=1 seek=9000 conv=notrunc status=none
            ulimit -f 0
            set +e
            keepsake-check b.zip -i me.key --sealed-by sealer.pub --report r.txt | cat
            keepsake-check b.zip -i me.key --sealed-by sealer.pub --report r.txt > /dev/null 2>&1
            test $? = 74 || exit 1
            keepsake-check bad.zip -i me.key --report r.txt > /dev/null 2>&1
            test $? = 20 || exit 2
            test ! -e r.txt || exit 3
            ls -a | grep part- && exit 4
            exit 0
            """)
        #expect(result.status == 0, "\(result.outText)\(result.errorText)")
        #expect(result.outText.contains("VERIFIED: unchanged since sealed by the key you named"))
        #expect(!result.outText.contains("The report for the case file"))
        #expect(result.errorText.contains("The disk is full."))
    }

    @Test func `a report is never written over a file or through a link`() throws {
        let result = try run(
            """
            echo mine > there.txt
            ln -s nowhere link.txt
            set +e
            for name in there.txt link.txt .; do
                keepsake-check b.zip -i me.key --report $name > out 2> err
                test $? = 73 || exit 1
                test ! -s out || exit 2
            done
            test "$(cat there.txt)" = mine && test ! -e nowhere
            """)
        #expect(result.status == 0, "\(result.outText)\(result.errorText)")
    }
}
