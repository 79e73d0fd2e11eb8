// SPDX-License-Identifier: Apache-2.0

package import DurableFiles
import StrictCoding

extension OpenVault {
    /// Looks at what was named and says what will be added. Reads no content and changes nothing.
    ///
    /// - Parameter limit: how many files one plan takes; where there are more, the first one that does not
    ///   fit is named as `tooMany` and the survey ends.
    /// - Throws: `VaultError.noInput` for no path at all.
    package func survey(
        _ places: [FilePlace], limit: Int = Limits.planFiles
    ) throws(VaultError) -> AddPlan {
        guard !places.isEmpty else { throw VaultError(.noInput) }
        var survey = Survey(folder.root, environment.fileSystem, limit: limit)
        for place in places { survey.look(at: place) }
        var plan = survey.plan
        plan.putTogether()
        return plan
    }
}

/// Walks what was named, without following a link.
private struct Survey {
    private let vault: FilePlace
    private let vaultIdentity: FileIdentity?
    private let fileSystem: any FileSystem
    private let limit: Int
    private(set) var plan = AddPlan()
    /// More was found than one plan takes; nothing more is looked at.
    private var isFull = false

    init(_ vault: FilePlace, _ fileSystem: any FileSystem, limit: Int) {
        self.limit = limit
        self.vault = vault
        self.fileSystem = fileSystem
        vaultIdentity = try? fileSystem.stat(fileSystem.resolve(vault)).identity
    }

    mutating func look(at place: FilePlace) {
        if isFull { return }
        do {
            let facts = try fileSystem.stat(place)
            if Containment.isInside(place, vault, fileSystem) {
                plan.passOver(place, .theVault)
            } else if let reason = PassedOver.reason(facts.kind) {
                plan.passOver(place, reason)
            } else if facts.kind == .file {
                add(AddPlan.File(named: place, names: [], place: place), size: facts.size)
            } else {
                let before = plan.count
                walk(try fileSystem.openFolder(place), named: place, names: [], at: place)
                plan.sort(from: before)
            }
        } catch {
            plan.passOver(place, PassedOver.reason(error))
        }
    }

    private mutating func add(_ file: AddPlan.File, size: UInt64) {
        if plan.count < limit {
            plan.add(file, size: size)
        } else {
            // Once for all that follows: what is passed over is held in memory too.
            plan.passOver(file.place, .tooMany)
            isFull = true
        }
    }

    private mutating func walk(
        _ folder: any OpenFolder, named: FilePlace, names: [Bytes], at place: FilePlace
    ) {
        if folder.facts.identity == vaultIdentity { return plan.passOver(place, .theVault) }
        guard names.count < Limits.folderDepth else { return plan.passOver(place, .tooDeep) }
        let found: [Bytes]
        do {
            found = try folder.list()
        } catch {
            return plan.passOver(place, PassedOver.reason(error))
        }
        if found.isEmpty { plan.passOver(place, .emptyFolder) }
        for name in found {
            if isFull { return }
            do {
                let inner = try place.appending(name)
                do {
                    let facts = try folder.stat(name)
                    if let reason = PassedOver.reason(facts.kind) {
                        plan.passOver(inner, reason)
                    } else if facts.kind == .file {
                        add(
                            AddPlan.File(named: named, names: names + [name], place: inner),
                            size: facts.size)
                    } else {
                        walk(
                            try folder.openFolder(name), named: named, names: names + [name],
                            at: inner)
                    }
                } catch {
                    plan.passOver(inner, PassedOver.reason(error))
                }
            } catch {
                plan.passOver(place, .nameTooLong)
            }
        }
    }
}
