# A fresh case: made of an article by an officer, approved, told before the library's cases for three weeks.

paste-offer =
    <b>要用这篇做点什么？</b>

    做成案例：我切成经过、识破点、怎么办，您来改；批了，群里下次到案例时间先发它。
    做成预警：写成预警草稿，您看过再交。

    什么也不点，就什么也不发，也不留。
paste-help = 拿不准，帮我看看
paste-beginning-only = 这一篇很长，后面要是还有，我已经不记得了：请把整篇再发一次，两分钟里点按钮。
paste-gone = 原文不在了，或者里面没有字。请再发一次，再点按钮。
fresh-link = 原文：{ $link }
fresh-body-sign = 哪里不对：{ $sign }
fresh-usual-action = 拿不准就停一停，先打96110问一问。
fresh-usual-title = 当心{ $fraud }
fresh-unnamed-title = 身边有人碰上这样的事，请当心
fresh-alert-source = 来源：{ $source }
fresh-source = { $name }，{ $day }
fresh-code-later = 发的时候才有
fresh-look = <b>👆 群里看到的就是这样</b>，编号发的时候才有
fresh-look-missing =
    <b>标题</b>：{ $title }
    <b>经过</b>：{ $course }
    <b>识破点</b>：{ $sign }
    <b>怎么办</b>：{ $action }
    <b>来源</b>：{ $source }
fresh-empty = （还没有）
fresh-missing = ⚠️ 还差：{ $list }。补上才能交。
fresh-part = { $part ->
    [title] 标题
    [course] 经过
    [sign] 识破点
    [action] 怎么办
    [source] 来源
   *[fraud] 骗法
}
fresh-look-reach = 会排进 <b>{ $groups } 个群（{ $members } 人）</b>下一次的案例，先发它，管3周。
fresh-look-reach-none = <b>现在没有一个群收得到：这里的这几类群，要先确认过、定好案例时间。</b>
fresh-look-about = 发给：{ $audiences } · 地方：{ $place } · 骗法：{ $fraud }
fresh-look-no-sign = 文章里没找到识破点，最好补一句：哪里看得出是假的？
fresh-look-added = “怎么办”是我补的，文章里没有。请看看合不合适。
fresh-look-own = 没看出是谁发的，来源先写了本单位。别人的文章，请改成原来的单位。
fresh-submit-one = 发送
fresh-change = ✏️ { $part }
fresh-change-fraud = 骗法：{ $fraud }
fresh-change-region = 地方：{ $name }
fresh-drop-link = 🔗 去掉原文网址
fresh-ask-part =
    <b>改“{ $part }”</b>

    现在是：{ $now }

    👉 请把新的发给我，最多 { $limit } 个字。
fresh-page-region = <b>给哪里的群看？</b>现在是：{ $name }
fresh-page-fraud = <b>是哪种骗法？</b>
fresh-page-audiences = <b>给哪些群看？</b>可以选几类。
fresh-dropped = 好了，不做了。{ $queue ->
    [yes] 那篇文章又放回去等着了。
   *[no] {""}
}
fresh-nameless-submit = 没有真实姓名，提交审批
fresh-nameless-send = 没有真实姓名，发送
fresh-named =
    <b>里面像是有人的名字。</b>

    案例里不写真实姓名，写“张某”“王女士”。

    👉 没有真实姓名，就点下面；有，请先改。
fresh-waiting =
    <b>等人批：</b>{ $title }

    已经发给：{ $names }
fresh-waiting-nobody =
    <b>等人批：</b>{ $title }

    ⚠️ 能批的人一个也联系不上，请打电话叫他们点开机器人。
fresh-published =
    <b>✅ 好了：</b>{ $title }

    到 { $until } 为止，群里到了案例时间先发它，一个群一次。
fresh-published-told =
    <b>✅ { $who } 批准了：</b>{ $title }

    到 { $until } 为止，群里到了案例时间先发它，一个群一次。
fresh-rejected-told =
    <b>✖️ { $who } 驳回了：</b>{ $title }

    理由：{ $reason }
fresh-end = 撤下来
fresh-ended = 好了，撤下来了，还没收到的群不会再收到：{ $title }
fresh-ask-head = <b>👆 { $name } 做的案例，等您批</b>
fresh-ask-note = 一字不差，批准就排进案例时间。
fresh-approved = 批准了，排进案例时间。
fresh-rejected = 驳回了，已告诉作者。
fresh-card = { $says ->
    [published] ✅ { $who } 批准了，排进案例时间。
    [rejected] ✖️ { $who } 驳回了。理由：{ $reason }
    [dropped] 作者不发了。
    [ended] 已经撤下来了。
   *[changed] 作者拿回去改了，这一条作废。
}
fresh-list =
    <b>做成的案例</b>

    { $lines }
fresh-list-none = 现在没有。转一篇文章给我，或者在等着看的文章下面点“做成案例”。
fresh-line = { $number }. { $title } · { $state }
fresh-state = { $id ->
    [draft] 没写完
    [waiting] 等人批
    [rejected] 被驳回了
   *[published] 在发，到 { $until }
}
fresh-decided = { $how ->
    [rejected] { $who } 已经驳回了。
    [dropped] 作者已经不发了。
    [ended] 这一条已经撤下来了。
   *[published] { $who } 已经批准了。
}
fresh-too-long = 太长了，多了 { $over } 个字，没有收。请改短再发。
fresh-too-short = 太短了，没有收。请再写一句完整的。
fresh-none = 这一条已经交了、撤了或不要了，改不了。发 /feeds 看现在的。
