internal import Foundation

/// Why the system does not let a file be used, in plain words: Foundation's own are of no help to users, or name no cause.
public enum FileTrouble {
  /// The reason without the path, such as `permission denied`.
  public static func reason(_ error: any Error) -> String {
    if let code = systemCode(error as NSError, depth: 0) { return reason(code) }
    switch (error as? CocoaError)?.code {
    case .fileNoSuchFile?, .fileReadNoSuchFile?: return reason(ENOENT)
    case .fileReadNoPermission?, .fileWriteNoPermission?: return reason(EACCES)
    case .fileWriteFileExists?: return "there is something of that name already, which is no folder"
    case .fileWriteOutOfSpace?: return reason(ENOSPC)
    case .fileWriteVolumeReadOnly?: return reason(EROFS)
    case .fileReadInapplicableStringEncoding?, .fileReadCorruptFile?: return "it is not text in UTF-8"
    case .fileReadInvalidFileName?, .fileWriteInvalidFileName?: return "that is no name for a file"
    case .fileReadTooLarge?: return "it is too large"
    default: return "\(error)".contains("Error Domain=") ? (error as NSError).localizedDescription : "\(error)"
    }
  }

  /// What a system's error number says.
  public static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "there is no such file or folder"
    case EACCES, EPERM: "permission denied for this user"
    case ENOTDIR: "a part of the path is a file, not a folder"
    case EISDIR: "it is a folder; name a file"
    case EEXIST: "there is something of that name already"
    case ENOSPC, EDQUOT: "the disk is full"
    case EROFS: "the disk may only be read"
    case ENAMETOOLONG: "the name is too long"
    case EMFILE, ENFILE: "too many files are open"
    default: String(cString: strerror(code))
    }
  }

  private static func systemCode(_ error: NSError, depth: Int) -> Int32? {
    if error.domain == NSPOSIXErrorDomain { return Int32(clamping: error.code) }
    guard depth < 4, let under = error.userInfo[NSUnderlyingErrorKey] as? any Error else { return nil }
    return systemCode(under as NSError, depth: depth + 1)
  }
}
