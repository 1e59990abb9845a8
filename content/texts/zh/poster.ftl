# What every poster says at its foot, in huge type.
poster-foot = 拿不准，打
poster-hotline = 96110
poster-caption =
    📣 { $office } · 反诈提示

    <b>{ $title }</b>
    👉 { $action }
    <i>拿不准，打 <b>96110</b>。编号 { $code }</i>
poster-caption-own =
    📣 { $office } · 反诈提示

    <b>{ $title }</b>
    👉 { $action }
    <i>{ $mark }</i>
    <i>拿不准，打 <b>96110</b>。编号 { $code }</i>
form = { $id ->
    [text] 文字
    [poster] 海报（几个大字）
   *[both] 海报和文字
}
menu-form = 提示的样子：{ $name }
choose-form =
    <b>提示发成什么样？</b>

    海报上字大、话少，老人也看得清；文字说得细一些。
poster-failed = 海报没画成。请过一分钟再点一次。
