// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import StrictCoding

extension SimulatedState {
    /// Adds a thing under a free name, visible and not durable.
    mutating func add(_ kind: FileKind, at place: FilePlace) throws -> Int {
        let found = try find(place.bytes)
        guard found.node == nil, let name = found.name else { throw FileError.exists }
        try allow(.changing, found.folder)
        let now = tick()
        let number = nextNumber()
        nodes[number] = Node(
            kind: kind, parent: found.folder, modified: now, changed: now, created: now)
        change(
            found.folder, NameChange(number: nextNumber(), puts: (name, number), drops: nil))
        return number
    }

    mutating func remove(_ place: FilePlace, folder: Bool) throws {
        let found = try find(place.bytes)
        guard let number = found.node else { throw FileError.notFound }
        guard let name = found.name else { throw FileError.nameRefused }
        let node = try node(number)
        if folder {
            guard node.kind == .folder else { throw FileError.notFolder }
            guard node.entries.isEmpty else { throw FileError.notEmpty }
        } else if node.kind == .folder {
            throw FileError.isFolder
        }
        try allow(.changing, found.folder)
        change(
            found.folder, NameChange(number: nextNumber(), puts: nil, drops: (name, number)))
        lose(number)
    }

    mutating func rename(_ place: FilePlace, to new: FilePlace, replacing: Bool) throws {
        let from = try find(place.bytes)
        let to = try find(new.bytes)
        guard let moving = from.node else { throw FileError.notFound }
        guard let oldName = from.name else { throw FileError.nameRefused }
        guard let newName = to.name else { throw FileError.exists }
        if let taken = to.node {
            guard replacing else { throw FileError.exists }
            if taken == moving { return }
            let kind = try node(moving).kind
            let target = try node(taken)
            switch (kind == .folder, target.kind == .folder) {
            case (false, true): throw FileError.isFolder
            case (true, false): throw FileError.notFolder
            case (true, true): guard target.entries.isEmpty else { throw FileError.notEmpty }
            case (false, false): break
            }
        }
        var above = to.folder
        while true {
            guard above != moving else { throw FileError.nameRefused }
            if above == Self.root { break }
            above = try node(above).parent
        }
        try allow(.changing, from.folder)
        try allow(.changing, to.folder)
        let number = nextNumber()
        if from.folder == to.folder {
            change(
                to.folder,
                NameChange(number: number, puts: (newName, moving), drops: (oldName, moving)))
        } else {
            unsettled.insert(number)
            change(to.folder, NameChange(number: number, puts: (newName, moving), drops: nil))
            change(
                from.folder,
                NameChange(
                    number: nextNumber(), puts: nil, drops: (oldName, moving), requires: number))
        }
        nodes[moving]?.parent = to.folder
        let now = tick()
        nodes[moving]?.changed = now
        if let taken = to.node { lose(taken) }
    }

    mutating func write(_ number: Int, _ bytes: Bytes, at offset: Int) throws {
        guard !bytes.isEmpty else { return }
        var room = bytes.count
        let size = try node(number).data.count
        let growth = max(0, offset + bytes.count - size)
        if let capacity {
            let free = capacity > used ? capacity - used : 0
            room = Int(min(UInt64(bytes.count), UInt64(bytes.count - growth) + free))
        }
        let part = room == bytes.count ? bytes : bytes.slice(0..<room)
        nodes[number]?.put(part, at: offset)
        nodes[number]?.pendingWrites.append((offset, part))
        let now = tick()
        nodes[number]?.modified = now
        nodes[number]?.changed = now
        used += UInt64(max(0, offset + part.count - size))
        guard room == bytes.count else { throw FileError.noSpace }
    }

    mutating func empty(_ number: Int) {
        guard let node = nodes[number], !node.data.isEmpty else { return }
        used -= min(used, UInt64(node.data.count))
        nodes[number]?.data = []
        nodes[number]?.durableData = []
        nodes[number]?.pendingWrites = []
    }

    mutating func sync(file number: Int) {
        guard let node = nodes[number] else { return }
        // Not simply what is visible: what an earlier sync failed to write stays lost.
        nodes[number]?.durableData = node.durable(keeping: node.pendingWrites)
        nodes[number]?.pendingWrites = []
    }

    /// After a failed sync the system has forgotten what it could not write.
    mutating func loseSync(file number: Int) {
        nodes[number]?.pendingWrites = []
    }

    mutating func sync(folder number: Int) {
        guard let changes = nodes[number]?.pendingNames else { return }
        nodes[number]?.pendingNames = []
        for change in changes {
            if let requires = change.requires, unsettled.contains(requires) {
                nodes[number]?.pendingNames.append(change)
                continue
            }
            nodes[number]?.durableEntries.apply(change)
            unsettled.remove(change.number)
        }
    }

    private mutating func change(_ folder: Int, _ change: NameChange) {
        nodes[folder]?.entries.apply(change)
        nodes[folder]?.pendingNames.append(change)
        let now = tick()
        nodes[folder]?.modified = now
        nodes[folder]?.changed = now
    }

    private mutating func lose(_ number: Int) {
        nodes[number]?.names = 0
        used -= min(used, UInt64(nodes[number]?.data.count ?? 0))
    }
}

extension SimulatedState.Node {
    mutating func put(_ bytes: Bytes, at offset: Int) {
        if offset == data.count {
            data.append(contentsOf: bytes)
        } else {
            Self.put(bytes, at: offset, into: &data)
        }
    }

    /// What is on the disk if just these writes reached it. What lies between them is zeros.
    func durable(keeping writes: [(offset: Int, bytes: Bytes)]) -> Bytes {
        var content = durableData
        for write in writes { Self.put(write.bytes, at: write.offset, into: &content) }
        return content
    }

    private static func put(_ bytes: Bytes, at offset: Int, into data: inout Bytes) {
        let end = offset + bytes.count
        if data.count < end {
            data.append(contentsOf: repeatElement(0, count: end - data.count))
        }
        data.replaceSubrange(offset..<end, with: bytes)
    }
}

extension [Bytes: Int] {
    /// Makes one change of names. What has been given to another thing since is left alone.
    mutating func apply(_ change: SimulatedState.NameChange) {
        if let drops = change.drops, self[drops.name] == drops.node { self[drops.name] = nil }
        if let puts = change.puts { self[puts.name] = puts.node }
    }
}
