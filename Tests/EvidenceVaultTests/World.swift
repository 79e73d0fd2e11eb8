// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding

/// A disk in memory with a vault on it, repeatable chance and time.
struct World {
    let disk: SimulatedFileSystem
    let clock: SteppingClock
    let root: FilePlace
    let environment: VaultEnvironment

    init(
        disk: SimulatedFileSystem = SimulatedFileSystem(), seed: UInt64 = 1,
        start: Int64 = 1_795_372_800_000, step: Int64 = 1, memory: CheckpointMemory? = nil
    ) throws {
        self.disk = disk
        root = try FilePlace("/home/Keepsake")
        clock = SteppingClock(start: start, step: step)
        environment = VaultEnvironment(
            fileSystem: disk, clock: clock, random: SeededRandom(seed: seed),
            tool: "keepsake 0.1.0", workFactor: 1, device: "laptop", memory: memory)
    }

    var folder: VaultFolder {
        get throws { try VaultFolder(root) }
    }

    /// A world with an empty vault.
    static func withVault(
        seed: UInt64 = 1, memory: CheckpointMemory? = nil, sheet: String? = nil
    ) throws -> World {
        let world = try World(seed: seed, memory: memory)
        try world.disk.plantFolder(at: FilePlace("/home"))
        _ = try Vault.create(
            at: world.root, passphrase: passphrase(),
            recoverySheet: try sheet.map { try FilePlace($0) },
            world.environment)
        return world
    }

    /// The same vault on another disk, with other chance and a later time.
    func on(_ disk: SimulatedFileSystem, seed: UInt64 = 77, later: Int64 = 0) throws -> World {
        try World(disk: disk, seed: seed, start: 1_795_372_900_000 + later)
    }

    func open(_ use: Vault.Use, _ words: String = goodWords) throws -> OpenVault {
        try Vault.open(at: root, with: .passphrase(passphrase(words)), for: use, environment)
    }

    func plant(_ text: String, at path: String) throws -> FilePlace {
        let place = try FilePlace(path)
        try disk.plantFile(Bytes(text: text), at: place)
        return place
    }

    /// Opens, adds what was named, closes; gives what was kept.
    @discardableResult
    func add(_ places: [FilePlace], report: (AddEvent) -> Void = { _ in }) throws -> AddSummary {
        let vault = try open(.writing)
        defer { vault.close() }
        return try vault.add(vault.survey(places), report: report)
    }

    /// Every original in the vault, by number.
    func originals() throws -> [UInt64: Bytes] {
        let vault = try open(.reading)
        var originals: [UInt64: Bytes] = [:]
        for item in vault.items() {
            let sink = MemorySink()
            try vault.copyOriginal(of: item, to: sink)
            originals[item.number] = sink.bytes
        }
        return originals
    }
}

let goodWords = "harbour-lentil-quiet-orchard-seven-mallow"

func passphrase(_ words: String = goodWords) throws -> Passphrase {
    Passphrase(try SecretBytes(copying: Bytes(text: words).span))
}

/// The code of the vault error that a piece of work ends with; nothing for success.
func code(_ work: () throws -> Void) -> VaultError.Code? {
    do {
        try work()
        return nil
    } catch let error as VaultError {
        return error.code
    } catch {
        return .storage
    }
}
