// SPDX-License-Identifier: Apache-2.0

import CopierSession
import MediaCopying

CopySession.run(preparations: [MediaCopying.prepare], MediaCopying.copy)
