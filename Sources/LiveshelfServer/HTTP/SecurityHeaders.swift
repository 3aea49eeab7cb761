internal import HTTPTypes
internal import Hummingbird

/// Headers that keep browsers from doing more with an answer than it is for (OWASP Secure Headers Project).
enum SecurityHeaders {
  /// The dashboard: its own scripts, styles, pictures and calls, and nothing of anybody else.
  static let dashboardPolicy = """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
    media-src 'self' data:; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'
    """
  private static let policy = "default-src 'none'; frame-ancestors 'none'"

  private static let fields: [(HTTPField.Name, String)] = [
    ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"), ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
  ].compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }

  static func add(to response: inout Response) {
    for (name, value) in fields { response.headers[name] = value }
    if response.headers[.contentSecurityPolicy] == nil { response.headers[.contentSecurityPolicy] = policy }
  }
}
