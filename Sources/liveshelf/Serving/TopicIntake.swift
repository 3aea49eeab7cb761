import CoreMetrics
import Foundation
import InventoryEngine
import KafkaLink
import LiveshelfCore
import LiveshelfServer
import Logging
import Metering
import RoomAPI
import ServiceLifecycle

/// Takes the rows of a topic into the rooms that they name, for as long as the server runs.
///
/// A message counts as read when its rows are durable, so that after a crash some come again, which the rooms know by their
/// ids. Rows that cannot be used, and rooms that are not there, are told of and passed over; while a room cannot take rows,
/// its own wait.
struct TopicIntake: Service, CustomStringConvertible {
  /// Between two attempts when the brokers refuse.
  private static let refusedPause = Duration.seconds(60)

  private let intake: ConfiguredIntake
  private let source: KafkaIntake
  private let service: any RoomService
  private let metrics: any MetricsFactory
  private let logger: Logger

  /// Not with the settings, which hold a password.
  var description: String { "TopicIntake(\(intake.name))" }

  static func all(
    _ configured: [ConfiguredIntake], into service: any RoomService, environment: [String: String],
    metrics: any MetricsFactory, logger: Logger
  ) throws -> [TopicIntake] {
    try configured.map { intake in
      do {
        let access = KafkaAccess(
          brokers: intake.url, user: intake.user,
          secret: ConfiguredSecret(variable: intake.secretVariable, file: intake.secretFile))
        let source = try KafkaIntake(
          access.settings(environment: environment), topic: intake.topic, group: intake.group, room: intake.room)
        return TopicIntake(intake: intake, source: source, service: service, metrics: metrics, logger: logger)
      } catch {
        throw ServingError.intake(intake.name, "\(error)")
      }
    }
  }

  func run() async throws {
    try await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          try await source.run(
            effect: { try await take($1, into: $0) },
            rejected: {
              count("rejected")
              tell("A message was passed over", $0.message, "\($0.reason)")
            },
            disturbed: {
              logger.warning("Rows of a topic wait", metadata: ["intake": "\(intake.name)", "reason": "\($0)"])
            })
        } catch {
          // Rights and topics are mended while the server runs.
          logger.error("A topic cannot be read", metadata: ["intake": "\(intake.name)", "error": "\(error)"])
          try? await Task.sleep(for: Self.refusedPause)
        }
      }
    }
  }

  /// Takes a room's messages in.
  ///
  /// - Throws: `ServiceError` when the room cannot take rows now.
  private func take(_ messages: [KafkaMessage], into room: RoomName) async throws {
    var read = MessageRows(intake.rows)
    for message in messages {
      for problem in read.append(Array(message.value), from: "kafka/\(intake.name)/\(message.id)") {
        count("rejected")
        tell("A row was left out", message, problem)
      }
    }
    guard !read.rows.isEmpty || !read.unusable.isEmpty else { return }
    do throws(ServiceError) {
      let receipt = try await service.submit(
        IntakeBatch(
          read.rows, unusable: read.unusable, receivedAt: WallClock.system.now, sender: "kafka/\(intake.name)"),
        to: room)
      count("accepted", receipt.accepted)
      count("repeated", receipt.repeated)
      if receipt.setAside > 0 { count("set_aside", receipt.setAside) }
      for notice in receipt.notices.prefix(10) {
        logger.notice(
          "The ledger remarked: \(notice.text(in: .china))",
          metadata: ["intake": "\(intake.name)", "room": "\(room)", "id": "\(notice.causeID ?? "")"])
      }
    } catch {
      switch error {
      case .busy, .unavailable: throw error
      default:
        count("rejected", read.rows.count)
        logger.warning(
          "Rows were passed over",
          metadata: [
            "intake": "\(intake.name)", "room": "\(room)", "rows": "\(read.rows.count)", "reason": "\(error)",
          ])
      }
    }
  }

  private func count(_ outcome: String, _ rows: Int = 1) {
    MetricFamily.topicRows.counter(intake.topic, outcome, in: metrics).increment(by: rows)
  }

  private func tell(_ text: String, _ message: KafkaMessage, _ problem: String) {
    logger.warning("\(text): \(problem)", metadata: ["intake": "\(intake.name)", "message": "\(message.id)"])
  }
}
