// SPDX-License-Identifier: Apache-2.0

package import DurableFiles
package import StrictCoding
import Synchronization

// What a test arranges and looks at. Nothing here is counted, and what it makes is durable at once.
extension SimulatedFileSystem {
    /// Makes the n-th operation from now (from 1) fail, once, or from then on each time.
    package func failAt(
        _ number: Int, _ error: any Error = FileError.inputOutput(code: 5),
        counting classes: Set<OperationClass> = [.changing, .syncing],
        effect: FaultEffect = .none, stays: Bool = false
    ) {
        arm(
            Fault(
                outcome: .error(error, effect), classes: classes, remaining: number - 1,
                stays: stays))
    }

    /// Makes the n-th operation from now (from 1), and every one after it, fail with `PowerCut`.
    package func cutPowerAt(
        _ number: Int, counting classes: Set<OperationClass> = [.changing, .syncing]
    ) {
        arm(
            Fault(outcome: .powerCut, classes: classes, remaining: number - 1, stays: true))
    }

    /// Takes a waiting fault away. The power does not come back here: see `afterPowerCut`.
    package func clearFault() {
        state.withLock { $0.fault = nil }
    }

    /// Whether the fault that was asked for last has happened.
    package var hasFaultHappened: Bool {
        state.withLock { $0.hasFired }
    }

    /// How many operations of these classes were begun.
    package func operations(
        counting classes: Set<OperationClass> = [.changing, .syncing]
    ) -> Int {
        state.withLock { state in classes.reduce(0) { $0 + (state.counts[$1] ?? 0) } }
    }

    /// The disk as it is found when the power is back; also without a cut before. Locks are gone.
    package func afterPowerCut(_ survival: Survival = .nothing) -> SimulatedFileSystem {
        SimulatedFileSystem(state.withLock { $0.afterPowerCut(survival) })
    }

    /// A disk of its own in the same state, what is not durable included; locks and faults are not.
    package func copy() -> SimulatedFileSystem {
        SimulatedFileSystem(
            state.withLock { state in
                var copy = state
                copy.locks = [:]
                copy.fault = nil
                copy.hasFired = false
                return copy
            })
    }

    /// From now on the disk takes so many bytes of content; nothing for as many as there are.
    package func setCapacity(_ bytes: UInt64?) {
        state.withLock { $0.capacity = bytes }
    }

    /// Bytes of content that it holds.
    package var usedSpace: UInt64 {
        state.withLock { $0.used }
    }

    /// From now on every change is refused as on a disk that cannot be written.
    package func setReadOnly(_ isReadOnly: Bool) {
        state.withLock { $0.isReadOnly = isReadOnly }
    }

    /// Lets this file or folder refuse to be read or changed, or nothing more.
    package func setRefusals(_ classes: Set<OperationClass>, at place: FilePlace) throws {
        try state.withLock { state in
            let number = try state.existing(place)
            state.nodes[number]?.refusals = classes
        }
    }

    /// Lets every read of this file's content fail, as a bad sector does; nothing heals it.
    package func setReadError(_ error: (any Error)?, at place: FilePlace) throws {
        try state.withLock { state in
            let number = try state.existing(place)
            state.nodes[number]?.readError = error
        }
    }

    /// Puts a file there, in place of one that has the name, with its folders. A changed file stays the
    /// same file, with a later time: an open one sees the change.
    package func plantFile(_ bytes: Bytes, at place: FilePlace) throws {
        try plant(.file, at: place) { node, _ in
            node.data = bytes
            node.durableData = bytes
            node.pendingWrites = []
        }
    }

    /// Puts a folder there, with the folders above it.
    package func plantFolder(at place: FilePlace) throws {
        try plant(.folder, at: place) { _, _ in }
    }

    /// Puts a symbolic link there.
    package func plantLink(to target: Bytes, at place: FilePlace) throws {
        try plant(.link, at: place) { node, _ in node.target = target }
    }

    /// Puts a pipe, a socket or a device there.
    package func plantSpecial(_ kind: FileKind, at place: FilePlace) throws {
        try plant(kind, at: place) { _, _ in }
    }

    /// The content of a file, as programs see it; nothing where there is no file.
    package func contents(of place: FilePlace) -> Bytes? {
        state.withLock { state in
            guard let number = try? state.existing(place), let node = state.nodes[number],
                node.kind == .file
            else { return nil }
            return node.data
        }
    }

    /// How often this file was opened to read.
    package func openings(of place: FilePlace) -> Int {
        state.withLock { state in
            (try? state.existing(place)).flatMap { state.openings[$0] } ?? 0
        }
    }

    /// The contents of files that have no name and are held open.
    package var unnamedContents: [Bytes] {
        state.withLock { state in
            state.nodes.sorted { $0.key < $1.key }
                .map(\.value).filter { $0.names == 0 && $0.kind == .file && !$0.data.isEmpty }
                .map(\.data)
        }
    }

    /// Every file below a folder with its content, and every other thing with nothing; whole paths.
    package func tree(below folder: FilePlace) throws -> [FilePlace: Bytes?] {
        try state.withLock { state in
            var tree: [FilePlace: Bytes?] = [:]
            var waiting = [(folder, try state.folder(folder))]
            while let (place, number) = waiting.popLast() {
                for (name, entry) in try state.node(number).entries {
                    let node = try state.node(entry)
                    let inner = try place.appending(name)
                    tree.updateValue(node.kind == .file ? node.data : nil, forKey: inner)
                    if node.kind == .folder { waiting.append((inner, entry)) }
                }
            }
            return tree
        }
    }

    private func arm(_ fault: Fault) {
        precondition(fault.remaining >= 0, "operations are counted from 1")
        state.withLock { state in
            state.fault = fault
            state.hasFired = false
        }
    }

    private func plant(
        _ kind: FileKind, at place: FilePlace,
        _ fill: (inout SimulatedState.Node, Int64) -> Void
    ) throws {
        try state.withLock { state in
            try state.plant(kind, at: place, fill)
        }
    }
}

extension SimulatedState {
    fileprivate mutating func plant(
        _ kind: FileKind, at place: FilePlace, _ fill: (inout Node, Int64) -> Void
    ) throws {
        if place.parent != place, place.lastComponent != nil,
            (try? existing(place.parent, followingLast: true)) == nil
        {
            try plant(.folder, at: place.parent) { _, _ in }
        }
        let found = try find(place.bytes)
        let now = tick()
        var number = found.node
        if let there = number {
            guard try node(there).kind == kind else { throw FileError.exists }
        } else {
            let new = nextNumber()
            guard let name = found.name else { throw FileError.exists }
            nodes[new] = Node(
                kind: kind, parent: found.folder, modified: now, changed: now, created: now)
            nodes[found.folder]?.entries[name] = new
            nodes[found.folder]?.durableEntries[name] = new
            number = new
        }
        guard let number, var node = nodes[number] else { return }
        used -= min(used, UInt64(node.data.count))
        fill(&node, now)
        node.modified = now
        node.changed = now
        used += UInt64(node.data.count)
        nodes[number] = node
    }
}
