"""A first guess at the kind of fraud, from words that hardly stand for anything else."""

from __future__ import annotations

from content.texts import texts_in
from content.words import FRAUD_TYPES, Script

# Only what names one fraud and no other; whatever is in doubt is left to the writer.
_TELLING: dict[str, tuple[str, ...]] = {
    "rebate": ("刷单", "做任务返", "连单", "垫付任务", "点赞返"),
    "investment": ("荐股", "炒股", "投资群", "理财导师", "内幕消息"),
    "customer_service": ("百万保障", "冒充客服", "假客服", "快递理赔"),
    "loan": ("解冻费", "低息贷款", "无抵押贷款", "刷流水放款"),
    "credit": ("修复征信", "征信修复", "注销网贷"),
    "acquaintance": ("冒充老板", "冒充领导", "冒充校长", "冒充熟人"),
    "authority": ("安全账户", "公检法", "通缉令", "冒充警察", "冒充民警", "涉嫌洗钱"),
    "romance": ("杀猪盘", "网恋", "网上恋人"),
    "game": ("游戏账号", "游戏皮肤", "游戏装备"),
    "flight": ("航班取消", "机票退", "机票改签"),
    "elderly": ("保健品", "养老投资", "预售床位"),
    "prize": ("中奖", "刮刮卡"),
    "recruitment": ("高薪招聘", "培训费上岗", "招聘收费"),
    "ai_fake": ("换脸", "拟声", "AI视频", "AI语音", "假声音"),
    "nude_chat": ("裸聊",),
    "cash_courier": ("取现金", "跑腿送现金", "买黄金送"),
    "accomplice": ("租卡", "卖卡", "出租银行卡", "帮信"),
    "school_fee": ("冒充老师", "冒充班主任", "资料费", "班级群"),
    "fake_police_channel": ("追回损失", "帮追款", "网警追款"),
    "points": ("积分清零", "积分兑换"),
    "nfc": ("NFC", "碰一碰", "闪付"),
    "mlm": ("传销", "拉人头"),
}


def guess_fraud(text: str) -> str | None:
    """The fraud type that the text speaks of; None when it names none, or several."""
    texts = texts_in(Script.SIMPLIFIED)
    found = {
        kind
        for kind in FRAUD_TYPES
        if texts.plain("fraud", id=kind) in text or any(word in text for word in _TELLING.get(kind, ()))
    }
    return found.pop() if len(found) == 1 else None
