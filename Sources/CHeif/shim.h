// SPDX-License-Identifier: Apache-2.0
#include <libheif/heif.h>
#include <libheif/heif_plugin.h>
