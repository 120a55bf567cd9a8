"""Reading XML from outside: no document type, no entities, no network; and never its text in an error."""

from __future__ import annotations

from contextlib import suppress

from lxml import etree

from connectors.common.retry import TryAgain


def parse(content: bytes) -> etree._Element:
    """The root of ``content``.

    Raises ``TryAgain`` (``not-xml``) where it is not well formed, not in the encoding that it declares, or declares
    a document type.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    if b"<!DOCTYPE" in content[:4096]:  # before the parser sees it: an entity bomb goes off while parsing
        raise TryAgain("dtd", is_broken=True)
    root: etree._Element | None = None
    with suppress(etree.XMLSyntaxError, ValueError):
        root = etree.fromstring(content, parser)
    if root is None:  # outside the handler: the parser's error quotes the text
        raise TryAgain("not-xml", is_broken=True)
    if root.getroottree().docinfo.doctype:
        raise TryAgain("dtd", is_broken=True)
    return root


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(etree.QName(element).localname)


def first_text(root: etree._Element, name: str) -> str:
    """The trimmed text of the first element with that local name, or ``""``."""
    for element in root.iter("{*}" + name):
        return (element.text or "").strip()
    return ""
