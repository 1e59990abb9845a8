# What officers read, in private.

new-group =
    <b>有新群等您确认</b>

    { $title }
    { $audience } · { $members } · { $region }

    没确认前只收平时的小提示，不收预警，也不算进报告。
members-known = { $number } 人
members-unknown = 人数还没读到
no-region = 未选所在地
confirm-group = 确认入群
send-away = 请离
confirmed = ✅ 已确认：{ $title }
confirmed-before = 这个群已经确认过了：{ $title }
sent-away = 已请离：{ $title }。机器人不在那个群里了。
goodbye = 谢谢大家。我先告辞了，有事打96110。

groups-list =
    <b>群（{ $total }）</b>  { $filter }

    { $lines }
groups-wait = 有 { $number } 个群在等您确认，发 /groups 看看。
groups-none = 没有符合的群。
groups-line = { $number }. { $title } · { $audience } · { $state } · { $members }
groups-filter-all = 全部
groups-search = 🔍 找群名
groups-search-ask = 请发群名里的几个字。
groups-by-audience = 按群类
groups-by-state = 按状态
groups-by-region = 按地方
groups-csv = 导出表格
groups-link = 给新群一个链接
groups-link-made =
    把这个链接发给群管理员，用它加进来的群不用再确认。
    只能用一次，7天内有效：

    { $link }
groups-csv-name = 群名册.csv
groups-csv-head = 群名,类别,所在地,状态,人数,已确认,群号
groups-more = 下一页 ›
groups-less = ‹ 上一页
groups-back = ‹ 返回
group-page =
    <b>{ $title }</b>

    { $audience } · { $state }
    所在地：{ $region }
    { $members }
    { $confirmed ->
        [yes] 已确认
       *[no] 未确认：不收预警，不算进报告
    }
group-hold = 停发
group-resume = 恢复
group-place = 改所在地
yes = 是
no = 否

push-usage = 请说发什么，比如：/push tip（提示）、/push case（案例）、/push quiz（一道题，后面可以写哪一类，如 /push quiz 刷单）、/push letter（一封信）
push-preview =
    <b>发出去就是这样：</b>

    { $html }
push-counts =
    <b>发给 { $groups } 个群，共 { $members } 人。</b>
push-moved = 其中 { $number } 个群今天已经够多，挪到明早。
push-full = 其中 { $number } 个群这两天都满了，不再发。
push-asked = 另有 { $number } 个群今年问过这道题，这次不发。
all-asked = 这一类题，今年在各个群里都问过了。换一类，或者发一条提示吧。
push-waits = 现在是休息时间，{ $when } 开始发。
send = 发送
cancel = 取消
another = 换一条
push-cancelled = 好了，没有发。
push-progress =
    <b>正在发《{ $title }》</b>（编号 { $code }）

    { $bar }
    { $counts }
push-done =
    <b>发完了：《{ $title }》</b>（编号 { $code }）

    { $bar }
    { $counts }
push-count-sent = 已送到 { $sent } 个群
push-count-failed = { $number } 个群没送到
push-count-unknown = { $number } 个不确定
push-count-expired = { $number } 个过时没发
push-count-cancelled = { $number } 个取消
push-count-pending = 还有 { $number } 个在排队
nobody-to-reach = 您管的地方还没有确认过的群。发 /groups 看看有没有群在等确认。
content-changed = 内容变了，没有发。请再发一次 /push 看新的。
button-used = 已经办过了，不会再办第二次。
button-theirs = 这个按钮是给别人的。
still-locked = 数据是从备份恢复的，我先什么都不发。👉 请负责人在私聊里点“继续发”或“不发了”，然后再来一次。
button-old = 这个按钮过期了，请重新发命令。
not-your-region = 这不是您管的地方，办不了。
region-gone = 这个地方不在名单里了，请重新选一个。
unknown-region = 没有“{ $region }”这个地方。请看 regions.yaml 里的 id。

help-clerk =
    <b>同事用的</b>
    /report 写报告：一周、一月，或者自己定日期
    /ledger 宣讲、入户、发案，记一笔
    /script 这周念的、贴的材料
    /status 看大家答题答得怎样
help-officer =
    /alert 正文：发一条预警，先看再交审批
    /push tip：发一条提示；/push case 案例，/push quiz 题目，/push letter 一封信
    /content add：自己写一条提示或案例；/content list 看都有哪些；/content voice 刷单：给提示配一段语音
    /feeds 看反诈新闻，做成案例或预警；转一篇文章给我也行
    /groups 看群、确认群
    /pin 定口令，没人批又紧急的时候自己发
    /audit 看操作记录{ $owner ->
        [yes] {"\u000A"}/officer 加人、邀请、撤人
       *[no] {""}
    }
officer-usage =
    请这样写：
    /officer add 123456789 officer pingan（加民警）
    /officer invite officer pingan（给一个链接，对方点开、您确认）
    /officer remove 123456789（撤掉）
    /officer list（看都有谁）
officer-added = 好了，{ $user } 现在是{ $role }，管{ $region }。请他点开机器人按一下“开始”，不然我没法给他发消息。
invitation-made =
    把这个链接发给要加的人，请他点开。他点开以后，我再问您一次是不是他。
    { $role } · { $region }，只能用一次，24小时内有效：

    { $link }
invitation-opened = 您好，我已经告诉负责人了，等他确认。
invitation-asks =
    <b>有人打开了邀请</b>

    { $name }（{ $user }）
    要当：{ $role } · { $region }

    👉 是他本人吗？拿不准先打个电话。
invitation-yes = 确认，是他
invitation-no = 不是他
invitation-confirmed = ✅ 好了，{ $name } 现在是{ $role }，管{ $region }。
invitation-declined = 好了，没有加 { $name }。这个链接作废了。
invitation-welcome =
    您现在是{ $role }，管{ $region }。

    👉 发 /help 看看能做什么；先用 /pin 定一个口令，急的时候用得上。
invitation-spent = 这个链接用过了，或者过了24小时。请找负责人再要一个。
officer-removed = 好了，{ $user } 马上就不能再操作了。
officer-not-found = 名单里没有 { $user }。
officer-list =
    <b>名单</b>

    { $lines }
officer-line = { $role } { $user } { $name } · { $region }{ $active ->
        [yes] {""}
       *[no] {" "}· 未激活
    }
