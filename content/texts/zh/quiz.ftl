# Quizzes: what a group and one who plays alone read. A poll's own words are plain, without markup.

quiz-poll =
    { $question }

    —— { $office } · 编号 { $code }
push-quiz =
    📣 { $office } · 考考您

    <b>{ $question }</b>

    { $options }

    👉 选一个，看看对不对。
    <i>编号 { $code }</i>
quiz-counted = { $answered ->
    [0] 这道题没人答，也不要紧。
   *[other] { $answered } 个人答了，{ $right } 个人答对。
}
quiz-results =
    <b>答题结束</b>  { $counted }

    正确的是：{ $option }

    👉 { $remember }
    <i>编号 { $code }</i>
quiz-gone =
    上回那道题，群里已经删了，几个人答对就不报了。这一句还请记着：

    👉 { $remember }
    <i>编号 { $code }</i>
quiz-cut-off =
    <b>“{ $title }”：{ $why }</b>

    那里有题还没答完，结果没法在群里公布了。{ $answered ->
        [0] 还没有人答。
       *[other] 已经有 { $answered } 个人答了，{ $right } 个人答对，照样记着。
    }

    👉 { $now ->
        [open] 要是点错了，请群主把机器人拉回来，到时照常公布结果。
        [deleted] 这个群的题就到这里，您不用做什么。
       *[over] 要是点错了，请群主把机器人拉回来，下回照常出题。
    }
quiz-right = ✅ 答对了！{ $explanation }
quiz-wrong = 差一点，该选 { $letter }。{ $explanation }
quiz-before = 您选过 { $chosen } 了，该选 { $letter }。{ $explanation }
quiz-late = 这道题已经结束了，该选 { $letter }。{ $explanation }
quiz-admins-only = 在群里出题，要请群管理员来。您私下给我发 /quiz，想答几道都行。
quiz-usage = 直接发 /quiz 就行，后面什么都不用写。
quiz-enough = 今天已经出过两道了，让大家歇一歇。想多答几道，私下给我发 /quiz。

play-question =
    <b>{ $question }</b>

    { $options }
play-answered =
    <b>{ $question }</b>

    { $options }

    { $verdict }

    👉 { $remember }
play-more = 再来一题
play-end = 今天到这
play-ended =
    好，今天到这。您答了 { $answered } 道，对了 { $right } 道。

    拿不准的事，打 <b>96110</b> 问一问。
play-ended-none = 好，今天到这。想答的时候，再发 /quiz。

why = 为什么是这一条：{ $reason }
why-reason = { $why ->
    [wanted] 您点名要这一类
    [local] 这一带最近出过这类事
    [weak] 这类题只答对了 { $right }/{ $answered }，还没看透
    [season] 正是这类骗子出来的时候
   *[seldom] 这一类问得最少
}
quiz-answer = 该选 { $letter }。{ $explanation }

quiz-mode = { $id ->
    [anonymous] 匿名投票
    [open] 公开投票
   *[buttons] 按钮作答
}
menu-quiz-mode = 答题方式：{ $name }，开 { $days } 天
choose-quiz-mode =
    <b>大家怎么答题？</b>

    匿名投票：群里只看得到各选项有几个人。
    按钮作答：对不对，只告诉点的那个人。
    公开投票：谁选了什么，群里都看得见。

    写着“天”的那一排：一道题开几天，从下一道算起。到时我来收。
quiz-days = { $days } 天
warn-open =
    <b>公开投票，谁选错了，全群都看得见。</b>

    邻居之间难免不好意思。真的要这样吗？
open-yes = 是，用公开投票

rates-title =
    <b>答题正确率（自愿参与）</b> · { $audience }
    答对的 / 答了的；括号里是95%的可能范围。只说明答题的人，不代表所有居民。

    { $lines }
rates-share = { $right }/{ $answered }，{ $percent }%（{ $low }–{ $high }%）{ $few ->
    [yes] {" "}仅供参考
   *[no] {""}
}
rates-line = { $fraud }：{ $share }
rates-change = 　头一次 { $before }{ $few ->
    [yes] ；
   *[no] {" "}→{" "}
}后来 { $after }
rates-none = 还没有人答过题。群里的题每隔一阵会自己出，群管理员也可以发 /quiz。
rates-private = 私下答题：{ $answered } 道，对了 { $right } 道（不算在上面）。

unknown-fraud = 没有这一类。请这样写：/push quiz 刷单，或者只写 /push quiz。
