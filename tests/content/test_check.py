"""The check finds the frauds, leaves warnings and daily life alone, and no disguise or length upsets it."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.check_eval import Figures, evaluate, lines, read
from content.check import check
from content.library import load
from content.likeness import Example
from content.render import render, visible
from content.signbook import BUILTIN, EXAMPLES, sign_book
from content.words import FRAUD_TYPES, Kind, Script

BOOK = sign_book()
# Written by who wrote the signs, after them and in other words; in no comparison. What the check misses there
# is not used to write signs. False alarms are: they move to the examples, and new texts take their place, so
# that those two rates flatter. CONTRIBUTING.md has the figures of its first run.
HELD_OUT = Path(__file__).parent / "check_set" / "held_out.tsv"
# Written by somebody who had seen neither the signs nor the code.
STRANGERS = HELD_OUT.with_name("strangers.tsv")
LOOKED_AT = BUILTIN / EXAMPLES
MAIN = (
    *("rebate", "investment", "shopping", "customer_service", "loan", "credit", "acquaintance"),
    *("authority", "romance", "game", "flight", "school_fee"),
)


@cache
def unseen() -> Figures:
    return evaluate(BOOK, read([HELD_OUT]))


def test_the_set_is_as_large_as_it_has_to_be() -> None:
    texts = read([HELD_OUT, LOOKED_AT])
    numbers = {label: sum(one.label == label for one in texts) for label in {one.label for one in texts}}
    assert {one for one in FRAUD_TYPES if numbers.get(one, 0) < 15} == set()
    assert numbers["normal"] >= 200
    assert numbers["publicity"] >= 60
    assert len({one.text for one in texts}) == len(texts), "no text counts twice"


def test_on_texts_not_looked_at_the_bounds_hold() -> None:
    figures = unseen()
    assert figures.recall >= 0.80
    scams = sum(figures.texts[one] for one in MAIN)
    missed = sum(len(figures.wrong[one]) for one in MAIN)
    assert 1 - missed / scams >= 0.80
    # A handful of texts is no measure of one type; half of them missed would still be a fault.
    assert [one for one in figures.types if figures.rate(one) < 0.5] == []
    assert figures.rate("normal") <= 0.02
    assert figures.rate("publicity") <= 0.03


def test_a_strangers_texts_are_judged_within_the_bounds_too() -> None:
    figures = evaluate(BOOK, read([STRANGERS]))
    assert figures.recall >= 0.80
    assert figures.rate("normal") <= 0.02
    assert figures.rate("publicity") <= 0.03


def test_on_all_of_the_set_every_type_is_found() -> None:
    figures = evaluate(BOOK, read([HELD_OUT, LOOKED_AT])[::3])
    assert [one for one in figures.types if figures.rate(one) < 0.80] == []
    assert figures.rate("normal") <= 0.02
    assert figures.rate("publicity") <= 0.03


SCAM = "您好，我是抖音客服，您开通了直播会员，每月自动扣费800元，如需取消请下载会议软件共享屏幕"


def fraud(text: str) -> str | None:
    return next((one.fraud_type for one in check(BOOK, text)), None)


@pytest.mark.parametrize(
    "disguised",
    [
        "您 好 ， 我 是 抖 音 客 服 ， 您 开 通 了 直 播 会 员 ， 每 月 自 动 扣 费 ， 取 消 请 共 享 屏 幕",
        "您.好*我-是-抖/音/客/服·您开*通了直.播*会.员，每_月_自_动_扣_费，取消请共|享|屏|幕",
        "您好，我是抖音客服，您開通了直播會員，每月自動扣費800元，如需取消請共享螢幕、共享屏幕",
        "您\u200b好我是\u200d抖音客\ufeff服您开通了直播\u2060会员每月自动\u00ad扣费取消请共享\u200b屏幕",
        "您好我是抖音客服🙂您开通了直🎁播会员💰每月自动扣费，取消请共享📱屏幕",
        "您好，我是抖音客服，您开通了直播会员，每月自动扣费８００元，如需取消请ＸＸ共享屏幕",
    ],
)
def test_a_disguise_is_seen_through(disguised: str) -> None:
    assert fraud(disguised) == "customer_service"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "😂😂😂",
        "好的",
        "http://",
        "。，！？",
        "在吗",
        "转账",
        "安全账户",
        "\ud800",
        "\x00\x01",
        "ok " * 3000,
    ],
)
def test_too_little_says_nothing(text: str) -> None:
    assert check(BOOK, text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "警察说：凡是叫您把钱转到安全账户的，都是诈骗，请不要转账",
        "公检法不会要求您转账，更没有所谓的安全账户，别信",
        "【反诈提醒】谨防冒充客服退款诈骗，不要共享屏幕，不要告诉对方验证码",
        "【12381涉诈预警】您可能正在遭遇刷单返利诈骗，请立即停止转账，有疑问拨打96110",
        "验证码 223344，用于登录，请勿告知他人。如非本人操作请忽略",
        "妈，我放假了，把车票钱转我一下，爱你",
    ],
)
def test_warnings_and_daily_life_raise_no_alarm(text: str) -> None:
    assert check(BOOK, text) == ()


def test_it_names_at_most_two_with_signs_in_the_texts_own_words() -> None:
    [*likely] = check(BOOK, SCAM)
    assert 1 <= len(likely) <= 2
    assert likely[0].fraud_type == "customer_service"
    quotes = {one.quote for one in likely[0].found if one.quote}
    assert quotes
    assert all(quote in SCAM for quote in quotes)
    assert len(likely[0].found) >= 2


CALL = "我是北京市公安局的王警官，您涉嫌洗钱，请把钱转到安全账户核查，不许告诉家人"
ORDERS = "刷单兼职日结，先垫付300返390，下载APP做任务单，联系导师微信。"


@pytest.mark.parametrize(
    ("text", "fraud_type"),
    [
        (SCAM + "。温馨提示：谨防诈骗，请勿向他人透露验证码", "customer_service"),
        (CALL + "。反诈提醒：请提高警惕，谨防电信诈骗", "authority"),
        (ORDERS + "【平台郑重提醒：谨防假冒客服，请认准官方渠道】", "rebate"),
        ("帮我看看这个是不是骗局：" + CALL + "，我怕上当受骗", "authority"),
        (
            "家里老人不信我说是骗子，非要转账。电话里说他涉嫌洗钱，要把存款转到安全账户，不准挂电话",
            "authority",
        ),
        (SCAM + "今天天气不错，吃了吗。" * 150 + "警方提醒：谨防诈骗，骗子会冒充客服", "customer_service"),
        (
            "工资发了。取件码12-3。停水通知。账单已到账。去银行柜台办好了。" + SCAM,
            "customer_service",
        ),
    ],
)
def test_a_warning_or_daily_life_beside_a_scheme_does_not_hide_it(text: str, fraud_type: str) -> None:
    assert fraud(text) == fraud_type


@pytest.mark.parametrize(
    "text",
    [
        "【警方提醒】近期冒充公检法诈骗高发。骗子自称公安局民警，以您涉嫌洗钱为由，发来通缉令，要求您到宾馆、不许挂断电话、"
        "不许告诉家人，再让您把存款转到“安全账户”核查。公检法没有安全账户，遇到请立即挂断并拨打96110。",
        "刷单返利类诈骗：骗子先让点赞关注给几块钱佣金，再引导下载APP做任务单，先垫付300返390，随后以连单、操作失误为由"
        "要求补单，最后提现不了。切记：刷单就是诈骗。",
        "公司会计被拉进工作群，“王总”要她把账上余额截图发来，给对方付合同款98万，幸好银行止付。转账请当面核实。",
        "隔壁的老李头，幸好银行的小姑娘多问了两句，十万块才没汇到人家说的安全账户",
    ],
)
def test_a_warning_that_tells_the_whole_scheme_is_none(text: str) -> None:
    assert check(BOOK, text) == ()


def test_what_we_push_is_no_fraud() -> None:
    """A resident who asks about a tip of ours hears of no fraud, though it tells how one goes."""
    pushed = [
        render(item, office="县反诈中心", code="7K3F-9QX2", script=Script.SIMPLIFIED).html
        for item in list(load().items.values())[::2]
        if item.kind in (Kind.TIP, Kind.CASE)
    ]
    alarms = [text for text in pushed if check(BOOK, visible(text))]
    assert len(alarms) <= len(pushed) // 50


@pytest.mark.parametrize(
    "text",
    [
        "【中国联通】积分月底到期，可登录中国联通App兑换，详询10010",
        "【饿了么】您有一个15元红包今晚到期，点击使用 ele.me/h5",
        "超市会员日，购物满88送鸡蛋，积分可换抽纸，仅限今天",
        "您的通行费已自动扣除，明细请看 https://etc.gov.cn/mx",
        "已经转了钱马上打110，拿不准打96110，挂失打95588",
    ],
)
def test_a_shop_and_its_own_address_are_no_fraud(text: str) -> None:
    assert check(BOOK, text) == ()


def test_an_address_that_only_looks_known_is_a_strange_one() -> None:
    for address in ("10086.cn.jf.top", "http://icbc.com.cn-sj.vip/a", "etc-12306.cn"):
        assert fraud(f"您的ETC已停用，请点击 {address} 更新认证，逾期影响通行") == "qr_link"


def test_the_figures_say_how_many_were_named_a_neighbour() -> None:
    texts = [Example("credit", SCAM), Example("customer_service", SCAM), Example("normal", "好的")]
    *_, both, _, normal = lines(evaluate(BOOK, texts))
    assert both.split() == ["all", "types", "2", "1", "50.0%", "recall", "100.0%", "some", "fraud", "named"]
    assert normal.split() == ["normal", "1", "0", "0.0%", "false", "alarms"]


def test_signs_with_other_words_between_their_own_are_all_seen() -> None:
    text = "我申请贷款5万，客服说我银行卡号填错了被冻结，要交贷款金额30%的解冻费"
    assert fraud(text) == "loan"


def test_an_address_is_not_read_back() -> None:
    text = "您的ETC已停用，请点击 http://etc-gx.cn/a 更新认证，逾期影响通行"
    quotes = [one.quote for likely in check(BOOK, text) for one in likely.found if one.id in ("link", "file")]
    assert quotes
    assert not any(quotes)


def test_a_signature_holds_no_word_of_the_text() -> None:
    [likely, *_] = check(BOOK, SCAM)
    assert likely.signature.isascii()
    assert likely.signature.startswith("customer_service:")


def test_the_fraud_may_stand_deep_in_a_long_talk() -> None:
    talk = "昨天菜市场西红柿两块一斤，挺新鲜的。" * 60
    assert fraud(talk + SCAM + talk) == "customer_service"
    assert check(BOOK, talk * 5) == ()
    apart = "有个客服。" + talk + talk + "下雨了，共享屏幕是什么。"
    assert check(BOOK, apart) == (), "signs of different stories are no scheme"


def test_ten_thousand_characters_are_read_in_a_moment() -> None:
    texts = [
        (SCAM * 300)[:10_000],
        "转账" * 5_000,
        "转" * 10_000,
        ("1" * 40 + ".") * 250,
        "a.b" * 3_300,
        "加微信扫码" * 2_000,
        "。，" * 5_000,
        "转，" * 5_000,
    ]
    check(BOOK, SCAM)
    for text in texts:
        times = []
        for _ in range(5):
            began = time.process_time()
            check(BOOK, text)
            times.append(time.process_time() - began)
        assert min(times) < 0.1, text[:20]  # 20 ms are measured by the benchmark, on a machine at rest


# Letters that the signs know, so that many of them are met.
VOCABULARY = sorted({letter for text in read([HELD_OUT]) for letter in text.text})


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300) | st.text(alphabet=VOCABULARY, max_size=300))
def test_no_text_upsets_it(text: str) -> None:
    likely = check(BOOK, text)
    assert len(likely) <= 2
    for one in likely:
        assert one.fraud_type in FRAUD_TYPES
        assert len({sign.id for sign in one.found}) >= 2


TEXTS = read([HELD_OUT])
HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202e\u2066\u034f"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_invisible_letters_change_nothing(data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(TEXTS))
    letters = list(one.text)
    for _ in range(data.draw(st.integers(1, 8))):
        letters.insert(data.draw(st.integers(0, len(letters))), data.draw(st.sampled_from(HIDDEN)))
    hidden = "".join(letters)
    assert [found.signature for found in check(BOOK, hidden)] == [
        found.signature for found in check(BOOK, one.text)
    ]


def test_every_fraud_has_its_signs_and_its_tip() -> None:
    assert {one.fraud_type for one in BOOK.schemes} == set(FRAUD_TYPES)
    assert BOOK.faults == ()
    items = load().items
    assert [one.tip for one in BOOK.schemes if one.tip not in items] == []


def test_an_office_teaches_it_by_examples(tmp_path: Path) -> None:
    """What was wrongly taken for a fraud is written down once as everyday, and is one no more."""
    text = "爸，学校要交资料费85，你微信转我一下，今天就要"
    assert check(BOOK, text) != ()
    folder = tmp_path / "signs"
    folder.mkdir()
    taught = [text, "爸，学校要交校服费120，你微信转我", "妈，学校要交书本费60，微信转我一下"]
    (folder / EXAMPLES).write_text("".join(f"normal\t{one}\n" for one in taught), encoding="utf-8")
    assert sign_book(tmp_path).faults == ()
    assert check(sign_book(tmp_path), text) == ()
    assert fraud(SCAM) == "customer_service"


def test_an_example_without_a_label_is_named(tmp_path: Path) -> None:
    (tmp_path / "signs").mkdir()
    (tmp_path / "signs" / EXAMPLES).write_text("normal\t好的\n没有类别的话\n", encoding="utf-8")
    [fault] = sign_book(tmp_path).faults
    assert (fault.field, "is no label" in fault.problem) == ("line 2", True)
