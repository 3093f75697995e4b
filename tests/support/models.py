"""The model that ships, linked into a folder of a test's own: its weights are too large to copy."""

from index.settings import CASE_READER


def linked_model(folder, *, without=()):
    """``folder``, made with a link to every file of the model but those named ``without``.

    Write only files that were left out: others would be written through their links.
    """
    folder.mkdir()
    for file in CASE_READER.iterdir():
        if file.name not in without:
            (folder / file.name).symlink_to(file)
    return folder
