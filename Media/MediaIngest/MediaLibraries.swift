import CLibAV

/// The media libraries that the program runs with.
public enum MediaLibraries {
  /// Name and version of each, such as `libavformat` `59.27.100`.
  public static var versions: [(name: String, version: String)] {
    [
      ("libavformat", text(avformat_version())), ("libavcodec", text(avcodec_version())),
      ("libswresample", text(swresample_version())), ("libavutil", text(avutil_version())),
    ]
  }

  /// What keeps the program from running with the libraries at hand; nil when they are the ones it was built for.
  public static var obstacle: String? {
    let built = UInt32(LIBAVFORMAT_VERSION_MAJOR)
    let found = avformat_version() >> 16
    return built == found ? nil : "built for libavformat \(built), and libavformat \(found) was loaded"
  }

  /// Lets libav say only what ends the process: what matters comes as `MediaError` and `Discontinuity`. Call it once,
  /// before anything is read; it holds for the whole process.
  public static func silence() {
    av_log_set_level(AV_LOG_FATAL)
  }

  private static func text(_ version: UInt32) -> String {
    "\(version >> 16).\(version >> 8 & 255).\(version & 255)"
  }
}
