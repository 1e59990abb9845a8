# /feeds, the morning's digest and the queue: what feeds brought, read by officers in private.

feeds-list =
    <b>订阅的新闻（{ $total }）</b>

    { $lines }

    每半小时看一眼，每天 8:30 告诉管那一片的同事。发不发，由人定。
feeds-none = 还没有。点“加一个”，把 RSS 或 Atom 的网址发给我。
feeds-line = { $number }. { $name } · { $how } · 候选 { $candidates } 篇
feeds-add = ➕ 加一个
feeds-queue = 📰 等着看的（{ $number }）
feeds-cases = 📝 做成的案例
feed-good = 正常，{ $when } 读到
feed-new = 还没读过
feed-paused = 暂停着
feed-bad = ⚠️ { $error }
feed-bad-since = ⚠️ { $error }，上次 { $when } 读到
feed-error = { $id ->
    [timeout] 15秒没回完
    [private_address] 是内网地址，没有读（要读，请在 FEED_ALLOW_HOSTS 里写上）
    [broken_tls] 证书不对
    [no_connection] 连不上
    [broken_off] 读到一半断了
    [bad_address] 网址不对
    [bad_redirect] 转到不知哪里去了
    [too_many_redirects] 转来转去超过5次
    [gone] 对方说不再提供了
    [busy] 对方说太忙，过会儿再看
    [too_large] 太大了
    [broken_encoding] 压缩坏了
    [unknown_encoding] 压缩方式不认识
    [doctype] 里面有 DOCTYPE，怕有诈，不读
    [no_feed] 这是网页，不是 RSS 或 Atom
    [too_hard] 解不开
    [trouble] 出了毛病，日志里有
   *[other] 对方没给（{ $id }）
}
feed-page =
    <b>{ $name }</b>
    { $url }

    { $how }
    管哪里：{ $region }
    适合：{ $audiences }
    看重的词：{ $keywords }
    { $last }
feed-last = 上次看了 { $fetched } 篇{ $new ->
    [0] {""}
   *[other] ，新的候选 { $new }
}{ $changed ->
    [0] {""}
   *[other] ，改过的 { $changed }
}{ $merged ->
    [0] {""}
   *[other] ，别处见过的 { $merged }
}{ $ignored ->
    [0] {""}
   *[other] ，不相干的 { $ignored }
}{ $dropped ->
    [0] {""}
   *[other] ，不是文章的 { $dropped }
}{ $crowded ->
    [0] {""}
   *[other] ，太多没留的 { $crowded }
}。
feed-last-none = 还没有看过内容。
feed-everywhere = 都管
feed-no-keywords = 没有
feed-check = 现在查
feed-checking = 正在查，最多半分钟…
feed-pause = 暂停
feed-resume = 恢复
feed-remove = 移除
feed-remove-sure =
    <b>移除“{ $name }”？</b>

    以后不再看它，它的文章也不再等着；做好的案例不受影响。
feed-remove-yes = 确认移除
feed-removed = 好了，不再看“{ $name }”。{ $listed ->
    [yes] 它还写在 FEEDS_FILE 里，也请从文件里删掉。
   *[no] {""}
}
feed-ask =
    <b>加一个</b>

    👉 请把网址发给我，空一格写名字，比如：
    <code>https://news.example.cn/law/rss.xml 平安县公安局</code>

    名字会写在发出去的案例里。
feed-bad-address = 没看懂网址，没有加。要写全，http:// 或 https:// 开头，比如：https://news.example.cn/rss.xml 平安县公安局
feed-known = 这个网址已经有了，叫“{ $name }”。
feed-gone = 这个来源已经移除了。发 /feeds 看现在的。

digest =
    <b>新来 { $new } 篇和诈骗有关的</b>

    { $lines }

    👉 点下面，一篇一篇看。发不发，您说了算。
digest-line = { $number }. { $title }（{ $source }）
digest-more = 还有 { $number } 篇
digest-open = 看一看（{ $number } 篇）
queue-none = 都看完了，现在没有等着的文章。每天 8:30 有新的会告诉您。
queue-card =
    <b>{ $title }</b>
    { $source }{ $when }

    { $excerpt }

    { $link }
    像是：{ $fraud } · 适合：{ $audiences }
    挑它是因为：{ $found }

    { $others ->
        [0] 就剩这一篇了。
       *[other] 还有 { $others } 篇等着。
    }
queue-when = { " · " }{ $when }
queue-no-link = （没有原文网址）
queue-fraud-none = 看不出是哪一类
queue-next = 下一篇 ›
queue-taken-case = ✅ <b>{ $title }</b> 做成案例了，请在下面看一看、改一改。
queue-taken-alert = ✅ <b>{ $title }</b> 做成预警草稿了，请在下面看一看、改一改。
queue-ignored = 好，这一篇不用。
make-case = 做成案例
make-alert = 做成预警
ignore = 忽略
candidate-settled = 这一篇已经有人处理了。
