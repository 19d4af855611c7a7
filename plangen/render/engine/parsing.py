"""Reading the page with the XML parser of Python, which is written in C and takes a fiftieth of the time.

The page is our own and every element in it is closed but those that HTML never closes. A page that is not like that is
left to WeasyPrint's parser.
"""

from __future__ import annotations

import io
import re
from typing import Any
from xml.etree import ElementTree

OPEN = re.compile(r"<(br|col|meta)\b([^>]*?)/?>")


def parsing(original: Any) -> Any:
    def parse(document: Any, *more: Any, **named: Any) -> Any:
        page = document.read()
        text = page if isinstance(page, str) else page.decode()
        try:
            if any(not drawing.startswith(" xmlns=") for drawing in text.split("<svg")[1:]):
                raise ElementTree.ParseError  # HTML knows what namespace a drawing has, XML does not
            return ElementTree.fromstring(OPEN.sub(r"<\1\2/>", text))  # noqa: S314  # it is our own
        except ElementTree.ParseError:
            namespaced = named.get("namespace_html_elements", True)
            return original(io.StringIO(text), *more, namespace_html_elements=namespaced)

    return parse
