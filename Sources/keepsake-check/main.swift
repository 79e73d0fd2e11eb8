// SPDX-License-Identifier: Apache-2.0

import CheckCommand

CheckCommand.main(arguments: Array(CommandLine.arguments.dropFirst()))
