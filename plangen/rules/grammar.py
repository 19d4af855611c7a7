"""The words by which a sentence ties a figure to what it is a figure of, in Chinese and in English.

PG411 reads a sentence only as far as it understands every word of it. What stands between a name and a number, and
what stands before the name in its clause, is cut into known words, each of one kind; one unknown word, and the number
is left alone. So a condition, a comparison, a longer name or an aside is no statement, without a list of all there
are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

_HAN = re.compile("[\u4e00-\u9fff]")
_LONGEST = 8  # no Chinese word below is longer


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Known words by their kind. ``pattern`` matches what no list of words can hold, in groups named for kinds."""

    pattern: re.Pattern[str]
    words: Mapping[str, str] = field(default_factory=dict)

    def cut(self, text: str) -> list[tuple[str, str]] | None:
        """Cut a text into known words as (kind, word), the longest first; nothing if there is an unknown one."""
        found: list[tuple[str, str]] = []
        at = 0
        while at < len(text):
            if match := self.pattern.match(text, at):
                found.append(((match.lastgroup or "").rstrip("_"), match.group()))
            else:
                ends = range(min(len(text), at + _LONGEST), at, -1)
                word = next((text[at:end] for end in ends if text[at:end] in self.words), None)
                if word is None:
                    return None
                found.append((self.words[word], word))
            at += len(found[-1][1])
        return found


@dataclass(frozen=True, slots=True)
class Grammar:
    """The words of one language. Each pattern is explained where it is made.

    Kinds of ``words``: ``is to from`` lead to a value, ``up down move`` to a change; ``year target baseline`` say of
    when it is, ``than`` that it is compared with one; ``share spent`` say what of a stage it is; ``about`` that it is
    rounded, ``each`` that several values follow; ``comma`` parts clauses, ``filler`` says nothing.
    """

    words: Lexicon
    lead: Lexicon
    clause: re.Pattern[str]
    own: re.Pattern[str]
    foreign: re.Pattern[str]
    unit_of_it: re.Pattern[str]
    by_means: re.Pattern[str]
    other_time: re.Pattern[str]
    supposed: re.Pattern[str]
    otherwise: re.Pattern[str]
    rounded: re.Pattern[str]
    joined: re.Pattern[str]
    before_name: re.Pattern[str]

    def kinds(self, text: str) -> list[tuple[str, str]] | None:
        """Cut a text into known words as (kind, word); nothing if there is an unknown one."""
        return self.words.cut(text)

    def leads(self, text: str) -> bool:
        """Tell whether a name's clause may begin with these words."""
        return self.lead.cut(text) is not None


def grammar_of(sentence: str) -> Grammar:
    """Return the grammar of the language a sentence is written in."""
    return _chinese() if _HAN.search(sentence) else _english()


# --- Chinese ---------------------------------------------------------------------------------------------------------

_UP = "提高 提升 上升 增加 增长 扩大 上涨 升高 抬升"
_DOWN = "下降 降低 减少 缩短 压缩 下滑 回落 收窄 压降"
_MOVE = "改善 优化 变化 变动"
_GAIN = "增幅 升幅 涨幅 提升幅度 增长幅度 提升了 提高了 增加了 增长了"
_LOSS = "降幅 减幅 下降幅度 下降了 降低了 减少了 缩短了"
_WAY = f"{_UP} {_DOWN} {_MOVE} 升 降 增 减 压 缩 涨 做 缩减 扩展 回升 恢复 拉升 攀升 推高"
_BLANK = "\\s（(“”\"'\u0001"
_AD = r"(?:截至|截止|到|至|于|在)?\s*\d{4}年(?:年?末|年?底|度|12月)?(?:时|前)?"
# years of a range are no time of their own: 2026—2028年; the last 至 before a number leads to it
_DATES = rf"(?P<span>\d{{4}}年?\s*[—–~～至到-]+\s*\d{{4}}年)|(?P<year>{_AD})"
_LEVEL = (
    "为 是 达 达到 达成 实现 保持 保持在 维持 维持在 稳定在 控制在 控制到 定为 定在 设为 设在 设定为 确定为 锁定 "
    "锁定在 即 等于 有 仅 仅为 只有 冲刺 ： : ＝ ="
)
_EMPTY = (
    "的 在 到 于 将 要 须 应 应当 可 需 会 能 能够 也 已 已经 拟 预计 预期 计划 规划 有望 力争 争取 确保 最终 逐步 "
    "稳步 进一步 届时 设定 确定 持续 不断 考核 水平 数值 值 年度 指标 再 则 就 先 只 仍 反而 随之 相应 同步 随后 "
    "由此 以 负责"
)
# A name begins its clause, or stands behind words that say whose or of when it is, or what is to be done about it.
# 综合, 单店, 线上, 行业 and the like are not among them: with them the name is another one.
_LEAD = (
    "到 在 至 于 并 且 和 与 及 以及 同时 其中 即 包括 因此 所以 故 但 而 也 则 又 再 使 令 让 将 把 推动 带动 "
    "促使 促进 实现 确保 保证 力争 争取 完成 达成 达到 保持 维持 要求 预计 预期 计划 规划 目标 的 是 为 要 须 应 "
    "以 按 对 由 从 拟 提升 提高 降低 压降 抬升 改善 拉动 支撑 守住 稳住 设定 确定 明确 提出 锁定 有望 希望 整体 "
    "总体 战略 方案 期末 规划期 规划期末 规划期内 届时 最终 其次 首先 三年 未来 未来三年 基期 目前 当前 现有 考核 "
    "指标 年末 三年后 就是 改看 全公司 集团"
)


def _words(**kinds: str) -> dict[str, str]:
    """Return the kind of each word; of a word of two kinds, the first."""
    found: dict[str, str] = {}
    for kind, words in kinds.items():
        for word in words.split():
            found.setdefault(word, kind.rstrip("_"))
    return found


def _each(stems: str, endings: str) -> str:
    """Return every stem with every ending."""
    return " ".join(stem + ending for stem in stems.split() for ending in endings.split())


@cache
def _chinese() -> Grammar:
    """Make the Chinese grammar; its patterns take a while to compile, so it is made when first needed."""
    words = _words(
        span="规划期 规划期内 期内 三年 三年间 三年内 三年后 三年累计 累计 合计 共计 总共 总计 共 净",
        to=f"{_each(_WAY, '至 到 为 成')} → ⇒",
        up=f"{_UP} {_GAIN} {_each(_UP, '达')} {_each(_GAIN, '达 达到 为 是')}",
        down=f"{_DOWN} {_LOSS} {_each(_DOWN, '达')} {_each(_LOSS, '达 达到 为 是')}",
        move=f"{_MOVE} {_each(_MOVE, '达 了 达了')} 改善幅度为 变化幅度为 改善幅度达 变化幅度达",
        each="分别 依次",
        baseline="基期 基期值 期初 现值 现状 目前 当前 现有 现为",
        target="目标 目标值 期末 期末值 规划期末 终值",
        share="占比 占 份额 比例 比重",
        spent="投入 预算 金额 资金 安排 使用 支出 拨付 投资 总额 分配 配置",
        about="约 大约 接近 近 大致",
        than="较 比 相比 相较 相较于 对比",
        is_=_LEVEL,
        from_="由 从 自",
        comma="， , ； ;",
        filler=_EMPTY,
    )
    return Grammar(
        words=Lexicon(re.compile(rf"{_DATES}|(?P<to>[至到]$)|(?P<filler>[{_BLANK}）)])"), words),
        lead=Lexicon(
            re.compile(
                rf"{_DATES}|[{_BLANK}]|第[一二三四五六]|[一二三四五六]是|\d+[.)）]|"
                "(?:核心|关键|主要|重点|财务|盈利|经营|业绩|客户|运营|创新|考核|衡量)类?"
                "(?:指标|目标|上|方面|维度|层面)"
            ),
            _words(word=_LEAD),
        ),
        clause=re.compile("[，；、。：,;:]"),
        # what follows is about the plan's own company; 某公司, 子公司, 上市公司 and the like are others
        own=re.compile("(?<![某各该他子分市类家些数司])公司|我司|我们|我方|本方案|本规划|本集团"),
        # others' figures, and figures taken over from elsewhere
        foreign=re.compile(
            "某|同行|同业|行业|业内|业界|竞品|竞争者|对手|友商|标杆|龙头|头部|原方案|援引|引述|引自|报道|平均|均值|外部|"
            "案例|为例|例如|比如|其他(?:企业|公司|品牌)|(?<![数依根证占单票凭])据(?!此|点)"
        ),
        # a part of the company as the topic of a clause: what follows is a figure of that part …
        unit_of_it=re.compile(
            "店(?!长|员)|(?<![期时年空之中民])间(?![接隔断歇距])|专柜|品类|系列|产品线|款式|单品|子公司|分公司|事业部|大区|区域|海外|城市|试点|"
            "旺季|淡季|促销期|供应商|工厂|仓库"
        ),
        # … unless the clause tells what is done to reach it
        by_means=re.compile(
            r"\s*(?:通过|依托|借助|靠|依靠|凭|随着|以|经|围绕|为|在|由于|因|推动|优化|加强|完善|调整|减少|关闭|改善|提升|"
            "统一|打通|推进|建设|完成|深化|扩大|压缩|收缩)"
        ),
        # another time than the year a block gives a figure of
        other_time=re.compile(
            "[上下]半年|季度?|(?<!1)[1-9]月|1[01]月|[一二三四五六七八九十]月|首年|第[一二三四五]年|[次今明去上]年(?!度)|"
            "(?<![目当])前[一二两三]?年|同期|此前|过去|曾|以往|历史|往年|近年|阶段(?:性|目标)|[本该首]阶段|年均|月均|每年"
        ),
        # a sentence about another case than the plan's own
        supposed=re.compile(
            "若(?!干)|如果|如能|如未|如不|如遇|假如|假设|假定|倘|万一|一旦|除非|只要|只有|即使|即便|哪怕|情景|情形|情况下|"
            "测试|敏感性|乐观|悲观|最坏|模拟|凡|每(?:提[高升]|上升|增加|下[降滑]|降低|减少|差|变动|变化|[升降多少])|"
            "当(?!前|年|期|季|月|日|天|下|地|事|时).{1,20}(?<!同)时(?!间|期|点|限|段|效)|不等于|并非|不代表|未必|不意味|"
            "不再|而非|而不是|[能是可]否|难以|无法|不可能|原[定为先]|原目标|[调修][整订]前|旧(?:目标|口径|值|版)|"
            "上一[版轮]|上轮|草案|误|"
            "触发|预警|警戒|门槛|阈值|[上下]调|否决|未采纳|过[高低]|偏[高低]|的目标相比|前提"
        ),
        # a number that is a limit, a range, a condition or an adjective of something else
        otherwise=re.compile(
            r"\s*(?:[—–~～-]+\s*\d|[至到]\s*\d|以[上下内外]|之[内间后]|及以[上下]|或|的?时(?!间)|后(?!续|期)|才|方可|"
            r"即可|则|者|"
            r"的(?!目标|水平|预期|要求)|[上下]调|调整|修订|改为|为(?!目标)|[/／每]|[，,]\s*(?:方可|才|则|即可|就))"
        ),
        rounded=re.compile("左右|上下|附近"),
        joined=re.compile("[\u0001\\s]*(?:、|和|与|及|以及)[\u0001\\s]*"),
        # 实现50%的毛利率
        before_name=re.compile("(?:的|作为|定为|设为)(?:公司|规划期末|期末)?的?\u0001*$"),
    )


# --- English ---------------------------------------------------------------------------------------------------------

_EN_AD = r"(?:by|in|for|until|through|at|to)?(?: the)?(?: end of| year)?\s*(?:19|20)\d\d\b"


def _lexicon(**kinds: str) -> Lexicon:
    """Make a lexicon of patterns by kind; the first kind that fits counts."""
    return Lexicon(re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in kinds.items()), re.IGNORECASE))


@cache
def _english() -> Grammar:
    """Make the English grammar when it is first needed."""
    return Grammar(
        words=_lexicon(
            year=rf"\s*\b(?:{_EN_AD})",
            up=r"\s*\b(?:ris(?:es?|en|ing)|rose|gr[oe]ws?|growing|increas(?:es?|ed|ing)|climbs?|gains?|up)\b",
            down=r"\s*\b(?:falls?|fell|falling|drops?|declin(?:es?|ed)|decreas(?:es?|ed|ing)|shrinks?|reduced|down)\b",
            move=r"\s*\b(?:improv(?:es?|ed|ing)|changes?|by)\b",
            to=r"\s*\bto\b",
            from_=r"\s*\bfrom\b",
            each=r"\s*\brespectively\b",
            baseline=r"\s*\b(?:baseline|today|currently|current)\b",
            target=r"\s*\b(?:target(?:ed|s)?|goal)\b",
            about=r"\s*\b(?:about|around|roughly|approximately|nearly)\b",
            than=r"\s*\b(?:than|versus|against)\b",
            is_=r"\s*\b(?:is|are|be|at|of|reach(?:es|ing)?|hits?|stands?|remains?|equals?)\b|\s*[:=]",
            share=r"\s*\b(?:share|takes?|accounts? for|receives?)\b",
            spent=r"\s*\b(?:budget|investment|spends?|costs?|amount)\b",
            comma="[,;]",
            filler=r"\s+|[()\u0001\"'“”]|\b(?:will|should|shall|must|is|are|be|its|the|a|an|in|for|set|planned|expected|"
            r"projected|forecast|plan|total|we|and)\b",
        ),
        lead=_lexicon(
            year=rf"\s*\b(?:{_EN_AD})",
            word=r"\s+|[(\u0001\"'“”]|\b(?:the|our|a|an|and|while|with|that|to|we|will|is|of|for|in|by|at|end|year|plan|"
            r"company|group|company's|group's|rais(?:e|es|ing)|lift(?:s|ing)?|increas(?:e|es|ing)|bring(?:s|ing)?|keep|"
            r"push|driv(?:e|es|ing)|improv(?:e|es|ing)|target(?:s|ed)?|goal|aim|aims|reach|achieve|overall|baseline|current|"
            r"expect(?:s|ed)?|plans|ensure|then|also|so|thus|therefore|s)\b",
        ),
        clause=re.compile("[,;:]"),
        own=re.compile(r"\b(?:we|our|the company|the group|this plan)\b", re.IGNORECASE),
        foreign=re.compile(
            r"\b(?:industry|peers?|competitors?|rivals?|average|benchmarks?|market leader|according to|others?|another|"
            r"case|for example|such as|reported)\b",
            re.IGNORECASE,
        ),
        unit_of_it=re.compile(
            r"\b(?:stores?|shops?|categor(?:y|ies)|subsidiar(?:y|ies)|regions?|pilots?|suppliers?)\b", re.I
        ),
        by_means=re.compile(r"\s*(?:by|through|with|as|after|thanks to|because|to)\b", re.IGNORECASE),
        other_time=re.compile(
            r"\b(?:quarters?|q[1-4]|h[12]|half|month(?:ly|s)?|first year|previous(?:ly)?|last year|historical(?:ly)?|"
            r"once|interim|per year|annual(?:ly)?|each year)\b",
            re.IGNORECASE,
        ),
        supposed=re.compile(
            r"\b(?:if|unless|when|once|whenever|assum\w*|suppos\w*|scenario|would|could|might|may|every|each|even|whether|"
            r"not|never|cannot|instead|rather than|former(?:ly)?|draft)\b",
            re.IGNORECASE,
        ),
        otherwise=re.compile(
            r"\s*(?:[—–~-]+\s*\d|"
            r"(?:of|or (?:more|less|higher|lower)|higher|lower|more|less|above|below|per|when|points?)\b)",
            re.IGNORECASE,
        ),
        rounded=re.compile(r" or so"),
        joined=re.compile(r"\s*(?:,? and|,)\s*(?:the )?", re.IGNORECASE),
        before_name=re.compile(r"(?<=\w|%) $"),
    )
