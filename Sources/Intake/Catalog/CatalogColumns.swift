/// Which columns of a catalog file hold what: the names of Liveshelf's own format, the headers of shops' exports, or what the user says.
public struct CatalogColumns: Hashable, Sendable {
  /// What a catalog can tell, by the names that `--catalog-columns` uses.
  public enum Field: String, CaseIterable, Hashable, Sendable {
    case sku, name, aliases, category
    case listPrice = "list_price"
    case livePrice = "live_price"
    case link = "link_no"
    case options, parts, cost
  }

  /// The accepted headers of each field, the preferred one first. Of several that a file has, each row takes the first that is filled.
  private(set) var headers: [Field: [String]]

  /// Liveshelf's own names, then those of product exports of 抖店, 千牛, 聚水潭, 旺店通, 快手, 拼多多, TikTok Shop and Shopify.
  public static let known = CatalogColumns(headers: [
    .sku: [
      "sku", "商家编码", "商家SKU编码", "规格商家编码", "SKU商家编码", "商家外部编码", "SKU编码", "规格编码", "外部编码", "商品编码", "商品编号", "货号", "商品货号",
      "货品编号", "货品编码", "款式编码", "款号", "商品代码", "商品ID", "商品id", "宝贝ID", "SKU ID", "skuId", "Seller SKU", "Variant SKU",
      "SKU Code", "Item Code", "Product ID", "Handle",
    ],
    .name: [
      "name", "商品名称", "商品标题", "宝贝标题", "宝贝名称", "货品名称", "产品名称", "商品名", "品名", "标题", "Product Name", "Item Name", "Title",
    ],
    .aliases: ["aliases", "别名", "口播名", "口播名称", "俗称", "商品简称", "货品简称", "简称", "短标题", "导购短标题", "商品短标题", "Short Name"],
    .category: [
      "category", "商品类目", "类目", "类目名称", "叶子类目", "商品分类", "分类", "品类", "类别", "虚拟分类", "Product Category", "Product Type",
      "Type",
    ],
    .listPrice: [
      "list_price", "吊牌价", "市场价", "市场|吊牌价", "划线价", "参考价", "原价", "标价", "零售价", "Variant Compare At Price",
      "Compare At Price", "List Price", "MSRP",
    ],
    .livePrice: [
      "live_price", "直播价", "直播间价", "到手价", "活动价", "售价", "销售价", "销售价格", "基本售价", "SKU价格", "一口价", "商品价格", "价格", "单价",
      "Variant Price",
      "Sale Price", "Retail Price", "Price",
    ],
    .link: ["link_no", "链接号", "链接序号", "购物车序号", "小黄车序号", "讲解序号"],
    .options: [
      "options", "规格", "规格名称", "规格属性", "商品规格", "SKU规格", "颜色规格", "颜色及规格", "颜色尺码", "销售属性", "Variation", "Option1 Value",
    ],
    .parts: ["parts", "组合明细", "套装明细"],
    .cost: ["cost", "成本价", "成本", "采购价", "进货价", "成本单价", "Cost per item", "Cost Price", "Unit Cost"],
  ])

  /// Headers that tell stock: a catalog that has one may be given as the stock file, too.
  static let stockHeaders = ["库存", "库存数量", "可用库存", "可用数", "实际库存", "现货库存", "stock", "on_hand", "quantity", "inventory"]

  /// Reads a mapping such as `sku=货号,name=宝贝名,live_price=券后价`. Fields that are not named keep the headers that are known.
  public static func parse(_ text: String) throws(ColumnMappingError) -> CatalogColumns {
    var result = known
    for part in text.split(separator: ",") {
      let sides = part.split(separator: "=", maxSplits: 1).map { $0.trimmingBlanks() }
      guard sides.count == 2, !sides[1].isEmpty else {
        throw ColumnMappingError(description: "'\(part)' is no FIELD=COLUMN; write pairs such as sku=商家编码")
      }
      guard let field = Field(rawValue: sides[0]) else {
        throw ColumnMappingError(
          description:
            "'\(sides[0])' is no field of a catalog; known are: \(Field.allCases.map(\.rawValue).joined(separator: ", "))"
        )
      }
      result.headers[field] = [sides[1]]
    }
    return result
  }

  /// The columns of a file, each with its field: one for every known header that the file has. JSON Lines, which have no header, take the
  /// known names one by one.
  func layout(_ header: [String]) -> CatalogLayout {
    let index = HeaderIndex(header)
    var columns: [Column] = []
    var places: [Field: [Int]] = [:]
    for field in Field.allCases {
      let names = headers[field] ?? []
      let found = header.isEmpty ? names : found(names, in: index, header)
      if found.isEmpty, field == .sku || field == .name {
        places[field, default: []].append(columns.count)
        var column = Column(field.rawValue, required: true)
        column.headers = names
        columns.append(column)
      }
      for name in found {
        places[field, default: []].append(columns.count)
        columns.append(Column(name, [.listPrice, .livePrice, .cost].contains(field) ? .amount : .text))
      }
    }
    return CatalogLayout(
      columns: columns, places: places,
      tellsStock: HeaderName.position(of: Self.stockHeaders, in: index) != nil)
  }

  /// The columns of a file that have one of these names, as the file calls them, each once.
  private func found(_ names: [String], in index: HeaderIndex, _ header: [String]) -> [String] {
    var places: [Int] = []
    for name in names {
      if let place = HeaderName.position(of: [name], in: index), !places.contains(place) { places.append(place) }
    }
    return places.map { header[$0] }
  }
}

/// Where a file has what a catalog tells.
struct CatalogLayout: Sendable {
  var columns: [Column]
  /// The columns of each field, the preferred one first.
  var places: [CatalogColumns.Field: [Int]]
  var tellsStock: Bool

  /// The column of a field that a row has filled, else its preferred one; nil: the file has none.
  func place(of field: CatalogColumns.Field, in record: Record) -> Int? {
    let places = places[field] ?? []
    return places.first { !Self.isBlank(record.text($0)) } ?? places.first
  }

  /// Exports write a dash for nothing.
  static func isBlank(_ text: String) -> Bool {
    text.isEmpty || text == "-" || text == "--" || text == "/" || text == "无"
  }
}
