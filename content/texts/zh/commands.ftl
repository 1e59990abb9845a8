# The command menus, per scope.

command-start = 开始
command-help = 能帮您做什么
command-tip = 看一条提示
command-quiz = 答一道题
command-verify = 查一条消息是真是假
command-check = 回复一条消息，看它像不像骗局
command-privacy = 我记了您什么
command-forgetme = 把我忘掉
command-status = 这个群什么时候发
command-status-answers = 大家答题答得怎么样
command-settings = 改这个群的设置
command-schedule = 定发送时间
command-subscribe = 选这是什么群
command-unsubscribe = 退订
command-alert = 发一条预警
command-pin = 定口令，急时能自己发
command-audit = 看操作记录
command-script = 拿这周的材料：念的、发的、贴的
command-push = 发一条提示、案例、一道题或一封信
command-feeds = 看反诈新闻，做成案例或预警
command-groups = 看群、确认群
command-officer = 管理人员名单
command-ledger = 线下工作记一笔
command-report = 写工作总结
