// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import ReaderSession

ContainedSession.run(Importers.all, preparations: Preparation.all)
