"""Every field of the page, declared in one place: kept until it is sent, or not kept and why.

A field that stands in no row fails a test (tests/ui/test_fields.py) and is not kept. A form is known by the
act of its main button (its ``data-do``), or by its own ``data-form``.
"""

from dataclasses import dataclass

SHOWN_BY_ADDRESS = "the address says it"
FILE = "a browser gives no file back; what was read of it is kept by the program"
PASSWORD = "a secret"
OWN_AUTOSAVE = "a paper keeps its answers itself, as they are graded"
SEARCH = "a look-up that changes nothing; its address holds it"


@dataclass(frozen=True, slots=True)
class Field:
    """One or more inputs of a form; ``*`` in the name stands for numbers and ids."""

    template: str  # that the input is written in, below ui/templates; "" for one of Gradio's
    form: str
    name: str
    until: tuple[str, ...] = ()  # the acts after which it was sent or given up; () for never
    why_not: str = ""  # why it is not kept; "" for one that is


def _kept(template: str, form: str, names: str, until: str) -> list[Field]:
    return [Field(template, form, name, tuple(until.split())) for name in names.split()]


def _not_kept(template: str, form: str, names: str, why: str) -> list[Field]:
    return [Field(template, form, name, why_not=why) for name in names.split()]


PAGE_OF_A_SCAN = "which page of a scan is looked at"
IN_THE_BROWSER = "kept by the browser itself, as it changes"
TERMS = "minutes pass_mark versions attempts counts opens closes"
SCOPE = "scope-units scope-sources scope-tags scope-since scope-until scope-valid"
DECLARED: tuple[Field, ...] = (
    # 问答
    Field("", "question", ""),
    Field("", "asked", ""),  # a question that was sent and has no answer yet
    Field("", "way", ""),
    *_kept("scope.html", "narrow", SCOPE, "narrow everything"),
    *_kept("feedback/buttons.html", "judge", "reason", "wrong useful"),
    # 核查
    Field("", "draft", ""),
    *_not_kept("checking/upload.html", "", "file", FILE),
    # 培训
    *_kept("training/entry.html", "add", "name", "add choose"),
    *_kept("training/home.html", "practise", "n", "practise"),
    *_kept("training/elements.html", "practise", "cases kinds", "practise"),
    *_kept("scope.html", "practise", SCOPE, "practise"),
    *_kept("training/elements.html", "answer", "response", "answer"),
    *_kept("training/round.html", "appeal", "words", "appeal"),
    *_not_kept("training/cards.html", "card", "case", SHOWN_BY_ADDRESS),
    *_not_kept("training/elements.html", "hand", "*", OWN_AUTOSAVE),
    # 培训, the trainer
    *_kept("training/bank.html", "bank", "kind words", "bank"),
    *_kept("training/compose.html", "make", "title n points-*", "make"),
    *_kept("training/paper_fields.html", "make", TERMS, "make"),
    *_kept("training/paper_fields.html", "set", TERMS, "set"),
    *_kept("training/paper_settings.html", "set", "title points-*", "set"),
    *_not_kept("training/import.html", "", "file", FILE),
    *_not_kept("training/import_preview.html", "take", "take", FILE),
    *_kept("training/courses/arranged.html", "course-make", "title", "course-make"),
    *_not_kept("training/courses/arranged.html", "certificates", "serial", SEARCH),
    *_not_kept("training/courses/certificates.html", "certificates", "serial", SEARCH),
    *_kept("training/courses/arrange.html", "course-rename", "title", "course-rename"),
    *_kept("training/courses/arrange.html", "course-assign", "groups", "course-assign"),
    *_kept("training/courses/arrange.html", "step-rename", "step-*", "step-rename"),
    *_kept("training/courses/arrange.html", "step-add", "kind case n mark title", "step-add"),
    *_kept("training/elements.html", "make", "cases kinds", "make"),
    *_kept("scope.html", "make", SCOPE, "make"),
    *_kept("training/edit.html", "save", "stem options answer", "save"),
    *_kept("training/new.html", "insert", "kind document quote stem options answer", "insert"),
    *_kept("training/appeals.html", "uphold", "note", "uphold reject"),
    # 文库
    *_kept("library/list.html", "list", "words unit source tag year valid", "list"),
    *_kept("library/document.html", "describe", "about-groups", "describe remove"),
    *_kept("library/elements.html", "describe", "about-*", "describe remove"),
    *_not_kept("library/elements.html", "", "file", FILE),
    *_kept("library/previews.html", "store", "title-* unit-*", "rename merge split store discard"),
    *_kept("library/previews.html", "store", "internal about-groups replaces-*", "store discard"),
    *_kept("library/elements.html", "store", "about-*", "store discard"),
    *_kept("library/scans.html", "store", "scan-text-*", "scan-correct scan-page scan-restore store discard"),
    *_not_kept("library/scans.html", "store", "scan-*", PAGE_OF_A_SCAN),
    # Days, in several forms
    *_kept("elements.html", "narrow", "scope-*", "narrow everything"),
    *_kept("elements.html", "practise", "scope-*", "practise"),
    *_kept("elements.html", "make", "scope-*", "make"),
    *_kept("elements.html", "describe", "about-*", "describe remove"),
    *_kept("elements.html", "store", "about-*", "store discard"),
    # 帮助
    Field("help/help.html", "", "", why_not=IN_THE_BROWSER),
    # 文库, feedback
    *_kept("feedback/lists.html", "settle", "note", "settle"),
    *_kept("feedback/write.html", "approve", "question text by words cite", "approve lists"),
    # Beside Gradio's page
    *_kept("access/admin.html", "admin-add", "name roles", "admin-add"),
    *_kept("access/admin.html", "admin-roles", "roles", "admin-roles"),
    *_kept("access/admin.html", "admin-groups", "groups", "admin-groups"),
    *_kept("access/admin.html", "admin-join", "trainee id", "admin-join"),
    *_kept("access/admin.html", "admin-key", "name id days roles", "admin-key"),
    *_not_kept("access/admin.html", "admin-audit", "account action words", SEARCH),
    *_not_kept("access/password.html", "", "old new again", PASSWORD),
    *_not_kept("access/signin.html", "", "name password", PASSWORD),
)


def kept_fields() -> list[tuple[str, str, tuple[str, ...]]]:
    """What the page's script has to know of those that are kept: (form, name, until)."""
    return [(field.form, field.name, field.until) for field in DECLARED if not field.why_not]
