extension EverydayWords {
  /// What hosts of live shows say all the time and dictionaries of written language rank low or lack.
  static let hostWords = """
    我们 大家 今天 就是 这个 那个 可以 没有 一下 什么 真的 特别 非常 主播 直播间 家人们 宝宝们 姐妹们 宝宝 姐妹 家人 粉丝 朋友们 \
    链接 小黄车 购物车 购物袋 下单 拍下 付款 订单 库存 名额 现货 预售 发货 包邮 运费 运费险 退货 退款 无理由 七天 详情页 客服 售后 后台 \
    仓库 工厂 源头 直接 厂家 品牌 正品 专柜 官方 旗舰店 同款 爆款 新品 上新 上架 下架 上车 开抢 抢到 抢购 抢完 抢空 秒杀 赚到 福利 优惠 \
    优惠券 满减 红包 福袋 抽奖 大奖 点赞 关注 点关注 评论 评论区 公屏 扣一 弹幕 刷屏 左上角 右下角 下方 屏幕 手慢无 倒数 准备 好了 \
    原价 平时 到手 到手价 只要 块钱 多少钱 便宜 划算 性价比 破价 降价 涨价 买一送一 赠品 加赠 半价 返场 补货 断货 没货 卖完 售罄 加单 \
    最后 手慢 赶紧 马上 待会儿 等一下 等会儿 一会儿 刚才 刚刚 接下来 现在 之前 以后 回购 回购率 好评 闭眼入 推荐 喜欢 好用 好看 好吃 \
    舒服 柔软 透气 显瘦 百搭 面料 材质 质量 品质 做工 细节 包装 质检 检测 报告 成分 配料 配料表 保质期 生产 日期 颜色 尺码 黑色 白色 红色 \
    粉色 蓝色 灰色 绿色 黄色 紫色 棕色 尺寸 大小 身高 体重 公斤 一斤 厘米 毫升 孩子 小孩 老人 爸妈 老公 老婆 男朋友 闺蜜 学生 皮肤 敏感 \
    敏感肌 干皮 油皮 香味 口感 味道 新鲜 酸酸甜甜 谢谢 感谢 欢迎 晚上好 再见 没错 是的 对吧 是不是 有没有 要不要 能不能 多少 怎么 为什么 \
    宝贝 宝贝们 老铁 老铁们 亲们 亲爱的 哥哥 姐姐 哥哥们 姐姐们 小姐姐 小哥哥 兄弟 兄弟们 各位 新粉 老粉 铁粉 大哥 大姐 阿姨 美女 帅哥 仙女 \
    仙女们 小仙女 集美 集美们 老板们 朋友 新朋友 老朋友 老师 同学 好物 好东西 东西 产品 礼物 惊喜 事情 问题 地方 时候 \
    生活 工作 幸福 快乐 健康 开心 漂亮 可爱 平安 简单 自然 温柔 \
    网络 卡不卡 声音 主播间 直播 开播 下播 时间 运营 小哥 助理 同事 加班 老板 先生 小姐 重点 准时 送人 面子 区别 一起 搭配 效果 使用 用完
    """

  /// The same of English shows.
  static let englishTalk = """
    guys everyone everybody friends family fam ladies babe babes hun hon sweetie girl girls besties bestie love today tonight now live deal deals \
    sale price link comment chat cart code drop restock giveaway winner free gift gifts bundle box pack set size color thing things stuff one this \
    that it look here new best favorite
    """
}
