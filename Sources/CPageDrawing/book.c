// SPDX-License-Identifier: Apache-2.0

#include "book.h"
#include "tidy.h"

#include <cairo-pdf.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

static cairo_status_t gather(void *context, const unsigned char *bytes, unsigned int count) {
    struct pd_book *book = context;
    if (book->is_full || count > book->most - book->bytes->len) {
        book->is_full = 1;
        return CAIRO_STATUS_WRITE_ERROR;
    }
    g_byte_array_append(book->bytes, bytes, count);
    return CAIRO_STATUS_SUCCESS;
}

struct pd_book *pd_book_open(double width, double height, size_t most) {
    struct pd_book *book = g_new0(struct pd_book, 1);
    book->most = most;
    book->bytes = g_byte_array_new();
    if (most > 0) {
        book->surface = cairo_pdf_surface_create_for_stream(gather, book, width, height);
        cairo_pdf_surface_restrict_to_version(book->surface, CAIRO_PDF_VERSION_1_5);
        // No date but those in the text: the same document gives the same bytes.
        cairo_pdf_surface_set_metadata(book->surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
        book->cairo = cairo_create(book->surface);
    }
    PangoFontMap *fonts = pango_cairo_font_map_get_default();
    // One pixel of a PDF is a point.
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts), 72.0);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    for (int i = 0; i < 2; i++) {
        PangoContext *context = pango_font_map_create_context(fonts);
        pango_context_set_language(context, pango_language_from_string("en"));
        pango_context_set_round_glyph_positions(context, FALSE);
        pango_context_set_base_dir(context, i ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
        pango_cairo_context_set_font_options(context, options);
        book->contexts[i] = context;
    }
    cairo_font_options_destroy(options);
    return book;
}

void pd_book_close(struct pd_book *book) {
    if (book->colours) g_hash_table_destroy(book->colours);
    if (book->cairo) cairo_destroy(book->cairo);
    if (book->surface) cairo_surface_destroy(book->surface);
    for (int i = 0; i < 2; i++) g_object_unref(book->contexts[i]);
    g_byte_array_free(book->bytes, TRUE);
    g_free(book);
}

void pd_book_title(struct pd_book *book, const char *title, const char *creator) {
    if (!book->surface) return;
    cairo_pdf_surface_set_metadata(book->surface, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(book->surface, CAIRO_PDF_METADATA_CREATOR, creator);
}

void pd_book_end_page(struct pd_book *book) {
    if (book->cairo) cairo_show_page(book->cairo);
}

int32_t pd_book_finish(struct pd_book *book) {
    if (!book->surface) return 0;
    cairo_status_t status = cairo_status(book->cairo);
    cairo_surface_finish(book->surface);
    if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(book->surface);
    if (status == CAIRO_STATUS_SUCCESS && book->is_full) status = CAIRO_STATUS_WRITE_ERROR;
    if (status == CAIRO_STATUS_SUCCESS) {
        pd_tidy(book->bytes);
        pd_say_language(book->bytes, book->most);
    }
    return (int32_t)status;
}

int32_t pd_book_is_full(const struct pd_book *book) { return book->is_full; }

const uint8_t *pd_book_bytes(const struct pd_book *book, size_t *count) {
    *count = book->bytes->len;
    return book->bytes->data;
}

void pd_tag_begin(struct pd_book *book, const char *name) {
    if (book->cairo) cairo_tag_begin(book->cairo, name, NULL);
}

void pd_tag_end(struct pd_book *book, const char *name) {
    if (book->cairo) cairo_tag_end(book->cairo, name);
}

void pd_place(struct pd_book *book, uint32_t number, double x, double y) {
    if (!book->cairo) return;
    char attributes[96];
    snprintf(attributes, sizeof attributes, "name='p%u' x=%.3f y=%.3f", number, x, y);
    cairo_tag_begin(book->cairo, CAIRO_TAG_DEST, attributes);
    cairo_tag_end(book->cairo, CAIRO_TAG_DEST);
}

void pd_link(
    struct pd_book *book, uint32_t number, double x, double y, double width, double height) {
    if (!book->cairo) return;
    char attributes[160];
    snprintf(
        attributes, sizeof attributes, "dest='p%u' rect=[%.3f %.3f %.3f %.3f]", number, x, y, width,
        height);
    cairo_tag_begin(book->cairo, CAIRO_TAG_LINK, attributes);
    cairo_tag_end(book->cairo, CAIRO_TAG_LINK);
}

int32_t pd_bookmark(
    struct pd_book *book, int32_t parent, const char *text, int32_t page, double y) {
    if (!book->surface) return 0;
    char attributes[64];
    snprintf(attributes, sizeof attributes, "page=%d pos=[0 %.3f]", page, y);
    return cairo_pdf_surface_add_outline(book->surface, parent, text, attributes, 0);
}

void pd_fill(
    struct pd_book *book, double grey, double x, double y, double width, double height) {
    if (!book->cairo) return;
    cairo_set_source_rgb(book->cairo, grey, grey, grey);
    cairo_rectangle(book->cairo, x, y, width, height);
    cairo_fill(book->cairo);
}

void pd_frame(
    struct pd_book *book, double grey, double line, double x, double y, double width, double height) {
    if (!book->cairo) return;
    cairo_set_source_rgb(book->cairo, grey, grey, grey);
    cairo_set_line_width(book->cairo, line);
    cairo_rectangle(book->cairo, x, y, width, height);
    cairo_stroke(book->cairo);
}

void pd_clip(struct pd_book *book, double x, double y, double width, double height) {
    if (!book->cairo) return;
    cairo_save(book->cairo);
    cairo_rectangle(book->cairo, x, y, width, height);
    cairo_clip(book->cairo);
}

void pd_unclip(struct pd_book *book) {
    if (book->cairo) cairo_restore(book->cairo);
}

void pd_jpeg(
    struct pd_book *book, const uint8_t *bytes, size_t count, int32_t number, int32_t pixels_wide,
    int32_t pixels_high, double x, double y, double width, double height) {
    if (!book->cairo || count == 0) return;
    // Of this surface only the size matters: the PDF takes the bytes beside it.
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, pixels_wide, pixels_high);
    unsigned char *copy = g_memdup2(bytes, count);
    cairo_status_t status = cairo_surface_set_mime_data(
        surface, CAIRO_MIME_TYPE_JPEG, copy, count, g_free, copy);
    char *name = g_strdup_printf("picture %d", number);
    if (cairo_surface_set_mime_data(
            surface, CAIRO_MIME_TYPE_UNIQUE_ID, (unsigned char *)name, strlen(name), g_free, name) !=
        CAIRO_STATUS_SUCCESS)
        g_free(name);
    if (status == CAIRO_STATUS_SUCCESS) {
        cairo_save(book->cairo);
        cairo_translate(book->cairo, x, y);
        cairo_scale(book->cairo, width / pixels_wide, height / pixels_high);
        cairo_set_source_surface(book->cairo, surface, 0, 0);
        // Not painted: on an empty page Cairo takes a painting for all of it and forgets the structure.
        cairo_rectangle(book->cairo, 0, 0, pixels_wide, pixels_high);
        cairo_fill(book->cairo);
        cairo_restore(book->cairo);
    } else {
        g_free(copy);
    }
    cairo_surface_destroy(surface);
}
