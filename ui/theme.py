"""The look: system Chinese fonts, one calm colour, light whatever the system prefers."""

import gradio as gr
from gradio.themes.utils import colors, fonts

FONTS = (
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "system-ui",
    "sans-serif",
)


def office_theme() -> gr.themes.Base:
    """A theme that loads nothing: plain Font names, never LocalFont or GoogleFont."""
    names = [fonts.Font(name) for name in FONTS]
    return gr.themes.Base(
        primary_hue=colors.red, neutral_hue=colors.gray, font=names, font_mono=names, radius_size="sm"
    ).set(body_background_fill="#f5f6f8", body_text_color="#1f2329")
