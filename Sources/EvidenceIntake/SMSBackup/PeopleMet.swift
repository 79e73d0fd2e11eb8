// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

/// Everyone who appears in a backup, each identifier once with each name that it had.
struct PeopleMet {
    private struct Key: Hashable {
        let identifier: String
        let name: String?
    }

    private var places: [Key: Int] = [:]
    private var named: Set<String> = []
    private(set) var people: [PersonSeen] = []
    private(set) var left: UInt64 = 0

    /// Notes somebody; the phone's own number stays its owner's.
    mutating func note(_ identifier: String, name: String? = nil, isOwner: Bool = false) {
        let key = Key(identifier: identifier, name: name == identifier ? nil : name)
        if let place = places[key] {
            if isOwner { people[place].role = "owner" }
            return
        }
        guard people.count < Limits.peopleMet else {
            left += 1
            return
        }
        places[key] = people.count
        if key.name != nil { named.insert(identifier) }
        people.append(
            PersonSeen(
                identifier: identifier, name: key.name, role: isOwner ? "owner" : "participant"))
    }

    /// All of them; without the entry that has no name where another has one.
    var all: [PersonSeen] {
        let owners = Set(people.filter { $0.role == "owner" }.map(\.identifier))
        return people.compactMap { person in
            guard person.name != nil || !named.contains(person.identifier) else { return nil }
            var person = person
            if owners.contains(person.identifier) { person.role = "owner" }
            return person
        }
    }
}
