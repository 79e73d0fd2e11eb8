// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import StrictCoding

extension SimulatedState {
    /// The disk as it is found when the power is back.
    func afterPowerCut(_ survival: Survival) -> SimulatedState {
        var generator = SplitMix64(seed: 0)
        if case .random(let seed) = survival { generator = SplitMix64(seed: seed) }
        let names = survivingNames(survival, &generator)

        var after = SimulatedState()
        after.lastNumber = lastNumber
        after.clock = clock
        after.capacity = capacity
        after.isReadOnly = isReadOnly
        after.nodes = [:]
        var waiting = [(number: Self.root, parent: Self.root)]
        while let (number, parent) = waiting.popLast() {
            guard let node = nodes[number] else { continue }
            if after.nodes[number] != nil {
                // A file may have both its old and its new name; a folder has one.
                after.nodes[number]?.names += 1
                continue
            }
            var kept = node
            kept.parent = parent
            kept.names = 1
            kept.pendingWrites = []
            kept.pendingNames = []
            if node.kind == .file {
                kept.data = node.durable(keeping: survivingWrites(node, survival, &generator))
                kept.durableData = kept.data
                after.used += UInt64(kept.data.count)
            }
            if node.kind == .folder {
                kept.entries = names[number] ?? [:]
                for name in kept.entries.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
                    guard let entry = kept.entries[name] else { continue }
                    let isSecondName =
                        nodes[entry]?.kind == .folder
                        && (after.nodes[entry] != nil || waiting.contains { $0.number == entry })
                    if isSecondName || nodes[entry] == nil {
                        kept.entries[name] = nil
                    } else {
                        waiting.append((entry, number))
                    }
                }
                kept.durableEntries = kept.entries
            }
            after.nodes[number] = kept
        }
        return after
    }

    private func survivingNames(
        _ survival: Survival, _ generator: inout SplitMix64
    ) -> [Int: [Bytes: Int]] {
        var kept: [Int: [NameChange]] = [:]
        var keptNumbers: Set<Int> = []
        let folders = nodes.keys.sorted().filter { nodes[$0]?.kind == .folder }
        for folder in folders {
            let changes = nodes[folder]?.pendingNames ?? []
            kept[folder] = choose(changes, survival, &generator)
            keptNumbers.formUnion((kept[folder] ?? []).map(\.number))
        }
        var names: [Int: [Bytes: Int]] = [:]
        for folder in folders {
            var entries = nodes[folder]?.durableEntries ?? [:]
            for change in kept[folder] ?? [] {
                if let requires = change.requires, unsettled.contains(requires),
                    !keptNumbers.contains(requires)
                {
                    continue
                }
                entries.apply(change)
            }
            names[folder] = entries
        }
        return names
    }

    private func survivingWrites(
        _ node: Node, _ survival: Survival, _ generator: inout SplitMix64
    ) -> [(offset: Int, bytes: Bytes)] {
        var writes = choose(node.pendingWrites, survival, &generator)
        // The last one that reached the disk may have reached it in part.
        if case .random = survival, generator.oneIn(2), let last = writes.popLast() {
            let count = Int.random(in: 0...last.bytes.count, using: &generator)
            writes.append((last.offset, last.bytes.slice(0..<count)))
        }
        return writes
    }

    private func choose<Change>(
        _ changes: [Change], _ survival: Survival, _ generator: inout SplitMix64
    ) -> [Change] {
        switch survival {
        case .nothing: return []
        case .everything: return changes
        case .random:
            guard !changes.isEmpty else { return [] }
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: return []
            case 1: return changes
            case 2:
                return Array(changes.prefix(Int.random(in: 0...changes.count, using: &generator)))
            default: return changes.filter { _ in generator.oneIn(2) }
            }
        }
    }
}
