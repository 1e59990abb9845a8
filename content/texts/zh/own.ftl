# Tips and cases of the office's own: /content.

command-content = 自己写的提示案例、配语音
own-usage =
    <b>自己写的提示和案例</b>

    /content add：写一条，先看，再交给另一位批
    /content list：看都有哪些，不用的停掉
    /content retire 编号：停掉一条，比如 /content retire own-3
    /content voice 刷单：给一条提示配一段语音；/content voice 看都配了哪些
own-new =
    <b>写一条自己的</b>

    提示说一个手法、一件该做的事；案例讲一件事的经过。

    👉 要写哪一种？
own-unfinished =
    <b>您有一条没写完：</b>{ $title }

    👉 接着写，还是重新写一条？
own-page-kind = <b>提示还是案例？</b>
own-page-fraud = <b>说的是哪种骗法？</b>
own-page-audiences = <b>发给哪些群？</b>可以选几类。
own-part = { $id ->
    [title] 标题
    [body] 正文
    [action] 要做的一件事
   *[source] 来源
}
own-ask = { $field ->
    [title]
        <b>标题</b>

        一眼看懂，最多 { $limit } 个字。

        👉 请打字发给我，比如：先垫钱的活儿，都是坑
    [body]
        <b>正文</b>

        像跟邻居说话：他怎么来，哪里不对。最多 { $limit } 个字，不写真实姓名。

        👉 请打字发给我。
    [action]
        <b>要做的一件事</b>

        只说一件，最多 { $limit } 个字。

        👉 请打字发给我，比如：一说垫钱就停手，把群退了。
   *[source]
        <b>来源</b>

        哪里公布的、什么时候，最多 { $limit } 个字；是自己单位的就不用写。

        👉 请打字发给我，比如：县公安局通报，2026年11月
}
own-misfit = { $why ->
    [short] 太短了，没有收。请多写几个字再发。
   *[long] 太长了，没有收：最多 { $limit } 个字。请改短再发。
}
own-look = <b>👆 群里看到的就是这样</b>（编号每次发都不同）
own-look-reach = 轮着发给 <b>{ $groups } 个群</b>：{ $audiences } · { $place }
own-look-fraud = 骗法：{ $fraud }
own-look-poster = 海报上的大字：{ $lines }。大字就是标题，想在哪里换行，标题里就写个逗号。
own-look-nobody = ⚠️ 除了您，没有人能批。请负责人用 /officer 再加一位所长。
own-look-approvers = 能批的人：{ $names }
own-use = 开始用
own-change = ✏️ 改{ $part }
own-change-kind = 改成{ $kind }
own-change-fraud = 骗法
own-change-audiences = 发给谁
own-named =
    <b>里面像是有人的名字。</b>

    不写真实姓名，哪怕是骗子的、受害人的，写“张某”。

    👉 没有真实姓名，就点下面；有，请先改。
own-nameless = 没有真实姓名，就这样
own-dropped = 好了，没有留。
own-waiting =
    <b>交上去了：</b>{ $title }

    等 { $names } 批。批了就轮着发，我告诉您。
own-waiting-nobody =
    <b>交上去了：</b>{ $title }

    现在没有能批、又联系得上的人。👉 请负责人用 /officer 加一位所长，或者请他点开机器人按一下“开始”。
own-recall = 改一改
own-in-use = <b>好了，{ $name }《{ $title }》从现在起轮着发。</b>不用了，发 /content list 停掉。
own-ask-head = <b>👆 { $name } 写的，等您批</b>
own-ask-note = 一字不差，批准以后就轮着发到这些群里。
own-ask-done = 好了，批准了。
own-reject-done = 好了，驳回了，作者会看到原因。
own-ended = { $state ->
    [active] ✅ { $who } 批准了，已经轮着发。
    [retired] 这一条已经停用。
    [rejected] { $who } 驳回了：{ $reason }
   *[changed] 作者拿回去改了，这一条作废。
}
own-told = { $state ->
    [active] <b>{ $who } 批准了：</b>{ $title }。从现在起轮着发（{ $name }）。
   *[rejected]
        <b>{ $who } 驳回了：</b>{ $title }

        原因：{ $reason }
}
own-list =
    <b>自己写的提示和案例</b>（{ $total } 条）

    { $lines }
own-list-none =
    <b>还没有自己写的。</b>

    👉 发 /content add 写一条。
own-list-line = { $name } · { $kind } · { $title } · { $state }
own-state = { $id ->
    [active] 在用，发过{ $times }个群
    [waiting] 等批
    [rejected] 被驳回
   *[retired] 已停用
}
own-list-more = 后面的 ›
own-list-back = ‹ 前面的
own-retire = 停用 { $name }
own-retire-sure =
    <b>停用《{ $title }》？</b>

    停了就不再轮着发；已经发出去的还在群里。
own-retire-yes = 确认停用
own-retired = 好了，{ $name }《{ $title }》停用了，不再轮着发。
own-gone = 没有这一条，或者已经交了、停了，改不了。发 /content list 看现在的。
own-unfinished-parts = 还没写全，请接着写。
own-taken = 这一条作者改过，或者已经办过了。没有办，请看新的。
own-by-yourself = 自己写的不能自己批，要请另一位。

voice-ask =
    { $html }

    👉 请把上面的话念一遍，按住话筒录音发给我，最长 { $limit } 秒。
voice-bad = 没收。请按住话筒录一段语音发给我，最长 { $limit } 秒；转来的、当文件发的不行。
voice-look =
    <b>👆 就是这一段</b>，{ $seconds } 秒：{ $title }

    用了以后，{ $place }的群每次收到这条提示，跟着就听到它。
voice-use = 就用这一段
voice-again = 重录
voice-dropped = 好了，没有用。
voice-used = 好了，{ $title } 配上了语音。
voice-list =
    <b>配了语音的提示</b>

    { $lines }
voice-list-line = { $title } · { $seconds } 秒 · { $place }
voice-list-none =
    <b>还没有配语音的提示。</b>

    👉 发 /content voice 加一个词，比如：/content voice 刷单
voice-stop = 停用：{ $title }
voice-stopped = 好了，{ $title } 的语音停用了。
voice-caption = 🔊 { $title } · { $office } · 编号 { $code }
