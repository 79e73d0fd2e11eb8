// SPDX-License-Identifier: Apache-2.0

import KeepsakeCommands

// The real commands; only what is encrypted to a passphrase is made with a low work factor.
Keepsake.main(arguments: Array(CommandLine.arguments.dropFirst()), workFactor: 6)
