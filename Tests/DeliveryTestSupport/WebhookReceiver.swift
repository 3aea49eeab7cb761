internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// What a receiver got.
public struct ReceivedRequest: Sendable {
  public var path: String
  /// Names in lower case.
  public var headers: [String: String]
  public var body: [UInt8]
}

/// How a receiver answers.
public enum ReceiverAnswer: Sendable {
  case status(Int, headers: [String: String] = [:], body: String = "")
  /// When a test has done something else.
  indirect case later(@Sendable () async -> ReceiverAnswer)
  /// Never.
  case silence
  /// A status, and then text without an end.
  case endless(status: Int)
  /// A status and the beginning of a body, and nothing more.
  case unfinished(status: Int)
  /// The connection breaks.
  case breakOff
}

/// A real HTTP server on loopback whose answers a test decides.
public final class WebhookReceiver: Sendable {
  public typealias Decision = @Sendable (ReceivedRequest) -> ReceiverAnswer

  private struct State {
    var server: (any Channel)?
    var connections: [ObjectIdentifier: any Channel] = [:]
    var requests: [ReceivedRequest] = []
    var connectionCount = 0
    var port = 0
  }

  private let state = Mutex(State())
  private let decide: Decision

  public init(_ decide: @escaping Decision) {
    self.decide = decide
  }

  public var port: Int { state.withLock { $0.port } }
  public var url: String { "http://127.0.0.1:\(port)/hook" }
  public var requests: [ReceivedRequest] { state.withLock { $0.requests } }
  /// Connections that were made so far.
  public var connectionCount: Int { state.withLock { $0.connectionCount } }

  /// Listens on the port, or on a free one when it is 0.
  public func start(port: Int = 0) async throws {
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        self.remember(channel)
        return channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(RequestHandler { self.answer(to: $0) })
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
    state.withLock { state in
      state.server = server
      state.port = server.localAddress?.port ?? 0
    }
  }

  /// Breaks all connections off and listens no more, as if killed.
  public func kill() async {
    let (server, connections) = state.withLock { state in
      defer { (state.server, state.connections) = (nil, [:]) }
      return (state.server, Array(state.connections.values))
    }
    try? await server?.close()
    for connection in connections { try? await connection.close() }
  }

  private func remember(_ channel: any Channel) {
    let id = ObjectIdentifier(channel)
    state.withLock { state in
      state.connections[id] = channel
      state.connectionCount += 1
    }
    channel.closeFuture.whenComplete { _ in _ = self.state.withLock { $0.connections.removeValue(forKey: id) } }
  }

  private func answer(to request: ReceivedRequest) -> ReceiverAnswer {
    state.withLock { $0.requests.append(request) }
    return decide(request)
  }
}

/// Reads requests and writes answers.
private final class RequestHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let answer: (ReceivedRequest) -> ReceiverAnswer
  private var request: ReceivedRequest?

  init(_ answer: @escaping (ReceivedRequest) -> ReceiverAnswer) {
    self.answer = answer
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      let headers = head.headers.map { ($0.name.lowercased(), $0.value) }
      request = ReceivedRequest(
        path: head.uri, headers: Dictionary(headers, uniquingKeysWith: { $0 + "," + $1 }), body: [])
    case .body(let part):
      request?.body += Array(part.readableBytesView)
    case .end:
      guard let request else { return }
      self.request = nil
      send(answer(request), context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func send(_ answer: ReceiverAnswer, _ context: ChannelHandlerContext) {
    switch answer {
    case .status(let status, let fields, let body):
      var headers = HTTPHeaders(fields.map { ($0.key, $0.value) })
      headers.add(name: "content-length", value: String(body.utf8.count))
      sendHead(status, headers, context)
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    case .later(let decide):
      let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
      let decided = context.eventLoop.makePromise(of: ReceiverAnswer.self)
      decided.completeWithTask { await decide() }
      decided.futureResult.whenSuccess { answer in
        let (handler, context) = bound.value
        if context.channel.isActive { handler.send(answer, context) }
      }
    case .silence: break
    case .endless(let status):
      sendHead(status, HTTPHeaders([("transfer-encoding", "chunked")]), context)
      sendEndlessly(context)
    case .unfinished(let status):
      sendHead(status, HTTPHeaders([("content-length", "1000")]), context)
      context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "and then")))), promise: nil)
    case .breakOff: context.close(promise: nil)
    }
  }

  private func sendHead(_ status: Int, _ headers: HTTPHeaders, _ context: ChannelHandlerContext) {
    let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
  }

  private func sendEndlessly(_ context: ChannelHandlerContext) {
    let part = ByteBuffer(string: String(repeating: "no end ", count: 10_000))
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(part)))).whenSuccess {
      let (handler, context) = bound.value
      handler.sendEndlessly(context)
    }
  }
}
