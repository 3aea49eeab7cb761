#ifndef LIVESHELF_ZLIB_SHIM_H
#define LIVESHELF_ZLIB_SHIM_H

#include <zlib.h>

// inflateInit2 is a macro with a size in it, which Swift does not import.
static inline int liveshelf_inflate_raw_init(z_stream *stream) { return inflateInit2(stream, -MAX_WBITS); }

#endif
