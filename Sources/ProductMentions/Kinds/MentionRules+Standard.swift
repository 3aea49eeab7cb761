extension MentionRules {
  /// The rules that are used unless the operator gives others.
  public static let standard: MentionRules = {
    do throws(MentionRulesError) {
      return try MentionRules(standardText)
    } catch {
      // The text is part of the program, and a test reads it.
      preconditionFailure("standard mention rules: \(error)")
    }
  }()

  /// The text of the standard rules: a beginning for an operator's own.
  public static let standardText = """
    # What the host does with a product, by the words around its name (*).

    [announcing]
    待会儿还有 *
    待会儿 * 不要走开
    等会儿给大家上 *
    等一下还有 *
    一会儿还有 *
    稍后 *
    马上要上 *
    下一个是 *
    后面还有 *
    晚点上 *
    * 一会儿再上
    * 等下再上
    * 还没到
    * 还没上
    coming up * 
    later * 

    [recalling]
    刚才那个 *
    刚才没抢到 *
    刚刚没抢到 *
    没抢到 *
    之前的 *
    前面那款 *
    再回来说一下 *
    再说一下刚才 *
    * 返场
    * 我们返场
    * 再返场

    [comparing]
    比 *
    比起 *
    和 * 有什么区别
    跟 * 有什么区别
    和 * 哪个好
    跟 * 不一样
    跟 * 不同
    和 * 不一样
    * 和这个
    买了 * 就不用
    已经买了 *
    compared to *
    better than *

    [passing]
    配上 *
    搭配 *
    配 * 一起用
    跟 * 一起
    和 * 一起
    送 *
    有人问 *
    有人问 * 还有没有

    [sold_out]
    * 卖完了
    * 没货了
    * 没有了
    * 没了
    * 抢空了
    * 已经抢空了
    * 售罄
    * 秒没
    * 断货
    * 下架了
    * sold out

    [price]
    * 平时卖
    * 原价
    * 只要
    * 到手价
    * 今天只要
    * 多少钱
    * 块钱
    * 元
    * 直降

    [countdown]
    三二一上 *
    倒数三个数 *
    * 三二一
    * 倒数
    * 上链接
    * 准备开抢

    [presenting]
    今天给大家带来的是 *
    接下来看这款 *
    看一下 *
    我手上拿的这个就是 *
    上新品了就是这个 *
    这款 *
    这个 *
    * 来了
    * 终于到了
    * 手慢就没有了
    * 手慢无
    * 真的
    * 我只有今天有
    """
}
