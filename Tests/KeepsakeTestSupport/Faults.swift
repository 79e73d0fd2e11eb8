// SPDX-License-Identifier: Apache-2.0

/// The power went: this operation and every later one on that file system fails with it.
package struct PowerCut: Error, Equatable, Sendable {
    /// There is one kind.
    package init() {}
}

/// What is counted when a fault waits for its turn.
package enum OperationClass: CaseIterable, Hashable, Sendable {
    /// Looking: `stat`, `list`, `resolve`, `freeSpace`, opening to read, each read.
    case reading
    /// Changing: `create`, each write and patch, `close`, `makeFolder`, `rename`, `remove`, a lock.
    case changing
    /// `sync` of a file, `syncFolder`.
    case syncing
}

/// What a failing operation did before it failed.
package enum FaultEffect: CaseIterable, Sendable {
    /// Nothing; a write took the first half of its bytes.
    case none
    /// All of it: the answer was lost, as a network may lose it. (For a sync the same as `none`.)
    case done
}

/// What a power cut leaves of what was not synced.
package enum Survival: Hashable, Sendable {
    /// Nothing, as POSIX allows at worst.
    case nothing
    /// Everything, as after a kill of the process alone.
    case everything
    /// Any part of it, decided by a seed: files torn, with holes, in any order; names kept or not.
    case random(seed: UInt64)
}

/// A fault that waits for its turn.
struct Fault: Sendable {
    enum Outcome: Sendable {
        case error(any Error, FaultEffect)
        case powerCut
    }

    let outcome: Outcome
    let classes: Set<OperationClass>
    /// How many operations of those classes still succeed before it.
    var remaining: Int
    /// Whether it goes on failing.
    let stays: Bool
}
