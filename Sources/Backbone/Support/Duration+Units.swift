extension Duration {
  /// Whole milliseconds, rounded down, clamped to what fits.
  public var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    return overflow
      ? (seconds < 0 ? .min : .max) : product.addingReportingOverflow(attoseconds / 1_000_000_000_000_000).partialValue
  }

  /// Nanoseconds of a duration that was checked to be shorter than a day.
  var nanoseconds: Int64 { milliseconds.multipliedReportingOverflow(by: 1_000_000).partialValue }
}

/// The lifetimes that leases may have.
enum LeaseLifetime {
  static func checked(_ lifetime: Duration) throws(BackboneError) -> Duration {
    guard lifetime >= .milliseconds(100), lifetime <= .seconds(3600) else {
      throw .invalidSetting(name: "lease lifetime", reason: "\(lifetime) is not between 100 ms and 1 h")
    }
    return lifetime
  }
}
