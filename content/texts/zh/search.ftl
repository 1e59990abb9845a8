# What else people call each fraud: for finding, never shown.
fraud-also = { $id ->
    [rebate] 刷单 刷信誉 做任务 点赞 兼职 垫付 返现
    [investment] 炒股 理财 荐股 投资 内幕 导师
    [shopping] 网购 代购 低价 二手
    [customer_service] 客服 退款 理赔 百万保障 屏幕共享 会员 快递丢了
    [loan] 贷款 借钱 网贷 解冻费 保证金
    [credit] 征信 逾期 注销校园贷 修复
    [acquaintance] 冒充老板 冒充领导 冒充熟人 借钱 财务 换号
    [authority] 公安 警察 检察院 法院 安全账户 通缉令 社区 消防
    [romance] 网恋 杀猪盘 相亲 谈朋友 处对象
    [game] 游戏 皮肤 装备 账号 充值
    [flight] 飞机 航班 机票 退票 改签
    [elderly] 老人 保健品 养老 床位 低价游 以房养老
    [prize] 中奖 抽奖 刮刮卡 领奖
    [social_security] 社保 医保 养老金
    [subsidy] 补贴 助学金 扶贫 退税 补助
    [recruitment] 招聘 找工作 高薪 出国打工 押金
    [abduction] 绑架 车祸 住院 急病 孩子出事
    [ai_fake] 换脸 拟声 假视频 假声音 AI
    [nude_chat] 裸聊 敲诈 视频聊天
    [qr_link] 二维码 扫码 链接 短信 木马 红包
    [parcel] 快递 包裹
    [cash_courier] 现金 黄金 跑腿 取钱
    [accomplice] 两卡 卖卡 租卡 帮信 洗钱 电话卡 跑分
    [school_fee] 班级群 老师 学费 资料费 收款码
    [fake_police_channel] 追款 假警察 网警 挽回损失 黑客
    [fundraising] 集资 高利息 存钱 分红 入股
    [virtual_currency] 虚拟币 炒币 挖矿 数字货币
    [points] 积分 兑换 话费
    [nfc] 闪付 贴卡 NFC
   *[mlm] 传销 拉人头 下线
}
browse =
    <b>想看哪一类？</b>

    点一下，里面有提示，也有案例。
browse-page =
    <b>{ $fraud }</b>（{ $number }/{ $total }）

    { $html }
browse-none = 这一类眼下没有内容。
browse-all = 📚 按类别看
browse-next = 下一条 ›
browse-back = ‹ 上一条
browse-types = ‹ 全部类别
