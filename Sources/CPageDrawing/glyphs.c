// SPDX-License-Identifier: Apache-2.0

// Draws runs of glyphs so that their text can be selected and searched. Pango's own renderer does this
// for shapes; glyphs that are pictures would be drawn with few pixels and no text.

#include "book.h"

#include <hb-ot.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

double pd_text_edge(const struct pd_text *text, uint32_t index);
PangoLayoutLine *pd_text_runs(const struct pd_text *text, uint32_t index);
const char *pd_text_utf8(const struct pd_text *text);

// Pictures of glyphs that are kept at a time; each has some 70 KB.
#define MOST_COLOURS 600


enum kind { SHAPES, PICTURES, UNKNOWN_PAINT };

static double points(int units) { return (double)units / PANGO_SCALE; }

// How the glyphs of a font can be drawn. Paints of a later kind than pictures are not known here.
static enum kind kind_of(PangoFont *font) {
    hb_face_t *face = hb_font_get_face(pango_font_get_hb_font(font));
    if (hb_ot_color_has_png(face)) return PICTURES;
    hb_blob_t *paints = hb_face_reference_table(face, HB_TAG('C', 'O', 'L', 'R'));
    unsigned int length = 0;
    const char *bytes = hb_blob_get_data(paints, &length);
    int is_later = length >= 2 && (bytes[0] != 0 || bytes[1] != 0);
    hb_blob_destroy(paints);
    return is_later || hb_ot_color_has_svg(face) ? UNKNOWN_PAINT : SHAPES;
}

struct bytes_at {
    const unsigned char *bytes;
    unsigned int left;
};

static cairo_status_t take(void *context, unsigned char *into, unsigned int count) {
    struct bytes_at *at = context;
    if (count > at->left) return CAIRO_STATUS_READ_ERROR;
    memcpy(into, at->bytes, count);
    at->bytes += count;
    at->left -= count;
    return CAIRO_STATUS_SUCCESS;
}

// The picture of a glyph, or NULL. It belongs to the book.
static cairo_surface_t *picture(struct pd_book *book, PangoFont *font, PangoGlyph glyph) {
    hb_font_t *shapes = pango_font_get_hb_font(font);
    // Distinct for each face: Pango keeps the faces of its fonts.
    char key[64];
    snprintf(key, sizeof key, "%p %u", (void *)hb_font_get_face(shapes), (unsigned)glyph);
    if (!book->colours) {
        book->colours = g_hash_table_new_full(
            g_str_hash, g_str_equal, g_free, (GDestroyNotify)cairo_surface_destroy);
    }
    cairo_surface_t *found = g_hash_table_lookup(book->colours, key);
    if (found) return found;
    hb_blob_t *blob = hb_ot_color_glyph_reference_png(shapes, glyph);
    unsigned int length = 0;
    const char *bytes = hb_blob_get_data(blob, &length);
    struct bytes_at at = {(const unsigned char *)bytes, length};
    found = length > 0 ? cairo_image_surface_create_from_png_stream(take, &at) : NULL;
    hb_blob_destroy(blob);
    if (!found) return NULL;
    if (cairo_surface_status(found) != CAIRO_STATUS_SUCCESS ||
        cairo_image_surface_get_width(found) <= 0 || cairo_image_surface_get_height(found) <= 0) {
        cairo_surface_destroy(found);
        return NULL;
    }
    if (g_hash_table_size(book->colours) >= MOST_COLOURS) g_hash_table_remove_all(book->colours);
    g_hash_table_insert(book->colours, g_strdup(key), found);
    return found;
}

// Cairo leaves out what covers nothing. A glyph of nothing covers a point, which counts unless it lies where
// whole points meet.
static double beside_whole(double value) {
    double above = value - floor(value);
    return above < 0.02 || above > 0.98 ? 0.04 : 0;
}

// A glyph of nothing that carries a text, so that what is drawn as a picture can be found and copied. It is
// as wide as the picture, so that what is chosen on the screen is what is seen there.
static void carry(
    struct pd_book *book, cairo_scaled_font_t *font, unsigned long blank, const char *text, int length,
    double x, double y, double width) {
    cairo_t *cairo = book->cairo;
    cairo_matrix_t matrix;
    cairo_glyph_t glyph = {blank, 0, 0};
    cairo_text_extents_t extents;
    cairo_scaled_font_glyph_extents(font, &glyph, 1, &extents);
    cairo_save(cairo);
    cairo_set_font_face(cairo, cairo_scaled_font_get_font_face(font));
    cairo_scaled_font_get_font_matrix(font, &matrix);
    cairo_set_font_matrix(cairo, &matrix);
    double left = x, bottom = y;
    cairo_user_to_device(cairo, &left, &bottom);
    cairo_translate(cairo, x + beside_whole(left), y + beside_whole(bottom));
    if (extents.x_advance > 0 && width > 0) cairo_scale(cairo, width / extents.x_advance, 1);
    cairo_text_cluster_t cluster = {length, 1};
    if (!book->has_blank) {
        // The first text of a glyph becomes the font's own, in a table that holds short texts only.
        cairo_text_cluster_t space = {3, 1};
        cairo_show_text_glyphs(cairo, "\xe2\x80\x82", 3, &glyph, 1, &space, 1, 0);
        book->has_blank = 1;
    }
    cairo_show_text_glyphs(cairo, text, length, &glyph, 1, &cluster, 1, 0);
    cairo_restore(cairo);
}

// A font of shapes with a glyph for the space.
static PangoFont *plain_font(struct pd_book *book, PangoGlyph *blank) {
    PangoFontDescription *wanted = pango_font_description_from_string("Noto Sans,DejaVu Sans,sans-serif");
    pango_font_description_set_absolute_size(wanted, 10 * PANGO_SCALE);
    PangoFont *font = pango_context_load_font(book->contexts[0], wanted);
    pango_font_description_free(wanted);
    hb_codepoint_t glyph = 0;
    if (!font) return NULL;
    if (kind_of(font) != SHAPES ||
        !hb_font_get_nominal_glyph(pango_font_get_hb_font(font), ' ', &glyph)) {
        g_object_unref(font);
        return NULL;
    }
    *blank = glyph;
    return font;
}

// Marks of direction: in what comes here they stand as numbers, so that each is one that we put in.
static int is_ours(gunichar letter) {
    return letter == 0x61C || letter == 0x200E || letter == 0x200F || (letter >= 0x2066 && letter <= 0x2069);
}

// What of a cluster is given as its text: all but the marks that we put around quotations and escapes.
static int text_of(const char *text, int start, int end, char *into) {
    int length = 0;
    for (int i = start; i < end;) {
        const char *at = text + i;
        int next = (int)(g_utf8_next_char(at) - text);
        gunichar letter = g_utf8_get_char(at);
        if (!is_ours(letter)) {
            memcpy(into + length, at, (size_t)(next - i));
            length += next - i;
        }
        i = next;
    }
    return length;
}

static void draw_box(struct pd_book *book, PangoFont *font, PangoGlyph glyph, double x, double y) {
    PangoGlyphString *one = pango_glyph_string_new();
    pango_glyph_string_set_size(one, 1);
    PangoRectangle logical;
    pango_font_get_glyph_extents(font, glyph, NULL, &logical);
    memset(&one->glyphs[0], 0, sizeof one->glyphs[0]);
    one->glyphs[0].glyph = glyph;
    one->glyphs[0].geometry.width = logical.width;
    one->log_clusters[0] = 0;
    cairo_move_to(book->cairo, x, y);
    pango_cairo_show_glyph_string(book->cairo, font, one);
    pango_glyph_string_free(one);
}

static void draw_colour(
    struct pd_book *book, PangoFont *font, PangoGlyph glyph, double x, double y) {
    cairo_surface_t *surface = picture(book, font, glyph);
    PangoRectangle ink;
    pango_font_get_glyph_extents(font, glyph, &ink, NULL);
    if (!surface || ink.width <= 0 || ink.height <= 0) return;
    cairo_save(book->cairo);
    cairo_translate(book->cairo, x + points(ink.x), y + points(ink.y));
    int width = cairo_image_surface_get_width(surface);
    int height = cairo_image_surface_get_height(surface);
    cairo_scale(book->cairo, points(ink.width) / width, points(ink.height) / height);
    cairo_set_source_surface(book->cairo, surface, 0, 0);
    // As in `pd_jpeg`: not painted.
    cairo_rectangle(book->cairo, 0, 0, width, height);
    cairo_fill(book->cairo);
    cairo_restore(book->cairo);
    cairo_set_source_rgb(book->cairo, 0, 0, 0);
}

// Whether this glyph stands for a space.
static int is_space(const char *text, PangoGlyphItem *item, int index) {
    return text[item->item->offset + item->glyphs->log_clusters[index]] == ' ';
}

static PangoGlyph blank_of(PangoFont *font) {
    hb_codepoint_t glyph = 0;
    return hb_font_get_nominal_glyph(pango_font_get_hb_font(font), ' ', &glyph) ? glyph
                                                                                : PANGO_GLYPH_EMPTY;
}

// Draws one run with its left end at `x`.
static void draw_run(
    struct pd_book *book, const char *text, PangoGlyphItem *item, double x, double baseline) {
    PangoFont *font = item->item->analysis.font;
    int count = item->glyphs->num_glyphs;
    if (!font || count == 0) return;
    enum kind kind = kind_of(font);
    PangoGlyph blank = 0;
    PangoFont *plain = kind == SHAPES ? NULL : plain_font(book, &blank);
    cairo_scaled_font_t *scaled = pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font));
    int is_backward = item->item->analysis.level & 1;

    // Where each glyph stands, from the left; those that show nothing are left out of the arrays.
    cairo_glyph_t *glyphs = g_new(cairo_glyph_t, (gsize)count);
    double *lefts = g_new(double, (gsize)count);
    unsigned char *is_kept = g_new0(unsigned char, (gsize)count);
    int kept = 0;
    double at = x;
    for (int i = 0; i < count; i++) {
        PangoGlyphInfo info = item->glyphs->glyphs[i];
        lefts[i] = at + points(info.geometry.x_offset);
        double y = baseline + points(info.geometry.y_offset);
        at += points(info.geometry.width);
        // A space at the end of a line takes no room, but parts its words from those of the next.
        if (info.glyph == PANGO_GLYPH_EMPTY && kind == SHAPES && is_space(text, item, i))
            info.glyph = blank_of(font);
        if (info.glyph == PANGO_GLYPH_EMPTY) continue;
        if (info.glyph & PANGO_GLYPH_UNKNOWN_FLAG) {
            draw_box(book, font, info.glyph, lefts[i], y);
        } else if (kind == PICTURES) {
            draw_colour(book, font, info.glyph, lefts[i], y);
        } else if (kind == UNKNOWN_PAINT) {
            PangoRectangle logical;
            pango_font_get_glyph_extents(font, info.glyph, NULL, &logical);
            cairo_set_line_width(book->cairo, 0.5);
            cairo_rectangle(
                book->cairo, lefts[i] + 1, y - points(-logical.y) * 0.8,
                MAX(1, points(logical.width) - 2), points(-logical.y) * 0.8);
            cairo_stroke(book->cairo);
        } else {
            is_kept[i] = 1;
            glyphs[kept++] = (cairo_glyph_t){info.glyph, lefts[i], y};
        }
    }

    gsize size = (gsize)item->item->length;
    char *utf8 = g_malloc(size + 1);
    cairo_text_cluster_t *clusters = g_new(cairo_text_cluster_t, (gsize)item->item->num_chars + 1);
    int length = 0, cluster_count = 0;
    PangoGlyphItemIter each;
    gboolean has_more = pango_glyph_item_iter_init_start(&each, item, text);
    for (; has_more; has_more = pango_glyph_item_iter_next_cluster(&each)) {
        int first = MIN(each.start_glyph, each.end_glyph + 1);
        int end = MAX(each.start_glyph + 1, each.end_glyph);
        int shown = 0;
        for (int i = MAX(first, 0); i < MIN(end, count); i++) shown += is_kept[i];
        char *own = utf8 + length;
        int bytes = text_of(text, each.start_index, each.end_index, own);
        if (kind == SHAPES) {
            if (bytes == 0 && shown == 0) continue;
            clusters[cluster_count++] = (cairo_text_cluster_t){bytes, shown};
            length += bytes;
        } else if (plain && bytes > 0) {
            carry(
                book, pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(plain)), blank, own, bytes,
                lefts[MAX(first, 0)], baseline,
                points(item->glyphs->glyphs[MAX(first, 0)].geometry.width));
        }
    }
    if (kind == SHAPES && scaled && (kept > 0 || length > 0)) {
        cairo_set_scaled_font(book->cairo, scaled);
        if (kept > 0)
            cairo_show_text_glyphs(
                book->cairo, utf8, length, glyphs, kept, clusters, cluster_count,
                is_backward ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : 0);
    }
    if (plain) g_object_unref(plain);
    g_free(clusters);
    g_free(utf8);
    g_free(is_kept);
    g_free(lefts);
    g_free(glyphs);
}

void pd_text_draw(
    struct pd_book *book, const struct pd_text *text, uint32_t index, double x, double top, double scale) {
    if (!book->cairo || index >= pd_text_line_count(text)) return;
    PangoLayoutLine *line = pd_text_runs(text, index);
    // What is made smaller fills its width: its own edge does not count.
    double at = scale == 1 ? x + pd_text_edge(text, index) : 0;
    double baseline = pd_text_line(text, index).ascent + (scale == 1 ? top : 0);
    if (scale != 1) {
        cairo_save(book->cairo);
        cairo_translate(book->cairo, x, top);
        cairo_scale(book->cairo, scale, scale);
    }
    cairo_set_source_rgb(book->cairo, 0, 0, 0);
    for (GSList *each = line->runs; each; each = each->next) {
        PangoGlyphItem *item = each->data;
        draw_run(book, pd_text_utf8(text), item, at, baseline);
        at += points(pango_glyph_string_get_width(item->glyphs));
    }
    if (scale != 1) cairo_restore(book->cairo);
}
