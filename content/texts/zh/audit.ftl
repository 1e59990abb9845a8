# The audit of officers' actions, for people.

audit-page =
    <b>操作记录</b>（最近的在上）

    { $lines }
audit-none = 还没有。
audit-nobody = 名单外的人
audit-line = { $when } { $who }：{ $what } { $subject }
audit-action = { $id ->
    [refused] 被拒
    [push] 发推送
    [push_dropped] 取消推送
    [push_goes_on] 推送继续
    [push_cancelled] 推送停下
    [alert_begin] 开始写预警
    [alert_write] 写了预警
    [alert_photo] 换了照片
    [alert_choose] 改了选项
    [alert_drop] 不发了
    [alert_submit] 提交审批
    [alert_recall] 收回再改
    [alert_approve] 批准
    [alert_reject] 驳回
    [alert_send] 发送预警
    [alert_urgent] 紧急发送
    [alert_resent] 重发不明
    [alert_correct] 开始更正
    [alert_withdrawn] 撤回预警
    [alert_erased] 撤回并删掉
    [pin_set] 定了口令
    [pin_wrong] 口令错
    [pin_locked] 口令锁上
    [pin_unlock] 解开口令
    [urgent_switch] 紧急发送开关
    [officer_add] 加人
    [officer_remove] 撤人
    [officer_invite] 发邀请
    [officer_opened] 打开邀请
    [officer_declined] 没有确认邀请
    [group_confirm] 确认入群
    [group_send_away] 请离
    [group_suspend] 停发群
    [group_resume] 恢复群
    [group_assign] 改所在地
    [group_link] 给了加群链接
    [own_begin] 开始写自己的
    [own_write] 写了自己的
    [own_drop] 自己的不要了
    [own_submit] 自己的交审批
    [own_use] 自己的开始用
    [own_approve] 批准自己的
    [own_reject] 驳回自己的
    [own_recall] 自己的收回再改
    [own_retire] 停用自己的
    [voice_use] 配了语音
    [voice_stop] 停用语音
    [unlock_send] 恢复后继续发
    [unlock_drop] 恢复后不发了
    [candidate_taken] 用了一篇文章
    [candidate_ignored] 不用一篇文章
    [fresh_begin] 开始做案例
    [fresh_title] 改了案例标题
    [fresh_course] 改了案例经过
    [fresh_sign] 改了案例识破点
    [fresh_action] 改了案例怎么办
    [fresh_source] 改了案例来源
    [fresh_choose] 改了案例给谁看
    [fresh_drop] 案例不做了
    [fresh_submit] 案例提交审批
    [fresh_publish] 发布案例
    [fresh_approve] 批准案例
    [fresh_reject] 驳回案例
    [fresh_recall] 案例收回再改
    [fresh_end] 撤下案例
    [feed_add] 加新闻来源
    [feed_on] 恢复新闻来源
    [feed_paused] 暂停新闻来源
    [feed_removed] 移除新闻来源
    [ledger_add] 记台账
    [ledger_change] 改台账
    [ledger_photo] 台账加照片
    [ledger_delete] 删台账
    [report_auto_on] 定期报告打开
    [report_auto_off] 定期报告关掉
   *[other] { $id }
}
audit-subject-refused = { $what }（{ $why }）
# The machine's own words in a row: who serves as what, what was tried, why it was refused. A longer one
# that is not here goes by its beginning.
audit-word = { $id ->
    [owner] 负责人
    [chief] 所长
    [officer] 民警
    [clerk] 内勤
    [on] 打开
    [off] 关着
    [tip] 提示
    [case] 案例
    [quiz] 答题
    [letter] 一封信

    [alert] 写预警
    [alert_life] 办已发的预警
    [alert_life_resend] 重发不明
    [alert_life_correct] 更正
    [alert_life_withdraw] 撤回
    [alert_life_why] 撤回
    [alert_life_reason] 撤回的原因
    [alert_life_confirm] 确认撤回
    [alert_life_confirm_erase] 删掉每一条
    [draft] 改预警
    [draft_submit] 提交预警
    [approve] 审批
    [approve_yes] 批准
    [approve_no] 驳回
    [waiting] 等人批的预警
    [waiting_edit] 改一改
    [waiting_drop] 不发了
    [waiting_urgent] 紧急发送
    [urgent] 紧急发送
    [urgent_switch] 紧急发送开关
    [hint] 一键成预警
    [pin] 口令
    [pin_unlock] 解开口令
    [officers] 管人
    [invite] 确认邀请
    [audit] 看操作记录
    [push] 推送
    [paused] 停下的推送
    [lock] 恢复后的推送
    [group] 管群
    [groups] 看群
    [place] 选所在地
    [content] 自己的内容
    [own] 自己的内容
    [ownask] 批自己的内容
    [voice] 语音
    [fresh] 做案例
    [fresh_ask] 批案例
    [paste] 贴来的文章
    [feed] 新闻来源
    [feeds] 新闻来源
    [queue] 候选文章
    [ledger] 台账
    [report] 报告
    [script] 宣传包
    [button] 按钮

    [group_said] 在群里发的
    [forwarded] 转发来的
    [edited] 改过的消息
    [via_bot] 别的机器人代发
    [channel] 用频道的名义
    [anonymous] 匿名发的

    [UnknownButton] 假的按钮
    [ForeignButton] 别人的按钮
    [OldButton] 过期的按钮
    [UsedButton] 按过了
    [NoRight] 没有权限
    [NotYourRegion] 不归他管的地方
    [UnknownRegion] 没有这个地方
    [RegionGone] 地方没有了
    [UnknownGroup] 没有这个群
    [GroupPaused] 群停着
    [InQuietHours] 休息时间
    [NothingSuits] 没有合适的
    [AllAsked] 题都问过了
    [QuizEnough] 今天问够了
    [AskedTooOften] 要得太勤
    [NobodyToReach] 一个群也发不到
    [StillLocked] 恢复后还锁着
    [ContentChanged] 内容换过了
    [AlertOver] 预警已经办过
    [AlertPast] 有效时间过了
    [NothingUnsure] 没有不明的
    [AlertRefused] 写法不行
    [AlertTooLong] 太长
    [NoDraft] 草稿不在了
    [NamesSomebody] 像有姓名
    [OwnAlert] 自己写的不能自己批
    [AlertChanged] 内容改过了
    [AlertDecided] 别人先办了
    [BadExpiry] 时间不对
    [BadPhoto] 照片不行
    [NotUrgent] 还不能紧急发送
    [WeakPin] 口令太简单
    [WrongPin] 口令错
    [PinLocked] 口令锁着
    [SpentInvitation] 邀请用过了
    [UnknownFraud] 没有这种骗法
    [UnreadableLine] 没看懂那一行
    [EntryClosed] 那一笔不能改了
    [BadPeriod] 日子不对
    [FeedSettled] 别人先办了
    [FeedGone] 来源没有了
    [FeedKnown] 来源已经有了
    [BadFeedAddress] 网址不行
    [PasteGone] 文章没有了
    [FreshTooLong] 太长
    [FreshTooShort] 太短
    [FreshDecided] 别人先办了
    [NoFresh] 案例不在了
    [OwnMisfit] 长短不合适
    [NoOwn] 那一条不在了
    [OwnUnfinished] 还没写全
    [OwnTaken] 别人先办了
    [OwnByYourself] 自己写的不能自己批
    [BadVoice] 录音不行

    [empty] 没有字
    [html] 有代码
    [turned] 有倒排的符号
    [link] 有名单外的网址
    [userinfo] 网址里藏着地址
    [shortener] 短网址
    [punycode] 伪装的网址
    [only_link] 只有网址
    [qr] 有二维码
    [large] 太大
    [none] 没有照片
    [file] 当文件发的
    [slow] 查得太久
    [broken] 打不开
    [past] 已经过去
    [far] 太远
    [unclear] 没看懂
    [severity] 不是“紧急”
    [early] 还没到10分钟
    [region] 不归他管的地方
    [contact] 有网址、号码或照片
    [no_pin] 没定过口令
    [late_pin] 口令定晚了
    [locked] 口令锁着
    [used] 今天用过了
    [short] 太短
    [long] 太长
    [period] 日子不对
    [ledger-number-odd] 数字不对
    [ledger-no-place] 没写地方
    [ledger-day-odd] 日子不对
   *[other] { $id }
}
audit-choice = { $id ->
    [audiences] 发给谁
    [segments] 偏重哪些人
    [region] 地方
    [severity] 轻重
    [fraud_type] 骗法
    [life_hours] 有效
   *[pin] 置顶
}
audit-fingerprint =
    今天的操作记录一共 { $rows } 条，最后一条的指纹：

    { $head }

    <i>请留着。以后运行 xiaolaba audit verify 对一对，就知道有没有被人改过。</i>
