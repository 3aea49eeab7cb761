internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LiveshelfCore
internal import RoomAPI
internal import Rooms

extension API {
  /// How far a study is, and what it found.
  private struct StudyView: Encodable {
    struct Sound: Encodable {
      var id: Int
      var times: [Double]
      var seconds: Double
    }

    var state: String
    var share: Double
    var message: String?
    var sounds: [Sound] = []

    /// - Parameter state: nil: nothing was sent to learn from.
    init(_ state: MarkerStudy.State?) {
      switch state {
      case nil: (self.state, share) = ("none", 0)
      case .listening(let share): (self.state, self.share) = ("listening", (share * 1000).rounded() / 1000)
      case .failed(let reason): (self.state, share, message) = ("failed", 1, reason)
      case .done(let found):
        (self.state, share) = ("done", 1)
        sounds = found.enumerated().map {
          Sound(id: $0.offset + 1, times: $0.element.times, seconds: $0.element.seconds)
        }
      }
    }
  }

  /// Within which a recording must have come.
  private static let recordingPatience = Duration.seconds(3600)

  /// Stingers that are found in a recording; a person hears them, and keeps those that are.
  var markerStudyEndpoints: [Endpoint] {
    [
      Endpoint(.put, "/v1/rooms/{room}/marker_study", .operator, action: "marker_study.begin") { request, context in
        let room = try RequestParameters(request, context).room()
        _ = try await ask { () throws(ServiceError) in try await service.markers(in: room) }
        guard await !studies.isBusy else { throw Self.busyListening }
        let recording = try await recording(request)
        guard await studies.begin(recording, for: room) else {
          try? FileManager.default.removeItem(at: recording)
          throw Self.busyListening
        }
        return try .json(StudyView(.listening(share: 0)), status: .accepted)
      },
      Endpoint(.get, "/v1/rooms/{room}/marker_study", .operator) { request, context in
        try .json(StudyView(try await study(request, context)?.state))
      },
      Endpoint(.get, "/v1/rooms/{room}/marker_study/{sound}", .operator) { request, context in
        let id = try RequestParameters(request, context).part("sound")
        guard case .done(let sounds)? = try await study(request, context)?.state, let place = Int(id),
          sounds.indices.contains(place - 1)
        else { throw APIError(.notFound, "not_found", "no such sound was found") }
        return Response(
          status: .ok, headers: [.contentType: "audio/ogg", .cacheControl: "no-store"],
          body: ResponseBody(byteBuffer: ByteBuffer(bytes: sounds[place - 1].audio)))
      },
      Endpoint(.delete, "/v1/rooms/{room}/marker_study", .operator, action: "marker_study.end") { request, context in
        await studies.forget(try RequestParameters(request, context).room())
        return Response(status: .noContent)
      },
    ]
  }

  private static let busyListening = APIError(
    .conflict, "conflict", "another recording is being listened through; wait until it is done, or end it")

  private func study(_ request: Request, _ context: APIContext) async throws -> MarkerStudy? {
    let room = try RequestParameters(request, context).room()
    _ = try await ask { () throws(ServiceError) in try await service.markers(in: room) }
    return await studies.study(of: room)
  }

  /// The body as a file of its own.
  private func recording(_ request: Request) async throws -> URL {
    let file = FileManager.default.temporaryDirectory.appending(path: "liveshelf-recording-\(UUID().uuidString)")
    guard FileManager.default.createFile(atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600]),
      let handle = FileHandle(forWritingAtPath: file.path)
    else { throw APIError(.serviceUnavailable, "unavailable", "the recording cannot be stored: look at the disk") }
    defer { try? handle.close() }
    var isEmpty = true
    do {
      try await BodyReader(limit: settings.limits.recordingBytes, patience: Self.recordingPatience).read(request) {
        piece throws(APIError) in
        isEmpty = isEmpty && piece.isEmpty
        do {
          try handle.write(contentsOf: piece)
        } catch {
          throw APIError(.serviceUnavailable, "unavailable", "the recording cannot be stored: the disk may be full")
        }
      }
      guard !isEmpty else { throw APIError(.badRequest, "empty_body", "send the bytes of a recording") }
    } catch {
      try? FileManager.default.removeItem(at: file)
      throw error
    }
    return file
  }
}
