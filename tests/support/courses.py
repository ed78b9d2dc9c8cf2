"""A small course with every kind of page and question, and how a test publishes it."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select, text

from app import catalogue
from app.core.errors import Severity
from app.core.publishing import digest_sources
from app.extensions import db
from app.learn.handbook import _plain_pages
from app.learn.places import places_of
from app.learn.shells import forget_shells
from app.models import CompiledCourse, Course, CourseRevision, SourceContent, SourceFile
from tests.support.clock import START

SLUG = "pieni"

FILES: Mapping[str, str] = {
    "course.fi.md": """---
title: Pieni kurssi
languages: [fi, sv]
fallback: fi
valid_months: 24
---

Tervetuloa pienelle kurssille.
""",
    "course.sv.md": """---
title: Liten kurs
---

Välkommen till den lilla kursen.
""",
    "glossary.fi.md": """kokemustieto
: Tieto, joka on syntynyt omasta elämästä.
""",
    "sources.fi.md": """P1
: Tiedote vertaistuesta, 2023.
""",
    "10-alku/module.fi.md": """---
title: Alku
---

Tässä moduulissa pääset alkuun.
""",
    "10-alku/module.sv.md": """---
title: Början
---

I den här modulen kommer du i gång.
""",
    "10-alku/10-lukeminen.fi.md": """---
title: Lukeminen
objectives:
  - Osaat lukea sivun.
sources: [P1]
---

## Ensimmäinen sivu {#eka}

> [!SUMMARY] Lyhyesti
> Tämä sivu on lyhyt.

Vertaistuki on [kokemustietoa](glossary:kokemustieto). Niin kertoo lähde [P1](source:P1).

- Puhelin: {{contact.phone: Kysy yhdistyksestä.}}

## Harjoittele {#harjoittele}

Tällä sivulla on yksi kysymys kutakin lajia.

### Kumpi antaa tilaa? {#q-yksi}
- [ ] Avainvale: yleinen kysymys
  > Yleiseen kysymykseen jää usein vastaamatta.
- [x] Avaintosi: nimi ja kysymys
  > Nimi rakentaa paikan puheenvuorolle.

### Mitkä sopivat? {#q-monta .multiple}
- [x] Kuunteleminen
  > Kyllä.
- [ ] Neuvominen
  > Neuvo ei ole kokemus.
- [x] Odottaminen
  > Kyllä.

### Täydennä {#q-aukko}
Painat nappia [[Nosta käsi|Nosta]] ja odotat.

### Montako? {#q-luku}
Pilareita on [[3]].

### Missä järjestyksessä? {.order #q-jarjestys}
1. Tervehdi
2. Kerro säännöt
3. Avaa kierros

### Yhdistä {.match #q-parit}
| Tilanne | Teko | Miksi |
|---|---|---|
| Hiljaisuus | Odota | Hiljaisuus on tavallista. |
| Kiire | Rauhoita | Kiire tarttuu. |

### Lajittele {.sort #q-laatikot}
- Tunne
  - Pelko
    > Pelko on tunne.
- Tieto
  - Päiväkirja
    > Keino on tietoa.

### Omin sanoin {.own-words #q-sanat}
> Kiitos, että kerroit.

## Raskas aihe {#raskas}

> [!CONTENT-NOTE] Ennen kuin luet
> Sivu käsittelee surua.

Suru kuuluu elämään.

## Lisää aiheesta {#lisaa .optional}

Tämän sivun saa ohittaa.
""",
    "10-alku/10-lukeminen.sv.md": """---
title: Läsning
---

## Första sidan {#eka}

> [!SUMMARY] I korthet
> Den här sidan är kort.

Kamratstöd är erfarenhet.
""",
    "10-alku/20-omat.fi.md": """---
title: Omat sivut
---

## Pohdi {.reflection #pohdinta}

Kirjoita itsellesi.

### Miksi olet täällä? {#miksi}

### Mitä toivot? {#toive}

## Muistilista {.checklist #muistilista}

Merkitse, mikä on valmista.

- [ ] Kuulokkeet
- [ ] Vesilasi

## Oma ohjelma {.document #ohjelma}

Täytä ja tulosta.

### Ryhmän nimi {.text #nimi .required}
> Keskiviikkoryhmä

### Kuvaus {.long #kuvaus}

### Päivä {.date #paiva}

### Alkaa {.time #alkaa}
> 18.00

### Osallistujia {.number #maara}

### Ryhmä on {.choice #muoto}
- avoin
- suljettu

### Mukana {.ticks #mukana}
- työpari
- varahenkilö

### Kulku {.table .timetable #kulku start=alkaa}
| Min {.minutes} | Mitä |
|---|---|
| 10 | Avaus |
| 50 | Keskustelu |

## Lupaus {.promise #lupaus}

Lupaan, että ryhmässä kuultu jää ryhmään.
""",
    "evenings/10-ilta.fi.md": """---
title: Harjoitteluilta
---

## Kulku {#kulku}

Ilta kestää 90 minuuttia.

- Järjestäjä: {{contact.name: Kysy yhdistyksesi yhteyshenkilöltä.}}

### 0–10 Avaus

Tervehdi [jokaista nimeltä](lesson:lukeminen#eka).

## Diat {.slides #diat}

Jaa ikkuna.

### Tervetuloa

- Kamera on vapaa.

### Kiitos

Nähdään pian.

## Palaute {.sheet #palaute}

Älä kirjoita nimeäsi.

### Mikä oli hyvää? {lines=3}

### Sopiko tahti?

- [ ] sopi
- [ ] liian nopea
""",
    "20-taito/module.fi.md": """---
title: Taito
---

Tässä moduulissa harjoittelet.
""",
    "20-taito/10-harjoitus.fi.md": """---
title: Harjoitus
objectives:
  - Osaat odottaa.
---

## Mitä hiljaisuus on? {#hiljaisuus-on}

Hiljaisuus on tavallista.

## Ryhmä hiljenee {.scenario #hiljenee}
- Aino (kamera kiinni)
- Timo

### Kukaan ei puhu. {#alkutilanne}
- [Kerron itse ensin.](#oma-tarina)
- [Odotan hetken.](#odotus)

### Puhut kauan. {#oma-tarina .weak}
> Pitkä tarina vei paikan muilta.
- [Palaan hetkeen.](#alkutilanne)

### Aino aloittaa. {#odotus .good}
**Aino:** En ole puhunut tästä.
> Odottaminen on ohjaamista.

## Testaa {.quiz #testi}

### Mikä on tärkeintä? {#t-tila}
- [ ] Hoito-ohjeet
  > Hoidosta päättää ammattilainen.
- [x] Tilan antaminen
  > Juuri niin.

### Mitä teet hiljaisuudessa? {#t-hiljaa}
- [x] Odotan
  > Niin.
- [ ] Täytän sen
  > Hetki menee ohi.
""",
}


def course_files(changes: Mapping[str, str | None] | None = None) -> dict[str, bytes]:
    """Give the files of the course; changed ones replace, None leaves a file out."""
    files = {**FILES, **(changes or {})}
    return {path: text.encode() for path, text in files.items() if text is not None}


MODELS = (Course, CourseRevision, CompiledCourse, SourceContent, SourceFile)

_first_revisions: dict[str, list[list[dict[str, Any]]]] = {}


def publish(
    app: Flask,
    files: Mapping[str, bytes] | None = None,
    slug: str = SLUG,
    *,
    unread_confirmed_by: int | None = None,
) -> None:
    """Publish a course, or a new revision of it.

    Reading a course takes most of a second; the rows of a first revision are copied from the test
    that made them first.
    """
    files = files or course_files()
    with app.app_context():
        is_first = db.session.scalar(select(func.count()).select_from(Course)) == 0
        name = f"{slug}:{digest_sources(files)}"
        if is_first and name in _first_revisions:
            for model, rows in zip(MODELS, _first_revisions[name], strict=True):
                db.session.execute(insert(model), rows)
            _catch_up()
            db.session.commit()
        else:
            result = catalogue.publish(
                slug, files, today=START.date(), unread_confirmed_by=unread_confirmed_by
            )
            errors = [one for one in result.problems if one.severity is Severity.ERROR]
            assert not errors, errors
            if is_first:
                _first_revisions[name] = [
                    [dict(row) for row in db.session.execute(select(model.__table__)).mappings()]
                    for model in MODELS
                ]
    forget_courses()


def publish_sample(app: Flask) -> Course:
    """Publish the course and give its row, which belongs to no session any more."""
    publish(app)
    with app.app_context():
        course = db.session.scalars(select(Course)).one()
        db.session.expunge(course)
    return course


def _catch_up() -> None:
    """Let PostgreSQL count on from the ids that were copied."""
    if db.engine.dialect.name == "postgresql":
        for name in ("course", "course_revision"):
            db.session.execute(
                text(f"SELECT setval('{name}_id_seq', (SELECT max(id) FROM {name}))")  # noqa: S608
            )


def forget_courses() -> None:
    """Empty this process's memory: another test's database may use the same numbers."""
    catalogue._languages.cache_clear()  # noqa: SLF001 - only tests change databases
    places_of.cache_clear()
    _plain_pages.cache_clear()
    forget_shells()
