// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import StrictCoding

/// All of a simulated disk: what programs see, and what would be left if the power went now.
struct SimulatedState {
    /// A change of names in one folder that is not durable yet.
    struct NameChange {
        let number: Int
        var puts: (name: Bytes, node: Int)?
        var drops: (name: Bytes, node: Int)?
        /// The change that must be durable first: a file that moves between folders is never in neither.
        var requires: Int?
    }

    /// A file, folder or other thing, whatever its names.
    struct Node {
        let kind: FileKind
        var parent: Int
        var data = Bytes()
        var durableData = Bytes()
        var pendingWrites: [(offset: Int, bytes: Bytes)] = []
        var entries: [Bytes: Int] = [:]
        var durableEntries: [Bytes: Int] = [:]
        var pendingNames: [NameChange] = []
        var target = Bytes()
        var names: UInt64 = 1
        var modified: Int64
        var changed: Int64
        var created: Int64
        var refusals: Set<OperationClass> = []
        var readError: (any Error)?
    }

    struct Lock {
        var exclusive: (token: Int, holder: LockHolder)?
        var sharing: Set<Int> = []
        var isFree: Bool { exclusive == nil && sharing.isEmpty }
    }

    /// What a path leads to. `node` is nothing where the last name is free.
    struct Found {
        var folder: Int
        var name: Bytes?
        var node: Int?
    }

    static let root = 0

    var nodes: [Int: Node] = [:]
    var locks: [Int: Lock] = [:]
    var unsettled: Set<Int> = []
    var lastNumber = 0
    /// Milliseconds since 1970; every change is one later.
    var clock: Int64 = 1_700_000_000_000
    var used: UInt64 = 0
    var capacity: UInt64?
    var isReadOnly = false
    var counts: [OperationClass: Int] = [:]
    /// How often each file was opened to read.
    var openings: [Int: Int] = [:]
    var fault: Fault?
    var hasFired = false
    var isCut = false
    /// Until the operation that the power went at has been seen to.
    var isFirstMomentOfCut = false

    init() {
        nodes[Self.root] = Node(
            kind: .folder, parent: Self.root, modified: clock, changed: clock, created: clock)
    }

    mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    mutating func tick() -> Int64 {
        clock += 1
        return clock
    }

    /// Counts an operation and gives the error it must fail with, if it must.
    mutating func turn(_ kind: OperationClass) -> Fault.Outcome? {
        if isCut { return .powerCut }
        counts[kind, default: 0] += 1
        guard var waiting = fault, waiting.classes.contains(kind) else { return nil }
        guard waiting.remaining == 0 else {
            waiting.remaining -= 1
            fault = waiting
            return nil
        }
        hasFired = true
        if case .powerCut = waiting.outcome {
            isCut = true
            isFirstMomentOfCut = true
        }
        if !waiting.stays { fault = nil }
        return waiting.outcome
    }

    func node(_ number: Int) throws -> Node {
        guard let node = nodes[number] else { throw FileError.notFound }
        return node
    }

    func facts(_ number: Int) throws -> FileFacts {
        let node = try node(number)
        func moment(_ milliseconds: Int64) -> FileMoment {
            FileMoment(
                seconds: milliseconds / 1000, nanoseconds: UInt32(milliseconds % 1000) * 1_000_000)
        }
        return FileFacts(
            kind: node.kind,
            size: UInt64(node.kind == .link ? node.target.count : node.data.count),
            identity: FileIdentity(device: 1, number: UInt64(number)),
            modifiedAt: moment(node.modified), changedAt: moment(node.changed),
            createdAt: moment(node.created), permissions: node.kind == .folder ? 0o700 : 0o600,
            names: node.names)
    }

    /// Follows a path from the root; links on the way are followed, the last only if asked.
    func find(_ path: Bytes, followingLast: Bool = false) throws -> Found {
        var left = path.split(separator: UInt8(ascii: "/")).map { Bytes($0) }
        var found = Found(folder: Self.root, name: nil, node: Self.root)
        var links = 0
        while !left.isEmpty {
            let name = left.removeFirst()
            guard let current = found.node else { throw FileError.notFound }
            let folder = try node(current)
            if let refusal = folder.kind.refusalAsFolder { throw refusal }
            switch name {
            case Bytes(text: "."):
                found = Found(folder: folder.parent, name: nil, node: current)
                continue
            case Bytes(text: ".."):
                found = Found(
                    folder: try node(folder.parent).parent, name: nil, node: folder.parent)
                continue
            default: break
            }
            let next = folder.entries[name]
            if let next, let link = nodes[next], link.kind == .link,
                followingLast || !left.isEmpty
            {
                links += 1
                guard links <= 40 else { throw FileError.isLink }
                left =
                    link.target.split(separator: UInt8(ascii: "/")).map { Bytes($0) } + left
                let isAbsolute = link.target.first == UInt8(ascii: "/")
                let from = isAbsolute ? Self.root : current
                found = Found(folder: try node(from).parent, name: nil, node: from)
                continue
            }
            found = Found(folder: current, name: name, node: next)
        }
        return found
    }

    /// The number of something that is there.
    func existing(_ place: FilePlace, followingLast: Bool = false) throws -> Int {
        guard let node = try find(place.bytes, followingLast: followingLast).node else {
            throw FileError.notFound
        }
        return node
    }

    /// The number of a folder that is there.
    func folder(_ place: FilePlace) throws -> Int {
        let number = try existing(place)
        if let refusal = try node(number).kind.refusalAsFolder { throw refusal }
        return number
    }

    /// Refuses what the folder or the whole disk was told to refuse.
    func allow(_ kind: OperationClass, _ number: Int) throws {
        if kind == .changing, isReadOnly { throw FileError.readOnly }
        if try node(number).refusals.contains(kind) { throw FileError.notPermitted }
    }
}
