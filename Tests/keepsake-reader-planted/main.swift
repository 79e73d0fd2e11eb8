// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import ReaderSession

// A reader like the real one, whose importers try what a file that took one over would try. The name of
// the item says which.
ContainedSession.run(Planted.all + Importers.all, preparations: Preparation.all)
