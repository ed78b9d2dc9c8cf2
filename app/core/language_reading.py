"""Read everything that a course folder holds in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec

from app.core.course import Course, Evening, Lesson, Module, Term, Text
from app.core.definitions import read_glossary, read_labels, read_sources
from app.core.evening_reading import read_evening
from app.core.folder import CourseFile, FileKind, read_lines
from app.core.front_matter import FrontMatter, read_front_matter, split_front_matter
from app.core.ids import is_id
from app.core.lesson_reading import read_lesson
from app.core.links import Label, Places
from app.core.markdown_text import MarkdownText
from app.core.media import normal_files, read_media
from app.core.outline import Outline, page_kind
from app.core.pages.quiz import QuizContent
from app.core.problems import Problems, nearest
from app.core.questions.base import SourceLine
from app.core.rendering import Renderer
from app.core.settings import SCHEMAS
from app.core.words import Words

Lines = tuple[SourceLine, ...]


@dataclass
class LanguageReader:
    """Reads one language; parts that it lacks stay empty and are filled by the main one."""

    language: str
    main_language: str
    slug: str
    today: date
    words: Words
    problems: Problems
    texts: Sequence[CourseFile]
    outlines: Mapping[str, Outline]
    main_outlines: Mapping[str, Outline]
    files: Mapping[str, bytes]
    evenings: Mapping[str, Outline]
    main_evenings: Mapping[str, Outline]
    infographics: int = 0
    _places: Places = field(default_factory=lambda: Places(""))
    _markdown: MarkdownText = field(default_factory=MarkdownText)

    @property
    def is_main(self) -> bool:
        """Whether this is the language that owns the structure."""
        return self.language == self.main_language

    @property
    def course_path(self) -> str:
        """The path of the course file, as problems name it."""
        file = self._file(FileKind.COURSE, self.language)
        return file.path if file else f"course.{self.language}.md"

    def path_of(self, lesson_id: str) -> str:
        """Return the path of a lesson's file, or an empty text."""
        outline = self.outlines.get(lesson_id)
        return outline.file.path if outline else ""

    def read(self) -> Course:
        """Return the course as far as it is written in this language."""
        self._places = self._read_places()
        self._places = msgspec.structs.replace(self._places, help=self._read_help())
        front, body = self._front(self._file(FileKind.COURSE, self.language))
        renderer = self._renderer(self.course_path)
        if self.is_main and not front.text("title"):
            renderer.report("missing-title", 1, example="---\ntitle: Peruskurssi\n---")
        welcome = self._welcome(front, body)
        months = front.entries.get("valid_months")
        languages = front.words("languages") or (self.main_language,)
        modules = self._modules()
        self._check_quizzes(modules)
        return Course(
            slug=self.slug,
            language=self.language,
            title=renderer.plain(front.text("title"), front.line("title")),
            welcome=renderer.block(welcome),
            modules=modules,
            languages=tuple(dict.fromkeys((self.main_language, *languages))),
            valid_months=months.number if months else None,
            glossary=tuple(self._places.terms.values()),
            sources=tuple(self._places.sources.values()),
            help=self._places.help,
            evenings=self._evenings(),
        )

    def _welcome(self, front: FrontMatter, body: Lines) -> Lines:
        """Return the text below the front matter, else what its key says."""
        if any(source.text.strip() for source in body) or not front.text("welcome"):
            return body
        return (SourceLine(front.line("welcome"), front.text("welcome")),)

    def _file(self, kind: FileKind, language: str, folder: str = "") -> CourseFile | None:
        return next(
            (
                file
                for file in self.texts
                if file.kind is kind and file.language == language and file.folder == folder
            ),
            None,
        )

    def _front(self, file: CourseFile | None) -> tuple[FrontMatter, Lines]:
        if file is None:
            return FrontMatter({}), ()
        report = self.problems.reporter(file.path)
        before, body = split_front_matter(file.lines, report)
        return read_front_matter(before, SCHEMAS[file.kind], report), body

    def _renderer(self, path: str, lesson: str = "", *, places: Places | None = None) -> Renderer:
        return Renderer(
            path=path,
            language=self.language,
            lesson=lesson,
            places=places or self._places,
            words=self.words,
            today=self.today,
            problems=self.problems,
            markdown=self._markdown,
            transcripts=self._transcript,
        )

    def _transcript(self, path: str) -> Sequence[SourceLine] | None:
        content = normal_files(self.files).get(path)
        return None if content is None else read_lines(path, content, self.problems)

    def _read_places(self) -> Places:
        """Return what links can lead to: what this language lacks is the main language's."""
        lessons = {
            lesson_id: {page.id: page_kind(page) for page in outline.pages}
            for lesson_id, outline in self.main_outlines.items()
        }
        places = Places(
            self.slug,
            lessons=lessons,
            modules={key: one.file.folder for key, one in self.main_outlines.items()},
            objectives={
                key: len(one.front.words("objectives")) for key, one in self.main_outlines.items()
            },
            evenings={
                key: frozenset(page.id for page in one.pages)
                for key, one in self.main_evenings.items()
            },
            media=read_media(self.slug, self.files),
        )
        labels: dict[str, Label] = {}
        sources: dict[str, Term] = {}
        terms: dict[str, Term] = {}
        for language in dict.fromkeys((self.main_language, self.language)):
            file, body = self._definitions(FileKind.LABELS, language)
            labels.update(read_labels(body, self.problems.reporter(file)))
            places = msgspec.structs.replace(places, labels=labels)
            file, body = self._definitions(FileKind.SOURCES, language)
            sources.update(read_sources(body, self._speaking(file, language, places)))
            places = msgspec.structs.replace(places, sources=sources)
            file, body = self._definitions(FileKind.GLOSSARY, language)
            terms.update(read_glossary(body, self._speaking(file, language, places)))
        return places.with_terms(terms)

    def _read_help(self) -> Text | None:
        """Return the help text in this language, else in the main one."""
        for language in (self.language, self.main_language):
            file = self._file(FileKind.HELP, language)
            if file is not None:
                renderer = self._speaking(file.path, language, self._places)
                # It stands on many pages, some of which explain the same words themselves.
                renderer.explains = False
                return renderer.block(self._front(file)[1])
        return None

    def _speaking(self, path: str, language: str, places: Places) -> Renderer:
        renderer = self._renderer(path, places=places)
        renderer.language = language
        return renderer

    def _definitions(self, kind: FileKind, language: str) -> tuple[str, Lines]:
        file = self._file(kind, language)
        if file is None:
            return f"{kind.value}.{language}.md", ()
        return file.path, self._front(file)[1]

    def _modules(self) -> tuple[Module, ...]:
        """Return the modules in the main language's order, numbered from the order."""
        folders = dict.fromkeys(
            outline.file.folder for outline in self._in_order(self.main_outlines)
        )
        for file in self.texts:
            if file.kind is FileKind.MODULE and self.is_main and file.folder not in folders:
                self.problems.reporter(file.path)("module-empty", 1, found=file.folder)
        first = self._first_number(list(folders))
        modules = []
        seen: dict[str, str] = {}
        for number, folder in enumerate(folders, start=first):
            module = self._module(folder, number, seen)
            modules.append(module)
        return tuple(modules)

    def _in_order(self, outlines: Mapping[str, Outline]) -> list[Outline]:
        return sorted(
            outlines.values(), key=lambda one: (one.file.order, one.file.folder, one.file.name)
        )

    def _first_number(self, folders: Sequence[str]) -> int:
        """Return the shown number of the first module: 0 when its folder is numbered 0."""
        digits = folders[0].partition("-")[0] if folders else ""
        return 0 if digits.isdigit() and int(digits) == 0 else 1

    def _module(self, folder: str, number: int, seen: dict[str, str]) -> Module:
        main = self._file(FileKind.MODULE, self.main_language, folder)
        main_front, _ = self._front(main)
        file = self._file(FileKind.MODULE, self.language, folder)
        front, body = self._front(file)
        path = file.path if file else f"{folder}/module.{self.language}.md"
        renderer = self._renderer(path)
        outlines = self._in_order(self.main_outlines)
        mine = [one for one in outlines if one.file.folder == folder]
        module_id = main_front.text("id") or mine[0].file.module_name
        if self.is_main:
            self._check_module(path, module_id, main, front, seen)
        return Module(
            id=module_id,
            number=number,
            title=renderer.plain(front.text("title"), front.line("title")),
            text=renderer.block(body),
            lessons=tuple(
                msgspec.structs.replace(lesson, number=f"{number}.{place}")
                for place, outline in enumerate(mine, start=1)
                if (lesson := self._lesson(outline.lesson_id)) is not None
            ),
        )

    def _check_module(
        self,
        path: str,
        module_id: str,
        file: CourseFile | None,
        front: FrontMatter,
        seen: dict[str, str],
    ) -> None:
        report = self.problems.reporter(path)
        if file is None:
            report("no-module-file", 1, found=path, example="---\ntitle: Vertaistuki\n---")
        elif not front.text("title"):
            report("missing-title", 1, example="---\ntitle: Vertaistuki\n---")
        if not is_id(module_id):
            report("bad-id", front.line("id"), found=module_id, example="vertaistuki")
        if module_id in seen:
            report("duplicate-module", 1, found=module_id, expected=seen[module_id])
        seen.setdefault(module_id, path)

    def _lesson(self, lesson_id: str) -> Lesson | None:
        outline = self.outlines.get(lesson_id)
        if outline is None:
            return None
        renderer = self._renderer(outline.file.path, lesson_id)
        if not self.is_main:
            self._check_variant(outline, self.main_outlines[lesson_id])
        lesson = read_lesson(outline, renderer)
        self.infographics += renderer.infographics
        return lesson

    def _evenings(self) -> tuple[Evening, ...]:
        """Return the evenings that this language has, in the main language's order."""
        evenings = []
        for main in self._in_order(self.main_evenings):
            outline = self.evenings.get(main.lesson_id)
            if outline is None:
                continue
            if not self.is_main:
                self._check_variant(outline, main)
            evenings.append(read_evening(outline, self._renderer(outline.file.path)))
        return tuple(evenings)

    def _check_variant(self, outline: Outline, main: Outline) -> None:
        """Report pages and parts that the main language does not have."""
        report = self.problems.reporter(outline.file.path)
        pages = {page.id: page for page in main.pages}
        for page in outline.pages:
            twin = pages.get(page.id)
            if twin is None:
                report(
                    "unknown-id", page.heading.line, found=page.id, expected=nearest(page.id, pages)
                )
                continue
            parts = {part.id for part in twin.sections}
            for part in page.sections:
                if part.id and part.id not in parts:
                    report(
                        "unknown-id",
                        part.heading.line,
                        found=part.id,
                        expected=nearest(part.id, parts),
                    )

    def _check_quizzes(self, modules: Sequence[Module]) -> None:
        """Report quizzes that draw from modules without enough questions."""
        if not self.is_main:
            return
        stock = {module.id: _quiz_questions(module) for module in modules}
        for lesson in (lesson for module in modules for lesson in module.lessons):
            report = self.problems.reporter(self.path_of(lesson.id))
            for page in lesson.pages:
                for one in page.content.sources if isinstance(page.content, QuizContent) else ():
                    if one.module not in stock:
                        report(
                            "unknown-module",
                            1,
                            found=one.module,
                            expected=nearest(one.module, stock),
                        )
                    elif stock[one.module] < one.count:
                        report(
                            "quiz-too-few",
                            1,
                            found=f"{one.module}:{one.count}",
                            expected=str(stock[one.module]),
                        )


def _quiz_questions(module: Module) -> int:
    return sum(
        len(page.questions)
        for lesson in module.lessons
        for page in lesson.pages
        if page.kind == "quiz"
    )
