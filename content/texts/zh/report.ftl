# The report: what each figure is called and means, and the sentences of the summary.

figure = { $id ->
    [groups_active] 在册群数
    [groups_new] 新开通的群
    [groups_confirmed] 新登记的群
    [groups_lost] 减少的群
    [groups_suspended] 停发的群
    [pushes] 推送期数
    [deliveries_sent] 送达群次
    [deliveries_failed] 未送达群次
    [deliveries_unknown] 不确定群次
    [members_addressed] 覆盖人次
    [members_in_groups] 群内人数
    [people_interacted] 互动人数
    [receipts] “我已看”次数
    [quiz_answers] 答题人次
    [quiz_right] 答对人次
    [questions_answered] 解答咨询
    [alerts] 发布预警
    [alerts_corrected] 更正预警
    [alerts_withdrawn] 撤回预警
    [alert_minutes] 预警最慢几分钟发完
    [talks] 宣讲场次
    [leaflets] 发放资料份数
    [visits] 入户户数
    [broadcasts] 广播次数
    [posters] 张贴处数
    [forwards] 转发其他群
    [other_work] 其他线下工作
    [crimes] 登记发案起数
    [crimes_money] 发案损失（元）
    [dissuasions] 劝阻起数
   *[dissuasions_money] 避免损失（元）
}
definition = { $id ->
    [groups_active] 期末已开通、已登记的群，停发和退订的不算
    [groups_new] 本期内开通的群
    [groups_confirmed] 本期内由民警登记的群
    [groups_lost] 本期内退订、解散或把机器人移出的群
    [groups_suspended] 期末因发不进去或民警停发而停着的群
    [pushes] 本期内向已登记的群发出的提示、案例、答题、一封信和预警（更正、重发也算），一次算一期
    [deliveries_sent] 一期送到一个群算一次，只算 Telegram 确认收到的，群里自己要的也算
    [deliveries_failed] 确定没有送到的群次
    [deliveries_unknown] 发出后没有等到回音、无法确定的群次
    [members_addressed] 每次送达时群里的人数相加，同一个人会算多次，不等于看到的人数
    [members_in_groups] 期末各在册群人数之和，一人在几个群就算几次
    [people_interacted] 点过“我已看”、答过题（匿名答题除外）或用过查询命令的人，一人只算一次
    [receipts] 本期内点“我已看”的次数，一人对一期只算一次，点的是以前那期也算
    [quiz_answers] 本期发出的答题，到写报告时收到的答案数，自愿参与，一人一题只算一次
    [quiz_right] 其中答对的数
    [questions_answered] 求助卡片和 /check 得到解答的次数，一张卡片只算一次
    [alerts] 本期内发出的预警，更正不另算
    [alerts_corrected] 本期内发出、现在已更正的预警
    [alerts_withdrawn] 本期内发出、现在已撤回的预警
    [alert_minutes] 从动笔写到最后一个群收到的分钟数，取最慢的一条；没有预警就空着
    [talks] 线下台账里的宣讲场次
    [leaflets] 线下台账里发放的资料份数
    [visits] 线下台账里入户的户数
    [broadcasts] 线下台账里广播的次数
    [posters] 线下台账里张贴的处数
    [forwards] 线下台账里转发到的其他群数
    [other_work] 线下台账里的其他工作次数
    [crimes] 线下台账里登记的发案起数，以公安机关统计为准
    [crimes_money] 登记发案的损失之和，四舍五入到元
    [dissuasions] 线下台账里的劝阻起数
   *[dissuasions_money] 劝阻时避免的损失之和，四舍五入到元
}
definition-rows = { $id ->
    [failures] 本期没有送到的群次，按原因
    [failures_before] 上期没有送到的群次，按原因
    [kinds] 各种推送的合计；群里自己要的算送达，不算期数
    [pushes] 一期一行：送到、没送到、不确定的群次，送达时的群内人数之和，至今的“我已看”和答题
    [groups] 一个群一行；care 是需要关心的原因：left 退订或移出、suspended 发不进去、silent 四周没有人互动、unconfirmed 没有登记
    [rates] 各类骗术、各类群的答题：first 是每个群第一次答这一类，later 是以后各次；答对除以答题就是正确率
    [alerts] 一条预警一行；minutes 是从动笔写到最后一个群收到的分钟数，correction 是更正后的话
    [ledger] 线下台账一笔一行，money 的单位是分
    [weeks] 按星期一开头的一周：推送期数，这些推送至今的“我已看”和答题
    [shares] 期末各地、各类在册群的个数和群内人数之和
    [sheets] 印证图片照着画的那一份：群名、原文、时间、这个群的“我已看”
   *[helped] 解答咨询：按日期、地点、选择、骗术分，点了几次，其中一张卡片的第一下几次
}
ledger-kind = { $id ->
    [talk] 宣讲
    [leaflets] 发放资料
    [visits] 入户
    [broadcast] 广播
    [posters] 张贴
    [forwards] 转发其他群
    [crime] 发案
    [dissuasion] 劝阻
   *[other] 其他
}
ledger-unit = { $id ->
    [talk] 场
    [leaflets] 份
    [visits] 户
    [broadcast] 次
    [posters] 处
    [forwards] 个
    [crime] 起
    [dissuasion] 起
   *[other] 次
}
care = { $id ->
    [left] 已退订或移出机器人
    [suspended] 发不进去，已停发
    [silent] 四周没有人互动
   *[unconfirmed] 还没有登记
}
alert-state = { $id ->
    [sending] 正在发送
    [sent] 有效
    [corrected] 已更正
    [unsaid] 更正后又撤回
    [withdrawn] 已撤回
   *[expired] 已过期
}

report-title = { $region }反诈宣传工作总结
report-cases-title = { $region }电信网络诈骗发案通报
report-period = { $first }至{ $end }
report-made = { $at } 由小喇叭生成，审计链 { $head }
report-audience = （仅{ $audience }）

work-groups-none = { $office }还没有登记在册的群。
work-groups = { $office }通过小喇叭面向{ $groups }个群开展反诈宣传，各群人数合计{ $members }人。
work-groups-new = 本期新开通{ $number }个群。
work-groups-lost = 本期减少{ $number }个群。
work-none = 本周期无推送。
work-pushes = 共推送{ $pushes }期（{ $kinds }），送达{ $sent }群次，覆盖{ $members }人次。
work-kind = { $kind }{ $number }期
work-asked = { $pushes ->
    [0] 群里自己要了提示和题目{ $sent }群次。
   *[other] 其中{ $sent }群次是群里自己要的提示和题目。
}
work-failed = 有{ $number }群次没有送到。
work-unknown = 有{ $number }群次无法确定是否送到。
work-receipts = 群众点“我已看”{ $receipts }次，参与互动{ $people }人。
work-quiz = 开展答题，{ $answers }人次答题，{ $right }人次答对（自愿参与）。
work-alerts = 发布预警{ $alerts }条{ $ends }。
work-alerts-ends = ，其中{ $ends }
work-alerts-took = 从动笔到最后一个群收到用了{ $minutes }分钟。
work-alerts-fast = 从动笔到最后一个群收到，最快{ $fastest }分钟，最慢{ $slowest }分钟。
work-alerts-corrected = 更正{ $number }条
work-alerts-withdrawn = 撤回{ $number }条
work-help = 在线解答群众咨询{ $number }次。
work-ledger = 线下开展{ $parts }。
work-ledger-part = { $kind }{ $number }{ $unit }
work-dissuaded = 劝阻{ $number }起{ $known ->
    [no] {""}
   *[yes] ，避免损失{ $money }元
}。
work-crime = 登记发案{ $number }起{ $known ->
    [no] {""}
   *[yes] ，损失{ $money }元
}。

problem-none = 本期没有发现需要说明的问题。
problem-lost = 本期减少{ $number }个群：{ $names }。
problem-suspended = 有{ $number }个群发不进去，已停发。
problem-failures = 没有送到的主要原因：{ $parts }。
problem-failure = { $reason }{ $number }群次
problem-silent = 有{ $number }个群四周没有人互动。
problem-unconfirmed = 有{ $number }个群还没有登记，收不到预警。
problem-weak = { $audience }对“{ $fraud }”还不够警惕：{ $answered }人次答题，{ $right }人次答对。
problem-weak-few = { $audience }对“{ $fraud }”还不够警惕：{ $answered }人次答题，{ $right }人次答对（人数少，仅供参考）。
next-weak = 面向{ $audience }多推送“{ $fraud }”方面的提示和案例，隔段时间再答一次题。
next-lost = 上门或打电话了解退群原因，争取把群接回来。
next-silent = 请群主带头点一次“我已看”，选一条与本群有关的内容再发一遍。
next-unconfirmed = 逐个核实未登记的群，及时登记。
next-crime = 针对近期“{ $fraud }”发案，做一次上门提醒。
next-steady = 按每周计划继续推送，有新骗术及时发布预警。

report-summary-head = 【{ $region }反诈宣传 { $period }{ $audience }】
cases-none = 本周期没有登记发案。
cases-head = 本期共登记电信网络诈骗{ $number }起，损失{ $money }元。
cases-type = { $fraud }：{ $number }起，损失{ $money }元。
report-alert-corrected = 更正为：
picture-mark = 系统生成 · 非手机截屏
picture-facts = { $group } · { $at } · { $receipts }人点“我已看”
chart-weeks = 每周推送与参与
chart-week = { $month }/{ $day }那周
chart-pushes = 推送（左）
chart-people = 参与人次（右）
chart-answers = 各类骗术的答题情况
chart-first = 第一次答题
chart-later = 后来答题
chart-right-of = { $answered }答{ $right }对{ $few ->
    [yes] （仅供参考）
   *[no] {""}
}
chart-groups = 各地群数
chart-empty = 本周期没有可画的数据
sheet = { $id ->
    [overview] 概览
    [pushes] 推送台账
    [groups] 群组台账
    [answers] 答题
    [helped] 解答咨询
   *[offline] 线下工作
}
help-choice = { $id ->
    [paid] 已经转钱了
    [pressed] 还没转，有人在催
    [unsure] 拿不准，请我看看
   *[check] 用 /check 问的
}
# 数字是列宽，按字母算。
heads-overview = 项目:26|含义:70|本期|上期
heads-pushes = 时间:18|标题:36|种类|诈骗类型:18|编号:13|送达群次|未送达|不确定|覆盖人次|我已看（至今）|答题人次|答对人次
heads-groups = 地区:16|群名:36|人群|状态|开通时间:18|群内人数|最近互动:18|送达|我已看|答题|需要关心:24
overview-scope = { $id ->
    [region] 地区
    [audience] 人群
    [now] 本期时间
   *[before] 上期时间
}
overview-failed = 未送达：{ $reason }
overview-failed-means = 确定没有送到的群次里，因为这个原因的
pushes-asked = 群里自己要的（发 /tip、/quiz），不算一期
totals = 合计
totals-of = 合计：{ $kind }
heads-answers = 诈骗类型:18|人群|首次答题人次|首次答对人次|后来答题人次|后来答对人次|首次正确率（95%的可能范围）:30|后来正确率（95%的可能范围）:30
answers-share = { $percent }%（{ $low }–{ $high }%）{ $few ->
    [yes] {" "}仅供参考
   *[no] {""}
}
heads-helped = 日期:13|地点:20|选了什么:24|像哪种骗法:18|点了几次|解答咨询（件）
heads-offline = 日期:13|地点:30|种类|数量|单位|金额（元）|诈骗类型:18
cases-advice = 请各村（社区）、学校、企业对照以上类型提醒群众：拿不准先打96110，钱已经转出马上打110。
cases-other = 其他类型
pictures-none = 本周期没有可附的图片。
pictures-left = 另有 { $number } 张较早的照片没有放进来，可以把日期改短一些再写一次。
pictures-list = 图片说明.txt
report-alert = 【{ $severity }】{ $at }发布，送达{ $sent }个群，{ $state }。
report-taken-read = { $number }人点“我已看”
report-taken-answered = { $number }人答
report-before = （上期：{ $period }）
report-more = 另有{ $number }条，见 Excel 台账。

report-bad-day = 没看懂日期“{ $said }”。请这样写：--from 2026-11-01 --to 2026-11-30
period-reversed = 开始日期在结束日期后面了，请调换一下。
period-future = 这段时间还没到，没有可以写的。
period-long = 一次最多写一年，请把日期改短一些。
report-bad-template = Word 模板用不了，里面有认不得的占位词或者文件坏了：{ $why }。请对照 reports/templates 里的模板改好，再写一次。
report-not-written = 报告没有写成，一个文件也没有留下：{ $why }。请看看磁盘和文件夹，再写一次。

period = { $id ->
    [this_week] 本周
    [last_week] 上周
    [this_month] 本月
   *[last_month] 上月
}
period-unreadable = 没看懂日期。请这样写：11月1日 11月20日
report-panel =
    <b>写报告</b>

    地区：{ $region }
    人群：{ $audience }

    要哪一段？一周算到{ $closes }为止。
report-all-audiences = 全部
report-choose = 自己定日期
report-cases-button = 上月发案通报
report-region = 换地区
report-audience-button = 换人群
report-which-region = 报告写哪里的？
report-which-audience = 报告写哪一类群？
report-ask-days = 从哪天到哪天？写一句发给我，比如：11月1日 11月20日
report-stage = { $id ->
    [counting] ⏳ 正在写：先数这段时间的推送和回应，写好就发给您。
    [writing] ⏳ 正在写：数好了，在写总结和表格、画图。
    [done] 写好了，在下面。
   *[failed] 没有写成，原因在下面。
}
report-refused = 报告没有写成：{ $why }
report-failed = 报告没有写成，不是您的问题。请过几分钟再发一次 /report。
report-auto-on = 好了：每{ $closes }发这一周的报告，每月1日发上个月的。不要了就再发一次 /report auto。
report-auto-off = 好了，以后不再自动发报告。要看的时候发 /report。
