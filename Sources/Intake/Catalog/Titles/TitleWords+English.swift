extension TitleWords {
  /// What things are, in English. They make a name together with the word before them, or alone when nothing stands there.
  static let englishKinds = Set(
    """
    fryer cooker oven skillet pan pot wok kettle toaster blender juicer grinder mixer processor grill griddle mug tumbler bottle flask cup jar \
    bowl plate knife board rack organizer bin basket vacuum mop robot sweeper purifier humidifier dehumidifier heater fan lamp light lantern \
    bulb speaker earbuds headphones headset charger cable case stand tripod camera drone watch smartwatch tracker tablet laptop keyboard mouse \
    monitor projector printer router blanket pillow comforter duvet sheets mattress topper towel robe rug mat curtain curtains throw cushion \
    serum cream moisturizer cleanser toner lotion sunscreen mask balm scrub oil gel stain lipstick gloss mascara eyeliner foundation concealer \
    primer blush bronzer highlighter palette perfume shampoo conditioner brush straightener curler dryer razor trimmer shaver toothbrush \
    toothpaste flosser gummies capsules tablets vitamins powder protein collagen peptides creatine probiotics supplement greens tea coffee \
    matcha snack snacks jerky nuts bars cookies chocolate candy honey sauce jeans leggings pants shorts joggers skirt dress jumpsuit romper \
    shirt tee top blouse sweater hoodie sweatshirt cardigan jacket coat vest blazer bra underwear socks pajamas set swimsuit bikini sneakers \
    shoes boots sandals slides slippers heels loafers clogs bag tote backpack purse wallet crossbody clutch duffel luggage suitcase hat cap \
    beanie scarf gloves belt necklace bracelet ring earrings sunglasses umbrella toy puzzle blocks doll stroller crib diapers wipes bottle \
    maker steamer carrier litter box bed leash collar harness treats food chews sticks kibble fountain feeder dumbbells kettlebell bands treadmill bike \
    roller massager gun scale detergent pods cleaner spray candle diffuser freshener planner notebook pen pens markers stickers journal chair \
    desk table shelf sofa lamp mirror hanger hangers tent cooler hammock flashlight drill screwdriver toolkit hose sprinkler
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  /// Kinds that are said of anything: never a name without the word before them.
  static let englishVague = Set(
    """
    set top case stand board box bed mat cup bar bars oil cream gel mask light fan robot gun ring belt bag cap hat shirt coat pan pot pen ball \
    food tea coffee snack snacks nuts sticks table chair desk light powder protein tablets stain spray brush cleaner towel pillow blanket watch
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  /// After a number: a size.
  static let englishMeasures = Set(
    """
    cup cups qt quart quarts oz ounce ounces lb lbs pound pounds ml l liter liters inch inches ft feet cm mm kg g gram grams mg mah w watt watts hour \
    hours hr min mins minutes pack packs piece pieces pc pcs count ct pair pairs set sets size sizes servings bottles bags tablets capsules shades
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  /// Promotion, sizes, audiences and properties.
  static let englishNoise = Set(
    """
    new sale deal bundle live only flash viral bogo buy get free off special holiday gift gifts restocked ships fav favorite tiktok trending best \
    seller bestseller official authentic original genuine premium deluxe pro plus max ultra mini large small medium xl xxl size sizes one pack packs \
    piece pieces count ct pc pcs oz lb lbs ml qt quart cup cups inch inches ft mm cm kg mah watt watts hour hours min minutes women womens men mens \
    unisex kids girls boys adult adults baby toddler people sleepers mom dad home kitchen office travel outdoor indoor gym yoga portable digital \
    electric automatic smart wireless rechargeable adjustable lightweight waterproof resistant breathable soft comfortable durable non slip \
    nonstick proof leakproof safe stretch high low quality everyday daily all natural organic pure grass fed sugar gluten vegan free with for and \
    the a an of in to w by your hold wear long set usa made made stainless steel 2pcs
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}
