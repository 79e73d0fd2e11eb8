// SPDX-License-Identifier: Apache-2.0

import EvidenceCatalogue
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import ReadableCopies

/// A conversation that goes in whole although days or persons were asked for that not all of it fits.
struct SealWhole {
    /// Its number.
    let number: UInt64
    /// How much goes in, and how much of that fits.
    let text: String
    /// How less of it can be sealed.
    let hint: String

    /// All of them, in order of number.
    static func notes(_ selection: SealSelection, _ vault: OpenVault) -> [SealWhole] {
        selection.partlyFitting.keys.sorted().compactMap { number in
            selection.partlyFitting[number].map {
                SealWhole(number, $0, selection.days, vault)
            }
        }
    }

    private init(
        _ number: UInt64, _ found: RecordFit, _ days: (from: String?, until: String?),
        _ vault: OpenVault
    ) {
        self.number = number
        let kind = SealedThing(number, vault).kind
        // There may be more than the catalogue had room for.
        let total = max(UInt64(found.total), vault.reading(of: number)?.records ?? 0)
        var text = "\(number): \(SizeText.grouped(total)) " + RecordNoun.of(kind, count: total)
        if let first = found.first.flatMap({ Moment($0) }) {
            text += ", " + MomentText.days(first, found.last.flatMap { Moment($0) })
        }
        text += "; \(SizeText.grouped(UInt64(found.fitting))) of them "
        text += found.fitting == 1 ? "fits" : "fit"
        self.text = text
        if found.fitting > 0, days.from != nil || days.until != nil {
            let which =
                days.from == days.until
                ? days.from ?? "" : (days.from ?? "") + ".." + (days.until ?? "")
            hint = "only these days: --messages \(number):\(which)"
        } else {
            hint = "only some: --messages \(number):PLACES, from show \(number) --records"
        }
    }
}
