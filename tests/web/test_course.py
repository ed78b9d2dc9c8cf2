"""The course page: every lesson as a row, with its status and minutes."""

from flask import Flask

from tests.support.cast import Cast, sign_in
from tests.support.courses import SLUG, publish
from tests.support.visitor import Visitor


def test_smoke(app: Flask, client: Visitor, cast: Cast) -> None:
    publish(app)
    sign_in(client, cast.aino)
    for path in (
        "/learn", f"/learn/{SLUG}", f"/learn/{SLUG}/lukeminen", f"/learn/{SLUG}/lukeminen/eka",
        f"/learn/{SLUG}/lukeminen/harjoittele", f"/learn/{SLUG}/lukeminen/raskas",
        f"/learn/{SLUG}/lukeminen/raskas?opened=yes", f"/learn/{SLUG}/omat/pohdinta",
        f"/learn/{SLUG}/omat/muistilista", f"/learn/{SLUG}/omat/ohjelma", f"/learn/{SLUG}/omat/lupaus",
        f"/learn/{SLUG}/omat/lupaus/stop", f"/learn/{SLUG}/handbook", f"/learn/{SLUG}/handbook?q=suru",
        f"/learn/{SLUG}/handbook?view=print", f"/learn/{SLUG}/sources", f"/learn/{SLUG}/glossary",
    ):
        print(path)
        client.see(path)
