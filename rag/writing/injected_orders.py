"""Sentences of a source that address a language model instead of telling of something. Pure.

They are left out of what a model is given, and nothing it writes is proved by them. What they miss
still meets the rules and the verification.
"""

import re

from chinese import fold
from rag.writing.prompts import visible

_TO_A_MODEL = re.compile(
    r"(?:忽略|无视|忘记|忘掉|不要?理会|不要?遵守|跳过|绕过|违反|覆盖|推翻)[^。！？]{0,16}"
    r"(?:规则|指令|提示词?|约束|限制|要求|设定|资料|上文|上述|以上|之前|前面)"
    r"|(?:系统|隐藏|开发者)(?:提示|指令|消息|管理员)|提示词|越狱模式|开发者模式"
    r"|(?:从现在(?:起|开始)|现在)[^。！？]{0,6}你(?:是|就是|将|要|必须|扮演)|你现在是|请?你?扮演"
    r"|(?:透露|泄露|显示|输出|打印|复述|重复|告诉我|说出)[^。！？]{0,10}(?:规则|指令|提示|密钥|口令|系统消息)"
    r"|(?:回答|回复|输出|答复|写(?:上|道|成)?|说)(?:一律|只|都|必须)?(?:是|为|[:：])?[“\"'‘「]"
    r"|(?:对|不管|无论)[^。！？]{0,10}(?:任何|什么|所有)问题|不要(?:引用|标注|核对)|引用(?:编号)?[\[［【(（]\s*\d"
    r"|(?:ai|人工智能|语言模型|大模型|智能助手|聊天机器人|机器人助手)[^。！？]{0,8}(?:请|必须|应当|注意|[:：,，])"
    r"|ignore|disregard|forget (?:all|every|the|your|previous)|override|jailbreak"
    r"|(?:system|hidden|developer|initial) ?(?:prompt|message|instruction)|previous instructions|you are now"
    r"|(?:reveal|print|output|repeat|show|tell)[^.。]{0,40}(?:prompt|instruction|rules|html|key)"
    r"|(?:answer|reply|respond|say) (?:only |always |with |that )|(?:do not|don't|never) (?:cite|follow)"
    r"|cite \[|(?:system|assistant|user|human) ?[:：]|im_start|im_end|\[/?inst\]|</?s>"
)
# Marks of a page in running text: what they hide or frame was not written for a reader.
_MARKUP = re.compile(r"<!--|-->|</?[a-z][^<>]{0,200}>|!\[|\]\(|javascript:|data:\w+/")


def gives_orders(sentence: str) -> bool:
    """Whether a sentence speaks to a model, or is markup."""
    said = fold(visible(sentence))
    spaced = re.sub(r"[\s_*~·.\-]+(?=[\u4e00-\u9fff])", "", said)  # 忽 略 规 则
    return bool(_TO_A_MODEL.search(said) or _TO_A_MODEL.search(spaced) or _MARKUP.search(said))
