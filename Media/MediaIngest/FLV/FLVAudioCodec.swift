import CLibAV

extension FLVAudioTag {
  /// libav's parameters for a part of this tag, or nil for a codec that is unknown or needs a set-up that has not come.
  func parameters(of part: Part, setup: [UInt8]) -> CodecParameters? {
    switch part.codec {
    case .fourCC(let code): Self.enhanced(code, setup: setup)
    case .classic(let format): classic(format, setup: setup)
    }
  }

  /// The name of a part's codec, for messages.
  static func name(of codec: Codec) -> String {
    switch codec {
    case .fourCC(let code): "enhanced FLV audio \"\(code)\""
    case .classic(let format): "FLV sound format \(format)"
    }
  }

  private static func enhanced(_ code: String, setup: [UInt8]) -> CodecParameters? {
    switch code {
    case "mp4a": setup.isEmpty ? nil : CodecParameters(audio: AV_CODEC_ID_AAC, setup: setup)
    case ".mp3": CodecParameters(audio: AV_CODEC_ID_MP3)
    case "Opus":
      // Channels stand in the OpusHead (RFC 7845, 5.1); a stream may come without one.
      CodecParameters(
        audio: AV_CODEC_ID_OPUS, sampleRate: 48_000, channels: setup.count > 9 ? Int32(clamping: setup[9]) : 2,
        setup: setup.starts(with: Array("OpusHead".utf8)) ? setup : [])
    case "fLaC": setup.isEmpty ? nil : CodecParameters(audio: AV_CODEC_ID_FLAC, setup: setup)
    case "ac-3": CodecParameters(audio: AV_CODEC_ID_AC3)
    case "ec-3": CodecParameters(audio: AV_CODEC_ID_EAC3)
    default: nil
    }
  }

  private func classic(_ format: UInt8, setup: [UInt8]) -> CodecParameters? {
    let (rate, channels) = (Int32(classicRate), Int32(classicChannels))
    return switch format {
    case 0, 3:
      CodecParameters(
        audio: classicBits == 8 ? AV_CODEC_ID_PCM_U8 : AV_CODEC_ID_PCM_S16LE, sampleRate: rate, channels: channels)
    case 1: CodecParameters(audio: AV_CODEC_ID_ADPCM_SWF, sampleRate: rate, channels: channels)
    case 2, 14: CodecParameters(audio: AV_CODEC_ID_MP3)
    case 4, 5, 6: CodecParameters(audio: AV_CODEC_ID_NELLYMOSER, sampleRate: rate, channels: 1)
    case 7: CodecParameters(audio: AV_CODEC_ID_PCM_ALAW, sampleRate: rate, channels: channels, bitsPerSample: 8)
    case 8: CodecParameters(audio: AV_CODEC_ID_PCM_MULAW, sampleRate: rate, channels: channels, bitsPerSample: 8)
    case 10: setup.isEmpty ? nil : CodecParameters(audio: AV_CODEC_ID_AAC, setup: setup)
    case 11: CodecParameters(audio: AV_CODEC_ID_SPEEX, sampleRate: 16_000, channels: 1)
    default: nil
    }
  }
}
