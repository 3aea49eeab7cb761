public import Foundation

/// One page in a real browser, driven by a test. Calls wait until the browser has answered; not to be shared by threads.
public final class Browser {
  /// The browser that is installed, or nil. Tests that need one are skipped without it.
  public static let program = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Where screenshots are kept: `LIVESHELF_SCREENSHOTS`, or a folder among the build's products.
  public static let screenshots: URL = {
    let named = ProcessInfo.processInfo.environment["LIVESHELF_SCREENSHOTS"].map { URL(filePath: $0) }
    return named ?? TestData.checkout.appending(path: ".build/screenshots")
  }()

  private let connection: BrowserConnection
  private let session: String

  /// Starts a browser with an empty page. A profile of its own: nothing is remembered from test to test.
  public init(width: Int = 1440, height: Int = 900, isPhone: Bool = false, prefersDark: Bool = false) throws {
    guard let program = Self.program else { throw BrowserError.notInstalled }
    connection = try BrowserConnection(
      program: program,
      arguments: [
        "--headless", "--lang=zh-CN", "--accept-lang=zh-CN", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-extensions", "--hide-scrollbars",
        "--disable-background-networking", "--autoplay-policy=user-gesture-required", "about:blank",
      ])
    let target = try connection.send("Target.createTarget", ["url": "about:blank"])["targetId"] ?? ""
    let attached = try connection.send("Target.attachToTarget", ["targetId": target, "flatten": true])
    session = attached["sessionId"] as? String ?? ""
    for domain in ["Page", "Runtime", "Log", "Network"] { try send("\(domain).enable") }
    try resize(width: width, height: height, isPhone: isPhone)
    if prefersDark {
      try send(
        "Emulation.setEmulatedMedia", ["features": [["name": "prefers-color-scheme", "value": "dark"]]])
    }
  }

  @discardableResult
  private func send(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
    try connection.send(method, parameters, session: session)
  }

  /// Gives the page another size, in pixels of the style sheet; one of them is one pixel of a screenshot.
  public func resize(width: Int, height: Int, isPhone: Bool = false) throws {
    try send(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": isPhone])
  }

  public func open(_ address: String) throws {
    try send("Page.navigate", ["url": address])
  }

  /// The value of an expression, with its promise awaited; nil for undefined and null.
  @discardableResult
  public func evaluate(_ script: String) throws -> Any? {
    let answer = try send(
      "Runtime.evaluate", ["expression": script, "awaitPromise": true, "returnByValue": true, "userGesture": true])
    if let failure = answer["exceptionDetails"] as? [String: Any] {
      let exception = failure["exception"] as? [String: Any]
      throw BrowserError.scriptFailed(exception?["description"] as? String ?? "\(failure)")
    }
    let value = (answer["result"] as? [String: Any])?["value"]
    return value is NSNull ? nil : value
  }

  /// Chooses a file of this machine in the file input that an expression gives, as a person would.
  public func choose(_ file: URL, in input: String) throws {
    let answer = try send("Runtime.evaluate", ["expression": input])
    let object = (answer["result"] as? [String: Any])?["objectId"] as? String ?? ""
    try send("DOM.setFileInputFiles", ["files": [file.path], "objectId": object])
  }

  /// The value of an expression as a text; empty where it has none.
  public func text(_ script: String) throws -> String {
    try evaluate(script).map { "\($0)" } ?? ""
  }

  /// Whether an expression is true, in the script language's sense.
  public func holds(_ script: String) throws -> Bool {
    try evaluate("Boolean(\(script))") as? Bool == true
  }

  /// Waits until an expression is true.
  public func wait(until condition: String, seconds: Double = 60) throws {
    let end = Date(timeIntervalSinceNow: seconds)
    while Date.now < end {
      do {
        if try holds(condition) { return }
      } catch BrowserError.refused, BrowserError.scriptFailed {
        // A page that is just being replaced has no script context, or not yet what the condition looks at.
      }
      Thread.sleep(forTimeInterval: 0.05)
    }
    throw BrowserError.neverHappened(condition, page: try text("document.body?.innerText"))
  }

  /// Clicks the first element that a selector finds, as a person would: with the pointer, in its middle.
  public func click(_ selector: String) throws {
    let quoted = try Self.quoted(selector)
    try wait(until: "document.querySelector(\(quoted))?.getClientRects().length")
    let script = """
      (() => {
        const element = document.querySelector(\(quoted));
        element.scrollIntoView({ block: "center", behavior: "instant" });
        const box = element.getBoundingClientRect();
        return [box.left + box.width / 2, box.top + box.height / 2];
      })()
      """
    guard let point = try evaluate(script) as? [Any], point.count == 2 else { return }
    for type in ["mousePressed", "mouseReleased"] {
      try send(
        "Input.dispatchMouseEvent",
        ["type": type, "x": point[0], "y": point[1], "button": "left", "clickCount": 1])
    }
  }

  /// Presses and releases a key, named as in `KeyboardEvent.key`. A single character is typed as well.
  public func press(_ key: String) throws {
    var down: [String: Any] = ["type": key.count == 1 ? "keyDown" : "rawKeyDown", "key": key]
    if key.count == 1 { down["text"] = key }
    if key == "Enter" { down.merge(["type": "keyDown", "text": "\r", "windowsVirtualKeyCode": 13]) { $1 } }
    if key == "Tab" { down["windowsVirtualKeyCode"] = 9 }
    if key == "Escape" { down["windowsVirtualKeyCode"] = 27 }
    try send("Input.dispatchKeyEvent", down)
    try send("Input.dispatchKeyEvent", ["type": "keyUp", "key": key])
  }

  /// Types a text where the focus is.
  public func type(_ text: String) throws {
    try send("Input.insertText", ["text": text])
  }

  /// Keeps a picture of what is seen as `NAME.png` in `screenshots`.
  @discardableResult
  public func screenshot(_ name: String) throws -> URL {
    let answer = try send("Page.captureScreenshot", ["format": "png"])
    guard let text = answer["data"] as? String, let data = Data(base64Encoded: text) else {
      throw BrowserError.noAnswer(to: "Page.captureScreenshot")
    }
    try FileManager.default.createDirectory(at: Self.screenshots, withIntermediateDirectories: true)
    let file = Self.screenshots.appending(path: "\(name).png")
    try data.write(to: file)
    return file
  }

  /// What scripts and the browser complained about since the start: exceptions, errors and warnings of the console,
  /// violations of the page's policy, files that were not found.
  public func complaints() throws -> [String] {
    try evaluate("0")  // what was said before this answer has come by now
    return connection.events.compactMap { event in
      let parameters = event["params"] as? [String: Any] ?? [:]
      switch event["method"] as? String {
      case "Runtime.exceptionThrown":
        let details = parameters["exceptionDetails"] as? [String: Any]
        return (details?["exception"] as? [String: Any])?["description"] as? String ?? "\(parameters)"
      case "Runtime.consoleAPICalled"
      where ["error", "warning", "assert"].contains(parameters["type"] as? String ?? ""):
        let arguments = parameters["args"] as? [[String: Any]] ?? []
        return arguments.map { "\($0["value"] ?? $0["description"] ?? "")" }.joined(separator: " ")
      case "Log.entryAdded":
        let entry = parameters["entry"] as? [String: Any] ?? [:]
        return "\(entry["text"] ?? "") \(entry["url"] ?? "")"
      default: return nil
      }
    }
  }

  /// A text as a literal of the script language.
  public static func quoted(_ text: String) throws -> String {
    String(decoding: try JSONSerialization.data(withJSONObject: text, options: .fragmentsAllowed), as: UTF8.self)
  }
}
