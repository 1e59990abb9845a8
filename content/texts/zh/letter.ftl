# Letters: what groups read, what is printed, and what officers see.

# A letter that belongs to no festival opens with the time of the year.
letter-opening = { $quarter ->
    [spring] 开春了
    [summer] 天热了
    [autumn] 天凉了
   *[winter] 天冷了
}，{ $body }
push-letter =
    📣 { $office } · 一封信

    <b>{ $title }</b>

    { $greeting }

    { $opening }

    { $things }

    拿不准，打 <b>96110</b> 问一问；钱转出去了，马上打 <b>110</b>。

    { $sender }
    <i>编号 { $code }</i>
letter-thing = { $number }. { $thing }
letter-sender = { $office }　电话 { $phones }
letter-received = { $number ->
    [0] ✍️ 回执：我收到了
   *[other] ✍️ 回执：我收到了 { $number }
}
letter-promise = 🤝 我承诺
letter-thanks-first = 收到您的回执了，谢谢！您是第{ $place }位。
letter-thanks-again = 您的回执早收到啦，您是第{ $place }位。
promise-first = 好！不轻信、不透露、不转账。您是第{ $place }位承诺的。
promise-again = 您承诺过啦，咱说到做到。您是第{ $place }位。

# The printed page. What is left blank is written by hand.
paper-thing = { $number }、{ $thing }
paper-call = 拿不准，打96110问一问；钱转出去了，马上打110。
paper-date = { $year }年{ $month }月{ $day }日
paper-cut = ✂ - - - - - - - - - - - - - - - - - - 沿这条线剪下，交回来 - - - - - - - - - - - - - - - - - -
paper-slip = 回　执
paper-received = 《{ $title }》我收到了，也念给家里人听了。
paper-promise = 我承诺：不轻信、不透露、不转账；遇上事，先打96110。
paper-signed = 签名：＿＿＿＿＿＿＿＿　　　　　　日期：＿＿＿＿年＿＿月＿＿日
paper-name = { $title }.docx

push-print = 📄 打印版（Word）
push-tally = 📊 各群的回执
push-poster = 🖼 看海报
push-posters = 其中 { $number } 个群收到的是海报，点“看海报”就能看。
print-here = 打印版在这儿，一页纸，下半截是回执。
print-failed = 打印版没做成。请过一分钟再点一次。
tally-none = 您管的地方还没发过信。
tally =
    <b>《{ $title }》</b>（编号 { $code }，{ $when }）

    { $lines }

    <b>一共：回执 { $receipts }，承诺 { $promises }。</b>
tally-line = { $title }：回执 { $receipts }，承诺 { $promises }
tally-more = 另有 { $number } 个群，没列在这里，数都加进去了。
