"""What every test can ask for: a fresh installation, its visitors, its mail, its clock."""

from hypothesis import settings as hypothesis_settings

from tests.support.network import block_other_computers

pytest_plugins = [
    "pytester",
    "tests.support.browser",
    "tests.support.installation",
    "tests.support.races",
    "tests.support.learning",
    "tests.support.once",
    "tests.support.skips",
    "tests.support.world",
]

block_other_computers()

# The same examples in every run, and no deadline: the machine may be busy.
hypothesis_settings.register_profile("project", deadline=None, derandomize=True)
hypothesis_settings.load_profile("project")
