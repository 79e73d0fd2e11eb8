// SPDX-License-Identifier: Apache-2.0

extension Vocabulary {
    /// England and Wales: the examples of section 2A(3) of the Protection from Harassment Act 1997,
    /// then what support services and police ask about beyond them.
    package static let englandAndWales = Vocabulary(
        identifier: "gb-eaw", locale: "en-GB", place: "England and Wales",
        behaviours: [
            Behaviour(word: "following", meaning: "following a person", source: .act),
            Behaviour(
                word: "contacting", meaning: "contacting them, or trying to, by any means",
                source: .act),
            Behaviour(
                word: "publishing",
                meaning: "publishing material about them, or as if from them", source: .act),
            Behaviour(
                word: "monitoring",
                meaning: "monitoring their use of internet, email or messages", source: .act),
            Behaviour(
                word: "loitering", meaning: "loitering in any place, public or private",
                source: .act),
            Behaviour(
                word: "interfering", meaning: "interfering with property in their possession",
                source: .act),
            Behaviour(word: "watching", meaning: "watching or spying on them", source: .act),
            Behaviour(word: "threats", meaning: "threats", source: .advice),
            Behaviour(word: "violence", meaning: "violence", source: .advice),
            Behaviour(word: "damage", meaning: "damage to property", source: .advice),
            Behaviour(
                word: "malicious-reports", meaning: "malicious reports to police or others",
                source: .advice),
            Behaviour(word: "gifts", meaning: "unwanted gifts", source: .advice),
            Behaviour(
                word: "through-others",
                meaning: "using other people or their accounts to make contact", source: .advice),
            Behaviour(
                word: "online",
                meaning: "false profiles, webcams, geotags and the like", source: .advice),
            Behaviour(
                word: "told-to-stop", meaning: "they were told, once, to stop", source: .advice),
        ],
        kinds: [
            Behaviour(
                word: "contact", meaning: "a message, call, letter or gift", source: .advice),
            Behaviour(word: "in-person", meaning: "seen or met", source: .advice),
            Behaviour(word: "online", meaning: "on the internet", source: .advice),
            Behaviour(word: "property", meaning: "home, car or belongings", source: .advice),
            Behaviour(
                word: "others", meaning: "through or against other people", source: .advice),
            Behaviour(
                word: "told-to-stop", meaning: "they were told, once, to stop", source: .advice),
        ],
        orders: [
            Behaviour(
                word: "injunction",
                meaning: "injunction (Protection from Harassment Act 1997, County Court)",
                source: .act),
            Behaviour(
                word: "non-molestation-order",
                meaning: "non-molestation order (Family Law Act 1996, Part IV)", source: .act),
            Behaviour(
                word: "restraining-order",
                meaning: "restraining order (made by a criminal court)", source: .act),
            Behaviour(
                word: "stalking-protection-order",
                meaning: "stalking protection order, full (Stalking Protection Act 2019)",
                source: .act),
            Behaviour(
                word: "interim-stalking-protection-order",
                meaning: "stalking protection order, interim (Stalking Protection Act 2019)",
                source: .act),
            Behaviour(
                word: "police-warning", meaning: "a warning by the police", source: .advice),
            Behaviour(word: "other", meaning: "another order or undertaking", source: .advice),
        ],
        withdrawals: [
            Behaviour(word: "mistake", meaning: "it was added by mistake", source: .advice),
            Behaviour(
                word: "not-relevant", meaning: "it has nothing to do with this", source: .advice),
            Behaviour(word: "private", meaning: "it is private", source: .advice),
            Behaviour(word: "duplicate", meaning: "it is there twice", source: .advice),
            Behaviour(word: "other", meaning: "another reason", source: .advice),
        ])
}
