"""The page: its regions, and which event goes to which handler."""

from typing import Any

import gradio as gr

from ui.chat import Chat

TITLE = "新活实问答"
MASTHEAD = f"""<header class="masthead">
<button type="button" class="menu" data-menu aria-expanded="false">历史</button>
<h1>{TITLE}</h1><p>机关党建案例资料问答，句句可核对原文</p></header>
<div class="banner" role="alert" hidden></div>
<dialog class="confirm" aria-labelledby="confirm-words"><p id="confirm-words"></p>
<div><button type="button" data-no>取消</button><button type="button" data-yes>删除</button></div></dialog>"""
# The quoted names become the events sources.open_source and history.choose.
OPENS = "window.page.sources(element, trigger, 'open_source')"
CHOOSES = "window.page.history(element, trigger, 'choose')"
SHOWS = "window.page.panel(element, watch)"
QUIET: Any = {"show_progress": "hidden", "api_visibility": "private"}
ANSWERING = 8  # questions in work at once; the chatbot itself takes turns inside


def build_page(chat: Chat) -> gr.Blocks:
    """The whole page; every handler takes what belongs to its user as arguments."""
    page = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
    with page:
        # The key only veils the id in localStorage; it must outlive a restart, so it is not random.
        browser = gr.BrowserState("", storage_key="xinhuoshi-browser", secret="xinhuoshi")
        conversation = gr.State(None)
        gr.HTML(MASTHEAD, elem_id="masthead", js_on_load=None, apply_default_css=False)
        with gr.Row(elem_id="page"):
            with gr.Column(elem_id="side"):
                side = _region("history", CHOOSES)
            with gr.Column(elem_id="middle"):
                with gr.Column(elem_id="thread"):
                    transcript = _region("transcript", OPENS)
                    examples = _region("examples")
                    live = _region("live", OPENS)
                note = _region("note")
                with gr.Row(elem_id="composer"):
                    box = _question_box()
                    send = gr.Button("发送", variant="primary", elem_id="send", scale=0)
            with gr.Column(elem_id="aside"):
                panel = _region("panel", SHOWS)
        shown = [conversation, transcript, live, side]
        page.load(chat.start, browser, [browser, *shown], **QUIET)
        page.load(chat.offer, None, examples, **QUIET)
        gr.on(
            [box.submit, send.click],
            chat.ask,
            [box, browser, conversation],
            [note, box, *shown],
            trigger_mode="once",
            concurrency_limit=ANSWERING,
            **QUIET,
        )
        side.choose(chat.choose, [browser, conversation], shown, **QUIET)
        for region in (transcript, live):
            region.open_source(chat.open_source, None, panel, queue=False, **QUIET)
    return page


def _region(elem_id: str, script: str | None = None) -> gr.HTML:
    # Without a script of its own Gradio would send every click to the server.
    return gr.HTML("", elem_id=elem_id, js_on_load=script, apply_default_css=False)


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        label="问题",
        placeholder="请输入问题，按回车键发送",
        show_label=False,
        container=False,
        lines=1,
        max_lines=6,
        elem_id="question",
        scale=1,
        html_attributes=gr.InputHTMLAttributes(lang="zh-CN", autocomplete="off", enterkeyhint="send"),
    )
