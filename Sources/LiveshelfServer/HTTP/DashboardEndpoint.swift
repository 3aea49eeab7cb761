internal import HTTPTypes
internal import Hummingbird

extension Endpoint {
  /// The dashboard's files.
  ///
  /// - Parameter path: `/`, or `/**` for every path that is no call.
  static func dashboard(_ source: any DashboardSource, at path: String) -> Endpoint {
    Endpoint(.get, path, .open) { request, _ in
      let path = request.uri.path
      guard !path.contains(".."), path.utf8.count <= 512, let file = source.file(at: path) else {
        throw APIError(.notFound, "not_found", "there is nothing at this path; /v1/openapi.json lists all calls")
      }
      var headers: HTTPFields = [
        .contentType: file.contentType, .eTag: file.entityTag, .cacheControl: "no-cache",
        .contentSecurityPolicy: SecurityHeaders.dashboardPolicy,
      ]
      let known = request.headers[.ifNoneMatch]?.split(separator: ",").map { $0.filter { $0 != " " } } ?? []
      if known.contains(file.entityTag) || known.contains("W/" + file.entityTag) {
        return Response(status: .notModified, headers: headers)
      }
      headers[.contentLength] = String(file.bytes.count)
      return Response(
        status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }
  }
}
