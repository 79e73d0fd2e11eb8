// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

// What was found as a whole: the memory of earlier states, and one line for each kind of finding.

extension CheckRun {
    /// Compares the record with the newest checkpoint that this device remembers.
    mutating func compareWithMemory() {
        let limit =
            "a vault that was put back before this device saw its newest state looks the same"
        guard let card, let journal, let memory = environment.memory,
            memory.newest(of: card, fileSystem) != nil
        else {
            findings.append(
                Finding(
                    .extendsEarlier, .notChecked, subject: "vault",
                    detail: "no earlier state of this vault is remembered on this device",
                    limit: "an older copy put back can only be found by who saw the newer state"))
            return
        }
        switch memory.compare(journal, card: card, in: folder, fileSystem) {
        case .older(let known, let here) where facts.isBackup:
            // A copy stays as it was made, and nothing can be added to it.
            leaveOpen(
                .extendsEarlier,
                "this copy was made by backup and has \(here) entries; \(known) were seen since")
        case .older(let known, let here):
            contradict(
                .extendsEarlier, "vault",
                "it is older than what was seen of it: \(here) entries here, \(known) were seen")
        case .differs(let known):
            contradict(
                .extendsEarlier, "vault",
                "its first \(known) entries are not those that were seen on this device before")
        case .continuedElsewhere(let known):
            leaveOpen(
                .extendsEarlier,
                "a restored copy in another folder went on from it, and has \(known) entries")
        case nil:
            guard journal.newest != nil else {
                leaveOpen(.extendsEarlier, "the newest commit cannot be read")
                return
            }
            findings.append(
                Finding(
                    .extendsEarlier, .established, subject: "vault",
                    detail: "it continues what this device saw of it before", limit: limit))
        }
    }

    /// One finding for each kind that nothing contradicts: established, or what was left open.
    mutating func summarise() {
        let isOpen = facts.opened && !isPartial && !isNewer
        for seq in facts.continuedAt {
            findings.append(
                Finding(
                    .inOrder, .established, subject: "entry \(seq)",
                    detail: "continued from a backup at entry \(seq)"))
        }
        func add(_ id: FindingID, _ detail: String, needingKey what: String) {
            guard !isContradicted(id) else { return }
            let open =
                facts.opened
                ? "not everything could be read"
                : what + " needs the passphrase or the recovery sheet"
            findings.append(
                Finding(
                    id, isOpen ? .established : .notChecked, subject: "vault",
                    detail: isOpen ? detail : open))
        }
        let items = facts.items ?? 0
        add(
            .intact, "every file opens and has its digest",
            needingKey: "\(facts.objects) files have the digest in their name; opening them")
        add(
            .complete, "all \(items) originals are there",
            needingKey: "whether every original is there")
        add(
            .unchanged,
            "all \(items) originals and \(facts.entries) entries are what was recorded",
            needingKey: "whether the originals are what was recorded")
        add(
            .inOrder, "all \(facts.entries) entries follow one another",
            needingKey: "the public chain of \(facts.entries) entries holds; what they say")
        add(
            .sealedBy, "every commit is signed by this vault's key",
            needingKey: "every commit is signed by the key in vault.json; whether it is yours")
        add(
            .clockSteady, "the recorded times never go back",
            needingKey: "whether the recorded times go back")
        leaveOpen(.existedBy, "no outside time is attached")
        if facts.notUnderstood > 0 {
            leaveOpen(
                .unchanged,
                "\(facts.notUnderstood) entries are of a kind that this version does not understand"
            )
        }
    }
}
