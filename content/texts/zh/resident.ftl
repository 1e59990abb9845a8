# What a resident reads.

thanks-first = 谢谢！您是第{ $place }位看过的。
thanks-again = 您点过啦，谢谢！您是第{ $place }位。
stale-button = 这个按钮用不了了。请看最新的那条。
trouble = 刚才没弄成，不是您的问题。请过一分钟再点一次。（编号 { $reference }）
trouble-message = 刚才没弄成，不是您的问题。请过一分钟再试一次。（编号 { $reference }）

verify-popup =
    编号 { $code } 有记录：{ $when } 发的《{ $title }》。
    按钮不能作证：请把编号发给公告栏上写的机器人，逐字对照；或打电话问 { $office } { $phone }
verify-found =
    编号 <b>{ $code }</b> 有记录。

    { $when }，由 <b>{ $office }</b> 发出，原文是：

    <blockquote>{ $html }</blockquote>

    👉 请逐字对照：差一个字、多一个链接，就是假的。

    <i>消息下面的按钮不能作证。找我请按公告栏上写的名字找，或打电话问办公室：{ $phones }。</i>
verify-standing = { $standing ->
    [stands] ✅ <b>这条预警现在有效。</b>
    [corrected] <b>这条已经更正，请看编号 { $by } 的那条。</b>
    [withdrawn] <b>这条已经撤回，别再照着做。</b>原因：{ $reason }
   *[expired] <b>这条已经过期。</b>
}
verify-erased =
    编号 <b>{ $code }</b> 有记录。

    { $when }，由 <b>{ $office }</b> 发出，内容已经收回，不再给人看。

    👉 看到有人转发，请他删掉。拿不准，打 <b>96110</b> 问一问。
verify-found-long =
    编号 <b>{ $code }</b> 有记录。

    { $when }，由 <b>{ $office }</b> 发出，原文在下一条。

    👉 请逐字对照：差一个字、多一个链接，就是假的。

    <i>消息下面的按钮不能作证。找我请按公告栏上写的名字找，或打电话问办公室：{ $phones }。</i>
verify-poster =
    有的群收到的是海报，下面写的是：

    <blockquote>{ $caption }</blockquote>
verify-popup-over =
    编号 { $code }，{ $when } 发的《{ $title }》{ $standing ->
        [corrected] 已经更正，请看编号 { $by }。
        [withdrawn] 已经撤回，别再照着做。
       *[expired] 已经过期。
    }拿不准，问 { $office } { $phone }
verify-unknown =
    没有这个编号。

    👉 先别信、别转账，打 <b>96110</b> 问一问。
verify-how =
    <b>怎么认出假的“警方消息”</b>

    真消息都有编号。把编号发给我，比如：/verify 7K3F-9QX2

    凡是让您点链接、转钱、下载软件、进小群的，都是假的。

    👉 拿不准，打 <b>96110</b> 问一问。
verify-slower = 您查得有点快，请过一分钟再查。急事打110，问事打96110。

start-private =
    您好，我是 <b>{ $office }</b> 的反诈小喇叭。

    我在村里、家长和单位的群里，每周说一两件骗子的花样。
    碰上拿不准的事，发给我看看。

    👉 <b>已经转了钱，马上打110。拿不准，打96110。</b>
add-to-group = ➕ 把我加到群里
help-private =
    <b>👉 已经转了钱，马上打110。</b>
    拿不准、有人在催您，先挂电话，打 <b>96110</b> 问一问。

    他说了什么，直接发给我、转给我，我帮您看看。

    我还能做这些：
    /tip 看一条提示
    /quiz 答几道题，看看能不能识破
    /verify 查一条消息是真是假
    /check 回复一条消息，看它像不像骗局
    /privacy 我记了您什么
    /forgetme 把我忘掉

    <i>您在这里写的话，我不保存。</i>
help-group =
    <b>👉 已经转了钱，马上打110；拿不准，打96110。</b>

    /tip 看一条提示
    /verify 加编号，查一条消息是真是假
    /check 回复一条消息，看它像不像骗局，我私下告诉您
    /status 这个群什么时候发
    群管理员还可以用：/quiz 出一道题，/settings 改设置，/unsubscribe 退订
privacy =
    <b>我记什么，不记什么</b>

    您点“我已看”，我只记一个数，不记您的名字，也不记您的账号。
    您答题，我只记对了几个人、错了几个人。公开投票的群里，谁选了什么大家都看得见，我也不记名字。
    您写给我、转给我的话，我看过就丢，不保存。您点了哪个按钮、像哪种骗法，我只记一个数。
    您用过 /tip、/verify 这些命令，我也只记一个数。
    群里有多少人、发了什么、什么时候发的，我会记下来。

    👉 想让我忘掉您，发 /forgetme 就行。
forgotten =
    好了，和您有关的都断开了，谁也查不到是您点的。

    总数还留着，但里面看不出您。
forgotten-none = 我这里本来就没有和您有关的记录。
officers-only = 这个命令是给派出所和乡镇同事用的。您要找的可能是 /help
private-only = 这个命令请私下发给我，点我的头像就能进来。
group-only = 这个命令要在群里发。
