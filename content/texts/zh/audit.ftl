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
