# What the owners are told about deliveries, in private.

notice-no-rights =
    <b>“{ $title }”{ $reason ->
        [topic_closed] 选的话题关掉了
       *[no_rights] 不让机器人说话
    }</b>

    连着三次都没发成，先歇一歇，每周会再试一次。

    👉 { $reason ->
        [topic_closed] 请联系群主打开那个话题，或者在另一个话题里发 /settings，改成发到那里。
       *[no_rights] 请联系群主，让机器人能在群里发言。
    }
notice-expired =
    <b>《{ $title }》有 { $groups } 个群没赶上</b>（编号 { $code }）

    { $why ->
        [no_line] 一直连不上 Telegram，等到连上时已经过了时间，就没有发。
       *[flood] Telegram 让我们等得太久，等到能发时已经过了时间，就没有发。
    }

    👉 要紧的话，请在那些群里当面说一声。
notice-paused =
    <b>《{ $title }》先停下了</b>（编号 { $code }）

    { $counts }
    没送到的里面，有些原因我不认识，怕是这条内容有问题。

    👉 请看一眼，再决定：
go-on = 继续发
call-off = 不发了
went-on = 好了，继续发《{ $title }》。
called-off = 好了，《{ $title }》剩下的群不再发。
