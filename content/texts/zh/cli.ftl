# What the operator reads in the terminal.

office-unnamed = 反诈宣传
log-conflict = 有另一个程序在用同一个 BOT_TOKEN 收消息。请停掉其中一个，这边会自己接着干。

setting-missing = { $name } 没有填。请在 .env 里写上，.env.example 里有说明。
setting-malformed = { $name } 填得不对。{ $hint }
hint-BOT_TOKEN = 它像 123456789:AAE…，从 BotFather 那里整段复制。
hint-BOT_API_URL = 它像 http://127.0.0.1:8081/bot，不知道就留空。
hint-OWNER_IDS = 它是数字账号，多个用逗号隔开，比如 123456789,987654321。
hint-OFFICE_NAME = 单位名称最多40个字。
hint-DATABASE_URL = 它像 sqlite+aiosqlite:///data/xiaolaba.db，或者 postgresql+psycopg://用户名:密码@主机/库名，不知道就留空。
hint-TIMEZONE = 它像 Asia/Shanghai，不知道就留空。
hint-REPORT_WEEK_CLOSES = 它像 fri 15:00：星期几用 mon tue wed thu fri sat sun，后面是钟点。
hint-QUIET_HOURS = 它像 21:30-07:30；全天都能发就留空。
hint-AUTO_CONFIRM = 它只能是 true 或 false。
hint-ALERT_TWO_PERSON = 它只能是 true 或 false。
hint-ALLOWED_LINKS = 只写域名，多个用逗号隔开，比如 gov.cn,police.example.cn；不要 https://，不要斜杠。
hint-CONTENT_DIR = 这个文件夹不存在，请先建好，或者留空。
hint-FEEDS_FILE = 这个文件不存在，请先建好，或者留空。
hint-FEED_ALLOW_HOSTS = 它像 10.1.2.3:8080，主机和端口都要写，多个用逗号隔开；没有内网的就留空。
hint-SENDER_RATE = 它是每秒最多发几条，比如 30。
hint-LOG_LEVEL = 它只能是 DEBUG、INFO、WARNING 或 ERROR。
hint-LOG_FORMAT = 它只能是 text 或 json。
hint-other = 请对照 .env.example 改。

bad-token = Telegram 不认这个 BOT_TOKEN。请到 BotFather 那里重新复制一次，填进 .env。
database-unusable = DATABASE_URL 指的数据库打不开：{ $why }。请看看地址写对没有、数据库开着没有、磁盘满没满。
newer-schema = 数据库（{ $found }）比这个程序（{ $known }）新。请升级程序，数据没有动。
broken-library = 自带的内容有 { $number } 处不对，先不启动：
bad-regions = 地区文件用不了：{ $why }

content-good = ✓ { $number } 条内容都没问题（提示 { $tips }，案例 { $cases }，答题 { $questions }）。
content-bad = ✗ { $number } 处要改。
# What is wrong with a file of the library: file, field, cure.
fault-line = { $file }：{ $field }：{ $cure }
fault-field = { $field ->
    [file] 整个文件
    [front-matter] 文件头
    [encoding] 编码
   *[other] { $field }
}
fault-missing = 少了这一项，请补上。
fault-extra = 没有这一项，请删掉，或者改成对的名字。
fault-short = 太短，至少写 { $limit } 个字。
fault-long = 太长，最多 { $limit } 个字，请改短。
fault-length = 有 { $length } 个字，最多 { $limit } 个，请改短。
fault-name = 只能用小写英文、数字和短横线，请给文件改名。
fault-choice = “{ $given }”不在单子里，请从这些里选：{ $choices }。
fault-few = 太少，至少写 { $limit } 个。
fault-many = 太多，最多写 { $limit } 个。
fault-number = 要填一个整数。
fault-range = “{ $given }”超出了范围，边上的数是 { $limit }。
fault-date = 不是日期，请写成 2026-11-01 这样。
fault-shape = 写法不对，请照着自带的文件改。
fault-link = 里面有网址“{ $found }”，请去掉。
fault-hotline = 里面有号码“{ $found }”，只能写 96110 这样的热线，请换掉。
fault-right = 对的写成了第 { $right } 个，可只有 { $number } 个选项，请改一个。
fault-same = 有两个选项一样，请改得不一样。
fault-lines = 换行太多，最多 { $limit } 处，请并成一段。
fault-taken = “{ $id }”已经被另一个文件用了，请给这个文件改名。
fault-encoding = 不是 UTF-8，请另存为 UTF-8。
fault-yaml = 第 { $line } 行附近写法不对，带冒号的内容请加引号。
fault-frame = { $item }：加上署名和编号后太长，一共 { $length } 个字，最多 { $limit } 个，请改短。
fault-other = { $problem }
content-empty-folder = ✗ { $folder } 里没有 tips、cases、questions、signs、texts 文件夹，也没有 hotlines.yaml、regions.yaml，什么也没读到。

doctor-settings = 设置
doctor-settings-good = 都填好了
doctor-office = 单位名称
doctor-office-missing = OFFICE_NAME 没有填，run 起不来。请在 .env 里写上单位名称。
doctor-owners = 负责人
doctor-owners-good = { $number } 位
doctor-owners-missing = OWNER_IDS 没有填，没有人能确认新群，run 起不来。请在 .env 里写上您的数字账号。
doctor-alert = 预警
doctor-alert-two = 要另一个人批准才发
doctor-alert-alone = 要另一个人批准才发，但负责人只有1位：请再加一位负责人，或者用 /officer add 加一位所长，不然您自己写的没有人能批
doctor-alert-one = 一个人看过就能发（ALERT_TWO_PERSON=false）
doctor-links = 能点的网址
doctor-links-none = 一个也没有，预警里的网址都发不出去（ALLOWED_LINKS 没有填）
doctor-database = 数据库
doctor-database-good = 版本 { $version }
doctor-database-none = 还没有，第一次 run 时会建好
doctor-database-behind = 版本 { $found }，run 时会升到 { $known }
doctor-database-broken = 打不开：{ $why }。请看看 DATABASE_URL 和磁盘。
doctor-token = 机器人
doctor-token-good = @{ $username }
doctor-token-bad = Telegram 不认这个 BOT_TOKEN。请到 BotFather 那里重新复制一次。
doctor-token-silent = 连不上 Telegram：{ $why }。请看看网络和 BOT_API_URL。
doctor-content = 内容
doctor-content-good = 提示 { $tips } 条，案例 { $cases } 条，答题 { $questions } 道
doctor-content-bad = { $number } 处要改，运行 xiaolaba content check 看是哪里
doctor-regions = 地区
doctor-regions-good = { $name }
doctor-regions-sample = 自带的示例县（电话是假的，不会给群里看；正式用之前，请把 content/regions.yaml 抄到 CONTENT_DIR 里，换成自己的）
doctor-feeds = 订阅的新闻
doctor-feeds-good = { $number } 个
doctor-feeds-bad = FEEDS_FILE 里这几处要改：{ $list }。网址要写全（http 开头），region 要是 regions.yaml 里的 id。
doctor-feeds-broken = FEEDS_FILE 读不了：{ $why }。照 .env.example 旁边的 feeds.example.yaml 写。
doctor-folder = 数据文件夹
doctor-folder-good = { $folder }，还有 { $free } MB
doctor-folder-bad = { $folder } 写不进去。请看看权限。
doctor-folder-full = { $folder } 只剩 { $free } MB。请清理磁盘。
doctor-clock = 时间
doctor-clock-good = { $now }（{ $zone }）
doctor-clock-off = 和 Telegram 差了 { $seconds } 秒。请校准这台机器的时间。
doctor-line = { $mark } { $name }：{ $said }

status-groups = 群：正常 { $active }，未登记 { $unconfirmed }，停发 { $suspended }，退订 { $left }
status-head = 时间	编号	类别	状态	送到	没送到	不确定	排队	过时	取消	已看	标题
status-none = 还没有发过。
status-rounds = 答题：正在答 { $open } 道，收了 { $closed } 道，没收成 { $lost } 道，共 { $answers } 人次{ $unknown ->
    [0] {""}
   *[other] ；有 { $unknown } 道不知道发到没有
}
status-feeds = 订阅的新闻：
status-feed-line = { $name }：上次读到 { $last }，{ $how }，候选 { $candidates } 篇
status-feed-never = 还没有
status-feed-good = 正常
status-missed = 没发的时段：
status-missed-line = { $date } { $time } { $kind }：{ $groups } 个群，{ $why ->
    [missed] 停机太久，错过了
   *[empty] 没有合适的内容
}
status-parked = 有 { $number } 条消息三次都没处理成，已放到一边。日志里有编号。
status-more = （另有 { $number } 条，加 --json 看全部）
content-list-alone = 只列了自带的和 CONTENT_DIR 里的：数据库打不开（{ $why }），不知道同事们自己写过哪些。
status-no-database = 还没有数据库。先运行一次 xiaolaba run。
push-state = { $id ->
    [sending] 发送中
    [sent] 发完
    [paused] 暂停
   *[cancelled] 取消
}
audit-good = ✓ { $rows } 条操作记录都对得上，最后一条的指纹是 { $head }
audit-broken = ✗ 第 { $row } 条操作记录被改过，或它前面少了记录。

demo-office = 平安派出所
demo-open =
    小喇叭的演示开好了，用浏览器打开：{ $page }
    看完了按 Ctrl-C。{ $stays }
demo-leaves = 什么都不会留下。
demo-keeps = 都留在 { $folder } 里，下次同样打开，接着演。
demo-goes-on = 这是接着 { $folder } 里上次的演，这回的也留着。
demo-port-taken = 端口 { $port } 有别的程序在用。换一个，比如：make demo PORT={ $other }（或 xiaolaba demo --port { $other }）
demo-folder-used = { $folder } 里有别的数据，演示不去动它。请换一个新文件夹。
demo-folder-busy = { $folder } 里的演示正开着。请先关掉那个，或者换一个新文件夹。
demo-ended =
    演示自己停了，不是您的问题。机器人最后写的是：
    { $log }
