internal import Foundation
internal import HTTPTypes
internal import History
internal import Hummingbird
internal import LiveshelfCore
internal import RoomAPI

/// Shows that are over: their files, and what they say together.
extension API {
  private struct FileList: Encodable {
    struct File: Encodable {
      var name: String
      var bytes: Int
    }
    var files: [File]
  }

  private struct HitList: Encodable {
    var hits: [TranscriptHit]
  }

  /// A file of more bytes is not given out in one answer.
  private static let largestFile = 256 << 20

  var historyEndpoints: [Endpoint] {
    [
      Endpoint(.get, "/v1/rooms/{room}/shows/{show}/files", .viewer) { request, context in
        let parameters = RequestParameters(request, context)
        let (room, show) = (try parameters.room(), try parameters.part("show"))
        let folder = try await ask { () throws(ServiceError) in try await service.files(of: show, in: room) }
        return try .json(FileList(files: Self.files(in: folder)))
      },
      Endpoint(.get, "/v1/rooms/{room}/shows/{show}/files/{file}", .viewer) { request, context in
        let parameters = RequestParameters(request, context)
        let (room, show) = (try parameters.room(), try parameters.part("show"))
        let name = try parameters.part("file")
        let folder = try await ask { () throws(ServiceError) in try await service.files(of: show, in: room) }
        // Only names of the list: nothing leads out of the folder.
        guard let file = Self.files(in: folder).first(where: { $0.name == name }) else {
          throw APIError(.notFound(what: "file", id: name))
        }
        guard file.bytes <= Self.largestFile,
          let bytes = FileManager.default.contents(atPath: folder.appending(path: name).path)
        else { throw APIError(.unavailable("the file '\(name)' cannot be given out")) }
        return Response(
          status: .ok,
          headers: [
            .contentType: Self.contentType(of: name), .cacheControl: "no-store",
            .contentDisposition: "attachment; filename=\"\(name)\"",
          ],
          body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
      },
      Endpoint(.get, "/v1/history", .viewer) { request, context in
        let sku = try RequestParameters(request, context).text("sku", limit: 256)
        let report = try await ask { () throws(ServiceError) in try await service.history(of: sku) }
        return .json(bytes: Array(try report.json().utf8))
      },
      Endpoint(.get, "/v1/history/find", .viewer) { request, context in
        let parameters = RequestParameters(request, context)
        guard let text = try parameters.text("text", limit: 600), text.contains(where: { !$0.isWhitespace }) else {
          throw APIError(.badRequest, "invalid_query", "text says what to look for", field: "text")
        }
        let limit = Int(try parameters.integer("limit", in: 1...1000, default: 100))
        let hits = try await ask { () throws(ServiceError) in try await service.said(text, limit: limit) }
        return try .json(HitList(hits: hits))
      },
    ]
  }

  private static func files(in folder: URL) -> [FileList.File] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().filter { !$0.hasPrefix(".") }.compactMap { name in
      let facts = try? FileManager.default.attributesOfItem(atPath: folder.appending(path: name).path)
      guard facts?[.type] as? FileAttributeType == .typeRegular else { return nil }
      return FileList.File(name: name, bytes: facts?[.size] as? Int ?? 0)
    }
  }

  private static func contentType(of name: String) -> String {
    switch name.split(separator: ".").last {
    case "csv": "text/csv; charset=utf-8"
    case "json": "application/json; charset=utf-8"
    case "jsonl": "application/x-ndjson; charset=utf-8"
    case "vtt": "text/vtt; charset=utf-8"
    case "html": "text/html; charset=utf-8"
    default: "application/octet-stream"
    }
  }
}
