internal import Foundation

/// How urgent a thread's work is.
public enum ThreadPriority: Sendable {
  case ordinary
  /// What else the machine has to do comes first: beside one busy thread of ordinary priority it gets a seventieth.
  case background

  private static let backgroundNiceness: Int32 = 19

  /// Makes this thread one of this priority.
  func apply() {
    guard self == .background else { return }
    // On Linux the niceness is each thread's own, and a thread may always make itself less urgent (setpriority(2), "C
    // library/kernel differences").
    setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.backgroundNiceness)
  }
}
