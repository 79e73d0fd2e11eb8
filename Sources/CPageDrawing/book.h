// SPDX-License-Identifier: Apache-2.0

#ifndef BOOK_H
#define BOOK_H

#include "CPageDrawing.h"

#include <cairo.h>
#include <glib.h>
#include <pango/pangocairo.h>

struct pd_book {
    // One for each direction: a text is laid out anew when its context changes.
    PangoContext *contexts[2];
    // NULL where nothing is drawn.
    cairo_surface_t *surface;
    cairo_t *cairo;
    GByteArray *bytes;
    size_t most;
    int is_full;
    // Whether the glyph that carries the texts of pictures was shown with a text of its own.
    int has_blank;
    // Pictures of colour glyphs, by their key (struct glyph_key).
    GHashTable *colours;
};

#endif
