"""The page: its regions, and which event goes to which handler."""

import gradio as gr

from people.accounts import Role
from ui.access import Declared, Needs
from ui.chat import EXTRACTIVE, MODEL, Chat
from ui.checking import Checks, Sample
from ui.feedback import Judging, Librarian
from ui.library import Shelves
from ui.regions import ANYBODY, AT_THE_DOOR, QUIET, narrowing, region
from ui.scope import Scope
from ui.scripts import afterwards, begins_with, told
from ui.serving import Transfers
from ui.tabs import CITES, JUDGES, check_tab, judges, library_tab, train_tab
from ui.templating import render
from ui.training import Training

TITLE = "新活实问答"
THREADS = AT_THE_DOOR + 40  # whoever waits keeps one


def build_page(
    chat: Chat,
    checks: Checks,
    training: Training,
    shelves: Shelves,
    files: Transfers,
    judging: Judging,
    librarian: Librarian,
) -> tuple[gr.Blocks, Declared]:
    """The whole page, and who may call what; a handler takes what belongs to its user as arguments."""
    declared = Declared()
    scopes = [Scope(chat.chatbot.store, place, chat.limits, chat.work) for place in ("ask", "check")]
    sample = Sample(chat.chatbot.store, checks.verdicts, chat.limits.limited)
    page = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
    with page:
        # The key only veils the id in localStorage; it must outlive a restart, so it is not random.
        browser = gr.BrowserState("", storage_key="xinhuoshi-browser", secret="xinhuoshi")
        conversation = gr.State(None)
        wanted = gr.Textbox("", visible=False, elem_id="wanted")  # the conversation that the address names
        gr.HTML(
            render("masthead.html", title=TITLE), elem_id="masthead", js_on_load=None, apply_default_css=False
        )
        with gr.Row(elem_id="page"):
            with gr.Column(elem_id="side"):
                side = region("history", "history.conversations(element, trigger, watch, 'choose')")
            with gr.Column(elem_id="middle"):
                with gr.Column(elem_id="thread"):
                    transcript = region("transcript", CITES, JUDGES, "chat.thread(element)")
                    examples = region("examples")
                    live = region(
                        "live",
                        CITES,
                        JUDGES,
                        "chat.thread(element)",
                        "chat.stops(element, trigger, 'stop')",
                    )
                note = region("note")
                narrowed = narrowing(page, declared, scopes[0], "ask-scope")
                way = _way(chat)
                with gr.Row(elem_id="composer"):
                    box = _question_box()
                    # Waits: before the page is known, an answer could not be kept.
                    send = gr.Button("发送", variant="primary", elem_id="send", scale=0, interactive=False)
            beside, check, start = check_tab(page, declared, checks, scopes[1], files, browser, chat.auditor)
            desk = train_tab(page, declared, training, files, chat.auditor)
            desks = [desk, library_tab(page, declared, shelves, files, librarian, chat.auditor)]
            with gr.Column(elem_id="aside"):
                panel = region("panel")
            judged = region("judged")
        shown = [conversation, transcript, live, side]
        asking = gr.on(
            [box.submit, send.click],
            chat.ask,
            [box, browser, conversation, way, narrowed],
            [note, box, *shown],
            trigger_mode="once",
            concurrency_limit=AT_THE_DOOR,
            **QUIET,
        )
        asking.then(None, js=afterwards("chat.answered()"), **QUIET)
        choosing = side.choose(chat.choose, [browser, conversation], [note, *shown], **QUIET)
        declared(choosing, Needs(told_by="action", actions=dict.fromkeys(chat.actions, Role.USER)))
        for given in (transcript, live):
            judges(declared, given, judging.answer, [browser, conversation], judged)
        judges(declared, beside, judging.verdict, [check, browser], judged)
        for cited in (transcript, live, beside, *desks):
            opening = cited.open_source(chat.open_source, None, panel, queue=False, **QUIET)
            declared(opening, ANYBODY).success(None, js=afterwards("source.shown()"), **QUIET)
        began = page.load(
            chat.start,
            [browser, wanted],
            [browser, note, *shown, send],
            js=begins_with("address.asked()"),
            **QUIET,
        )
        began.success(None, browser, js=told("kept.known"), **QUIET)
        for event in (
            asking,
            began,
            page.load(chat.offer, None, examples, **QUIET),
            page.load(sample.start, None, start, **QUIET),
            live.stop(chat.stop, None, None, queue=False, **QUIET),
        ):
            declared(event, ANYBODY)
        page.unload(checks.stop)
        page.unload(chat.stop)
    page.max_threads = THREADS
    page.queue()
    return page, declared


def _way(chat: Chat) -> gr.Radio:
    """How to answer; hidden where no model is configured."""
    return gr.Radio(
        [
            (EXTRACTIVE, EXTRACTIVE),
            (f"由模型 {chat.engine.name} 写（每句核对）" if chat.engine else MODEL, MODEL),
        ],
        value=MODEL if chat.engine else EXTRACTIVE,
        label="回答方式",
        show_label=False,
        container=False,
        visible=chat.engine is not None,
        elem_id="way",
    )


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
