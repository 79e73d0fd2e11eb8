// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import StrictCoding

extension SimulatedState {
    func opening(_ number: Int) throws -> (Int, FileFacts) {
        let facts = try facts(number)
        if let refusal = facts.kind.refusalAsFile { throw refusal }
        try allow(.reading, number)
        return (number, facts)
    }

    func openingFolder(_ number: Int) throws -> (Int, FileFacts) {
        let facts = try facts(number)
        if let refusal = facts.kind.refusalAsFolder { throw refusal }
        try allow(.reading, number)
        return (number, facts)
    }

    func list(_ number: Int) throws -> [Bytes] {
        try allow(.reading, number)
        return try node(number).entries.keys.sorted { $0.lexicographicallyPrecedes($1) }
    }

    func entry(_ folder: Int, _ name: Bytes) throws -> Int {
        guard FilePlace.isName(name) else { throw FileError.nameRefused }
        guard let number = try node(folder).entries[name] else { throw FileError.notFound }
        return number
    }

    func path(to number: Int) throws -> FilePlace {
        var path = Bytes()
        var current = number
        while current != Self.root {
            let parent = try node(current).parent
            guard let name = try node(parent).entries.first(where: { $0.value == current })?.key
            else { throw FileError.notFound }
            path = [UInt8(ascii: "/")] + name + path
            current = parent
        }
        return try FilePlace(path.isEmpty ? [UInt8(ascii: "/")] : path)
    }

    func read(_ number: Int, at offset: UInt64, into buffer: inout Bytes, size: UInt64) throws
        -> Int
    {
        let node = try node(number)
        if let error = node.readError { throw error }
        let end = min(UInt64(node.data.count), size)
        guard offset < end else { return 0 }
        let start = Int(offset)
        let count = min(buffer.count, Int(end) - start)
        buffer.replaceSubrange(0..<count, with: node.data[start..<(start + count)])
        return count
    }

    mutating func takeLock(
        _ place: FilePlace, _ kind: LockKind, _ holder: LockHolder, _ text: Bytes
    ) throws -> (Int, Int) {
        let number: Int
        if let existing = try find(place.bytes).node {
            if let refusal = try node(existing).kind.refusalAsFile { throw refusal }
            if kind == .exclusive { try allow(.changing, existing) }
            number = existing
        } else {
            number = try add(.file, at: place)
        }
        var lock = locks[number] ?? Lock()
        switch kind {
        case .exclusive:
            guard lock.isFree else { throw FileError.busy(lock.exclusive?.holder) }
        case .shared:
            guard lock.exclusive == nil else { throw FileError.busy(lock.exclusive?.holder) }
        }
        if !isReadOnly { empty(number) }
        let token = nextNumber()
        switch kind {
        case .exclusive:
            try write(number, text, at: 0)
            lock.exclusive = (token, holder)
        case .shared:
            lock.sharing.insert(token)
        }
        locks[number] = lock
        return (number, token)
    }

    mutating func giveBack(_ number: Int, _ token: Int) {
        guard var lock = locks[number] else { return }
        if lock.exclusive?.token == token {
            lock.exclusive = nil
            empty(number)
        }
        lock.sharing.remove(token)
        locks[number] = lock.isFree ? nil : lock
    }
}
