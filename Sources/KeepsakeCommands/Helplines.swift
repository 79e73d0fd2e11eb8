// SPDX-License-Identifier: Apache-2.0

/// Who can be called, for one place. Data: the next place is another value.
struct Helplines {
    /// One service.
    struct Line {
        let name: String
        let number: String
        let purpose: String
    }

    /// The language and region, as BCP 47 has them.
    let locale: String
    /// Where these can be called.
    let place: String
    /// The day on which the list was written.
    let written: String
    /// The day on which each number was last compared with its service's own page; nothing if never.
    let checked: String?
    let lines: [Line]

    /// Every list that this version has.
    static let all = [unitedKingdom]

    static let unitedKingdom = Helplines(
        locale: "en-GB", place: "United Kingdom", written: "2026-11-22", checked: nil,
        lines: [
            Line(name: "Police, in danger now", number: "999", purpose: "any hour"),
            Line(
                name: "Police, otherwise", number: "101", purpose: "to report it"),
            Line(
                name: "National Stalking Helpline", number: "0808 802 0300",
                purpose: "advice about stalking"),
            Line(
                name: "Paladin", number: "020 3866 4107",
                purpose: "advocates for high risk"),
            Line(
                name: "Victims' Information Service", number: "0808 168 9293",
                purpose: "which help there is near you"),
        ])
}
