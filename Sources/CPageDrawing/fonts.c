// SPDX-License-Identifier: Apache-2.0

#include "CPageDrawing.h"

#include <fontconfig/fontconfig.h>
#include <glib.h>
#include <pango/pango.h>
#include <string.h>

// Lives as long as the program: fontconfig's own sets point into it.
static FcConfig *configuration;
static GPtrArray *paths;

static const char *path_of(FcPattern *font) {
    FcChar8 *path = NULL;
    return FcPatternGetString(font, FC_FILE, 0, &path) == FcResultMatch ? (const char *)path : NULL;
}

// Whether a PDF can hold its glyphs: shapes that scale, or pictures in colour.
static int is_printable(FcPattern *font) {
    FcBool outline = FcFalse, colour = FcFalse;
    if (FcPatternGetBool(font, FC_OUTLINE, 0, &outline) != FcResultMatch) outline = FcFalse;
    if (FcPatternGetBool(font, FC_COLOR, 0, &colour) != FcResultMatch) colour = FcFalse;
    return (outline || colour) && path_of(font) != NULL;
}

// Keeps the fonts that `keep` says yes to, in their order. The patterns belong to fontconfig's caches.
static void filter(int (*keep)(FcPattern *, const char *), const char *path) {
    FcFontSet *fonts = FcConfigGetFonts(configuration, FcSetSystem);
    if (!fonts) return;
    int kept = 0;
    for (int i = 0; i < fonts->nfont; i++) {
        if (keep(fonts->fonts[i], path)) fonts->fonts[kept++] = fonts->fonts[i];
    }
    fonts->nfont = kept;
}

static int keep_printable(FcPattern *font, const char *path) {
    (void)path;
    return is_printable(font);
}

static int keep_other(FcPattern *font, const char *path) {
    return strcmp(path_of(font), path) != 0;
}

static gint by_text(gconstpointer left, gconstpointer right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

int32_t pd_load_fonts(void) {
    configuration = FcInitLoadConfigAndFonts();
    if (!configuration) return -1;
    // What is loaded now is all that there will be.
    FcConfigSetRescanInterval(configuration, 0);
    filter(keep_printable, NULL);
    paths = g_ptr_array_new();
    GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
    FcFontSet *fonts = FcConfigGetFonts(configuration, FcSetSystem);
    for (int i = 0; fonts && i < fonts->nfont; i++) {
        const char *path = path_of(fonts->fonts[i]);
        if (!g_hash_table_contains(seen, path)) {
            char *copy = g_strdup(path);
            g_hash_table_add(seen, copy);
            g_ptr_array_add(paths, copy);
        }
    }
    g_hash_table_destroy(seen);
    g_ptr_array_sort(paths, by_text);
    return (int32_t)paths->len;
}

const char *pd_font_path(int32_t index) {
    return paths && index >= 0 && (guint)index < paths->len ? g_ptr_array_index(paths, (guint)index) : NULL;
}

void pd_drop_font(int32_t index) {
    const char *path = pd_font_path(index);
    if (path) filter(keep_other, path);
}

static void say_nothing(
    const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer context) {
    (void)domain, (void)level, (void)message, (void)context;
}

int32_t pd_settle_fonts(void) {
    g_log_set_default_handler(say_nothing, NULL);
    if (!configuration) return -1;
    FcFontSet *fonts = FcConfigGetFonts(configuration, FcSetSystem);
    if (!fonts || fonts->nfont == 0) return -1;
    return FcConfigSetCurrent(configuration) ? 0 : -1;
}

void pd_load_words(void) {
    // Thai has no spaces between words: a dictionary of them is a file.
    const char *text = "\xe0\xb8\xaa\xe0\xb8\xa7\xe0\xb8\xb1\xe0\xb8\xaa\xe0\xb8\x94\xe0\xb8\xb5";
    PangoLogAttr marks[16];
    pango_get_log_attrs(text, (int)strlen(text), -1, pango_language_from_string("th"), marks, 7);
}
