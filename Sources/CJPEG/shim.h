// SPDX-License-Identifier: Apache-2.0
// The library's header wants these before it.
#include <stddef.h>
#include <stdio.h>
#include <jpeglib.h>
