// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// What opens a sealed file, and whose key the reader knows: the same for every command that checks.
package struct KeyOptions: ParsableArguments {
    @Option(
        name: [.customShort("i"), .long],
        help: ArgumentHelp(
            "A file with the key that opens what was sealed; may be given again.",
            valueName: "FILE"))
    var identity: [String] = []

    @Option(
        help: ArgumentHelp(
            "A file with the passphrase that opens it; - is standard input. Without it, it is "
                + "asked for at the terminal.", valueName: "FILE"))
    var passphraseFile: String?

    @Option(
        help: ArgumentHelp(
            "The sealer's public key, its twelve words, or a file with either, from a route that you "
                + "trust; also a file of your own with a name and a key on each line.",
            valueName: "KEY"))
    var sealedBy: String?

    package init() {}
}
