# What the owners must know at once, in private: what happened, what it means, one thing to do; then the all-clear.

alarm-silent =
    <b>Telegram 有5分钟没给我回话了</b>

    从 { $since } 起，群里的消息我收不到。该发的我都记着，通了再发。

    👉 请在那台机器上运行 xiaolaba doctor，它会说哪里不对。
alarm-silent-over =
    ✅ Telegram 又通了。

    { $since } 到 { $until } 之间大家说的、点的，我正在补办。您不用做什么。
alarm-silent-past =
    <b>刚才断了一阵子，现在好了</b>

    { $since } 到 { $until }，Telegram 没给我回话。那段时间大家说的、点的，我正在补办。您不用做什么。

alarm-paused-over = ✅ 《{ $title }》（编号 { $code }）的事，已经有负责人定了，您不用再管。

alarm-disk =
    <b>那台机器快满了，只剩 { $free } MB</b>

    再满下去，我记不了账。记不了账的，我不会发。

    👉 请在那台机器上清出一些地方。
alarm-disk-over = ✅ 那台机器又有地方了，一切照旧。

alarm-backup =
    <b>昨夜的备份没做成</b>

    现在发东西不受影响。只是机器万一坏了，最近的账找不回来。我每个小时再试一次。

    👉 请在那台机器上运行 xiaolaba doctor，看看数据文件夹那一行。
alarm-backup-over = ✅ 备份做成了，我也从头到尾读回来核对过。

alarm-parked =
    <b>有 { $number } 条消息，我试了三次都没办成</b>

    可能有人点了按钮没反应。已经先放到一边，别的照常。

    👉 请把日志里编号 { $reference } 那一段，发给管程序的人。
alarm-parked-over = ✅ 一整天没有再碰上办不成的消息了。

alarm-database =
    <b>账本写不进去，我先停着</b>

    没记上账的，我一条也不发，免得发两遍。

    👉 请在那台机器上运行 xiaolaba doctor，它会说哪里不对。
alarm-database-over = ✅ 账本又能写了，接着干活。
