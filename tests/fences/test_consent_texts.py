"""What people agreed to stays what it was: a new wording of a consent needs a new revision."""

import hashlib
import json
from collections.abc import Iterator

import polib

from app.consents import CONSENTS, ConsentText
from tests.support.sources import ROOT

PINS = ROOT / "tests" / "fences" / "consent_texts.json"
TRANSLATIONS = ROOT / "app" / "translations"

ADVICE = (
    "A consent's wording and tests/fences/consent_texts.json differ. If the meaning changed, give "
    "the consent a new revision in app/consents.py. In any case add these lines to the file, and "
    "leave the lines of older revisions where people have agreed to them: "
)


def test_each_wording_in_each_language_is_pinned_to_its_revision() -> None:
    pinned = json.loads(PINS.read_text(encoding="utf-8"))
    missing = {name: digest for name, digest in wordings() if pinned.get(name) != digest}
    assert not missing, ADVICE + json.dumps(missing, indent=2)


def test_each_kind_is_asked_once() -> None:
    kinds = [consent.kind for consent in CONSENTS]
    assert len(kinds) == len(set(kinds))


def test_a_reworded_consent_is_noticed() -> None:
    (first, *_) = CONSENTS
    assert digest_of(message_id(first)) != digest_of(message_id(first) + " And more.")


def wordings() -> Iterator[tuple[str, str]]:
    """Give the name and digest of each consent's wording in each language that has one."""
    for consent in CONSENTS:
        name = f"{consent.kind} {consent.revision}"
        yield f"{name} en", digest_of(message_id(consent))
        for catalogue in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po")):
            language = catalogue.parent.parent.name
            entry = polib.pofile(str(catalogue)).find(message_id(consent))
            if language != "en" and entry is not None and entry.translated():
                yield f"{name} {language}", digest_of(entry.msgstr)


def message_id(consent: ConsentText) -> str:
    """Give a consent's English text as it stands in the source."""
    text: str = consent.text._args[0]  # noqa: SLF001 - a lazy text tells its id no other way
    return text


def digest_of(text: str) -> str:
    """Give a digest of a wording; how it is broken into lines does not matter."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()
