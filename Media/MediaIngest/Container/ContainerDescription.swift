/// A container and the tracks that have shown up in it.
public struct ContainerDescription: Hashable, Sendable, Codable {
  public struct Track: Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable {
      case audio, video, data, subtitle, other
    }

    public var kind: Kind
    /// libav's name of the codec where there is one, else the container's.
    public var codec: String
    /// Samples a second of sound; zero while unknown.
    public var sampleRate = 0
    public var channels = 0
    /// Pixels of pictures; zero while unknown.
    public var width = 0
    public var height = 0
  }

  /// libav's name of the container, such as `flv` or `hls`.
  public var format: String
  public var tracks: [Track] = []
}
