// SPDX-License-Identifier: Apache-2.0

import KeepsakeCommands

Keepsake.main(arguments: Array(CommandLine.arguments.dropFirst()))
