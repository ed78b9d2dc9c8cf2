"""The words of every problem in a course file; translated where a person reads them."""

from __future__ import annotations

from collections.abc import Callable

from app.core.errors import Problem
from app.core.questions.messages import MESSAGES as QUESTION_MESSAGES
from app.core.words import N_

Translate = Callable[[str], str]

MESSAGES: dict[str, str] = {
    # Files and front matter
    "no-course-file": N_("The folder has no course file. Make one at its top."),
    "file-name": N_("“%(found)s” is not named like a lesson. Name it number-name.language.md."),
    "file-twice": N_("“%(found)s” is there twice, also as “%(expected)s”. Keep one of them."),
    "file-too-large": N_("The file is too large to read. Split it: %(expected)s bytes at most."),
    "not-utf8": N_("The file is not saved as UTF-8 text. Save it again with that encoding."),
    "line-too-long": N_("The line is too long. Split it: %(expected)s letters at most."),
    "block-too-long": N_(
        "The paragraph, list or table is too long or has too many brackets. Split it with an "
        "empty line."
    ),
    "front-matter-open": N_("The lines at the top begin with --- but do not end with it."),
    "front-matter-broken": N_("The lines at the top cannot be read at “%(found)s”."),
    "front-matter-too-large": N_("The lines at the top are too long or too deeply nested."),
    "unknown-key": N_("“%(found)s” is not known here. Did you mean: %(expected)s?"),
    "bad-value": N_("“%(found)s” needs another kind of value."),
    "missing-title": N_("The file has no title. Write one in the lines at the top."),
    "no-module-file": N_("The module has no file of its own. Make “%(found)s”."),
    "module-empty": N_("The module “%(found)s” has no lessons in the main language."),
    "lesson-empty": N_("The lesson has no text yet."),
    "evening-empty": N_("The evening has no text yet."),
    # Ids and attributes
    "bad-id": N_(
        "“%(found)s” cannot be an id. Use small letters a–z, numbers and hyphens, a letter first."
    ),
    "duplicate-id": N_("The id “%(found)s” is there twice. Give the other one a new id."),
    "duplicate-lesson": N_("Two lessons have the id “%(found)s”; the other is “%(expected)s”."),
    "duplicate-module": N_("Two modules have the id “%(found)s”; the other is “%(expected)s”."),
    "document-twice": N_(
        "The document “%(found)s” is already in “%(expected)s”. Link to it with document: instead."
    ),
    "kind-changed": N_(
        "“%(found)s” has become another kind of page or question. Give it a new id, so that old "
        "answers keep theirs."
    ),
    "unknown-id": N_(
        "The main language has nothing with the id “%(found)s”. Did you mean: %(expected)s?"
    ),
    "no-main-variant": N_(
        "The lesson “%(found)s” is missing in the main language. Did you mean: %(expected)s?"
    ),
    "no-main-evening": N_(
        "The evening “%(found)s” is missing in the main language. Did you mean: %(expected)s?"
    ),
    "attribute-unknown": N_("“%(found)s” cannot be read as an id, a class or an option."),
    "attribute-twice": N_("“%(found)s” is there twice. Keep one of them."),
    "attribute-misplaced": N_("“%(found)s” belongs at the end of a heading or after a picture."),
    "unknown-class": N_("“%(found)s” is not known here. Did you mean: %(expected)s?"),
    "unknown-option": N_("The option “%(found)s” is not known here. Did you mean: %(expected)s?"),
    # Headings and boxes
    "heading-one": N_("The title of a lesson stands at the top. Begin pages with ##."),
    "too-many-headings": N_("The lesson has too many headings. Split it: %(expected)s at most."),
    "heading-empty": N_("The heading has no text."),
    "heading-too-high": N_("“%(found)s” is too high here. Use ### or smaller inside a page."),
    "heading-skipped": N_("“%(found)s” skips a level. Write it with %(expected)s."),
    "two-page-kinds": N_("A page can be of one kind only, but this one has %(found)s."),
    "unknown-callout": N_("The box “%(found)s” is not known. Did you mean: %(expected)s?"),
    "callout-misplaced": N_("“%(found)s” belongs after the answers of a question."),
    "callout-empty": N_("The box “%(found)s” is empty. Write its text on lines that begin with >."),
    "callout-twice": N_("The page has two boxes of the kind %(found)s. Keep one of them."),
    "quote-too-deep": N_("The quotes are nested too deeply. Write it plainly."),
    "no-help-file": N_("The course has no help text for “%(found)s”. Write it into help.fi.md."),
    "help-with-text": N_(
        "The box “%(found)s” shows the whole help text. Write nothing of your own inside it."
    ),
    "fact-without-day": N_(
        "Write the day on which the fact was checked, or “none”; “%(found)s” is neither."
    ),
    "fact-without-review": N_("“%(found)s” does not say when it has to be checked again."),
    "fact-overdue": N_("“%(found)s” should have been checked again by %(expected)s."),
    "fact-unchecked": N_("“%(found)s” has not been checked yet."),
    "fact-in-future": N_("“%(found)s” says that it was checked in the future: %(expected)s."),
    "lesson-overdue": N_("The lesson should have been reviewed by %(expected)s."),
    "expert-unread": N_(
        "This profession has to read the lesson before it is published: %(found)s. Write who has "
        "read it, and when."
    ),
    "read-by-nobody": N_(
        "“%(found)s” has read the lesson, but the file does not say of what profession."
    ),
    "open-mark": N_("The text has an open review mark: “%(found)s”."),
    "infographic-shape": N_("%(found)s needs another shape. Write it like the example."),
    "infographic-untitled": N_("The infographic %(found)s has no title."),
    # Links, names, pictures
    "unknown-link": N_("The link “%(found)s” leads nowhere. A link begins with: %(expected)s."),
    "unknown-term": N_(
        "The glossary has no word with the id “%(found)s”. Did you mean: %(expected)s?"
    ),
    "unknown-source": N_("The source “%(found)s” is not known. Did you mean: %(expected)s?"),
    "unknown-lesson": N_("There is no lesson “%(found)s”. Did you mean: %(expected)s?"),
    "unknown-page": N_("There is no page “%(found)s”. Did you mean: %(expected)s?"),
    "unknown-evening": N_("There is no evening “%(found)s”. Did you mean: %(expected)s?"),
    "unknown-document": N_("There is no document “%(found)s”. Did you mean: %(expected)s?"),
    "empty-link-text": N_(
        "The link text “%(found)s” says nothing when it is heard alone. Name where it leads."
    ),
    "raw-html": N_("“%(found)s” is HTML. Write it as Markdown."),
    "unknown-variable": N_("There is no variable “%(found)s”. Did you mean: %(expected)s?"),
    "variable-place": N_(
        "A variable stands alone in its paragraph, list item or cell, or after a colon."
    ),
    "variable-without-fallback": N_(
        "“%(found)s” does not say what to show when the association has not filled it in."
    ),
    "variable-broken": N_("The braces in “%(found)s” do not match."),
    "unknown-label": N_("There is no program label “%(found)s”. Did you mean: %(expected)s?"),
    "label-unchecked": N_("The program label “%(found)s” has not been checked on the screen."),
    "label-day": N_("“%(found)s” is neither a day nor “none”."),
    "definition-without-term": N_("“%(found)s” has no word above it."),
    "term-without-text": N_("“%(found)s” has no explanation below it."),
    "bad-source": N_("“%(found)s” cannot be the tag of a source. Use letters and numbers."),
    "picture-inside-text": N_("A picture stands on a line of its own."),
    "picture-without-text": N_(
        "“%(found)s” has no text for those who cannot see it. If it only decorates, add "
        "{.decorative}."
    ),
    "missing-media": N_("“%(found)s” is not in the media folder. Did you mean: %(expected)s?"),
    "media-kind": N_("“%(found)s” cannot be shown. These can: %(expected)s."),
    "media-elsewhere": N_("“%(found)s” is elsewhere. Put the file into the media folder."),
    "missing-transcript": N_("“%(found)s” has no transcript. Write it into “%(expected)s”."),
    "missing-captions": N_("“%(found)s” has no captions. Add “%(expected)s”."),
    # Pages
    "text-after-answers": N_(
        "“%(found)s” comes after the answers. Move it above them, or make it feedback with >."
    ),
    "unknown-objective": N_("“%(found)s” is not among the objectives: %(expected)s."),
    "objective-lesson": N_(
        "The objective of a lesson “%(found)s” cannot be named here. Did you mean: %(expected)s?"
    ),
    "unknown-module": N_("There is no module “%(found)s”. Did you mean: %(expected)s?"),
    "quiz-empty": N_("The quiz “%(found)s” has no questions."),
    "quiz-too-few": N_("“%(found)s” asks for more questions than there are: %(expected)s."),
    "scenario-empty": N_("The conversation has no scenes. Write each with ###."),
    "scene-outcomes": N_("A scene has one outcome only, but this one has %(found)s."),
    "unknown-scene": N_("There is no scene “%(found)s”. Did you mean: %(expected)s?"),
    "unreachable-scene": N_("No choice leads to “%(found)s”. Link to it: %(expected)s."),
    "dead-end": N_(
        "“%(found)s” has no choices and is no ending. Add choices, or an outcome such as .good."
    ),
    "never-ends": N_("From “%(found)s” no way leads to an ending."),
    "no-consequence": N_("“%(found)s” does not say what the choice led to. Add a block quote."),
    "no-safe-ending": N_("A safe conversation needs an ending with .good that can be reached."),
    "choices-alike": N_("“%(found)s” leads to the same scene as another choice."),
    "bad-choice": N_("“%(found)s” is not a choice. Write it as a link to a scene."),
    "bad-participant": N_("“%(found)s” is not a participant. Write a name."),
    "checklist-empty": N_("The checklist “%(found)s” has no lines to tick."),
    "bad-tick": N_("“%(found)s” is not a line to tick."),
    "document-empty": N_("The document “%(found)s” has no fields. Write each with ###."),
    "field-type": N_("The field “%(found)s” needs one type: %(expected)s."),
    "field-without-options": N_("The field “%(found)s” has nothing to choose from."),
    "field-without-table": N_("The field “%(found)s” needs a table."),
    "timetable-without-minutes": N_("The programme “%(found)s” has no column of minutes."),
    "promise-empty": N_("The promise “%(found)s” has no text."),
    "slides-empty": N_("“%(found)s” has no slides. Write each with ###."),
    "sheet-empty": N_("The form “%(found)s” asks nothing. Write each question with ###."),
    # Style and languages
    "long-sentence": N_(
        "The sentence is long: “%(found)s” Split it; %(expected)s words is the most."
    ),
    "long-sentences": N_(
        "The page's sentences have %(found)s words on average. Split some; %(expected)s is the "
        "most."
    ),
    "word-avoided": N_("Write without the word “%(found)s”, such as: %(expected)s."),
    "word-left-out": N_("Leave out the word “%(found)s”."),
    "term-not-linked": N_(
        "The glossary explains “%(found)s”, but no text links to it. Link it where it comes first."
    ),
    "minutes-too-few": N_(
        "%(found)s minutes are too few: reading and answering take %(expected)s."
    ),
    "variant-lacks": N_(
        "“%(found)s” is missing in this language (%(expected)s); the main language is shown."
    ),
    "variant-differs": N_(
        "“%(found)s” has other answers in this language (%(expected)s) than in the main one; the "
        "main language is shown."
    ),
    "variant-absent": N_("The course is promised in “%(found)s” but has no %(expected)s."),
    "took-too-long": N_("Reading the course took too long. Make its paragraphs and lists shorter."),
    **QUESTION_MESSAGES,
}
"""Problem code to English message; ``%(found)s`` and ``%(expected)s`` are filled at the edge."""

SEVERITIES = {
    "error": N_("Stops publishing"),
    "warning": N_("Worth mending"),
    "review": N_("To be looked at"),
}
EXAMPLE = N_("Example:")
NOTHING_NEAR = "–"


def word_problem(problem: Problem, translate: Translate) -> str:
    """Return the sentence that tells a problem, in the language that ``translate`` speaks."""
    message = translate(MESSAGES.get(problem.code, problem.code))
    return message % {"found": problem.found, "expected": problem.expected or NOTHING_NEAR}
