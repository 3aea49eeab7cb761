extension HanReadings {
  /// Another everyday reading of characters that have more than one. Characters whose readings differ in tone only
  /// are not here, nor are readings that only classical texts use.
  static let polyphones: [(Unicode.Scalar, String)] = [
    ("长", "chang"), ("重", "chong"), ("行", "hang"), ("乐", "yue"), ("大", "dai"), ("得", "dei"), ("都", "du"),
    ("还", "huan"), ("会", "kuai"), ("角", "jue"), ("觉", "jiao"), ("落", "la"), ("露", "lou"), ("绿", "lu"),
    ("率", "shuai"), ("薄", "bo"), ("便", "pian"), ("参", "shen"), ("藏", "zang"), ("差", "chai"), ("朝", "zhao"),
    ("车", "ju"), ("称", "chen"), ("盛", "cheng"), ("传", "zhuan"), ("单", "shan"), ("弹", "tan"), ("调", "tiao"),
    ("给", "ji"), ("夹", "ga"), ("降", "xiang"), ("卡", "qia"), ("壳", "qiao"), ("了", "liao"), ("模", "mu"),
    ("曝", "bao"), ("强", "jiang"), ("色", "shai"), ("什", "shi"), ("似", "shi"), ("提", "di"), ("血", "xie"),
    ("着", "zhao"), ("转", "zhuai"), ("仔", "zai"), ("熟", "shou"), ("六", "lu"), ("阿", "e"), ("剥", "bo"),
    ("伯", "bai"), ("系", "ji"), ("厦", "xia"), ("石", "dan"), ("柏", "bo"), ("蛤", "ha"), ("芥", "gai"),
    ("虾", "ha"), ("茄", "jia"), ("粘", "nian"), ("呢", "ni"), ("地", "de"), ("的", "di"), ("那", "nei"),
    ("这", "zhei"), ("谁", "shui"), ("尿", "sui"), ("番", "pan"), ("查", "zha"), ("圈", "juan"), ("校", "jiao"),
    ("塞", "se"), ("扎", "za"), ("嚼", "jue"), ("纤", "qian"), ("炮", "bao"), ("巷", "hang"), ("省", "xing"),
    ("属", "zhu"), ("畜", "xu"), ("削", "xue"), ("宿", "xiu"), ("吓", "he"), ("咳", "hai"), ("没", "mo"),
    ("脉", "mo"), ("缪", "miao"), ("拧", "ning"), ("区", "ou"), ("瀑", "bao"), ("奇", "ji"), ("俩", "liang"),
    ("晟", "cheng"), ("叶", "xie"), ("约", "yao"), ("择", "zhai"), ("轧", "ya"), ("只", "zhi"), ("朴", "piao"),
    ("一", "yao"), ("乾", "gan"), ("麽", "me"), ("囤", "tun"), ("馄", "hun"), ("屏", "bing"), ("和", "huo"),
    ("期", "ji"), ("识", "zhi"), ("据", "ju"), ("恶", "wu"), ("否", "pi"), ("数", "shuo"), ("涮", "shua"),
    ("说", "shui"), ("摩", "ma"), ("娜", "nuo"), ("打", "da"), ("枸", "ju"), ("荨", "qian"), ("泊", "po"),
    ("合", "ge"), ("雀", "qiao"), ("氏", "zhi"), ("翟", "di"), ("祭", "zhai"), ("解", "xie"), ("颈", "geng"),
  ]
}
