# Names of the closed vocabularies.

audience = { $id ->
    [village] 村居群
    [parent] 家长群
   *[enterprise] 企业群
}
kind = { $id ->
    [tip] 提示
    [case] 案例
    [quiz] 答题
    [letter] 一封信
   *[alert] 预警
}
script = { $id ->
    [simplified] 简体
   *[traditional] 繁体
}
role = { $id ->
    [owner] 负责人
    [chief] 所长
    [officer] 民警
   *[clerk] 内勤
}
group-state = { $id ->
    [active] 正常
    [unconfirmed] 未登记
    [paused] 已暂停
    [suspended] 已停发
    [left] 已退订
   *[new] 未开通
}
reason = { $id ->
    [kicked] 机器人被移出
    [deleted] 群已解散
    [not_found] 群找不到了
    [no_rights] 群里不让机器人说话
    [no_polls] 群里不让发投票
    [blocked] 被对方屏蔽
    [unsubscribed] 群管理员退订
    [paused] 群管理员暂停
    [officer] 民警停发
    [sent_away] 已请离
    [merged] 已并入升级后的群
    [no_photos] 群里不让发图片
    [bad_file] 图片要重新传
    [topic_closed] 话题已关闭
    [bad_marks] Telegram 看不懂里面的格式
    [too_long] Telegram 嫌太长
    [too_late] 过了时间没送出
    [flood] Telegram 让等得太久，过了时间
    [no_line] 一直连不上 Telegram，过了时间
    [measure_full] 这两天已经够多了
    [restored] 恢复备份后没有发
    [restart] 发送时重启，不确定
    [timeout] 没等到回音，不确定
    [reset] 连接中断，不确定
    [server_error] 对方出错，不确定
    [flood] Telegram 让等得太久
    [called_off] 没发出就撤回或更正了
    [message_gone] 消息已经不在了
    [moved] 群升级了，旧消息碰不到了
    [cant_edit] 改不动那条消息
    [too_old] 超过48小时，删不掉
    [no_delete_right] 群里没给删除权限
    [no_pin_right] 群里没给置顶权限
    [cant_close] 关不掉那次投票
   *[other] 其他原因（{ $id }）
}
segment = { $id ->
    [elderly] 老年人
    [migrant] 外出务工
    [shopper] 常网购的
    [self_employed] 个体商户
    [aid] 低保残疾
    [women] 妇女待业
    [primary] 小学
    [middle] 中学
    [college] 大学新生毕业生
    [teacher] 老师
    [finance] 财务
    [boss] 老板主管
    [worker] 一线职工
    [construction] 工地
   *[courier] 快递外卖
}
fraud = { $id ->
    [rebate] 刷单返利
    [investment] 虚假投资理财
    [shopping] 虚假购物服务
    [customer_service] 冒充电商物流客服
    [loan] 虚假贷款
    [credit] 虚假征信
    [acquaintance] 冒充领导熟人
    [authority] 冒充公检法及政府机关
    [romance] 婚恋交友
    [game] 网络游戏虚假交易
    [flight] 机票退改签
    [elderly] 养老诈骗
    [prize] 中奖
    [social_security] 社保医保补贴
    [subsidy] 扶贫助学退税补贴
    [recruitment] 虚假招聘
    [abduction] 绑架车祸急病
    [ai_fake] AI换脸拟声
    [nude_chat] 裸聊敲诈
    [qr_link] 二维码和链接木马
    [parcel] 快递引流和包裹涉毒
    [cash_courier] 线下取现和黄金跑腿
    [accomplice] 两卡和帮信
    [school_fee] 冒充老师收费
    [fake_police_channel] 假冒警方和追款
    [fundraising] 非法集资
    [virtual_currency] 虚拟货币
    [points] 积分清零
    [nfc] NFC盗刷
   *[mlm] 传销
}
weekday = { $n ->
    [0] 一
    [1] 二
    [2] 三
    [3] 四
    [4] 五
    [5] 六
   *[6] 日
}
weekdays = 周{ $days }
weekday-joint = 、
slot-line = { $every ->
    [1] 每{ $days } { $at } 发{ $kind }
    [2] 隔周{ $days } { $at } 发{ $kind }
   *[other] 每{ $every }周的{ $days } { $at } 发{ $kind }
}
slot-line-daily = { $every ->
    [1] 每天 { $at } 发{ $kind }
   *[other] 每{ $every }周有一周每天 { $at } 发{ $kind }
}
slot-line-monthly = 每月第{ $every }个{ $days } { $at } 发{ $kind }
next-line = 下一次：{ $month }月{ $day }日 周{ $weekday } { $at } 发{ $kind }
next-none = 还没有定好的时间，群管理员发 /settings 就能定。
when = { $month }月{ $day }日 { $at }
