"""The interface of OpenAI, called by OpenAI's own client."""

import openai
import pytest

from tests.api.served_office import QUOTE

SOURCE = "[1] 《“星火学堂”夜校进社区》·云川市税务局·第1段：夜校已开课186期"
CONTENT = f"{QUOTE}。[1]\n\n{SOURCE}"


def client(office, key="user-key"):
    return openai.OpenAI(base_url=f"{office.url}/v1", api_key=key, max_retries=0)


def asked(office, *messages, **more):
    sent = [{"role": role, "content": content} for role, content in messages]
    with client(office) as opened:
        got = opened.chat.completions.create(model="xinhuoshi", messages=sent, **more)
        return list(got) if more.get("stream") else got  # read before the client is closed


def test_models(office):
    with client(office) as opened:
        (model,) = opened.models.list().data
        assert opened.models.retrieve(model.id).id == model.id == "xinhuoshi"
        with pytest.raises(openai.NotFoundError, match="gpt-4"):
            opened.models.retrieve("gpt-4")


def test_an_answer_has_its_citations_as_text_and_as_a_field(office):
    got = asked(office, ("system", "用英文回答"), ("user", "夜校开课多少期？"), temperature=0.3, max_tokens=5)
    (choice,) = got.choices
    assert (choice.message.role, choice.message.content) == ("assistant", CONTENT)
    assert choice.finish_reason == "stop"
    assert [cited["quote"] for cited in got.citations] == [QUOTE]
    assert choice.message.citations == got.citations
    assert got.status == "grounded"
    assert got.usage.total_tokens == got.usage.prompt_tokens + got.usage.completion_tokens
    assert office.program.chatbot.asked == [("夜校开课多少期？", [], "")]
    assert office.events[-1][1:4] == ("ask", "", "done")


def test_the_messages_before_are_the_history(office):
    first = asked(office, ("user", "夜校开课多少期？"))
    talk = [("user", "夜校开课多少期？"), ("assistant", first.choices[0].message.content)]
    asked(office, *talk, ("user", [{"type": "text", "text": "它在哪里？"}]))
    assert office.program.chatbot.asked[-1] == ("它在哪里？", ["夜校开课多少期？"], "")
    assert len(office.program.chatbot.asked) == 2


def test_a_stream_says_the_same(office):
    stream = asked(office, ("user", "夜校开课多少期？"), stream=True, stream_options={"include_usage": True})
    *chunks, last, usage = stream
    assert "".join(chunk.choices[0].delta.content for chunk in chunks) == CONTENT
    assert len(chunks) > 2
    assert last.choices[0].finish_reason == "stop"
    assert [cited["quote"] for cited in last.citations] == [QUOTE]
    assert (last.status, usage.choices) == ("grounded", [])
    assert usage.usage.completion_tokens == len(CONTENT)
    assert {chunk.id for chunk in chunks} == {last.id}


def test_a_refusal_is_an_answer(office):
    got = asked(office, ("user", "怎样给金鱼换水？"))
    assert (got.choices[0].message.content, got.status) == ("资料里没有找到。", "refused")
    assert got.citations == []


@pytest.mark.parametrize(("sent", "words"), [
    ({"messages": []}, "有 0 项，至少要 1 项"),
    ({"messages": [{"role": "tool", "content": "x"}]}, "messages.0.role 是 “tool”，只能是"),
    ({"messages": [{"role": "assistant", "content": "x"}]}, "最后一条消息"),
    ({"messages": [{"role": "user", "content": None}]}, "应是文字"),
    ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, "不收图片"),
    ({"messages": [{"role": "user", "content": "x"}], "n": 2}, "n 是 “2”，超过上限 1"),
    ({"messages": "x"}, "messages 应是列表"),
    ({}, "缺少 messages"),
])  # fmt: skip
def test_what_is_written_wrong_has_openais_shape(shared, sent, words):
    got = shared.post("/v1/chat/completions", {"model": "xinhuoshi", **sent})
    error = got.json()["error"]
    assert (got.status_code, error["type"], error["param"]) == (400, "invalid_request_error", None)
    assert words in error["message"]


def test_errors_are_the_clients_own(office):
    with pytest.raises(openai.BadRequestError), client(office) as opened:
        opened.chat.completions.create(model="xinhuoshi", messages=[])
    with pytest.raises(openai.UnprocessableEntityError, match="上限 500"):
        asked(office, ("user", "长" * 501))
    with pytest.raises(openai.UnprocessableEntityError, match="空的"):
        asked(office, ("user", ""), stream=True)
    with pytest.raises(openai.NotFoundError, match="没有“gpt-4”"), client(office) as opened:
        opened.chat.completions.create(model="gpt-4", messages=[{"role": "user", "content": "x"}])
    with pytest.raises(openai.AuthenticationError) as refused, client(office, "nobodys") as opened:
        opened.models.list()
    assert refused.value.code == "invalid_api_key"
    with pytest.raises(openai.PermissionDeniedError), client(office, "empty-key") as opened:
        opened.models.list()
    with pytest.raises(openai.InternalServerError):
        asked(office, ("user", "出错"))
