# What an officer reads while an alert is written, approved and sent alone.

severity = { $id ->
    [notice] 提醒
    [warning] 预警
   *[urgent] 紧急
}
alert-write =
    <b>写预警</b>

    请把要说的话发给我，最多 { $room } 个字。也可以发一张照片，字写在照片下面。

    👉 说清三件事：他怎么来、他要什么、您怎么做。
alert-rewrite =
    <b>改文字</b>

    现在的字有 { $length } 个，还能再写 { $room } 个。

    👉 请把新的整段发给我，旧的就不要了。
alert-use-template = 用现成的写法
alert-choose-template = 哪一种骗法？
alert-fact = { $fact ->
    [came] 他怎么来？
    [asked] 他要什么？
   *[to_do] 您怎么做？
}
alert-fact-ask =
    <b>{ $title }</b>
    { $done }
    <b>{ $question }</b>

    👉 按今天的情况打字发给我；就是下面这句，点一下就行。
    还能写 { $room } 个字。
alert-fact-take = 就用：{ $fact }
alert-from-facts =
    { $title }
    他怎么来：{ $came }
    他要什么：{ $asked }
    您怎么做：{ $to_do }
alert-fact-done = { $question }{ $said }
alert-unfinished =
    <b>您有一条没写完：</b>{ $title }

    👉 接着写，还是重新写一条？
alert-late =
    <b>放得久了，刚才那句没有收。</b>没写完的还在：{ $title }

    👉 点“接着写”，再把那句发一遍。
alert-unfinished-empty = （还没有字）
alert-go-on = 接着写
alert-begin-anew = 重新写
alert-add-photo-ask =
    <b>配一张照片</b>

    👉 请把照片发给我（不要当文件发）。带二维码的不行。照片下面最多写 { $room } 个字。
alert-photo-working = 照片收到了，正在检查，几秒钟。
alert-photo-lost = 刚才检查照片的时候，机器人重新启动了，那张照片可能没留下。发 /alert 接着写，没看到照片就再发一次。
alert-no-words = 请把话写在照片下面，一起发给我。

alert-look = <b>👆 群里看到的就是这样</b>
alert-look-reach = 发给 <b>{ $groups } 个群，{ $members } 人</b>：{ $list }
alert-look-reach-one = { $audience } { $groups } 个（{ $members } 人）
alert-look-reach-none = <b>一个群也发不到：这个地方还没有确认过的群。</b>
alert-look-segments = 偏重：{ $list }
alert-look-place = 地方：{ $place } · 有效 { $life }
alert-look-fraud = 骗法：{ $fraud }
alert-look-fraud-none = 骗法：没有填
alert-look-unplaced = 其中 { $number } 个群没选所在地：{ $titles }
alert-look-full = 今天已经收过两条的群 { $number } 个：{ $titles }
alert-look-sound = { $sound ->
    [plain] 现在发，马上到，群里会响。
    [rings] 现在是休息时间：“紧急”照样响铃。
    [silent] 现在是休息时间：马上到，但不响铃。要响铃，把轻重改成“紧急”。
   *[waits] 现在是休息时间：“提醒”等到 { $when } 再发。
}
alert-look-pinned = 发完以后置顶，到期取下。
alert-look-approvers = 能批的人（联系得上 { $reached }/{ $all }）：{ $list }
alert-look-approver = { $role } { $name }{ $reached ->
    [yes] {""}
   *[no] （联系不上）
}
alert-look-approvers-none = ⚠️ 除了您，没有人能批。请负责人用 /officer 再加一位所长。
alert-look-similar = ⚠️ 24小时内有一条差不多的：{ $title }（编号 { $code }）
alert-look-changed = 改了写法，免得有人点：{ $list }
alert-look-changed-one = { $before } → { $after }
alert-look-hidden = 遮住了 { $number } 个证件号、卡号或手机号。
alert-look-dropped = 没写完的那条不要了：{ $title }
alert-look-room = 还能再写 { $room } 个字。
alert-life = { $hours ->
    [6] 6小时
    [24] 24小时
    [72] 3天
    [168] 7天
   *[other] { $hours }小时
}
titles-more = { $titles } 等
submit = 提交审批
alert-change-text = ✏️ 改文字
alert-change-photo = 🖼 配照片
alert-drop-photo = 🖼 去掉照片
alert-change-audiences = 发给谁
alert-change-region = 地方：{ $name }
alert-change-severity = 轻重：{ $name }
alert-change-fraud = 骗法
alert-change-life = 有效：{ $name }
alert-change-pin = { $pinned ->
    [yes] 📌 置顶：是
   *[no] 📌 置顶：不
}
alert-to-preview = 看预览 ›
alert-next = 下一步 ›
alert-page-audiences = <b>发给谁？</b>可以选几类。
alert-page-segments =
    <b>偏重哪些人？</b>

    不选，就发给这几类的所有群。
    选了，别的人的群就不发了；没说过是哪些人的群，照样收得到。
alert-to-segments = 偏重哪些人
alert-page-region = <b>发到哪里？</b>现在是：{ $name }
alert-page-severity =
    <b>多要紧？</b>

    提醒：休息时间不打扰，等开门再发
    预警：马上到，休息时间不响铃
    紧急：马上到，半夜也响铃，自动置顶
alert-page-fraud = <b>是哪种骗法？</b>拿不准就不填。
alert-fraud-none = 不填
alert-page-life = <b>管用多久？</b>到时候会标上“已过期”。
alert-life-other = 自己定
alert-life-ask =
    到什么时候为止？最长7天。

    👉 请这样发：12小时，或者 11-25 18:00
alert-bad-expiry = { $why ->
    [past] 这个时间已经过去了，没有改。请发一个以后的时间，比如：12小时，或者 11-25 18:00
    [far] 最长7天，没有改。请发一个近一点的时间，比如：12小时，或者 11-25 18:00
   *[unclear] 没看懂这个时间，没有改。请这样发：12小时，或者 11-25 18:00
}
alert-dropped = 好了，没有发。
alert-named =
    <b>里面像是有人的名字。</b>

    预警里不写真实姓名，哪怕是骗子的、受害人的，写“张某”。

    👉 没有真实姓名，就点下面；有，请先改文字。
alert-nameless-submit = 没有真实姓名，提交审批
alert-nameless-send = 没有真实姓名，发送

alert-ask-head = <b>👆 { $name } 写的，等您批</b>
alert-ask-note = 群里看到的就是上面这些，一字不差。👉 对，就点“批准”；不对，点“驳回”。
approve = 批准
reject = 驳回
reject-why = { $why ->
    [check] 先核实再发
    [unclear] 没写清楚
    [wrong] 内容不对
   *[again] 刚发过了
}
reject-back = ‹ 返回
reject-ask = 为什么驳回？点一个，或者打字发给我。
alert-card = { $says ->
    [approved] ✅ { $who } 批准了，已经发出。编号 { $code }
    [urgent] ⚠️ 没等到批准，{ $who } 用“紧急发送”发出去了，未经复核。编号 { $code }。理由：{ $reason }
    [rejected] ✖️ { $who } 驳回了，没有发。理由：{ $reason }
    [dropped] 作者不发了。
    [lapsed] ⌛ 有效的时间过了还没有人批，没有发。
   *[changed] 作者改过了，这一条作废，请看新的那条。
}
alert-urgent-told =
    <b>⚠️ 有一条预警未经复核就发出去了</b>

    { $who } 等了10分钟没有人批，用“紧急发送”发的。编号 { $code }
    理由：{ $reason }

    👉 请马上看一眼上面那条，不对就撤回。
urgent-turn-off = 关掉紧急发送
alert-remind = <b>{ $minutes } 分钟了，{ $name } 的预警还等您批。</b>请看上面那条。
alert-send-done = 好了，{ $waits ->
    [yes] 休息时间过了就发。
   *[no] 马上发出。
}
alert-approve-done = 批准了，{ $waits ->
    [yes] 休息时间过了就发。
   *[no] 马上发出。
}
alert-reject-done = 驳回了，已告诉作者。
alert-waiting =
    <b>等人批：</b>{ $title }

    已经发给：{ $names }
    3分钟、6分钟会再催。最好也打个电话。
alert-waiting-nobody =
    <b>等人批：</b>{ $title }

    ⚠️ 能批的人一个也联系不上，请打电话叫他们点开机器人。
alert-waits =
    <b>等人批：</b>{ $title }

    { $minutes ->
        [0] 刚刚交的
       *[other] 交了 { $minutes } 分钟
    }，还没有人批。
    能批的人（联系得上 { $reached }/{ $all }）：{ $list }

    👉 打个电话催一催。要改、不发了，点下面。
alert-waits-nobody = 一个也没有
alert-begin-another = 另写一条
alert-edit = ✏️ 改一改
alert-give-up = 不发了
alert-approved-told = ✅ <b>{ $who } 批准了，正在发。</b>编号 { $code }
alert-rejected-told =
    <b>✖️ { $who } 驳回了：</b>{ $title }

    理由：{ $reason }
alert-lapsed-told =
    <b>⌛ 有效的时间过了，还没有人批，没有发：</b>{ $title }

    👉 还要发，请改一改“有效”，再交一次。
alert-past = 这一条的有效时间已经过了，没有发。还要发，请作者改一改“有效”再交。
alert-edit-again = ✏️ 改了再交
alert-not-answered =
    <b>10分钟了，还没有人批：</b>{ $title }

    { $why ->
        [none] 👉 情况紧急，您可以凭口令自己发，要写明理由，所长和负责人马上会知道。
        [severity] 👉 请打电话催。真紧急，点“改一改”把轻重改成“紧急”再交。
        [no_pin] 👉 请打电话催。您没有预先定过口令，不能紧急发送；以后用 /pin 定一个。
        [late_pin] 👉 请打电话催。口令要在交审批以前定好才算数。
        [contact] 👉 请打电话催。里面有网址、号码或照片，不能一个人发。
        [used] 👉 请打电话催。紧急发送一天只能用一次。
        [locked] 👉 请打电话催。您的口令锁着，要请负责人解开。
       *[other] 👉 请打电话催。紧急发送关着。
    }
urgent-send = 紧急发送
urgent-reason-ask = 👉 请写一句：为什么等不及？这句话会进操作记录，所长和负责人都看得到。
urgent-pin-ask = 👉 请发您的口令。收到就从聊天里删掉，口令对了马上发到群里。
urgent-reason-length = 理由请写4到200个字。
urgent-sent = ⚠️ 发出去了，标了“未经复核”。所长和负责人已经知道。编号 { $code }
urgent-refused = { $why ->
    [off] 紧急发送被负责人关掉了。请打电话催人批。
    [severity] 只有“紧急”的才能紧急发送。
    [early] 还没到10分钟，请再等等，或者打电话催。
    [region] 这不是您管的地方，办不了。
    [contact] 里面有网址、号码或照片，不能一个人发。请改掉，或者打电话催人批。
    [no_pin] 您没有预先定过口令。以后用 /pin 定一个，这次请打电话催人批。
    [late_pin] 口令要在交审批以前定好才算数。这次请打电话催人批。
    [locked] 您的口令锁着，要请负责人解开。
   *[used] 紧急发送一天只能用一次。请打电话催人批。
}
urgent-state = 紧急发送（没人批时凭口令自己发）现在：{ $on ->
    [yes] 开着
   *[no] 关着
}
urgent-switch-on = 打开紧急发送
urgent-switch-off = 关掉紧急发送
urgent-switched = { $on ->
    [yes] 好了，紧急发送打开了。
   *[no] 好了，紧急发送关掉了，谁也不能一个人发。
}

pin-ask-new =
    <b>定一个口令</b>

    没有人批、情况又紧急的时候，凭它自己发预警。要在出事以前定好。

    👉 请发6到12位数字给我，收到就从聊天里删掉。别用生日、连号。
pin-ask-old = 您定过口令。👉 请先发旧的，收到就从聊天里删掉。忘了，请负责人解开。
pin-set = 好了，口令定好了，我已经把它从聊天里删掉。请记在心里，别写在手机上。
pin-weak = 口令要6到12位数字，不能都一样、不能连号。请再发一次。
pin-wrong = 口令不对，还能试 { $left } 次。请再发一次。
pin-locked = 口令错了5次，锁上了。请负责人解开，再用 /pin 定新的。
pin-locked-told =
    <b>{ $name } 的口令锁上了</b>

    紧急发送的口令连着错了5次。是他本人忘了，还是别人拿着他的手机？

    👉 请先打电话问本人，再解开。
pin-unlock = 解开，让他重新定
pin-unlocked = 好了，解开了。请他发 /pin 重新定一个。

alert-refused = { $why ->
    [empty] 里面没有能念的字，没有收。请把话写出来。
    [html] 里面有“{ $what }”这样的代码，没有收。请只写字。
    [turned] 里面有让字倒着排的看不见的符号，没有收。请自己重新打一遍，别整段粘贴。
    [link] 这个网址不在单位的名单里，没有收：{ $what }。要提醒大家，只写网站名，前面不要 http。
    [userinfo] 这个网址里藏着别的地址，没有收：{ $what }
    [shortener] 这是短网址或加群链接，看不出通到哪里，没有收：{ $what }
    [punycode] 这个网址的字是伪装的，没有收：{ $what }
   *[only_link] 只有一个网址，没有收。请写明出了什么事、该怎么做。
}
alert-too-long = 太长了，多了 { $over } 个字，没有收。请改短再发。
alert-no-draft = 这一条已经交了、发了或不要了，改不了。发 /alert 看现在的。
alert-names-somebody = 里面像是有人的名字。请先改文字，或者确认没有真实姓名。
alert-own = 自己写的不能自己批，要请另一位。
alert-changed = 内容改过了，这一条作废，没有发。请看新的那条。
alert-decided = { $how ->
    [rejected] { $who } 已经驳回了，没有发。
    [dropped] { $who } 不发了。
    [lapsed] 有效的时间过了还没有人批，没有发。
    [urgent] { $who } 已经用“紧急发送”发出去了。
   *[approved] { $who } 已经批准了，正在发或发完了。
}
alert-bad-photo = { $why ->
    [qr] 照片里有二维码，没有收。请换一张，或者把码裁掉。
    [large] 照片太大，没有收。请发小一点的。
    [none] 还没有看到照片，请发一张照片给我。
    [file] 请当照片发，不要当文件发。
    [slow] 照片检查得太久，没有收。请换一张再发。
   *[broken] 这张照片打不开，没有收。请换一张。
}
alert-not-so = { $how ->
    [group] 预警请私下发给我，群里发的不算，没有发出去。点我的头像就能进来。
    [forwarded] 转发来的不算，没有收。请您自己打一遍，私下发给我。
    [edited] 改过的消息不算，没有收。要改，请重新发一条。
    [unchanged] 改过的消息不算，预警还是原来的字。要改，点预警下面的“改文字”或“改一改”。
    [via_bot] 别的机器人代发的不算，没有收。请您自己打一遍，私下发给我。
    [channel] 频道的名义发的不算，没有发出去。请您本人私下发给我。
   *[anonymous] 匿名发的不算，没有发出去。请您本人私下发给我。
}
