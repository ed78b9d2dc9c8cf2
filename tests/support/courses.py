"""A small course with every kind of page and question, and how a test publishes it."""

from collections.abc import Mapping

from flask import Flask
from sqlalchemy import func, select

from app import catalogue
from app.core.errors import Severity
from app.core.publishing import adopt_all, digest_sources, encode_course
from app.core.reader import Reading, read_course
from app.extensions import db
from app.learn.places import places_of
from app.models import CompiledCourse, Course, CourseRevision
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




def publish(app: Flask, files: Mapping[str, bytes] | None = None, slug: str = SLUG) -> int:
    """Publish a course and give the id of its revision."""
    files = files or course_files()
    reading = read_course(files, START.date(), slug=slug)
    assert reading.publishable, reading.of(Severity.ERROR)
    with app.app_context():
        revision_id = _store(slug, reading, files)
    # Another test's revision may have had the same number.
    catalogue._languages.cache_clear()
    places_of.cache_clear()
    return revision_id


def _store(slug: str, reading: Reading, files: Mapping[str, bytes]) -> int:
    course = db.session.scalar(select(Course).where(Course.slug == slug))
    if course is None:
        course = Course(slug=slug, created_at=START)
        db.session.add(course)
        db.session.flush()
    previous = db.session.scalar(
        select(CourseRevision.id)
        .where(CourseRevision.course_id == course.id)
        .order_by(CourseRevision.number.desc())
        .limit(1)
    )
    count = db.session.scalar(
        select(func.count()).select_from(CourseRevision).where(CourseRevision.course_id == course.id)
    )
    revision = CourseRevision(
        course_id=course.id,
        number=(count or 0) + 1,
        sha256=digest_sources(files),
        main_language=reading.main_language,
        published_at=START,
    )
    db.session.add(revision)
    db.session.flush()
    old = None if previous is None else catalogue.course_at(previous, reading.main_language)
    for language, made in adopt_all(old, reading.courses, reading.main_language).items():
        db.session.add(
            CompiledCourse(revision_id=revision.id, language=language, body=encode_course(made))
        )
    db.session.commit()
    return revision.id
