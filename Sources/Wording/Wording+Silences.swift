public import LiveshelfCore

extension Wording {
  /// A whole show without a word.
  public func nothingSaid(in seconds: Double) -> String {
    say(
      "\(duration(seconds))里没有听到任何人说话：请用 liveshelf probe 查看音轨和声道，用 --audio-track 指定音轨。",
      "no speech at all in \(duration(seconds)): look at tracks and channels with 'liveshelf probe', and choose one with --audio-track."
    )
  }

  /// A whole show without a product's name.
  public func nothingNamed(in seconds: Double, products: Int) -> String {
    say(
      "\(duration(seconds))里有人说话，但没提到目录里 \(products) 款商品的任何一款：请确认目录是这场直播的，用 liveshelf catalog check 查看听哪些名字。",
      "speech, but none of the catalog's \(products) products was named in \(duration(seconds)): is it the catalog of this show? "
        + "'liveshelf catalog check' says which names are listened for.")
  }

  /// A stretch of a show in which something was missing.
  public func stretch(
    without missing: MissedHearing, from start: StreamTime, to end: StreamTime
  ) -> String {
    let (from, to) = (String("\(start)".dropLast(4)), String("\(end)".dropLast(4)))
    return switch missing {
    case .speech: say("\(from) 到 \(to) 没人说话。", "nobody spoke from \(from) to \(to).")
    case .names: say("\(from) 到 \(to) 有人说话，但没提到任何商品。", "people spoke from \(from) to \(to) and named no product.")
    }
  }
}
