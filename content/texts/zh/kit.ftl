# /script: a week's kit for who runs a group. What is read out stands in one breath.

kit-spoken =
    { $audience ->
        [village] 各位乡亲
        [parent] 各位家长
       *[enterprise] 各位同事
    }，{ $office }提醒您：
    { $title }。
    { $body }
    { $action }
    拿不准，打96110，九六一一零。
kit-paste =
    【{ $title }】
    { $body }
    👉 { $action }
    拿不准，打96110问一问。
    —— { $office }
kit =
    <b>这周的材料：《{ $title }》</b>

    📢 <b>大喇叭念的</b>（半分钟）
    <code>{ $spoken }</code>

    💬 <b>发别的群的</b>（点一下就复制）
    <code>{ $paste }</code>

    海报马上就来：一张图，一张能打印的A4纸。
kit-png = { $title }.png
kit-pdf = { $title }.pdf
kit-private = 这周的材料我私下给您，免得占大家的地方。
kit-private-button = 📦 去拿材料
kit-none = 眼下没有合适的材料。请先在群里开通，或者发 /tip 看一条。
