# Backup and restore: in the terminal, and what the owners decide afterwards.

backup-done = ✓ 备份好了：{ $file }（{ $rows } 条，{ $size } MB），已经读回来核对过。里面有居民代号的钥匙，请放在只有您能看的地方。
backup-no-database = 还没有数据，没什么可备份的。先运行一次 xiaolaba run。
backup-other-schema = 数据库和这个程序的版本对不上。请先运行一次 xiaolaba run，它会把数据库升好，再来备份。
backup-no-folder = 没有 { $folder } 这个文件夹。请先建好，再备份一次。
backup-not-ours = { $file } 已经有了，又不是一份备份，我不敢盖掉它。请换一个文件名。
backup-failed = 没备份成：{ $why }。请看看磁盘和 DATABASE_URL，再试一次。

restore-done = ✓ 恢复好了：{ $rows } 条，是 { $taken } 的备份。现在上着锁：启动以后，我会私下问负责人，到点没发的还发不发。
restore-not-a-backup = { $file } 不是一份完整的备份。请找到 xiaolaba backup 做出来的那个文件。
restore-damaged = 这份备份坏了，什么也没有动。请换一份，比如 backups 文件夹里的前一天。
restore-not-empty = 这个数据库里已经有东西，没有动它。请先停掉机器人，把旧的 xiaolaba.db（连同 -wal、-shm）挪走，或者换一个空的 DATABASE_URL。
restore-newer = 这份备份（{ $found }）比这个程序（{ $known }）新。请先升级程序，再恢复。
restore-older = 这份备份（{ $found }）是旧版本程序做的，和现在的（{ $known }）对不上。请用做它的那个版本恢复，跑一次，再升级。
restore-other-key = 数据文件夹里已经有另一把居民代号的钥匙，没有动它。请先挪走 { $file }（或改掉 .env 里的 PRIVACY_KEY），再恢复。
restore-failed = 没恢复成，什么也没有动：{ $why }。请看看 DATABASE_URL 和磁盘，再试一次。

status-locked = 🔒 数据是从备份恢复的，到点的都先不发。请负责人在和机器人的私聊里点“继续发”或“不发了”。

lock-head =
    <b>数据是从备份恢复的，我先等您一句话</b>

    备份是 { $taken } 做的，那以后发过什么，我不记得了。
lock-number = 到点还没发的：{ $pushes } 条，共 { $deliveries } 个群。
lock-push = · 《{ $title }》（编号 { $code }）{ $groups } 个群{ $late ->
        [0] {""}
       *[other] ，另有 { $late } 个群已经过时，不会再发
    }
lock-more = · 还有 { $number } 条
lock-slots = 另外，{ $groups } 个群的定时到过点。点“继续发”，不到6小时的会补上。
lock-ask = 👉 那以后要是已经发过，请点“不发了”，免得大家听两遍。
lock-nothing = 没有到点还没发的。👉 点“继续发”，我就照常干活。
lock-go-on = 继续发
lock-call-off = 不发了
lock-went-on = 好了，接着发。以后到点照常。
lock-called-off = 好了，到点没发的都不发了（{ $deliveries } 个群）。以后到点照常。
