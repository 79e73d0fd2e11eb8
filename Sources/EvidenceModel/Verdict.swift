// SPDX-License-Identifier: Apache-2.0

/// The overall result of a check. The raw values stand in JSON and never change.
package enum Verdict: String, Sendable, CaseIterable {
    /// Unchanged since sealed by the key that the reader named.
    case verified
    /// Unchanged, but nothing shows whose key sealed it.
    case sealerNotEstablished
    /// Something differs from what was sealed or recorded, or is missing.
    case notVerified
    /// Nothing can be concluded.
    case couldNotCheck
}

/// Exit codes of every program here. A code never changes its meaning (CONVENTIONS, exit codes).
package enum ExitStatus: Int32, Sendable, CaseIterable {
    /// Did everything that was asked; for a check, VERIFIED.
    case done = 0
    /// Our fault; nothing can be concluded.
    case `internal` = 1
    /// Finished; some items were passed over and are listed.
    case partial = 3
    /// There is no vault at that place.
    case noVault = 10
    /// The vault is open elsewhere.
    case busy = 11
    /// The passphrase is wrong or no key fits; a check says what it could still check.
    case notOpened = 12
    /// NOT VERIFIED: something differs from what was sealed or recorded.
    case altered = 20
    /// NOT VERIFIED: under a good signature, something is missing or extra.
    case incomplete = 21
    /// Unchanged, but sealed by a key that was not named.
    case sealerUnknown = 22
    /// Not a sealed file, cut short or damaged beyond reading, or newer than this tool.
    case cannotCheck = 23
    /// The command line was not understood.
    case usage = 64
    /// A file is missing or cannot be read.
    case noInput = 66
    /// It would overwrite something; refused.
    case exists = 73
    /// The disk is full, or reading or writing failed.
    case storage = 74
    /// Stopped by the person.
    case interrupted = 130

    /// The order in which one code stands for several checked files; the first is the worst.
    package static let worstFirst: [ExitStatus] = [
        .altered, .incomplete, .cannotCheck, .notOpened, .sealerUnknown, .done,
    ]

    /// The worst of several checks' codes; `done` for none.
    package static func worst(of codes: [ExitStatus]) -> ExitStatus {
        worstFirst.first { codes.contains($0) } ?? codes.first ?? .done
    }
}
