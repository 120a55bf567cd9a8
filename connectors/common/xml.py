"""Reading XML from outside: no document type, no entities, no network; and never its text in an error."""

from __future__ import annotations

import re

from lxml import etree

from connectors.common.retry import TryAgain

_DOCTYPE = re.compile(rb"(?:\s|\xef\xbb\xbf|<\?.*?\?>|<!--.*?-->)*<!DOCTYPE", re.DOTALL)


def parse(content: bytes) -> etree._Element:
    """The root of ``content``.

    Bytes that are no UTF-8 are read as U+FFFD: a text that was misencoded is judged row by row later, not here. Raises
    ``TryAgain``: ``not-xml`` where it is not well formed, ``dtd`` where it declares a document type.
    """
    if _DOCTYPE.match(content):  # before the parser sees it: an entity bomb goes off while parsing
        raise TryAgain("dtd", is_broken=True)
    root = _well_formed(content)
    if root is None:
        root = _well_formed(content.decode("utf-8", "replace").encode())
    if root is None:
        raise TryAgain("not-xml", is_broken=True)
    if root.getroottree().docinfo.doctype:
        raise TryAgain("dtd", is_broken=True)
    return root


def _well_formed(content: bytes) -> etree._Element | None:
    """The root, or ``None``; the parser's error is dropped here, since it quotes the text."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(etree.QName(element).localname)


def first_text(root: etree._Element, name: str) -> str:
    """The trimmed text of the first element with that local name, or ``""``."""
    for element in root.iter("{*}" + name):
        return (element.text or "").strip()
    return ""
