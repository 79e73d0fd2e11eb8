// SPDX-License-Identifier: Apache-2.0

// What the files of this target share.

#ifndef MEDIA_COPIER_H
#define MEDIA_COPIER_H

#include "CMediaCopier.h"

#include <libavcodec/avcodec.h>

/// A picture as rows of red, green and blue, 8 bit each, without gaps.
struct pixels {
    uint32_t width, height;
    uint8_t *rgb;
    // How its colours are meant, where it says so: an ICC profile, and the numbers of ITU-T H.273.
    uint8_t *profile;
    size_t profile_size;
    int primaries, transfer;
    uint64_t flaws;
};

void pixels_free(struct pixels *pixels);

/// Room for so many; MC_TOO_LARGE where they are more than `most`.
enum mc_result pixels_make(struct pixels *pixels, uint64_t width, uint64_t height, uint64_t most);

/// Keeps a copy of an ICC profile; one that is too long is left out.
void pixels_set_profile(struct pixels *pixels, const uint8_t *bytes, size_t count);

/// Rows of red, green, blue and alpha onto white.
void pixels_flatten(struct pixels *pixels, const uint8_t *rgba, size_t stride, int is_premultiplied);

enum mc_result pixels_shrink(struct pixels *pixels, uint32_t side);
enum mc_result pixels_turn(struct pixels *pixels, int orientation);
void pixels_to_srgb(struct pixels *pixels);

enum mc_result heif_read(const uint8_t *bytes, size_t count, uint64_t most, struct pixels *pixels);
enum mc_result jpeg_read(
    const uint8_t *bytes, size_t count, uint64_t most, uint32_t side, struct pixels *pixels);
enum mc_result jpeg_write(const struct pixels *pixels, int quality, const struct mc_flow *flow);
enum mc_result still_read(
    enum mc_form form, const uint8_t *bytes, size_t count, uint64_t most, struct pixels *pixels);

/// One picture out of one packet, in this thread; frees the packet.
enum mc_result av_picture(
    const char *decoder, AVPacket *packet, uint64_t most, AVFrame **frame);

void heif_prepare(void);

#endif
