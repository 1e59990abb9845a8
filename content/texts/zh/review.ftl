# content check beyond single files, content preview, and what doctor says of old items.

review-alike = { $one } 和 { $other } 几乎说的一样（{ $percent }%）。请改掉一条，或者换个说法。
review-source = { $item }: source: 看不出是哪一年的。请写上谁发的、哪年哪月哪日。
review-longest = 答题：{ $percent }% 的题，正确的那个最长，看长短就能猜中（最多40%）。请把正确的写短些，错的写长些。
review-rare = { $item }: poster: “{ $characters }”不在最常用的2500个字里，识字少的人认不得。请换个说法（poster 和 action 都会印在海报上）。
review-audience = { $audience ->
    [village] 村居群
    [parent] 家长群
   *[enterprise] 企业群
}：{ $shelf ->
    [tips] 提示
    [cases] 案例
    [questions] 答题
   *[letters] 信
}只有 { $found }，一年要 { $wanted }。
review-fraud = { $name }：{ $shelf ->
    [tips] 提示
    [cases] 案例
   *[questions] 答题
}只有 { $found }，至少要 { $wanted }。
review-season = 时令“{ $season }”一条内容也没有。
doctor-content-stale = 提示 { $tips } 条，案例 { $cases } 条，答题 { $questions } 道；有 { $number } 条18个月没人看过了，请看一遍，改好 reviewed 的日期：{ $items }
preview-title = { $office } · 内容总览
preview-answer = 选 { $letter }。{ $why }　记住：{ $remember }
preview-about = { $audiences } · { $fraud } · { $id } · 来源：{ $source } · 看过：{ $reviewed }
preview-made = 好了，用浏览器打开：{ $file }
