# What officers read about an alert that is out.

alert-over = 这条预警已经办过，或者已经更正、撤回、过期了，没有再办。
alert-nothing-unsure = 现在没有“不确定”的群，不用重发。

alert-life-head = { $state ->
    [sending] <b>正在发：{ $title }</b>（编号 { $code }）
    [sent] <b>发完了：{ $title }</b>（编号 { $code }）
    [corrected] <b>已更正：{ $title }</b>（编号 { $code }，请看 { $by }）
    [withdrawn] <b>已撤回：{ $title }</b>（编号 { $code }）
   *[expired] <b>已过期：{ $title }</b>（编号 { $code }）
}
alert-life-waits = 现在是休息时间，“提醒”到 { $when } 才开始发。不想发了，点“撤回”。
alert-life-reason = 原因：{ $reason }
alert-life-missed =
    <b>没送到或不确定的群：</b>
    { $lines }
alert-life-missed-line = { $title }：{ $why }
alert-life-missed-unknown = 不确定送到没有
alert-life-missed-more = 还有 { $number } 个
alert-life-fate = { $kind ->
    [pin] 置顶：{ $done } 个群
    [unpin] 取消置顶：{ $done } 个群
    [mark] 群里那条改好：{ $done } 条
    [delete] 删掉：{ $done } 条
   *[reply] 告诉群里：{ $done } 个群
}
alert-life-fate-waiting = 还有 { $number } 个在排队
alert-life-fate-unsure = { $number } 个不确定
alert-life-fate-failed = { $number } 个没成（{ $why }）

alert-life-resend = 重发不明
alert-life-correct = 更正
alert-life-withdraw = 撤回
alert-life-erase = 删掉每一条
alert-life-resent = 好了，向 { $number } 个群重发。
alert-life-correct-ask =
    <b>更正编号 { $code } 的那条</b>，现在写的是：

    <blockquote>{ $text }</blockquote>

    👉 请把改好的整段发给我，还能写 { $room } 个字。每个群里都会回在原来那条下面。
alert-life-why =
    <b>撤回《{ $title }》</b>

    群里会看到原因。为什么撤回？

    👉 点一个，或者自己写。
alert-life-why-wrong = 里面有说错的地方
alert-life-why-over = 事情已经弄清楚了
alert-life-why-mistake = 误发
alert-life-why-private = 写了不该写的个人信息
alert-life-why-own = 自己写
alert-life-why-ask = 请把原因发给我，最多 { $limit } 个字。
alert-life-confirm =
    <b>撤回《{ $title }》</b>

    原因：{ $reason }

    每个群里的那条都改成【已撤回】，再告诉大家一声。

    👉 里面有个人信息的，请选“撤回并删掉”。
alert-life-confirm-withdraw = 确认撤回
alert-life-confirm-erase = 撤回并删掉
alert-life-withdrawn = 好了，正在撤回《{ $title }》。{ $mine ->
        [yes] 办到哪儿了，看上面那条。
       *[no] 写的人看得到办到哪儿了。
    }
alert-life-erase-confirm =
    <b>删掉《{ $title }》的每一条</b>

    群里已经知道撤回了。超过48小时的、没给我删除权限的群，删不掉，仍是【已撤回】。
alert-life-confirm-delete = 确认删掉
alert-life-erasing = 好了，正在删《{ $title }》。{ $mine ->
        [yes] 办到哪儿了，看上面那条。
       *[no] 写的人看得到办到哪儿了。
    }
alert-life-left = 好了，没有动。
