"""An installation to back up, whose settings stand for this project's."""

import pytest

from tests.people.operations.installation import make, use_settings


@pytest.fixture
def installation(tmp_path):
    folder = tmp_path / "office"
    before = use_settings(make(folder))
    yield folder
    use_settings(before)
