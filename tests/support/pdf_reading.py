"""Reads a PDF back as a screen reader, a browser, a camera and a person would."""

from io import BytesIO
from typing import Any, cast

import pypdf
import pypdfium2
import zxingcpp


def pypdf_document(pdf: bytes) -> Any:  # noqa: ANN401 - its metadata may be None by type, never here
    return pypdf.PdfReader(BytesIO(pdf))


def pypdf_text(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf_document(pdf).pages).split())


def pdfium_text(pdf: bytes) -> str:
    """Give the text as Chromium copies it."""
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
    return " ".join(" ".join(pages).split())


def barcodes_in(pdf: bytes) -> list[str]:
    """Give the texts that a camera reads from the first page."""
    # The page is a buffer of bytes, which is enough; the types ask for a picture library's class.
    return [code.text for code in zxingcpp.read_barcodes(cast("Any", picture(pdf)))]


def picture(pdf: bytes) -> memoryview:
    """Give the first page in greys, four pixels to the millimetre, row by row."""
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=4 / 72 * 25.4, grayscale=True)
    return memoryview(image.buffer).cast("B").cast("B", (image.height, image.stride))


def ink_between(page: memoryview, left_mm: int, right_mm: int) -> int:
    """Count dark pixels in a column of the page, leaving out the frame above and below."""
    height = cast("tuple[int, int]", page.shape)[0]
    rows = range(14 * 4, height - 14 * 4)
    return sum(page[row, x] < 200 for row in rows for x in range(left_mm * 4, right_mm * 4))


def link_targets(pdf: bytes) -> set[str]:
    annotations = [
        annotation.get_object()
        for page in pypdf_document(pdf).pages
        for annotation in page.get("/Annots", [])
    ]
    return {str(annotation["/A"]["/URI"]) for annotation in annotations}


def tags_of(document: Any) -> list[str]:  # noqa: ANN401 - see pypdf_document
    return [str(element.get("/S")) for element in elements_of(document)]


def elements_of(document: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - see pypdf_document
    def below(node: Any) -> list[dict[str, Any]]:  # noqa: ANN401
        found = node.get_object()
        if isinstance(found, list):
            return [element for child in found for element in below(child)]
        if not isinstance(found, dict):
            return []
        return [found, *(below(found["/K"]) if "/K" in found else [])]

    return below(document.root_object["/StructTreeRoot"])
