"""The claims of news_claims.jsonl that are made by rules: copied, altered in one fact, or brought in.

    python -m tests.quality.make_claims ../shared/corpus/news-20k.jsonl.gz

Rewrites the lines marked ``"by": "rule"`` and leaves those written by hand. The same input gives the
same lines.
"""

import argparse
import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.quality.alterations import CHANGES, DATE, NAMES, NUMBER, PERSONS, QUOTED, in_chinese

CLAIMS = Path(__file__).with_name("news_claims.jsonl")
DOCUMENTS: dict[str, dict[str, Any]] = NAMES["documents"]  # subject: makes a clause stand alone
SHORTEST, LONGEST = 16, 80  # characters of a copied passage; the longest quotation that may be committed

NOISE = re.compile(
    r"搜狐|责任编辑|记者|本报|报道\d|图片|供图|电话|广告|带头人|现场。?$|一线职工代表，|我[们省市区县]|"
    r"(?<!其)[他她]|该[企项团]|本次|[①-⑩●—…]|(?<![，。])此外|走向"
)
LEANING = re.compile(
    r"^(?:[”、）]|“我|“[^”]*”等|第|该|其|它|并|也|还|而|即|但|且|或|此|同时|当天|随后|目前|据悉|这|那|以及|像|至|首|"
    r"与此|为此|因此|由此|和|与|从而|进而|使|让|\d、|[一二三]是|再|又|才|就|对此|接下来|下一步|未来|是)"
)
OPENING = re.compile(r"^(?:此外|同时|据悉|据了解|据介绍|目前|截至目前|与此同时|随后|其中|不仅如此)[，,]")
# A last clause that waits for more, and one that is only a noun.
HANGING = re.compile(
    r"(?:^|，)(?:为|由|通过|按照|根据|围绕|结合|在|自|从|作为|推广|针对|立足|以|今年|\d+年)[^，]*$"
)
NOUN = re.compile(
    r"的[^，]{1,8}$|(?:^|，)非[^，]*$|称号$|青少年$|久而久之$|(?:团队|以来|至今|期间|名单|\d日|者)$"
)
TOPICS = "志愿 政务 党建 党支部 社区 企业 便民 居民 群众 法律 纠纷 党员 网格 培训 活动 服务 诉求".split()
PLACE = re.compile(
    r"[^，。、的在]{1,4}(?:省|市|区|县|镇|乡|村|街道|州|旗|路|公司|学校|大学|学院|医院|法院|局)"
)
COMMON = re.compile(r"全[省市区县]|[城小社校厂园景片]区|市[民场]|[本各][省市区县]|乡[村镇贤]|农村")
DEEDS = re.compile(
    r"^(?:今年以来，|上半年，|近年来，)?(?:先后|已|共|累计|目前)*(?:开展|组织|发放|新建|建成|成立|设立|培训|解决|服务|收集|"
    r"化解|走访|举办|招募|整合|打造|选派|组建|建立|排查|受理|办理|调解|慰问|接待|帮助|解答|吸纳|划分|配备)"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a document, whole clauses of one sentence, at most ``LONGEST`` characters."""

    doc: str
    text: str
    cut: str  # "verbatim", "dropped_first" or "dropped_last"

    @property
    def claim(self) -> str:
        """The words as a sentence that says what it is about."""
        alone = any(name in self.text for name in DOCUMENTS[self.doc]["names"])
        return f"{self.text}。" if alone else told_of(self.doc, self.text)

    @property
    def style(self) -> str:
        return self.cut if self.claim.startswith(self.text) else f"{self.cut}_prefixed"


def told_of(doc: str, words: str) -> str:
    """``words`` as a sentence about the subject of ``doc``."""
    return f"{DOCUMENTS[doc]['subject']}，{words}。"


def passages(doc: str, text: str) -> Iterator[Passage]:
    """The sentences that can be copied, whole or without their first or last clauses."""
    body = (
        text.split("。", 1)[-1] if text.startswith("原标题") else text
    )  # a headline runs into the first sentence
    for sentence in re.split(r"[。！？；\s]+", body):
        clauses = sentence.split("，")
        for first, last in (
            (0, len(clauses)),
            (1, len(clauses)),
            (0, len(clauses) - 1),
            (1, 3),
            (0, 2),
            (2, 4),
        ):
            words = OPENING.sub("", "，".join(clauses[first:last]))
            cut = "dropped_last" if last < len(clauses) else "dropped_first" if first else "verbatim"
            ends = not NOUN.search(words) and (cut != "dropped_last" or not HANGING.search(words))
            if ends and usable(words) and not NOISE.search(sentence):
                yield Passage(doc, words, cut)


def usable(words: str) -> bool:
    """Of a fit length, a clause by its form, with its quotation marks in pairs."""
    pairs = all(words.count(a) == words.count(b) for a, b in ("“”", "《》", "（）", "()", "‘’"))
    return pairs and SHORTEST <= len(words) <= LONGEST and not LEANING.match(words)


class Maker:
    """Takes passages, no words twice for one kind of claim, and turns them into claims."""

    def __init__(self, texts: dict[str, str], chance: random.Random) -> None:
        self.texts = texts
        self.chance = chance
        self.used: dict[str, set[str]] = {}
        self.told = Counter[str]()
        self.lines: list[dict[str, object]] = []
        self.pool = [p for doc in DOCUMENTS for p in passages(doc, texts[doc])]
        chance.shuffle(self.pool)

    def fresh(self, passage: Passage, label: str) -> bool:
        """Whether no claim of this label shares its words, so that the set does not repeat itself."""
        used = self.used.get(label, ())
        return not any(passage.text in words or words in passage.text for words in used)

    def add(self, passage: Passage, claim: str, label: str, mutated: str | None, style: str) -> None:
        """One line; the words of ``passage`` are taken."""
        self.used.setdefault(label, set()).add(passage.text)
        evidence = [] if label == "unverifiable" else [passage.text]
        line = {"id": f"nr-{len(self.lines) + 1:03d}", "doc": passage.doc, "claim": claim, "label": label}
        self.lines.append(line | {"evidence": evidence, "mutated": mutated, "by": "rule", "style": style})

    def contradict(self) -> None:
        """Passages with one fact altered."""
        for kind, (change, count) in CHANGES.items():
            for passage in self.pool:
                if count and self.fresh(passage, "contradicted"):
                    words = change(passage.text, self.texts[passage.doc], self.chance)
                    if words:
                        altered = Passage(passage.doc, words, passage.cut)
                        self.add(passage, altered.claim, "contradicted", kind, altered.style)
                        count -= 1

    def misattribute(self, count: int) -> None:
        """Deeds that a name or an unrounded figure tells apart, given to the subject of another document."""
        for passage in self.pool:
            telling = QUOTED.search(passage.text) or re.search(r"\d{2,}[1-9]", passage.text)
            local = NUMBER.search(passage.text) and not re.search("全国|中央|全[省市区县]", passage.text)
            if count and telling and local and nameless(passage.text) and self.fresh(passage, "contradicted"):
                other = self.host(passage.text, passage.doc, 6)
                if other:
                    claim = told_of(other, passage.text)
                    self.add(passage, claim, "contradicted", "attribution", f"{passage.cut}_prefixed")
                    count -= 1

    def support(self, count: int) -> None:
        """Copied passages; every second one with a number has it in another form."""
        for passage in self.pool:
            exact = NUMBER.search(passage.text) or DATE.search(passage.text)
            if count and exact and self.fresh(passage, "supported"):
                words = passage.text if count % 2 else in_chinese(passage.text)
                style = passage.style if words == passage.text else "number_form"
                self.add(passage, Passage(passage.doc, words, passage.cut).claim, "supported", None, style)
                count -= 1

    def bring_in(self, strange: list[str], count: int) -> None:
        """Deeds of other documents about the same topic, told of a subject of these."""
        for words in strange:
            host = self.host(words, "", 4) if count else None
            if host:
                taken = Passage(host, words, "verbatim")
                self.add(taken, told_of(host, words), "unverifiable", "brought_in", "verbatim_prefixed")
                count -= 1

    def host(self, words: str, own: str, run: int) -> str | None:
        """The document that fits the topics best and shares no ``run`` of characters; each four times."""
        runs = {words[i : i + run] for i in range(len(words) - run + 1)}
        topics = [topic for topic in TOPICS if topic in words]
        fit = []
        for doc, known in DOCUMENTS.items():
            text = self.texts[doc]
            free = doc != own and known["takes_others"] and self.told[doc] < 4
            if free and any(topic in text for topic in topics) and not any(part in text for part in runs):
                fit.append((sum(topic in text for topic in topics), -self.told[doc], doc))
        best = max(fit, default=(0, 0, None))[2]
        if best:
            self.told[best] += 1
        return best


def nameless(words: str) -> bool:
    """Whether the words name no place, organisation or person of their own."""
    names = [name for known in DOCUMENTS.values() for name in known["names"]]
    return not any(name in words for name in names + PERSONS) and not PLACE.search(COMMON.sub("", words))


def strangers(corpus: dict[str, str], chance: random.Random) -> list[str]:
    """Counted, nameless deeds of the other documents, sharing no run of eight characters with these."""
    known = {corpus[d][i : i + 8] for d in DOCUMENTS for i in range(len(corpus[d]) - 7)}
    sentences = []
    for doc, text in corpus.items():
        if doc in DOCUMENTS or not any(topic in text for topic in TOPICS[:4]):
            continue
        for passage in passages(doc, text):
            words = passage.text
            fit = len(words) <= 50 and DEEDS.match(words) and NUMBER.search(words) and nameless(words)
            if fit and not any(words[i : i + 8] in known for i in range(len(words) - 7)):
                sentences.append(words)
                break
    chance.shuffle(sentences)
    return list(dict.fromkeys(sentences))


def main() -> None:
    """Write the lines made by rules after those written by hand."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("news", type=Path, help="the news file, {id, text} a line, gzipped")
    with gzip.open(parser.parse_args().news, "rt", encoding="utf8") as lines:
        corpus = {item["id"]: item["text"] for item in map(json.loads, lines)}
    chance = random.Random(3)
    maker = Maker(corpus, chance)
    maker.contradict()
    maker.misattribute(16)
    maker.support(64)
    maker.bring_in(strangers(corpus, chance), 40)
    kept = [
        line for line in CLAIMS.read_text(encoding="utf8").splitlines() if json.loads(line)["by"] == "hand"
    ]
    by_rule = [json.dumps(line, ensure_ascii=False) for line in maker.lines]
    CLAIMS.write_text("\n".join(kept + by_rule) + "\n", encoding="utf8")
    print(f"{len(kept)} by hand, {len(by_rule)} by rule")


if __name__ == "__main__":
    main()
