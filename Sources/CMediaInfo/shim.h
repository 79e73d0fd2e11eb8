// SPDX-License-Identifier: Apache-2.0
// The library's own header loads it at run time under a name of its choice; these are the same
// functions, linked. A text is a wide one, which is UTF-32 where these are built; the variants for
// narrow texts go through the locale and lose letters.
#include <stddef.h>
#include <stdint.h>

void *MediaInfo_New(void);
void MediaInfo_Delete(void *handle);
size_t MediaInfo_Open_Buffer_Init(void *handle, uint64_t size, uint64_t offset);
size_t MediaInfo_Open_Buffer_Continue(void *handle, uint8_t *buffer, size_t size);
uint64_t MediaInfo_Open_Buffer_Continue_GoTo_Get(void *handle);
size_t MediaInfo_Open_Buffer_Finalize(void *handle);
const int32_t *MediaInfo_Option(void *handle, const int32_t *option, const int32_t *value);
const int32_t *MediaInfo_Get(
    void *handle, int stream, size_t number, const int32_t *parameter, int kind, int search);
const int32_t *MediaInfo_GetI(void *handle, int stream, size_t number, size_t parameter, int kind);
size_t MediaInfo_Count_Get(void *handle, int stream, size_t number);
