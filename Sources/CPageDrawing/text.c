// SPDX-License-Identifier: Apache-2.0

#include "book.h"
#include "families.h"

#include <string.h>

#define SMALL_SCALE 0.82
#define FIXED_SCALE 0.92

struct pd_text {
    PangoLayout *layout;
    uint32_t count;
    struct pd_line *lines;
    // Left edges of the lines, as aligned.
    double *edges;
};

static void add(PangoAttrList *list, PangoAttribute *attribute, uint32_t start, uint32_t end) {
    attribute->start_index = start;
    attribute->end_index = end;
    pango_attr_list_insert(list, attribute);
}

static PangoAttrList *attributes(
    const struct pd_span *spans, size_t count, size_t length, const struct pd_setting *setting) {
    PangoAttrList *list = pango_attr_list_new();
    add(list, pango_attr_insert_hyphens_new(FALSE), 0, (uint32_t)length);
    if (setting->language && *setting->language) {
        add(list, pango_attr_language_new(pango_language_from_string(setting->language)), 0,
            (uint32_t)length);
    }
    for (size_t i = 0; i < count; i++) {
        struct pd_span span = spans[i];
        double scale = 1;
        if (span.manner & PD_STRONG)
            add(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), span.start, span.end);
        if (span.manner & PD_FIXED) {
            add(list, pango_attr_family_new(FIXED_FAMILIES), span.start, span.end);
            scale *= FIXED_SCALE;
        }
        if (span.manner & PD_SMALL) scale *= SMALL_SCALE;
        if (scale != 1) {
            int size = (int)(setting->size * scale * PANGO_SCALE);
            add(list, pango_attr_size_new_absolute(size), span.start, span.end);
        }
    }
    return list;
}

// Characters without a shape, among what a line draws.
static uint32_t missing(PangoLayoutLine *line) {
    uint32_t count = 0;
    for (GSList *each = line->runs; each; each = each->next) {
        PangoGlyphString *glyphs = ((PangoGlyphItem *)each->data)->glyphs;
        for (int i = 0; i < glyphs->num_glyphs; i++) {
            PangoGlyph glyph = glyphs->glyphs[i].glyph;
            if (glyph != PANGO_GLYPH_EMPTY && (glyph & PANGO_GLYPH_UNKNOWN_FLAG)) count++;
        }
    }
    return count;
}

static double points(int units) { return (double)units / PANGO_SCALE; }

static void measure(struct pd_text *text) {
    PangoLayoutIter *each = pango_layout_get_iter(text->layout);
    uint32_t index = 0;
    do {
        PangoLayoutLine *line = pango_layout_iter_get_line_readonly(each);
        PangoRectangle ink, logical;
        pango_layout_iter_get_line_extents(each, &ink, &logical);
        int baseline = pango_layout_iter_get_baseline(each);
        int top = MIN(logical.y, ink.height > 0 ? ink.y : logical.y);
        int bottom = MAX(logical.y + logical.height, ink.y + ink.height);
        struct pd_line *found = &text->lines[index];
        found->start = (uint32_t)line->start_index;
        found->length = (uint32_t)line->length;
        found->height = points(bottom - top);
        found->ascent = points(baseline - top);
        found->width = points(logical.width);
        found->missing = missing(line);
        text->edges[index] = points(logical.x);
        index++;
    } while (index < text->count && pango_layout_iter_next_line(each));
    pango_layout_iter_free(each);
    text->count = index;
}

struct pd_text *pd_text_open(
    struct pd_book *book, const uint8_t *bytes, size_t count, const struct pd_span *spans,
    size_t span_count, struct pd_setting setting) {
    if (count > G_MAXINT / 2) return NULL;
    struct pd_text *text = g_new0(struct pd_text, 1);
    PangoLayout *layout = pango_layout_new(book->contexts[setting.is_right_to_left ? 1 : 0]);
    text->layout = layout;
    PangoFontDescription *font = pango_font_description_from_string(FAMILIES);
    pango_font_description_set_absolute_size(font, setting.size * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout, (int)(setting.width * PANGO_SCALE));
    pango_layout_set_alignment(
        layout, setting.side == PD_CENTRE                              ? PANGO_ALIGN_CENTER
            : setting.side == PD_END || setting.is_right_to_left ? PANGO_ALIGN_RIGHT
                                                                 : PANGO_ALIGN_LEFT);
    pango_layout_set_text(layout, (const char *)bytes, (int)count);
    PangoAttrList *list = attributes(spans, span_count, count, &setting);
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);

    text->count = (uint32_t)pango_layout_get_line_count(layout);
    text->lines = g_new0(struct pd_line, text->count);
    text->edges = g_new0(double, text->count);
    measure(text);
    return text;
}

void pd_text_close(struct pd_text *text) {
    g_object_unref(text->layout);
    g_free(text->lines);
    g_free(text->edges);
    g_free(text);
}

uint32_t pd_text_line_count(const struct pd_text *text) { return text->count; }

struct pd_line pd_text_line(const struct pd_text *text, uint32_t index) {
    struct pd_line none = {0};
    return index < text->count ? text->lines[index] : none;
}

uint32_t pd_text_areas(
    const struct pd_text *text, uint32_t index, uint32_t start, uint32_t end, double *pairs,
    uint32_t most) {
    if (index >= text->count) return 0;
    PangoLayoutLine *line = pango_layout_get_line_readonly(text->layout, (int)index);
    int *ranges = NULL, count = 0;
    // Left and right are told from the left of the layout, alignment included.
    pango_layout_line_get_x_ranges(line, (int)start, (int)end, &ranges, &count);
    uint32_t kept = 0;
    for (int i = 0; i < count && kept < most; i++) {
        pairs[2 * kept] = points(ranges[2 * i]);
        pairs[2 * kept + 1] = points(ranges[2 * i + 1]);
        kept++;
    }
    g_free(ranges);
    return kept;
}

// Where the left edge of a line lies, for what draws it.
double pd_text_edge(const struct pd_text *text, uint32_t index) { return text->edges[index]; }

PangoLayoutLine *pd_text_runs(const struct pd_text *text, uint32_t index) {
    return pango_layout_get_line_readonly(text->layout, (int)index);
}

const char *pd_text_utf8(const struct pd_text *text) { return pango_layout_get_text(text->layout); }
