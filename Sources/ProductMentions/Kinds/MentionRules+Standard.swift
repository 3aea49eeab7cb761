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
    * 也会上
    * 也会讲
    * 还没到
    * 还没上
    coming up *
    later *
    今天的菜单 *
    今天的单子 *
    今天会上 *
    今晚会上 *
    后面会上 *
    剧透一下 *
    预告一下 *
    压轴的 *
    催了很久的 *
    * 放在最后
    * 留到最后
    * 在后面
    the lineup *
    still to come *
    later tonight *
    later we have *
    do not leave before *
    stay for *
    * stays until the end
    * is coming up
    * later on
    * at the end of the show

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
    back to *
    going back to *
    bring back *
    missed the *
    the one before *
    * is back
    * back again
    * one more time

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
    不像 *
    than *
    unlike *
    instead of *
    versus *
    the difference between *
    already have *
    already own *

    [passing]
    配上 *
    搭配 *
    配 * 一起用
    跟 * 一起
    和 * 一起
    送 *
    有人问 *
    有人问 * 还有没有
    有人说 *
    有宝宝说 *
    评论说 *
    弹幕问 *
    赠送 *
    加赠 *
    someone asked *
    someone asks *
    somebody asked *
    someone says *
    I see a comment *
    I see a question *
    the comment says *
    goes with *
    pair it with *
    pairs with *
    comes with *
    we throw in *

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
    * is gone
    * are gone
    * out of stock
    we are out of *

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
    * is only
    * for only
    * normally
    * regular price
    * retails
    * dollars
    how much is *

    [countdown]
    三二一上 *
    倒数三个数 *
    * 三二一
    * 倒数
    * 上链接
    * 准备开抢
    * three two one
    three two one *
    * link is live
    * is live now

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
    this is the *
    here is the *
    next up *
    next we have *
    look at this *
    moving on to *
    let's talk about *
    introducing *
    take a look at *
    I am holding *
    """
}
