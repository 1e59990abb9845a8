# What a frightened person reads. Read each sentence aloud to a neighbour of seventy who has the phone in her hand.

help-card =
    <b>先别急，钱先别动。</b>

    👉 已经转了钱，马上打 <b>{ $emergency }</b>。

    您是哪一种？点一下：

    <i>您发来的东西，我不保存。</i>
help-paid-button = 已经转钱了
help-pressed-button = 还没转，有人在催我
help-unsure-button = 拿不准，帮我看看
help-emergency-button = 📞 打 { $emergency }
help-family-button = 📤 让家人来帮我
help-again-button = ‹ 回到刚才
# A popup: the number large, alone in its line.
help-emergency-popup =
    现在就打：

    { $emergency }

    就说：“我被骗转了钱，要紧急止付。”
help-advice-popup =
    打这个号码问一问：

    { $advice }

help-paid =
    <b>1. 挂电话，关掉屏幕共享，一分也别再转。</b>

    <b>2. 现在就打 { $emergency }。</b>就说：“我被骗转了钱，要紧急止付。”

    警察请银行先把那笔钱拦住，这就叫<b>紧急止付</b>。越早打，越可能拦得住。

    打通以后会问您这些，边说边找，找不全也先打：
    · 您的卡号，或者微信、支付宝
    · 几点转的，转了多少
    · 对方的户名和账号
    · 用哪个软件转的

    聊天、通话、转账记录，一条都别删。
    谁说<b>交点钱就能帮您追回来</b>，他是第二个骗子。
help-paid-station = 这边的{ $office }：{ $phones }（先打 { $emergency }）
help-paid-others = 还用得上的电话：
help-number = · { $name } { $number }
help-family =
    <b>我可能碰上骗子了，钱已经转出去了。</b>

    请你马上来帮我：
    1. 帮我挂掉骗子的电话，关掉屏幕共享。
    2. 陪我打 { $emergency }，说“被骗转了钱，要紧急止付”，让警察请银行先把钱拦住。
    3. 帮我找：我的卡号、几点转的、转了多少、对方户名和账号、用的什么软件。
    4. 看着我，别再转一分钱。
    5. 聊天、通话、转账记录都别删。

    谁说交钱能追回来，也是骗子。
help-family-how = 👆 按住上面那条，点“转发”，发给家里人。

help-pressed =
    <b>钱还在您手里，就好办。</b>

    1. 现在就挂电话，不用跟他讲道理。
    2. 关掉屏幕共享，关掉他让您装的软件。
    3. 打 <b>{ $advice }</b> 问一问。

    他说过下面这些吗？点一下看看：
help-advice-button = 📞 打 { $advice }
help-sign-account = 安全账户
help-sign-screen = 屏幕共享
help-sign-secret = 叫我保密
help-sign-advance = 让我垫钱
help-sign-code = 要验证码
help-sign-account-popup = 世上没有“安全账户”，警察、法院都不会叫您转钱，一听这四个字就挂电话。
help-sign-screen-popup = 一共享屏幕，您的密码和验证码他全看得见，现在就关掉。
help-sign-secret-popup = 他叫您别告诉家里人，是怕家里人拦住您，现在就跟家里人说。
help-sign-advance-popup = 先让您垫钱的，垫进去就拿不回来，停手，一分也别再垫。
help-sign-code-popup = 验证码就是您家的钥匙，客服、警察、谁来要都别给。

# The frauds as a neighbour of seventy calls them.
help-fraud = { $id ->
    [rebate] 刷单返钱
    [investment] 带您炒股、投资
    [shopping] 假卖东西
    [customer_service] 冒充网店、快递客服
    [loan] 假贷款
    [credit] 借“征信”骗钱
    [acquaintance] 冒充领导、熟人
    [authority] 冒充公安、法院
    [romance] 网恋骗钱（杀猪盘）
    [game] 买卖游戏号、骗孩子充钱
    [flight] 假机票退改签
    [elderly] 专骗老人的保健品、养老项目
    [prize] 假中奖
    [social_security] 借社保、医保骗钱
    [subsidy] 假补贴、假退税
    [recruitment] 假招工
    [abduction] 谎称家人出事
    [ai_fake] 用电脑做的假视频、假声音
    [nude_chat] 拿不雅视频敲诈
    [qr_link] 骗您扫码、点链接
    [parcel] 假快递骗钱
    [cash_courier] 让您取现金、买黄金交给人
    [accomplice] 叫您卖卡、借卡、帮人转钱
    [school_fee] 冒充老师收费
    [fake_police_channel] 说能追回被骗的钱
    [fundraising] 高利息拉您投钱（非法集资）
    [virtual_currency] 拿虚拟币骗钱
    [points] 借积分兑换骗钱
    [nfc] 贴卡刷走钱（NFC盗刷）
   *[mlm] 拉人头（传销）
}

help-check-one = <b>很像一种骗法：{ $fraud }</b>
help-check-two = <b>很像这两种骗法：{ $fraud }；{ $second }</b>
help-check-signs = 我是从这些地方看出来的：
help-check-sign = · { $sign }
help-check-quoted = · { $sign }：“{ $quote }”
help-check-tip = 👉 { $action }
help-check-end = 先别转钱，打 <b>{ $advice }</b> 再问一问。已经转了，马上打 <b>{ $emergency }</b>。
help-check-none =
    <b>无法判断，请拨打{ $advice }。</b>

    我没看明白，不等于没事。没问清楚之前，别转钱，别报验证码。
help-check-no-words =
    <b>无法判断，请拨打{ $advice }。</b>

    图片和语音我看不懂。您可以把他说的话打成字，发给我再看一次。
help-check-send = 把那条发给我，或者打成字，我马上看。
help-check-gone = 刚才那条我找不到了。请再发给我一次，我马上看。
help-check-how =
    请先按住要看的那条消息，点“回复”，再发 /check

    急着用钱的事，先打 <b>{ $advice }</b> 问一问。
help-check-in-group = 不方便在群里细说。请点下面的按钮，把那条转给我，我私下告诉您。拿不准先打 <b>{ $advice }</b>，别急着转钱。
help-open-private = 私下问我
help-pause = 您发得有点快，先歇一分钟。急事现在就打 <b>{ $emergency }</b>。

hint-repeat =
    <b>有人在到处骗：{ $fraud }</b>

    { $place }，两天里至少有 <b>{ $people }</b> 个人来问同一种骗法。

    👉 要不要提醒大家？
hint-everywhere = 全部地方
hint-alert = 做成预警
