import Glibc

/// The machine's clock that never jumps, in microseconds since some moment, time asleep included.
enum MonotonicClock {
  static var microseconds: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
  }
}
