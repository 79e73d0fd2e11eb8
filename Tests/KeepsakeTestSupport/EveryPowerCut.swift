// SPDX-License-Identifier: Apache-2.0

/// How a run that may have been interrupted ended.
package struct InterruptedRun: Sendable {
    /// The operation the power went at, from 1.
    package let operation: Int
    /// What survived of what was not durable.
    package let survival: Survival
    /// Whether the work returned without an error, so that all it did must be there.
    package let succeeded: Bool
    /// The disk when the power is back.
    package let disk: SimulatedFileSystem
    /// For the comment of an expectation: what repeats this run.
    package var comment: String { "operation \(operation), \(survival), succeeded: \(succeeded)" }
}

/// Does the work once for each operation it makes, cuts the power there, and lets `check` look at what each
/// way of surviving leaves. The last run is not cut before it returns, and loses power then.
///
/// - Parameters:
///   - seeds: how many random survivals are looked at, besides nothing and everything.
///   - prepare: makes the disk to begin with; what it does there is not cut.
///   - work: what is interrupted. Every error that it throws counts as not having succeeded.
/// - Returns: how many operations were cut.
@discardableResult
package func atEveryPowerCut(
    seeds: Int = 8, counting classes: Set<OperationClass> = [.changing, .syncing],
    prepare: () throws -> SimulatedFileSystem,
    work: (SimulatedFileSystem) throws -> Void,
    check: (InterruptedRun) throws -> Void
) throws -> Int {
    let prepared = try prepare()
    let survivals =
        [Survival.nothing, .everything] + (0..<seeds).map { .random(seed: UInt64($0) &+ 1) }
    var operation = 0
    while true {
        operation += 1
        let disk = prepared.copy()
        disk.cutPowerAt(operation, counting: classes)
        var succeeded = true
        do {
            try work(disk)
        } catch {
            succeeded = false
            // Otherwise the work is wrong, not interrupted.
            if !disk.hasFaultHappened { throw error }
        }
        let wasCut = disk.hasFaultHappened
        for survival in survivals {
            try check(
                InterruptedRun(
                    operation: operation, survival: survival, succeeded: succeeded,
                    disk: disk.afterPowerCut(survival)))
        }
        if !wasCut { return operation - 1 }
    }
}
