public import LiveshelfCore

extension Wording {
  /// A source's name, such as `audio`; other names stay as they are.
  public func name(ofFeed feed: String) -> String {
    switch feed {
    case "audio": say("音频流", "Audio")
    case "video": say("视频流", "Video")
    case "orders": say("订单", "Orders")
    case "stock": say("库存", "Stock")
    case "comments": say("评论", "Comments")
    case "speech", "recognition": say("语音识别", "Speech")
    case "markers": say("音频标记", "Stingers")
    default: feed
    }
  }

  /// Why a stream's connection stands where it does.
  public func sentence(of reason: FeedReason) -> String {
    switch reason {
    case .awaitingPublisher(let address): say("等待推流到 \(address)。", "Waiting for a publisher at \(address).")
    case .connecting(let address): say("正在连接 \(address)。", "Connecting to \(address).")
    case .receiving(let address): say("正在接收 \(address)。", "Receiving \(address).")
    case .publisherLeft(let address): say("推流端已离开 \(address)。", "The publisher has left \(address).")
    case .silent(let address, let seconds):
      say("\(address) 已有 \(duration(seconds))没有数据。", "Nothing has come from \(address) for \(duration(seconds)).")
    case .failed(let fault, let detail): say(sentence(of: fault), detail)
    case .givenUp(let fault, let detail):
      say(
        "等了很久仍没有数据，不再重连。\(fault.map { sentence(of: $0) } ?? "")",
        "Nothing has come for the whole grace period.\(detail.isEmpty ? "" : " \(detail)")")
    case .recordingOver: say("录像已播完。", "The recording is over.")
    case .stopped: say("已停止。", "Stopped.")
    case .noSpeech(let seconds):
      say(
        "有声音，但已有 \(duration(seconds))没人说话：请检查麦克风、声道和音轨。",
        "The stream flows, but nobody has spoken for \(duration(seconds)): check the microphone, the channel and the audio track."
      )
    case .noProductNamed(let seconds):
      say(
        "有人说话，但已有 \(duration(seconds))没提到目录里的任何商品：请确认目录是这场直播的；目录检查会列出听哪些名字。",
        "People speak, but have named no product for \(duration(seconds)): is it the catalog of this show? 'liveshelf catalog check' says "
          + "which names are listened for.")
    case .unknownProducts(let orders):
      say(
        "收到 \(orders) 条订单，没有一条是目录里的商品：请确认订单文件和目录的商家编码是同一套。",
        "None of \(orders) orders is of a product of the catalog: do orders and catalog use the same codes?")
    case .heardAgain: say("已恢复。", "It is back.")
    }
  }

  /// In Chinese: in English the system's own words are said.
  private func sentence(of fault: FeedFault) -> String {
    switch fault {
    case .unreachable: "连不上直播流：请检查地址、端口和服务器。"
    case .notFound: "没有这路直播流：请检查地址，并确认已经开播。"
    case .accessDenied: "直播流拒绝访问：请检查地址里的用户名、密码或密钥。"
    case .connectTimeout: "连接直播流超时：请确认有人在推流。"
    case .stalled: "直播流没有数据：请检查推流端的网络。"
    case .connectionLost: "直播流断开了：请检查网络和服务器，系统会自动重连。"
    case .empty: "直播流是空的：请检查来源是否完整。"
    case .notMedia: "这不是能识别的音视频：请换一种常见格式。"
    case .noAudio: "直播流里没有声音：请检查编码器。"
    case .unsupportedCodec: "不支持这种音频编码：请改用常见的音频编码。"
    case .limitExceeded: "直播流的数据超出限制：可能已损坏，请检查来源。"
    case .writeFailed: "写文件失败：请检查文件夹权限和剩余空间。"
    case .invalidSetting: "直播流的设置有误：请改正。"
    case .other: "直播流出错了：详情见日志。"
    }
  }
}
