#include "CAudioCleaner.h"

#include <cstring>
#include <memory>

#include <webrtc/modules/audio_processing/include/audio_processing.h>
#include <webrtc/modules/interface/module_common_types.h>

using webrtc::AudioFrame;
using webrtc::AudioProcessing;
using webrtc::GainControl;
using webrtc::NoiseSuppression;
using webrtc::VoiceDetection;

struct cleaner {
  std::unique_ptr<AudioProcessing> processing;
  AudioFrame frame;
  int sample_rate;
  bool detects_voice;
};

namespace {

bool configure(AudioProcessing &processing, const cleaner_configuration &wanted) {
  const auto mono = AudioProcessing::kMono;
  if (processing.Initialize(wanted.sample_rate, wanted.sample_rate, wanted.sample_rate, mono, mono, mono) != 0) return false;
  if (processing.high_pass_filter()->Enable(wanted.high_pass) != 0) return false;
  if (wanted.noise_suppression >= 0) {
    auto *stage = processing.noise_suppression();
    if (stage->set_level(static_cast<NoiseSuppression::Level>(wanted.noise_suppression)) != 0) return false;
    if (stage->Enable(true) != 0) return false;
  }
  if (wanted.gain_control) {
    auto *stage = processing.gain_control();
    if (stage->set_mode(GainControl::kAdaptiveDigital) != 0) return false;
    if (stage->set_target_level_dbfs(3) != 0) return false;
    if (stage->set_compression_gain_db(9) != 0) return false;
    if (stage->enable_limiter(true) != 0) return false;
    if (stage->Enable(true) != 0) return false;
  }
  if (wanted.voice_likelihood >= 0) {
    auto *stage = processing.voice_detection();
    if (stage->set_likelihood(static_cast<VoiceDetection::Likelihood>(wanted.voice_likelihood)) != 0) return false;
    if (stage->set_frame_size_ms(10) != 0) return false;
    if (stage->Enable(true) != 0) return false;
  }
  return true;
}

}  // namespace

extern "C" cleaner *cleaner_create(const cleaner_configuration *configuration) try {
  auto created = std::make_unique<cleaner>();
  created->processing.reset(AudioProcessing::Create());
  created->sample_rate = configuration->sample_rate;
  created->detects_voice = configuration->voice_likelihood >= 0;
  if (!created->processing || !configure(*created->processing, *configuration)) return nullptr;
  return created.release();
} catch (...) {
  // No C++ exception may cross into Swift; the only one possible is lack of memory.
  return nullptr;
}

extern "C" void cleaner_destroy(cleaner *cleaner) { delete cleaner; }

extern "C" int cleaner_process(cleaner *cleaner, int16_t *samples, int count, int *has_voice) {
  if (count * 100 != cleaner->sample_rate) return AudioProcessing::kBadDataLengthError;
  AudioFrame &frame = cleaner->frame;
  frame.sample_rate_hz_ = cleaner->sample_rate;
  frame.num_channels_ = 1;
  frame.samples_per_channel_ = count;
  frame.vad_activity_ = AudioFrame::kVadUnknown;
  std::memcpy(frame.data_, samples, count * sizeof(int16_t));
  const int result = cleaner->processing->ProcessStream(&frame);
  std::memcpy(samples, frame.data_, count * sizeof(int16_t));
  *has_voice = cleaner->detects_voice ? (cleaner->processing->voice_detection()->stream_has_voice() ? 1 : 0) : -1;
  return result;
}
