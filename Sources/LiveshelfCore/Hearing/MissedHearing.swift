/// What a show has not heard for long.
public enum MissedHearing: Hashable, Sendable {
  /// Nobody spoke.
  case speech
  /// People spoke, and named no product.
  case names
}
