/// The wall screen's files as the server's source of pages.
public struct Dashboard: DashboardSource {
  private let files = DashboardFiles()

  public init() {}

  public func file(at path: String) -> DashboardFile? {
    files.file(at: path).map { DashboardFile(bytes: $0.bytes, contentType: $0.contentType, entityTag: $0.entityTag) }
  }
}
