// A C face for webrtc-audio-processing: 10 ms of 16-bit mono at a time.
#ifndef LIVESHELF_CAUDIOCLEANER_H
#define LIVESHELF_CAUDIOCLEANER_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cleaner cleaner;

typedef struct {
  bool high_pass;
  /// 0…3, weakest to strongest; −1: off.
  int noise_suppression;
  bool gain_control;
  /// How readily voice is assumed, 0 (least) … 3; −1: off.
  int voice_likelihood;
  int sample_rate;
} cleaner_configuration;

/// NULL when the library refuses the configuration.
cleaner *cleaner_create(const cleaner_configuration *configuration);
void cleaner_destroy(cleaner *cleaner);

/// Cleans exactly 10 ms in place.
/// @param has_voice 1 or 0; −1 when voice detection is off
/// @return 0, or the library's error code
int cleaner_process(cleaner *cleaner, int16_t *samples, int count, int *has_voice);

#ifdef __cplusplus
}
#endif

#endif
