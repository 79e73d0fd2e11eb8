// SPDX-License-Identifier: Apache-2.0

#ifndef FAMILIES_H
#define FAMILIES_H

// Sober, with shapes for most of what is written in Europe; everything else is fontconfig's choice.
#define FAMILIES "Noto Sans,Noto Sans Arabic,Noto Sans Hebrew,DejaVu Sans,Liberation Sans,Arial,sans-serif"
#define FIXED_FAMILIES "Noto Sans Mono,DejaVu Sans Mono,Liberation Mono,Menlo,monospace"

#endif
