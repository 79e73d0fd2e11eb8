// SPDX-License-Identifier: Apache-2.0

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "media_copier.h"

#include <dlfcn.h>
#include <lcms2.h>
#include <libavutil/cpu.h>
#include <libavutil/log.h>
#include <libavformat/avformat.h>
#include <libheif/heif.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

void mc_prepare(void) {
    av_log_set_level(AV_LOG_QUIET);
    // What the processor can do is asked once.
    av_get_cpu_flags();
    heif_prepare();
}

enum mc_result mc_picture(
    enum mc_form form, const uint8_t *bytes, size_t count, const struct mc_wish *wish,
    const struct mc_flow *flow, struct mc_made *made) {
    struct pixels pixels = {0};
    enum mc_result result;
    switch (form) {
    case MC_HEIF: result = heif_read(bytes, count, wish->pixels, &pixels); break;
    case MC_JPEG: result = jpeg_read(bytes, count, wish->pixels, wish->side, &pixels); break;
    default: result = still_read(form, bytes, count, wish->pixels, &pixels); break;
    }
    if (result == MC_MADE) result = pixels_shrink(&pixels, wish->side);
    if (result == MC_MADE) pixels_to_srgb(&pixels);
    if (result == MC_MADE && form != MC_HEIF) result = pixels_turn(&pixels, wish->orientation);
    if (result == MC_MADE) result = jpeg_write(&pixels, wish->quality, flow);
    made->width = pixels.width;
    made->height = pixels.height;
    made->flaws = pixels.flaws;
    pixels_free(&pixels);
    return result;
}

// What decodes AV1 is behind libavcodec; where it is in this process, it says its version.
static const char *av1_version(void) {
    const char *(*version)(void) = NULL;
    *(void **)&version = dlsym(RTLD_DEFAULT, "dav1d_version");
    return version ? version() : "unknown";
}

#define NUMBERS(v) (v) >> 16 & 0xFFFF, (v) >> 8 & 0xFF, (v) & 0xFF

size_t mc_versions(int is_picture, char *text, size_t capacity) {
    unsigned codec = avcodec_version();
    int length;
    if (is_picture) {
        unsigned scale = swscale_version();
        int cms = cmsGetEncodedCMMversion();
        length = snprintf(
            text, capacity,
            "libheif %s, libavcodec %u.%u.%u, dav1d %s, libswscale %u.%u.%u, lcms2 %d.%d, libjpeg-turbo %d.%d.%d",
            heif_get_version(), NUMBERS(codec), av1_version(), NUMBERS(scale), cms / 1000, cms % 1000 / 10,
            LIBJPEG_TURBO_VERSION_NUMBER / 1000000, LIBJPEG_TURBO_VERSION_NUMBER / 1000 % 1000,
            LIBJPEG_TURBO_VERSION_NUMBER % 1000);
    } else {
        unsigned format = avformat_version(), sample = swresample_version();
        length = snprintf(
            text, capacity, "libavformat %u.%u.%u, libavcodec %u.%u.%u, libswresample %u.%u.%u", NUMBERS(format),
            NUMBERS(codec), NUMBERS(sample));
    }
    return length < 0 || (size_t)length >= capacity ? 0 : (size_t)length;
}
