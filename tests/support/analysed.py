"""Rules that read analysed texts, asked with plain ones."""

from chinese import AnalysedText


def analysing(rule):
    """``rule`` with every argument that is a plain text analysed first."""

    def asked(*arguments):
        return rule(
            *(AnalysedText(argument) if isinstance(argument, str) else argument for argument in arguments)
        )

    return asked
