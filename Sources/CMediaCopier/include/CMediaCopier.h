// SPDX-License-Identifier: Apache-2.0

// Pictures and sound that a plain computer does not show, as JPEG and as samples. Why in C: libheif takes
// its decoders as tables of functions, libjpeg leaves by longjmp, and libav's headers are macros.
//
// Nothing here opens a file, and nothing starts a thread: pictures come as bytes, sound through `read`.
// HEVC and AV1 inside HEIF are decoded by libavcodec alone, in this thread. One call at a time.

#ifndef CMEDIACOPIER_H
#define CMEDIACOPIER_H

#include <stddef.h>
#include <stdint.h>

/// What came of it.
enum mc_result {
    MC_MADE = 0,
    MC_DAMAGED,     // it could not be decoded
    MC_UNSUPPORTED, // it is coded in a way that is not on the list
    MC_TOO_LARGE,   // it has more pixels than are taken
    MC_TOO_LONG,    // it lasts longer than is taken
    MC_NO_SOUND,    // there is no sound in it
    MC_MEMORY,      // there is not enough memory
    MC_FLOW,        // `read` or `write` failed
};

/// Pictures that are decoded.
enum mc_form { MC_HEIF, MC_JPEG, MC_PNG, MC_GIF, MC_BMP, MC_TIFF, MC_WEBP };

/// Containers of sound that are opened.
enum mc_container { MC_AMR, MC_OGG, MC_CAF, MC_MOV };

/// The way in and out. Both return less than 0 where they fail.
struct mc_flow {
    void *owner;
    uint64_t size; // of what is read
    int64_t (*read)(void *owner, uint64_t offset, uint8_t *bytes, size_t count); // fewer only at the end
    int (*write)(void *owner, const uint8_t *bytes, size_t count);
};

/// What to make of a picture.
struct mc_wish {
    uint64_t pixels; // the most that it may have
    uint32_t side;   // the longest side of the copy; 0: as it is
    int quality;     // of the JPEG, 1 to 100
    int orientation; // as Exif numbers it, 1 to 8; what HEIF says itself is applied in any case
};

/// What was made.
struct mc_made {
    uint32_t width, height;         // of a picture, in pixels
    uint32_t rate, channels;        // of sound
    uint64_t frames;                // of sound: samples of each channel
    uint64_t flaws;                 // places that could not be decoded
};

/// Loads what the libraries load, before the door closes.
void mc_prepare(void);

/// Decodes a picture and writes a baseline JPEG without any metadata: sRGB, 8 bit, on white.
enum mc_result mc_picture(
    enum mc_form form, const uint8_t *bytes, size_t count, const struct mc_wish *wish,
    const struct mc_flow *flow, struct mc_made *made);

/// Decodes sound. With `made->frames` 0 it only counts; else it writes exactly these frames as interleaved
/// samples of 16 bits, little-endian, as `made` says, and fails where they come out otherwise.
enum mc_result mc_sound(
    enum mc_container container, uint64_t seconds, const struct mc_flow *flow, struct mc_made *made);

/// The names and versions of the libraries that made it: `libheif 1.15.1, libavcodec 59.37.100`.
size_t mc_versions(int isPicture, char *text, size_t capacity);

#endif
