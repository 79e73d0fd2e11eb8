// SPDX-License-Identifier: Apache-2.0

import ReportPrinting

// A printer like the real one that tries what a document which took one over would try. The title of the
// document says which.
PrintingSession.run { Planted.act($0) }
