# /ledger: offline work, written down by officers.

ledger-home =
    <b>线下工作记一笔</b>

    今天做了哪样？点一下。
ledger-mine = 看我这七天记的
ledger-mine-list = 您这七天记了 { $number } 笔。点一笔可以改、可以删。
ledger-mine-none = 您这七天还没有记过。
ledger-which-fraud = 是哪一类骗术？
ledger-ask =
    <b>{ $kind }</b>

    写一句发给我就行，比如：
    <code>{ $example }</code>

    日期不写就是今天。写“昨天”、“11月18日”也行。
ledger-example = { $id ->
    [talk] 2场 幸福村文化广场
    [leaflets] 200份 平安镇集市 昨天
    [visits] 12户 荷花村三组
    [broadcast] 3次 幸福村大喇叭
    [posters] 8处 各村公告栏
    [forwards] 5个群 平安镇
    [crime] 1起 12000元 平安镇 11月18日
    [dissuasion] 1起 50000元 农商行平安支行
   *[other] 1次 平安派出所
}
ledger-line = { $day } { $kind } { $number }{ $unit } { $place }
ledger-line-fraud = （{ $fraud }）
ledger-line-money = { $id ->
    [crime] ，损失 { $money } 元
   *[dissuasion] ，避免损失 { $money } 元
}
ledger-line-counts = 。算在{ $place }
ledger-draft =
    <b>请看看对不对：</b>

    { $line }
ledger-save = ✅ 记下
ledger-again = 重写
ledger-saved =
    <b>记好了。</b>

    { $line }

    七天内可以改、可以删，会算进报告。
ledger-entry =
    <b>这一笔</b>

    { $line }
ledger-line-photo = ，附照片
ledger-add-photo = 📷 附一张照片
ledger-other-photo = 📷 换一张照片
ledger-photo-lost = 刚才检查照片的时候，机器人重新启动了，那张照片可能没留下。发 /ledger，点开那一条，没有照片就点“📷 附一张照片”，再发一次。
ledger-ask-photo =
    把现场照片发给我，一张就行。

    会放进报告的印证图片里。
ledger-change = 改
ledger-delete = 删掉
ledger-more = 再记一笔
ledger-deleted = 删掉了，报告里不再算它。
ledger-closed = 这一笔现在动不了：只能改自己七天之内记的。
ledger-no-place = 还差地点。请再写一句，比如：{ $example }
ledger-number-odd = 数字不对。请再写一句，比如：{ $example }
ledger-day-odd = 日期不对：只能记过去一年里的。请再写一句，比如：2场 幸福村文化广场 昨天
