// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import Testing

@Suite struct VerdictTests {
    @Test func `exit codes and identifiers never change`() {
        #expect(
            ExitStatus.allCases.map(\.rawValue) == [
                0, 1, 3, 10, 11, 12, 20, 21, 22, 23, 64, 66, 73, 74, 130,
            ])
        #expect(
            FindingID.allCases.map(\.rawValue) == [
                "intact", "complete", "unchanged", "inOrder", "sealedBy", "existedBy",
                "extendsEarlier", "clockSteady",
            ])
        #expect(
            Verdict.allCases.map(\.rawValue) == [
                "verified", "sealerNotEstablished", "notVerified", "couldNotCheck",
            ])
    }

    @Test func `the worst of several files stands for them`() {
        #expect(ExitStatus.worst(of: []) == .done)
        #expect(ExitStatus.worst(of: [.done, .sealerUnknown, .done]) == .sealerUnknown)
        #expect(ExitStatus.worst(of: [.sealerUnknown, .notOpened]) == .notOpened)
        #expect(ExitStatus.worst(of: [.notOpened, .cannotCheck]) == .cannotCheck)
        #expect(ExitStatus.worst(of: [.cannotCheck, .incomplete]) == .incomplete)
        #expect(ExitStatus.worst(of: [.incomplete, .altered, .done]) == .altered)
    }
}
