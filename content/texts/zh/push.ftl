# What a group reads, and the buttons under it. <b> and <i> are Telegram's HTML.

push-tip =
    📣 { $office } · 反诈提示

    <b>{ $title }</b>

    { $body }

    👉 { $action }

    拿不准，打 <b>96110</b> 问一问。
    <i>编号 { $code }</i>
push-case =
    📣 { $office } · 身边案例

    <b>{ $title }</b> · { $mark }

    { $body }

    👉 { $action }

    拿不准，打 <b>96110</b> 问一问。
    <i>编号 { $code }</i>
# What an office's own people wrote says whose it is.
push-own =
    📣 { $office } · { $kind ->
        [tip] 反诈提示
       *[case] 身边案例
    }

    <b>{ $title }</b>

    { $body }

    👉 { $action }

    拿不准，打 <b>96110</b> 问一问。
    <i>{ $mark }</i>
    <i>编号 { $code }</i>
own-mark = 本条由 { $by } 编写
own-mark-source = 本条由 { $by } 编写，来源：{ $source }
tip-plain =
    <b>{ $title }</b>

    { $body }

    👉 { $action }

    拿不准，打 <b>96110</b> 问一问。
# An office's own, read in private.
own-plain =
    <b>{ $title }</b>

    { $body }

    👉 { $action }

    { $mark }
    拿不准，打 <b>96110</b> 问一问。
case-plain =
    <b>{ $title }</b> · { $mark }

    { $body }

    👉 { $action }

    拿不准，打 <b>96110</b> 问一问。
case-mark-typical = 典型情景
case-mark-public = 公开案例
case-typical = 典型情景（据{ $source }）
case-public = 公开案例（{ $source }）
share = { $title }。{ $action }
seen = { $number ->
    [0] ✅ 我已看
   *[other] ✅ 我已看 { $number }
}
pass-on = 转给家人
is-it-true = 是真的吗
