# What a group's admins and residents read in the group.

card =
    大家好，我是 <b>{ $office }</b> 的反诈小喇叭。

    每周说一两件骗子的新花样，几句话，不刷屏。

    👉 请群管理员点一下，这是什么群：
card-unconfirmed =
    <i>这个群还未经登记，只先发平时的小提示。</i>
card-back =
    我又回来了，原来的设置都在。

    { $summary }
summary =
    <b>好了，这里是{ $audience }。</b>

    { $slots }
    { $next }
group-figures-none = 最近四周还没有给这个群发过东西。
group-figures = 最近四周给这个群发了 { $sent } 条
group-figures-receipts = 大家点“我已看” { $number } 次
group-figures-answers = 答题 { $answers } 人次，答对 { $right } 人次
summary-paused = <b>现在是暂停，不发提示。</b>
summary-segments = 内容偏重：群里已经选好。
summary-region = 所在地：{ $region }
summary-suspended = <b>现在停发。</b>要恢复，请联系 { $office }。
no-slots = 现在没有定时的内容。
show-one = 发一条看看
open-settings = ⚙️ 改设置
introduction =
    <b>请大家认一认：这是 { $office } 的小喇叭</b>

    办公电话：{ $phones }
    我只在群里说话，<b>从不私聊要钱、要验证码、要银行卡号</b>。谁打着我的名号要这些，就是骗子。

    每条消息都有编号，给我发 /verify 加编号，就能查是不是真的。

    👉 请群主把这条置顶，让大家都看见。
introduction-no-phone = 请到公告栏上看

admins-only = 这个要请群管理员来点，您找群主说一声就行。
admins-unknown = Telegram 这会儿没说谁是群管理员，没办成。请过半分钟再试一次。
admins-only-command = 这个要请群管理员来办，您找群主说一声就行。
not-subscribed = 这个群还没开通。群管理员发 /start，点一下是什么群就行。
unsubscribed =
    好了，以后不再往这个群发了。

    👉 想再开，群管理员发 /start 就行，原来的设置都留着。
group-paused = 这个群现在暂停着。群管理员发 /settings，点“继续”就又能发了。
channel-sorry = 对不起，我只能在群里用，频道里用不了。请把我加到群里。
too-often = 刚发过一条，请过{ $seconds }秒再要。
nothing-suits = 库里没有合适的。拿不准就打96110问一问。
nothing-on-word = 没找到和“{ $word }”有关的。换个短一点的词试试，比如：/tip 刷单

usage-subscribe = 请带上是什么群，比如：/subscribe village（村居群）、/subscribe parent（家长群）、/subscribe enterprise（企业群）
usage-schedule = 请这样写：/schedule tip mon,thu 09:00（周一周四九点发提示）；不想要就写 /schedule tip off
bad-weekday = 没看懂“{ $given }”是星期几。请这样写：/schedule tip mon,thu 09:00
bad-time = 没看懂“{ $given }”是几点。请这样写：/schedule tip mon,thu 09:00
bad-every = 没看懂“{ $given }”。隔周发请这样写：/schedule tip mon 09:00 every 2；每月头一个周一：/schedule tip mon 09:00 1st
bad-kind = 能定时间的有：tip（提示）、case（案例）、quiz（答题）。比如：/schedule tip mon,thu 09:00
in-quiet-hours = { $at } 大家在休息，{ $start } 到 { $end } 不发。请换个时间，比如：/schedule tip mon,thu 09:00
schedule-set =
    好了：{ $slot }。
    { $next }
schedule-off = 好了，不再定时发{ $kind }。
unknown-command = 没有这个命令。发 /help 看看能做什么。

menu =
    <b>⚙️ 群设置</b>

    { $summary }
menu-audience = 什么群：{ $name }
menu-segments = 偏重哪些人（私下选）
menu-region = 所在地：{ $name }
menu-region-none = 所在地：未选
menu-slot = { $kind }：{ $nth ->
    [0] { $every ->
        [1] {""}
        [2] 隔周
       *[other] 每{ $every }周的
    }
   *[other] 每月第{ $nth }个
}{ $days } { $at }
menu-slot-off = { $kind }：不发
menu-script = 字体：{ $name }
menu-topic = 发到这个话题
menu-pause = ⏸ 暂停
menu-resume = ▶️ 继续
menu-stop = 退订
menu-back = ‹ 返回
menu-up = ‹ 上一级
choose-audience = 这是什么群？
choose-region = 群在哪里？选到最细的一级。
choose-here = 就选“{ $name }”
choose-slot =
    <b>什么时候发{ $kind }？</b>

    现在：{ $slot }
slot-off-now = 不发
choose-every-1 = 每周
choose-every-2 = 隔周
choose-every-m1 = 每月头一个
choose-off = 不发{ $kind }
choose-script = 用哪种字？
choose-stop = 真的不要了吗？点了就不再发。
stop-yes = 是，退订
chosen-mark = ✓ { $name }
segments-menu =
    <b>“{ $title }”里，主要是哪些人？</b>

    选了，就多发和他们有关的；不选，什么都发一点。群里看不到您选了什么。
segments-not-admin = 这个要群管理员来选。您是管理员的话，请回群里再点一次。
topic-set = 好了，以后发到这个话题。
saved = 好了
