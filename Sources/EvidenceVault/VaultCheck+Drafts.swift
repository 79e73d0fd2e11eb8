// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import EvidenceModel
import StrictCoding

extension CheckRun {
    /// What was begun and not finished. It is no part of the record and nothing signs it, so it changes
    /// no verdict; one that cannot be read is said, and left alone.
    mutating func checkDrafts() throws(VaultError) {
        let names: [Bytes]
        do {
            names = try fileSystem.list(folder.drafts).sorted { $0.lexicographicallyPrecedes($1) }
        } catch FileError.notFound {
            return
        } catch FileError.notFolder {
            facts.strangers += 1
            return
        } catch {
            throw VaultFiles.failure(error, place: "drafts")
        }
        for name in names {
            guard DraftName.kind(name) != nil else {
                if FileNames.isTemporary(name) {
                    facts.leftOvers.append("drafts/" + SafeText.escaped(bytes: name.span))
                } else {
                    facts.strangers += 1
                }
                continue
            }
            let path = "drafts/" + SafeText.escaped(bytes: name.span)
            facts.drafts.append(path)
            guard let keys else { continue }
            do {
                let draft = try OpenVault.read(
                    folder.drafts.appending(name), keys: keys, fileSystem)
                guard draft == nil else { continue }
                leaveOpen(
                    .intact, "what was begun here cannot be read; it is no part of the record",
                    subject: path)
            } catch {
                throw VaultFiles.failure(error, place: path)
            }
        }
    }
}
