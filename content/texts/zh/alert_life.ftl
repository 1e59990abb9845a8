# An alert as groups read it, from the first copy to the last mark.

alert-severity = { $id ->
    [urgent] 🔴【紧急】
    [warning] 🟡【预警】
   *[notice] 【提醒】
}
alert-again = 【重发】
alert-correction = 【更正】
alert-frame =
    { $marks }{ $office }

    { $text }

    { $notes }
alert-note-corrects = 编号 { $code } 的那条说错了，请照这条做。
alert-note-until = 有效到 { $when }。
alert-note-ask = 拿不准，打 <b>96110</b> 问一问。
alert-note-unreviewed = <i>这条急着发，未经复核。</i>
alert-note-code = <i>编号 { $code }</i>

alert-share = { $title }（{ $office }，编号 { $code }）

alert-marked-corrected =
    <b>【已更正】这条别再照着做，请看编号 { $code } 的那条。</b>

    <s>{ $html }</s>
alert-marked-expired =
    <b>【已过期】</b>

    { $html }
alert-marked-withdrawn =
    <b>【已撤回】</b>{ $office }撤回了这条，请别再照着做，也别再转。

    原因：{ $reason }

    拿不准，打 <b>96110</b> 问一问。
    <i>编号 { $code }</i>
alert-told-withdrawn =
    <b>【已撤回】</b>{ $office }编号 { $code } 的那条撤回了，请别再照着做，也别再转。

    原因：{ $reason }

    👉 转给过家人的，请告诉一声。拿不准，打 <b>96110</b> 问一问。
