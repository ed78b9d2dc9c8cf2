"""Read a folder of course files: every problem at once, and a course in each language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec
from msgspec import Struct

from app.core.course import Course
from app.core.errors import Problem, Severity
from app.core.folder import CourseFile, FileKind, open_folder
from app.core.ids import is_id
from app.core.language import Lack, find_lacks, localise
from app.core.language_reading import LanguageReader
from app.core.outline import Made, Outline, give_ids, page_kind, read_outline
from app.core.problems import Problems, nearest
from app.core.questions import kind_of
from app.core.terms import check_terms
from app.core.words import Words

COURSE_EXAMPLE = "---\ntitle: Verkkovertaisohjaajan peruskurssi\nlanguages: [fi]\n---"

OUTLINED = (FileKind.LESSON, FileKind.EVENING)
"""Kinds of files that are made of pages with ids."""


class Counts(Struct, frozen=True):
    """How much a course holds, in its main language."""

    modules: int = 0
    lessons: int = 0
    scenarios: int = 0
    infographics: int = 0
    documents: int = 0
    items: int = 0
    """Scored questions of all quizzes, the exam among them."""


class Reading(Struct, frozen=True):
    """What reading a folder gave."""

    problems: tuple[Problem, ...]
    main_language: str
    courses: Mapping[str, Course]
    """By language, the main language first; empty when the folder holds no course."""
    counts: Counts
    made_ids: Mapping[str, tuple[Made, ...]]
    """Ids that the files do not have yet, by path."""
    where: Mapping[str, tuple[str, int]] = {}
    """File and line of lessons, pages and their parts in the main language, by address."""

    def of(self, severity: Severity) -> tuple[Problem, ...]:
        """Return the problems of one weight."""
        return tuple(problem for problem in self.problems if problem.severity is severity)

    @property
    def publishable(self) -> bool:
        """Whether nothing stops publishing."""
        return bool(self.courses) and not self.of(Severity.ERROR)


def read_course(
    files: Mapping[str, bytes], today: date, *, slug: str = "kurssi", words: Words | None = None
) -> Reading:
    """Read a course from the files of its folder; never raises, whatever the bytes are.

    Args:
        files: Content by path, with ``/`` between folders.
        today: The day against which facts and reviews are judged.
        slug: Name of the course in addresses.
        words: Wordings of the few interface words inside course text.
    """
    return _Reader(files, today, slug, words or Words()).read()


class _Reader:
    """One reading."""

    def __init__(self, files: Mapping[str, bytes], today: date, slug: str, words: Words) -> None:
        self.files = files
        self.today = today
        self.slug = slug
        self.words = words
        self.problems = Problems()
        self.evenings: Mapping[str, Mapping[str, Outline]] = {}

    def read(self) -> Reading:
        texts = open_folder(self.files, self.problems)
        main = main_language(texts)
        outlines = read_outlines(texts, main, self.problems)
        self.evenings = read_outlines(texts, main, self.problems, FileKind.EVENING)
        self._check_ids(outlines.get(main, {}))
        made = {
            outline.file.path: outline.made
            for one in (*outlines.values(), *self.evenings.values())
            for outline in one.values()
            if outline.made
        }
        if not any(file.kind is FileKind.COURSE for file in texts):
            self.problems.reporter("course.fi.md")("no-course-file", 1, example=COURSE_EXAMPLE)
            return Reading(self.problems.sorted(), main, {}, Counts(), made)
        readers = {
            language: self._reader(language, main, texts, outlines)
            for language in sorted({file.language for file in texts}, key=lambda one: one != main)
        }
        courses, infographics = self._courses(readers, main)
        counts = _count(courses[main], infographics)
        where = _places_of(outlines[main])
        check_terms(courses[main], where, self.problems)
        return Reading(self.problems.sorted(), main, courses, counts, made, where)

    def _reader(
        self,
        language: str,
        main: str,
        texts: list[CourseFile],
        outlines: Mapping[str, Mapping[str, Outline]],
    ) -> LanguageReader:
        return LanguageReader(
            language=language,
            main_language=main,
            slug=self.slug,
            today=self.today,
            words=self.words,
            problems=self.problems,
            texts=texts,
            outlines=outlines.get(language, {}),
            main_outlines=outlines.get(main, {}),
            evenings=self.evenings.get(language, {}),
            main_evenings=self.evenings.get(main, {}),
            files=self.files,
        )

    def _courses(
        self, readers: Mapping[str, LanguageReader], main: str
    ) -> tuple[dict[str, Course], int]:
        reader = readers[main]
        course = reader.read()
        infographics = reader.infographics
        courses = {main: course}
        for language in sorted({*course.languages, *readers} - {main}):
            variant = readers[language].read() if language in readers else None
            if variant is not None and language in course.languages:
                for lack in find_lacks(course, variant):
                    self._report_lack(lack, readers[language], reader)
            elif variant is None:
                self._report_absent(language, reader)
            joined = localise(course, variant) if variant is not None else course
            courses[language] = msgspec.structs.replace(joined, language=language)
        return courses, infographics

    def _report_absent(self, language: str, reader: LanguageReader) -> None:
        self.problems.reporter(reader.course_path)(
            "variant-absent",
            1,
            severity=Severity.WARNING,
            found=language,
            expected=f"course.{language}.md",
        )

    def _report_lack(self, lack: Lack, variant: LanguageReader, main: LanguageReader) -> None:
        path = variant.path_of(lack.lesson) or main.path_of(lack.lesson) or main.course_path
        place = "/".join(part for part in (lack.lesson, lack.page, lack.question) if part)
        code = "variant-differs" if lack.differs else "variant-lacks"
        self.problems.reporter(path)(
            code, 1, severity=Severity.WARNING, found=place, expected=variant.language
        )

    def _check_ids(self, outlines: Mapping[str, Outline]) -> None:
        """Report documents whose id stands in several lessons: each is one sheet of a person."""
        seen: dict[str, str] = {}
        for outline in outlines.values():
            for page in outline.pages:
                if page_kind(page) != "document":
                    continue
                if page.id in seen:
                    self.problems.reporter(outline.file.path)(
                        "document-twice", page.heading.line, found=page.id, expected=seen[page.id]
                    )
                seen.setdefault(page.id, outline.file.path)


def main_language(texts: list[CourseFile]) -> str:
    """Return the language that owns structure and right answers.

    It is the one that the course file names as its ``fallback``, else Finnish, else the first.
    """
    languages = [file.language for file in texts if file.kind is FileKind.COURSE]
    for file in texts:
        if file.kind is FileKind.COURSE:
            for source in file.lines[:40]:
                key, _, value = source.text.partition(":")
                if key.strip() == "fallback" and value.strip() in languages:
                    return value.strip()
    return "fi" if "fi" in languages or not languages else languages[0]


def read_outlines(
    texts: list[CourseFile], main: str, problems: Problems, kind: FileKind = FileKind.LESSON
) -> dict[str, dict[str, Outline]]:
    """Return the outlines of all lessons or evenings by language and id, ids filled in."""
    outlines: dict[str, dict[str, Outline]] = {main: {}}
    lessons = [file for file in texts if file.kind is kind]
    for file in sorted(lessons, key=lambda one: one.language != main):
        report = problems.reporter(file.path)
        outline = read_outline(file, report)
        lesson_id = outline.lesson_id
        known = outlines[main]
        if not is_id(lesson_id):
            report("bad-id", outline.front.line("id"), found=lesson_id, example="vertaistuki")
            continue
        if file.language != main and lesson_id not in known:
            code = "no-main-variant" if kind is FileKind.LESSON else "no-main-evening"
            report(code, 1, found=lesson_id, expected=nearest(lesson_id, known))
            continue
        same = outlines.setdefault(file.language, {})
        if lesson_id in same:
            report("duplicate-lesson", 1, found=lesson_id, expected=same[lesson_id].file.path)
            continue
        same[lesson_id] = give_ids(outline, known.get(lesson_id), report)
    return outlines


def _places_of(outlines: Mapping[str, Outline]) -> dict[str, tuple[str, int]]:
    places: dict[str, tuple[str, int]] = {}
    for lesson_id, outline in outlines.items():
        path = outline.file.path
        places[lesson_id] = (path, 1)
        for page in outline.pages:
            places[f"{lesson_id}/{page.id}"] = (path, page.heading.line)
            for part in page.sections:
                places[f"{lesson_id}/{page.id}/{part.id}"] = (path, part.heading.line)
    return places


def _count(course: Course, infographics: int) -> Counts:
    pages = [page for lesson in course.lessons() for page in lesson.pages]
    kinds = [page.kind for page in pages]
    return Counts(
        modules=len(course.modules),
        lessons=sum(1 for _ in course.lessons()),
        scenarios=kinds.count("scenario"),
        infographics=infographics,
        documents=kinds.count("document"),
        items=sum(
            kind_of(question).scored
            for page in pages
            if page.kind == "quiz"
            for question in page.questions
        ),
    )
