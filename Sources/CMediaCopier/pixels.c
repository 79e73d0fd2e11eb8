// SPDX-License-Identifier: Apache-2.0

#include "media_copier.h"

#include <lcms2.h>
#include <stdlib.h>
#include <string.h>

// A profile of a camera has a few hundred bytes, one of a printer two megabytes.
#define MOST_PROFILE (4u << 20)

void pixels_free(struct pixels *pixels) {
    free(pixels->rgb);
    free(pixels->profile);
    memset(pixels, 0, sizeof *pixels);
}

enum mc_result pixels_make(struct pixels *pixels, uint64_t width, uint64_t height, uint64_t most) {
    if (width == 0 || height == 0) return MC_DAMAGED;
    // JPEG has no more to a side.
    if (width > 65500 || height > 65500 || width * height > most) return MC_TOO_LARGE;
    pixels->rgb = malloc((size_t)(width * height * 3));
    if (!pixels->rgb) return MC_MEMORY;
    pixels->width = (uint32_t)width;
    pixels->height = (uint32_t)height;
    return MC_MADE;
}

void pixels_set_profile(struct pixels *pixels, const uint8_t *bytes, size_t count) {
    if (!bytes || count == 0 || count > MOST_PROFILE) return;
    uint8_t *copy = malloc(count);
    if (!copy) return;
    memcpy(copy, bytes, count);
    free(pixels->profile);
    pixels->profile = copy;
    pixels->profile_size = count;
}

void pixels_flatten(struct pixels *pixels, const uint8_t *rgba, size_t stride, int is_premultiplied) {
    uint8_t *out = pixels->rgb;
    for (uint32_t y = 0; y < pixels->height; y++) {
        const uint8_t *in = rgba + (size_t)y * stride;
        for (uint32_t x = 0; x < pixels->width; x++, in += 4) {
            unsigned alpha = in[3];
            for (int c = 0; c < 3; c++) {
                unsigned value = is_premultiplied ? in[c] + (255 - alpha)
                                                  : (in[c] * alpha + 255 * (255 - alpha) + 127) / 255;
                *out++ = (uint8_t)(value > 255 ? 255 : value);
            }
        }
    }
}

// The mean of the pixels that lie under each new one, in steps of 1/256 of a pixel.
enum mc_result pixels_shrink(struct pixels *pixels, uint32_t side) {
    uint32_t longest = pixels->width > pixels->height ? pixels->width : pixels->height;
    if (side == 0 || longest <= side) return MC_MADE;
    uint64_t width = ((uint64_t)pixels->width * side + longest / 2) / longest;
    uint64_t height = ((uint64_t)pixels->height * side + longest / 2) / longest;
    if (width == 0) width = 1;
    if (height == 0) height = 1;
    uint8_t *small = malloc((size_t)(width * height * 3));
    if (!small) return MC_MEMORY;
    for (uint64_t y = 0; y < height; y++) {
        uint64_t top = y * pixels->height * 256 / height, bottom = (y + 1) * pixels->height * 256 / height;
        for (uint64_t x = 0; x < width; x++) {
            uint64_t left = x * pixels->width * 256 / width, right = (x + 1) * pixels->width * 256 / width;
            uint64_t sum[3] = {0, 0, 0}, all = 0;
            for (uint64_t v = top >> 8; v << 8 < bottom; v++) {
                uint64_t from = v << 8 > top ? v << 8 : top;
                uint64_t to = (v + 1) << 8 < bottom ? (v + 1) << 8 : bottom;
                const uint8_t *row = pixels->rgb + (size_t)v * pixels->width * 3;
                for (uint64_t u = left >> 8; u << 8 < right; u++) {
                    uint64_t begin = u << 8 > left ? u << 8 : left;
                    uint64_t end = (u + 1) << 8 < right ? (u + 1) << 8 : right;
                    uint64_t weight = (to - from) * (end - begin);
                    for (int c = 0; c < 3; c++) sum[c] += weight * row[u * 3 + (uint64_t)c];
                    all += weight;
                }
            }
            uint8_t *out = small + (y * width + x) * 3;
            for (int c = 0; c < 3; c++) out[c] = (uint8_t)(all ? (sum[c] + all / 2) / all : 0);
        }
    }
    free(pixels->rgb);
    pixels->rgb = small;
    pixels->width = (uint32_t)width;
    pixels->height = (uint32_t)height;
    return MC_MADE;
}

// As Exif numbers them: 2 mirrored, 3 half a turn, 4 upside down mirrored, 5 to 8 with sides exchanged.
enum mc_result pixels_turn(struct pixels *pixels, int orientation) {
    if (orientation < 2 || orientation > 8) return MC_MADE;
    uint32_t width = pixels->width, height = pixels->height;
    int is_swapped = orientation >= 5;
    uint8_t *turned = malloc((size_t)width * height * 3);
    if (!turned) return MC_MEMORY;
    uint32_t new_width = is_swapped ? height : width, new_height = is_swapped ? width : height;
    for (uint32_t y = 0; y < new_height; y++) {
        for (uint32_t x = 0; x < new_width; x++) {
            uint32_t u = is_swapped ? y : x, v = is_swapped ? x : y;
            switch (orientation) {
            case 2: u = width - 1 - u; break;
            case 3: u = width - 1 - u; v = height - 1 - v; break;
            case 4: v = height - 1 - v; break;
            case 6: v = height - 1 - v; break;
            case 7: u = width - 1 - u; v = height - 1 - v; break;
            case 8: u = width - 1 - u; break;
            default: break;
            }
            memcpy(turned + ((size_t)y * new_width + x) * 3, pixels->rgb + ((size_t)v * width + u) * 3, 3);
        }
    }
    free(pixels->rgb);
    pixels->rgb = turned;
    pixels->width = new_width;
    pixels->height = new_height;
    return MC_MADE;
}

// The colours that a picture without a profile names by numbers: Display P3 and BT.2020, where their curve
// is an ordinary one. What is made for brighter screens (PQ, HLG) has no place in eight bits and stays.
static cmsHPROFILE numbered(int primaries, int transfer) {
    static const cmsCIExyY white = {0.3127, 0.3290, 1};
    static const cmsCIExyYTRIPLE p3 = {{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}};
    static const cmsCIExyYTRIPLE wide = {{0.708, 0.292, 1}, {0.170, 0.797, 1}, {0.131, 0.046, 1}};
    if ((primaries != 12 && primaries != 9) || transfer == 16 || transfer == 18) return NULL;
    const cmsFloat64Number shape[5] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    cmsToneCurve *curve = cmsBuildParametricToneCurve(NULL, 4, shape);
    if (!curve) return NULL;
    cmsToneCurve *curves[3] = {curve, curve, curve};
    cmsHPROFILE made = cmsCreateRGBProfile(&white, primaries == 12 ? &p3 : &wide, curves);
    cmsFreeToneCurve(curve);
    return made;
}

// A profile that the library does not understand counts as none.
void pixels_to_srgb(struct pixels *pixels) {
    cmsHPROFILE from = pixels->profile
                           ? cmsOpenProfileFromMem(pixels->profile, (cmsUInt32Number)pixels->profile_size)
                           : numbered(pixels->primaries, pixels->transfer);
    if (!from) return;
    if (cmsGetColorSpace(from) == cmsSigRgbData) {
        cmsHPROFILE to = cmsCreate_sRGBProfile();
        cmsHTRANSFORM change = to ? cmsCreateTransform(
                                        from, TYPE_RGB_8, to, TYPE_RGB_8, INTENT_PERCEPTUAL,
                                        cmsFLAGS_BLACKPOINTCOMPENSATION)
                                  : NULL;
        if (change) {
            for (uint32_t y = 0; y < pixels->height; y++) {
                uint8_t *row = pixels->rgb + (size_t)y * pixels->width * 3;
                cmsDoTransform(change, row, row, pixels->width);
            }
            cmsDeleteTransform(change);
        }
        if (to) cmsCloseProfile(to);
    }
    cmsCloseProfile(from);
}
