"""What the server and the ``flask`` command start."""

from app.factory import create_app
from config import Settings

app = create_app(Settings.from_environment())
