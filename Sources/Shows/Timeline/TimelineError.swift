/// Why a timeline cannot be shown as asked. Neither case mends itself; the message names the remedy.
public enum TimelineError: Error, Equatable, CustomStringConvertible {
  /// The folder has no timeline.csv.
  case noTimeline(path: String)
  /// The bins asked for are shorter than those of the folder, or no multiple of them.
  case bin(seconds: Double, grid: Double)
  /// A product that occurs in none of the folders.
  case unknownProduct(sku: String)
  /// Curves from presentation to presentation need a product.
  case noProduct
  /// More columns than fit onto one picture.
  case tooManyBins(count: Int, limit: Int)

  public var description: String {
    switch self {
    case .noTimeline(let path):
      "'\(path)' has no timeline.csv: the show was written without orders. Run batch with --orders"
    case .bin(let seconds, let grid):
      "bins of \(seconds.text(places: 3)) s are no multiple of the show's own of \(grid.text(places: 3)) s. Choose a multiple with --bin"
    case .unknownProduct(let sku): "no show here has the product '\(sku)'. Name a SKU of the catalog with --sku"
    case .noProduct: "several shows can be compared one product at a time. Name it with --sku"
    case .tooManyBins(let count, let limit):
      "\(count) bins are more than the \(limit) that fit. Choose longer ones with --bin"
    }
  }
}
