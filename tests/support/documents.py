"""The small course with documents as the real course has them: sections, own lines, a programme."""

from flask import Flask

from tests.support.courses import course_files, publish

PATH = "10-alku/20-omat.fi.md"

LESSON = """---
title: Omat sivut
---

## Tapaamisen suunnitelma {.document #suunnitelma changes=3}

Täytä omin sanoin.

### Ennen tapaamista {.section #ennen}

Nämä sovit etukäteen.

### Ryhmän nimi {.text #nimi .required}
> Keskiviikkoryhmä

### Tavoite {.long #tavoite}
> Jokainen saa puheenvuoron.

### Päivä {.date #paiva}

### Aikana {.section #aikana}

### Alkaa {.time #alkaa}
> 18.00

### Loppuu {.time #loppuu}
> 19.00

### Kulku {.timetable #kulku start=alkaa end=loppuu}
| Min {.minutes} | Mitä |
|---|---|
| 10 | Avaus |
| 40 | Keskustelu |

### Lopuksi {.section #lopuksi}

### Ryhmä on {.choice #muoto}
- avoin
- suljettu

### Mukana {.ticks #mukana}
- työpari
- varahenkilö

### Mitä opit? {.long #opit}

## Kenraaliharjoitus {.checklist .binding .practice-meeting #kenraali}

- [ ] Päästitte toisenne sisään.
- [ ] Harjoittelitte katkosta.

## Lupaus {.promise #lupaus}

Lupaan, että ryhmässä kuultu jää ryhmään.
"""


def publish_documents(app: Flask, lesson: str = LESSON) -> None:
    """Publish the small course with this lesson of documents."""
    publish(app, course_files({PATH: lesson}))
